import { expect, test } from 'vitest';
import { invert, motionOf, multiply, translation, type Matrix } from '../../core/geometry.ts';
import { seededRandom } from '../../core/random.ts';
import { areaOf, boundingBox, boxRegion, contains, mapRegion } from '../../core/regions.ts';
import { image, type MaskImage } from '../../core/image.ts';
import { extractKeypoints } from '../../imaging/features/sift.ts';
import { summaryOf } from '../../scan/panel-input.ts';
import { blot, box, crop, flat, jpeg, micrograph, paste, similarity, tissue, toLuma, tone, toRgb, warp } from '../../../test/support/synthetic.ts';
import type { Bytes } from '../../../test/support/synthetic-edit.ts';
import type { Detection, PanelInput, Relation } from '../detector.ts';
import detector from './detector.ts';

function panel(picture: Bytes, id: string, mask?: MaskImage): PanelInput {
  const { width, height } = picture;
  const rgb = toRgb(picture);
  const luma = toLuma(picture);
  const left = mask ?? image(width, height, 1, new Uint8Array(width * height));
  return { id, figure: 'f1', class: 'fluorescence', width, height, rgb, luma, mask: left, keypoints: extractKeypoints(luma, { mask: left }) };
}

function compare(a: PanelInput, b: PanelInput, relation: Partial<Relation> = {}): readonly Detection[] {
  const chance = { random: seededRandom(1) };
  const placed = ({ width, height }: PanelInput) => ({ x: 0, y: 0, width, height });
  const whole: Relation = { sameFigure: false, boxes: [placed(a), placed(b)], captions: [undefined, undefined], ...relation };
  return detector.verify(a, b, detector.propose(summaryOf(a), summaryOf(b), detector.params, chance), whole, detector.params, chance);
}

const field = micrograph('field', 640, 480);
const turned = similarity({ rotation: 33, scale: 0.85 }, { x: 400, y: 240 }, { x: 130, y: 120 });

test.each([
  ['shifted', translation(-220, -60), { contrast: 1, brightness: 0 }],
  ['turned, shrunk and re-toned', turned, { contrast: 0.7, brightness: 30, gamma: 1.2 }],
  ['mirrored', multiply([-1, 0, 260, 0, 1, 0, 0, 0, 1], translation(-230, -80)), { contrast: 1.1, brightness: -8 }],
] as const)('finds an overlap, %s, through JPEG, with the transform and the true outline', async (_, matrix, toning) => {
  const a = crop(field, box(0, 0, 380, 360));
  const b = await jpeg(tone(warp(field, matrix, 260, 240), toning), 80);

  const [found, ...others] = compare(panel(a, 'a'), panel(toRgb(b), 'b'));

  expect(others).toEqual([]);
  expect(found?.score).toBeGreaterThan(0.8);
  const [expected, actual] = [motionOf(matrix as Matrix), motionOf(found?.transform ?? [1, 0, 0, 0, 1, 0, 0, 0, 1])];
  expect(actual.mirrored).toBe(expected.mirrored);
  expect(actual.scale).toBeCloseTo(expected.scale, 1);
  expect(Math.abs(((actual.rotation - expected.rotation + 540) % 360) - 180)).toBeLessThan(1);
  const truth = mapRegion(boxRegion(box(0, 0, 260, 240)), invert(matrix as Matrix));
  expect(sharedShare(found, 0, (p) => contains(truth, p) && p.x < 380 && p.y < 360, 380, 360)).toBeGreaterThan(0.85);
  expect(found?.measures['inliers']?.value).toBeGreaterThan(5);
});

test('finds a whole copy of a stained section at a quarter turn', async () => {
  const a = tissue('section', 260, 220);
  const b = await jpeg(warp(a, similarity({ rotation: 90, scale: 1.25 }, { x: 130, y: 110 }, { x: 137.5, y: 162.5 }), 275, 325), 75);

  const [found] = compare(panel(a, 'a'), panel(b, 'b'));

  expect(found?.score).toBeGreaterThan(0.8);
  expect(Math.abs(found?.measures['rotation']?.value ?? 0)).toBeCloseTo(90, 0);
  expect(found?.measures['scale']?.value).toBeCloseTo(1.25, 1);
});

