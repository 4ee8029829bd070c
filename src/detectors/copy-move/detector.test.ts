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

const from = box(60, 70, 80, 64);
const to: Point = { x: 250, y: 190 };

test.each([
  ['shifted', {}, 0],
  ['turned by 90 deg', { rotation: 90 }, 90],
  ['turned by −35 deg and enlarged', { rotation: -35, scale: 1.15 }, -35],
  ['mirrored', { mirrored: true }, 0],
  ['brightened', { contrast: 1.15, brightness: 6 }, 0],
])('finds a clone that was %s, and traces both sides', (_what, move, rotation) => {
  const cloned = transformRegion(tissue('copy-move', 360, 300), { from, to, ...move });

  const [best] = forwards(detect(cloned.image), cloned.source);

  expect(best?.score).toBeGreaterThan(0.5);
  expect(Math.abs((best?.measures['rotation']?.value ?? 99) - rotation)).toBeLessThan(2);
  expect(best?.measures['mirrored']?.value).toBe('mirrored' in move ? 1 : 0);
  for (const truth of [cloned.source, cloned.copy]) {
    expect(Math.max(...(best?.sides ?? []).map(({ region }) => regionIou(region, truth)))).toBeGreaterThan(0.6);
  }
});

test.each([
  ['micrograph', micrograph('clean', 320, 260)],
  ['tissue', tissue('clean', 320, 260)],
  ['blot', blot('clean', 400, 180)],
  ['grating', grating(320, 260)],
])('finds nothing in an untouched %s', (_what, picture) => {
  const found = detect(picture).filter(({ score }) => score >= 0.5);

  expect(found).toEqual([]);
});

test('finds nothing at all in a flat image, and abstains from a tiny one', () => {
  expect(detect(flat(200, 200, 128))).toEqual([]);
  expect(copyMove.detect(panelOf(flat(30, 30, 128)), PARAMS, { random: seededRandom(1) })).toEqual({ abstain: 'too-small' });
});

test('is deterministic and leaves its input alone', () => {
  const { image: picture } = transformRegion(micrograph('same', 320, 260), { from: box(30, 30, 70, 60), to: { x: 230, y: 180 }, rotation: 20 });
  const panel = panelOf(picture);
  const before = panel.luma.data.slice();

  const [once, again] = [1, 1].map((seed) => copyMove.detect(panel, PARAMS, { random: seededRandom(seed) }));

  expect(once).toEqual(again);
  expect(once).not.toEqual([]);
  expect(panel.luma.data).toEqual(before);
});

/** Regular stripes with a little camera noise: alike everywhere, copied nowhere. */
function grating(width: number, height: number): Bytes<1> {
  const random = seededRandom('grating');
  const data = Uint8Array.from({ length: width * height }, (_, i) => Math.round(128 + 70 * Math.sin((2 * Math.PI * (i % width)) / 16) + 6 * (random.next() - 0.5)));
  return image(width, height, 1, data);
}
