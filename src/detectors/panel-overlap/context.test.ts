import { expect, test } from 'vitest';
import { boxRegion } from '../../core/regions.ts';
import { image } from '../../core/image.ts';
import { extractKeypoints } from '../../imaging/features/sift.ts';
import type { Overlap } from '../../imaging/matching/verify.ts';
import type { PanelInput, Relation } from '../detector.ts';
import { contextOf } from './context.ts';

const [width, height] = [120, 90];
const plain = image(width, height, 3, new Uint8Array(3 * width * height).fill(200));

function panel(id: string, panelClass: PanelInput['class']): PanelInput {
  const luma = image(width, height, 1, new Float32Array(width * height).fill(200));
  return { id, figure: id, class: panelClass, width, height, rgb: plain, luma, mask: image(width, height, 1, new Uint8Array(width * height)), keypoints: extractKeypoints(luma) };
}

/** Strips that agree all over, mirrored, so that nothing but bands and captions can explain it. */
const agreeing: Overlap = {
  matrix: [-1, 0, width, 0, 1, 0, 0, 0, 1], region: boxRegion({ x: 0, y: 0, width, height }), area: width * height, zncc: 0.99, agreeing: 1, agreeingOverall: 1, windows: 40,
  coverage: 1, detail: 0.9, close: 1, band: 0.98, contrast: 1, brightness: 0,
};
const strips = { tone: 0.98, residual: 0.6, unexplained: 0.02, stacked: 4 };

function explained(overlap: Overlap, captions: Relation['captions'] = [undefined, undefined], panelClass: PanelInput['class'] = 'blot') {
  const box = { x: 0, y: 0, width, height };
  return contextOf(overlap, panel('a', panelClass), panel('b', panelClass), { sameFigure: false, boxes: [box, box], captions });
}

test('lanes of several straight bands that agree in nothing else are marker lanes', () => {
  expect(explained({ ...agreeing, strips })).toBe('marker-lanes');
});

test.each([
  ['one row of bands', { stacked: 1 }], ['what lies beside the bands agrees too', { residual: 0.95 }], ['the lanes are not straight', { unexplained: 0.3 }],
])('they are not where %s', (_, change) => {
  expect(explained({ ...agreeing, strips: { ...strips, ...change } })).toBeUndefined();
});

test('a caption that both go with declares bands, but not micrographs', () => {
  const caption = 'Figure 2. Lysates. The same loading control is shown in A and B.';

  expect(explained(agreeing, [caption, caption])).toBe('declared-reuse');
  expect(explained(agreeing, [caption, caption], 'fluorescence')).toBeUndefined();
  expect(explained(agreeing, [caption, 'Figure 3. Lysates.'])).toBeUndefined();
});
