import sharp from 'sharp';
import { expect, test } from 'vitest';
import { page } from '../../../test/dialects/imgauth/page.ts';
import { detectOnPage } from '../../../test/support/detect-page.ts';
import editorTraces from './detector.ts';

test('a program named in the metadata is told, and makes no place odd', async () => {
  const bytes = await sharp(await page(600, 520, 'png')).withExif({ IFD0: { Software: 'Adobe Photoshop 25.0 (Windows)' } }).jpeg({ quality: 90 }).toBuffer();

  const reading = await detectOnPage(editorTraces, bytes);

  expect('notes' in reading ? reading.notes?.join() : '').toMatch(/photoshop/i);
  expect('layers' in reading ? reading.layers : undefined).toBeUndefined();
});

test('a file that names no program has no note of one', async () => {
  const reading = await detectOnPage(editorTraces, await page(600, 520, 'jpeg'));

  expect('notes' in reading ? (reading.notes ?? []).join() : '').not.toMatch(/photoshop|gimp/i);
});
