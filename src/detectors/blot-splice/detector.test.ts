import { expect, test } from 'vitest';
import { image } from '../../core/image.ts';
import type { PanelClass } from '../../core/media.ts';
import { seededRandom } from '../../core/random.ts';
import { boundingBox } from '../../core/regions.ts';
import { regionIou } from '../../../eval/metrics/located.ts';
import { boxRegion } from '../../core/regions.ts';
import { blot, box, crop, jpeg, micrograph, paste, tone, toLuma, toRgb } from '../../../test/support/synthetic.ts';
import type { Bytes } from '../../../test/support/synthetic-edit.ts';
import type { Abstention, Detection, PanelInput } from '../detector.ts';
import blotSplice from './detector.ts';

function panelOf(picture: Bytes, panelClass: PanelClass): PanelInput {
  const { width, height } = picture;
  const none = new Float32Array();
  const keypoints = { count: 0, x: none, y: none, scale: none, angle: none, response: none, descriptors: new Uint8Array() };
  return { id: 'f1p1', figure: 'f1', class: panelClass, width, height, rgb: toRgb(picture), luma: toLuma(picture), mask: image(width, height, 1, new Uint8Array(width * height)), keypoints };
}

function examine(picture: Bytes, panelClass: PanelClass = 'blot'): readonly Detection[] | Abstention {
  return blotSplice.detect(panelOf(picture, panelClass), blotSplice.params, { random: seededRandom(1) });
}

function detect(picture: Bytes): readonly Detection[] {
  const result = examine(picture);
  if ('abstain' in result) throw new Error(`abstained: ${result.abstain}`);
  return result;
}

const [whole, other] = [blot('whole', 360, 150), blot('other', 360, 150)];
/** px of the seams. */
const [ACROSS, DOWN] = [163, 41];
const upright = paste(whole, crop(other, box(ACROSS, 0, 360 - ACROSS, 150)), { x: ACROSS, y: 0 });
const level = paste(whole, crop(other, box(0, DOWN, 360, 150 - DOWN)), { x: 0, y: DOWN });

test.each([
  ['as it is', async (picture: Bytes) => picture],
  ['after JPEG 75', (picture: Bytes) => jpeg(picture, 75)],
  ['after a stretch of its contrast', async (picture: Bytes) => tone(picture, { contrast: 1.3, brightness: -10 })],
])('finds an upright and a level seam %s: one side, a thin strip along it', async (_, after) => {
  const strips = [detect(await after(upright)), detect(await after(level))].map(([best]) => best);

  expect(strips.map((best) => best?.kind)).toEqual(['splice', 'splice']);
  for (const best of strips) {
    expect(best?.score).toBeGreaterThan(0.5);
    expect(best?.sides).toHaveLength(1);
  }
  const [a, b] = strips.map((best) => boundingBox(best?.sides[0]?.region ?? { polygon: [] }));
  expect(a).toMatchObject({ y: 0, width: 8, height: 150 });
  expect(b).toMatchObject({ x: 0, width: 360, height: 8 });
  expect(Math.abs((a?.x ?? 0) + 4 - ACROSS)).toBeLessThanOrEqual(2);
  expect(Math.abs((b?.y ?? 0) + 4 - DOWN)).toBeLessThanOrEqual(2);
});

test('finds nothing likely in blots as they were recorded', () => {
  const clean = ['a', 'b', 'c', 'd', 'e', 'f'].map((seed, i) => blot(`untouched/${seed}`, 300, 160, { lanes: 4 + i, rows: 1 + (i % 3) }));

  expect(clean.flatMap((picture) => detect(picture)).filter(({ score }) => score >= 0.33)).toEqual([]);
});

test('a join that is shown by a line is told, with a low score and the word for it', () => {
  const line = crop(paste(upright, image(2, 150, 1, new Uint8Array(300)), { x: ACROSS - 1, y: 0 }), box(0, 0, 360, 150));

  const near = detect(line).filter(({ sides }) => Math.abs(boundingBox(sides[0]?.region ?? { polygon: [] }).x + 4 - ACROSS) < 6);

  expect(Math.max(0, ...near.map(({ score }) => score))).toBeLessThanOrEqual(0.3);
  expect(near.every(({ context }) => context === 'declared-join')).toBe(true);
});

test('a patch laid over a lane is an altered region with its outline', () => {
  const patch = box(121, 33, 74, 62);

  const [best] = detect(paste(whole, crop(other, { ...patch, x: 40 }), patch)).filter(({ kind }) => kind === 'tampered-region');

  expect(best?.score).toBeGreaterThan(0.33);
  expect(regionIou(best?.sides[0]?.region ?? { polygon: [] }, boxRegion(patch))).toBeGreaterThan(0.7);
});

test('abstains from what is no blot, and from what is too small', () => {
  expect(examine(micrograph('cells', 200, 160), 'fluorescence')).toEqual({ abstain: 'other-class' });
  expect(examine(crop(upright, box(0, 0, 200, 20)))).toEqual({ abstain: 'too-small' });
});
