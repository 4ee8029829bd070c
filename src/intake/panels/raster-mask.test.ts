import { expect, test } from 'vitest';
import { boxRegion } from '../../core/regions.ts';
import { panelMask, rasterMask } from './raster-mask.ts';

test('a box covers exactly its pixels, in the frame of the panel', () => {
  const mask = rasterMask([boxRegion({ x: 12, y: 21, width: 2, height: 1 })], { x: 10, y: 20, width: 5, height: 3 });

  expect([...mask.data]).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0]);
});

test('a triangle covers half of its box, and what lies outside the panel is cut', () => {
  const triangle = { polygon: [{ x: -10, y: 0 }, { x: 90, y: 0 }, { x: -10, y: 100 }] };
  const { data } = panelMask({ masks: [triangle], box: { x: 0, y: 0, width: 100, height: 100 } });

  expect(data.reduce((sum, v) => sum + v, 0)).toBeCloseTo((90 * 90) / 2, -2);
});