test('finds a strip of bands used twice, and not two strips of one membrane', async () => {
  const membrane = blot('membrane', 420, 220, { lanes: 8, rows: 3 });
  const first = crop(membrane, box(0, 0, 420, 73));
  const again = await jpeg(toRgb(tone(warp(first, [-1.1, 0, 462, 0, 1.1, 0, 0, 0, 1], 462, 80), { contrast: 0.85, brightness: 15 })), 80);
  const other = crop(membrane, box(0, 73, 420, 73));

  expect(compare(panel(first, 'a'), panel(again, 'b'))[0]?.score).toBeGreaterThan(0.5);
  expect(compare(panel(first, 'a'), panel(other, 'b')).filter(({ score }) => score >= 0.5)).toEqual([]);
});

test.each([
  ['two micrographs', micrograph('one', 300, 260), micrograph('two', 300, 260)],
  ['two sections', tissue('one', 280, 240), tissue('two', 280, 240)],
  ['two fields of one micrograph', crop(field, box(0, 0, 300, 480)), crop(field, box(320, 0, 300, 480))],
  ['flat panels', flat(200, 200, 90), flat(200, 200, 90)],
  ['a panel of three pixels', flat(3, 1, 10), micrograph('one', 300, 260)],
])('finds nothing in %s', (_, a, b) => {
  expect(compare(panel(a, 'a'), panel(b, 'b')).filter(({ score }) => score >= 0.33)).toEqual([]);
});

test('an enlarged detail in the same figure is an inset', () => {
  const overview = crop(field, box(0, 0, 400, 360));
  const detail = warp(field, [2, 0, -300, 0, 2, -240, 0, 0, 1], 280, 240);

  const [found] = compare(panel(overview, 'a'), panel(detail, 'b'), { sameFigure: true });

  expect(found?.context).toBe('inset');
  expect(found?.score).toBeLessThanOrEqual(0.3);
});

test('another colour of the same field is a channel', () => {
  const green = toRgb(crop(field, box(0, 0, 360, 300)));
  const only = (channel: number): Bytes => ({ ...green, data: green.data.map((value, i) => (i % 3 === channel ? value : 0)) });

  const [found] = compare(panel(only(1), 'a'), panel(only(0), 'b'));

  expect(found?.context).toBe('channels');
  expect(found?.score).toBeLessThanOrEqual(0.3);
});

test('the same label on two fields is a graphic, and under a mask it is nothing', () => {
  const label = toRgb(crop(blot('letters', 120, 60, { lanes: 9, rows: 3 }), box(10, 10, 90, 22)));
  const stamped = (seed: string): Bytes => paste(toRgb(micrograph(seed, 300, 260)), label, { x: 8, y: 8 });
  const mask = image(300, 260, 1, Uint8Array.from({ length: 78_000 }, (_, i) => (i % 300 < 104 && i < 300 * 36 ? 1 : 0)));

  expect(compare(panel(stamped('one'), 'a'), panel(stamped('two'), 'b')).filter(({ score }) => score >= 0.33)).toEqual([]);
  expect(compare(panel(stamped('one'), 'a', mask), panel(stamped('two'), 'b', mask)).filter(({ score }) => score >= 0.1)).toEqual([]);
});

test('gives the same twice, changes nothing it is given, and keeps regions inside', () => {
  const [a, b] = [panel(crop(field, box(0, 0, 380, 360)), 'a'), panel(warp(field, turned, 260, 240), 'b')];
  const before = structuredClone(a.luma.data);

  const [first, second] = [compare(a, b), compare(a, b)];

  expect(second).toEqual(first);
  expect(a.luma.data).toEqual(before);
  for (const { panel: side, region } of first[0]?.sides ?? []) {
    const { x, y, width, height } = boundingBox(region);
    const { width: w, height: h } = side === 0 ? a : b;
    expect(x >= 0 && y >= 0 && x + width <= w && y + height <= h).toBe(true);
    expect(areaOf(region)).toBeGreaterThan(1000);
  }
});

/** Intersection over union of a side with what is true, counted every 4 px. */
function sharedShare(found: Detection | undefined, side: number, isTrue: (p: { x: number; y: number }) => boolean, width: number, height: number): number {
  const region = found?.sides[side]?.region ?? { polygon: [] };
  let [both, either] = [0, 0];
  for (let y = 2; y < height; y += 4) for (let x = 2; x < width; x += 4) {
    const [p, q] = [contains(region, { x, y }), isTrue({ x, y })];
    if (p && q) both++;
    if (p || q) either++;
  }
  return both / Math.max(1, either);
}
