import { expect, test } from 'vitest';
import { image } from '../../core/image.ts';
import { seededRandom } from '../../core/random.ts';
import type { Point } from '../../core/geometry.ts';
import type { Region } from '../../core/regions.ts';
import { extractKeypoints } from '../../imaging/features/sift.ts';
import { regionIou } from '../../../eval/metrics/located.ts';
import { box, flat, micrograph, blot, tissue, toLuma, toRgb, transformRegion } from '../../../test/support/synthetic.ts';
import type { Bytes } from '../../../test/support/synthetic-edit.ts';
import type { Detection, PanelInput } from '../detector.ts';
import copyMove from './detector.ts';
import { PARAMS } from './params.ts';

function panelOf(picture: Bytes): PanelInput {
  const { width, height } = picture;
  const luma = toLuma(picture);
  const mask = image(width, height, 1, new Uint8Array(width * height));
  return { id: 'f1p1', figure: 'f1', class: 'fluorescence', width, height, rgb: toRgb(picture), luma, mask, keypoints: extractKeypoints(luma, { mask }) };
}

function detect(picture: Bytes): readonly Detection[] {
  const result = copyMove.detect(panelOf(picture), PARAMS, { random: seededRandom(1) });
  if ('abstain' in result) throw new Error(`abstained: ${result.abstain}`);
  return result;
}

/** Told from the source to the copy, whichever way it was found. */
function forwards(found: readonly Detection[], source: Region<'panel'>): readonly Detection[] {
  return found.map((d) => {
    const [a, b] = d.sides;
    if (!a || !b || regionIou(a.region, source) >= regionIou(b.region, source)) return d;
    const turn = d.measures['rotation']?.value ?? 0;
    return { ...d, sides: [b, a], measures: { ...d.measures, rotation: { value: d.measures['mirrored']?.value ? turn : -turn, unit: 'deg' } } };
  });
}

const from = box(30, 34, 80, 64);
const to: Point = { x: 200, y: 150 };

test.each([
  ['shifted', {}, 0],
  ['turned by 90 deg', { rotation: 90 }, 90],
  ['turned by −35 deg and enlarged', { rotation: -35, scale: 1.15 }, -35],
  ['mirrored', { mirrored: true }, 0],
  ['brightened', { contrast: 1.15, brightness: 6 }, 0],
])('finds a clone that was %s, and traces both sides', (_what, move, rotation) => {
  const cloned = transformRegion(tissue('copy-move', 280, 220), { from, to, ...move });

  const [best] = forwards(detect(cloned.image), cloned.source);

  expect(best?.score).toBeGreaterThan(0.5);
  expect(Math.abs((best?.measures['rotation']?.value ?? 99) - rotation)).toBeLessThan(2);
  expect(best?.measures['mirrored']?.value).toBe('mirrored' in move ? 1 : 0);
  for (const truth of [cloned.source, cloned.copy]) {
    expect(Math.max(...(best?.sides ?? []).map(({ region }) => regionIou(region, truth)))).toBeGreaterThan(0.6);
  }
});

test.each([
  ['micrograph', micrograph('clean', 240, 200)],
  ['tissue', tissue('clean', 220, 180)],
  ['blot', blot('clean', 320, 140)],
  ['grating', grating(220, 180)],
])('finds nothing in an untouched %s', (_what, picture) => {
  const found = detect(picture).filter(({ score }) => score >= 0.5);

  expect(found).toEqual([]);
});

test('takes letters that stand twice on different ground for letters', () => {
  const picture = lettered(toLuma8(micrograph('letters', 240, 180)), [[40, 50], [150, 100]]);

  expect(detect(picture).filter(({ score }) => score >= 0.5)).toEqual([]);
});

test('takes a body with two like halves for symmetric', () => {
  const half = toLuma8(tissue('symmetric', 240, 160));
  const data = half.data.map((_, i) => half.data[i - (i % 240) + Math.min(i % 240, 239 - (i % 240))] ?? 0);

  const [best] = detect({ ...half, data });

  expect(best?.measures['mirrored']?.value).toBe(1);
  expect(best?.score).toBeLessThan(0.5);
});

test('finds nothing at all in a flat image, and abstains from a tiny one', () => {
  expect(detect(flat(200, 200, 128))).toEqual([]);
  expect(copyMove.detect(panelOf(flat(30, 30, 128)), PARAMS, { random: seededRandom(1) })).toEqual({ abstain: 'too-small' });
});

test('is deterministic and leaves its input alone', () => {
  const { image: picture } = transformRegion(micrograph('same', 230, 190), { from: box(20, 20, 70, 60), to: { x: 170, y: 130 }, rotation: 20 });
  const panel = panelOf(picture);
  const before = panel.luma.data.slice();

  const [once, again] = [1, 1].map((seed) => copyMove.detect(panel, PARAMS, { random: seededRandom(seed) }));

  expect(once).toEqual(again);
  expect(once).not.toEqual([]);
  expect(panel.luma.data).toEqual(before);
});

function toLuma8(picture: Bytes): Bytes<1> {
  const { width, height, data } = toLuma(picture);
  return image(width, height, 1, Uint8Array.from(data, Math.round));
}

/** An E and an H of 20 × 28 px in white. */
function lettered(picture: Bytes<1>, places: readonly (readonly [number, number])[]): Bytes<1> {
  const data = picture.data.slice();
  for (const [left, top] of places) {
    for (let y = 0; y < 28; y++) {
      for (let x = 0; x < 44; x++) {
        const isInk = x < 20 ? x < 5 || y % 11.5 < 5 : x >= 24 && (x < 29 || x >= 39 || Math.abs(y - 14) < 3);
        if (isInk) data[(top + y) * picture.width + left + x] = 255;
      }
    }
  }
  return { ...picture, data };
}

/** Regular stripes with a little camera noise: alike everywhere, copied nowhere. */
function grating(width: number, height: number): Bytes<1> {
  const random = seededRandom('grating');
  const data = Uint8Array.from({ length: width * height }, (_, i) => Math.round(128 + 70 * Math.sin((2 * Math.PI * (i % width)) / 16) + 6 * (random.next() - 0.5)));
  return image(width, height, 1, data);
}
