import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { seededRandom } from '../../../core/random.ts';
import { formObject, jpegObject, pdfOf, rawObject, rgbObject } from '../../../../test/hostile/intake-support/pdf.ts';
import { texture } from '../../../../test/hostile/intake-support/pictures.ts';
import { encodeJpeg } from '../../../imaging/codecs/encode.ts';
import type { IntakeLimits, ReadFile } from '../../read-file.types.ts';
import { countPdfPages } from '../count-pages.ts';
import { readPdf } from '../read-pdf.ts';
import { renderPage } from '../render-page.ts';
import { repairPdf } from './repair-pdf.ts';

const LIMITS: IntakeLimits = { maxPixels: 4_000_000, maxFigures: 50, maxUnpackedBytes: 10_000_000 };
/** Cuts tried; every sort of object is cut in many places. */
const CUTS = process.env['TEST_LONG'] ? 2000 : 60;

const picture = texture(64, 48, 'repair');
const pdf = pdfOf(
  [{ content: 'q 90 0 0 60 50 50 cm /Im0 Do Q /Fm0 Do' }, { content: 'q 100 0 0 80 50 50 cm /Im2 Do Q' }],
  {
    Im0: rgbObject(picture, '/SMask {Mask}'), Im1: jpegObject(64, 48, await encodeJpeg(picture)), Im2: rgbObject(texture(70, 50, 'other')),
    Mask: rawObject(64, 48, '/ColorSpace /DeviceGray /BitsPerComponent 8', new Uint8Array(64 * 48).fill(200)),
    Fm0: formObject('q 50 0 0 50 9 9 cm /Im1 Do Q', '/BBox [0 0 99 99] /Resources << /XObject << /Im1 {Im1} >> >>'),
  },
);

function isRead(outcome: unknown): outcome is ReadFile {
  return !(outcome instanceof Error);
}

/** Where each of the three images ends. */
function imageEnds(file: Buffer): number[] {
  const text = file.toString('latin1');
  return [...text.matchAll(/\d+ 0 obj\n<< \/Type \/XObject \/Subtype \/Image/g)].map(({ index }) => text.indexOf('endstream', index) + 9).slice(0, 3);
}

test('cut anywhere, it gives every image that is whole, or fails with the reason', async () => {
  const random = seededRandom('repair');
  const ends = imageEnds(pdf);
  const seen = new Set<number>();
  for (let i = 0; i < CUTS; i++) {
    const cut = i === 0 ? pdf.length - 20 : random.int(pdf.length - 6);
    const whole = ends.filter((end) => end <= cut).length;
    const part = pdf.subarray(0, cut);
    const outcome = await readPdf(part, LIMITS).catch((error: unknown) => error);
    const pages = await countPdfPages(part).catch(() => undefined);

    if (!isRead(outcome)) {
      expect([outcome, whole]).toMatchObject([{ name: 'InputError', code: 'document/corrupt' }, 0]);
      expect(pages).toBeUndefined();
    } else {
      expect([cut, outcome.figures.length]).toEqual([cut, whole]);
      expect(outcome.notes).toContain('repaired-pdf');
      expect(outcome.pages).toHaveLength(pages ?? NaN);
    }
    seen.add(whole);
  }
  expect([...seen].sort()).toEqual([0, 1, 2, 3]);
}, 120_000);

test('what stands on a page that is whole keeps its place; what lost its page has none', async () => {
  const text = pdf.toString('latin1');
  const beforeSecondPage = Buffer.from(text.slice(0, text.lastIndexOf('/Type /Page /')).replace('/Im2 6 0 R', ''), 'latin1');

  const { figures } = await readPdf(beforeSecondPage, LIMITS);

  expect(figures.map(({ page, width }) => [page, width])).toEqual([[1, 64], [1, 64], [undefined, 70]]);
  expect((await renderPage(beforeSecondPage, 1, 100)).length).toBeGreaterThan(100);
  await expect(renderPage(beforeSecondPage, 3, 100)).rejects.toMatchObject({ code: 'request/invalid' });
});

test('cross-references and lengths that are wrong', async () => {
  const text = pdf.toString('latin1').replaceAll(/\/Length \d+/g, '/Length 7').replace(/startxref\n\d+/, 'startxref\n99').replaceAll(/\d{10} 00000 n/g, '0000000003 00000 n');

  const { figures, pages } = await readPdf(Buffer.from(text, 'latin1'), LIMITS);

  expect([figures.length, pages.length]).toEqual([3, 2]);
});

test('objects in an object stream are found when the cross-reference stream is cut off', async () => {
  const image = rgbObject(picture);
  const inner = ['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Count 1 /Kids [3 0 R] >>', '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Resources << /XObject << /Im0 5 0 R >> >> /Contents 4 0 R >>'];
  const starts = inner.map((_, i) => inner.slice(0, i).reduce((sum, text) => sum + text.length + 1, 0));
  const header = `${starts.map((at, i) => `${i + 1} ${at}`).join(' ')} `;
  const packed = deflateSync(header + inner.join(' '));
  const stream = (number: number, dict: string, body: Uint8Array | string): Buffer => Buffer.concat([Buffer.from(`${number} 0 obj\n<< ${dict} /Length ${body.length} >>\nstream\n`), Buffer.from(body as string), Buffer.from('\nendstream\nendobj\n')]);
  const file = Buffer.concat([
    Buffer.from('%PDF-1.5\n'), stream(4, '', 'q 90 0 0 60 50 50 cm /Im0 Do Q'), stream(5, image.dict, image.stream ?? ''),
    stream(6, `/Type /ObjStm /N 3 /First ${header.length} /Filter /FlateDecode`, packed), Buffer.from('7 0 obj\n<< /Type /XRef /Size 8'),
  ]);

  const { figures } = await readPdf(file, LIMITS);

  expect(figures).toMatchObject([{ page: 1, width: 64, height: 48 }]);
});

test('an encrypted file is not repaired', () => {
  expect(repairPdf(Buffer.from(pdf.toString('latin1').replace('trailer\n<<', 'trailer\n<< /Encrypt 9 0 R'), 'latin1'))).toBeUndefined();
});

test.each([['heads', '1 0 obj ', 40_000], ['digits', '1', 400_000], ['open dictionaries', '1 0 obj << >> stream\n', 20_000], ['kids of themselves', '1 0 obj << /Type /Pages /Kids [1 0 R 1 0 R] >> endobj ', 5000]])('bombs of %s take no time', (_, part, times) => {
  const before = process.cpuUsage();

  repairPdf(Buffer.from(`%PDF-1.7 ${part.repeat(times)}`));

  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(20);
});
