import { expect, test } from 'vitest';
import { photographed, printedSheet } from '../../../test/support/photographed-page.ts';
import type { RgbImage } from '../../core/image.ts';
import { toLuma } from '../color.ts';
import { quantileOf } from '../pages/robust.ts';
import { improve } from './improve.ts';
import { rectify } from './rectify.ts';

const made = photographed(printedSheet('bill', { width: 360, height: 500 }), 'bill', { width: 560, height: 720, shade: 0.4, shadow: true });
const flat = rectify(made.picture, [made.corners[0], made.corners[1], made.corners[2], made.corners[3]]);

/** grey: brightest tenth of each of 8 × 8 fields, the brightest field less the darkest. */
function unevenness(rgb: RgbImage): number {
  const { width, height, data } = toLuma(rgb);
  const fields = Array.from({ length: 64 }, (_, k) => {
    const [x0, y0, w, h] = [Math.floor(((k % 8) * width) / 8), Math.floor((Math.floor(k / 8) * height) / 8), Math.floor(width / 8), Math.floor(height / 8)];
    return quantileOf(Float32Array.from({ length: w * h }, (_, i) => data[(y0 + Math.floor(i / w)) * width + x0 + (i % w)] ?? 0), 0.9);
  });
  return Math.max(...fields) - Math.min(...fields);
}

/** grey: mean step between neighbours. */
function steepness(rgb: RgbImage): number {
  const { width, data } = toLuma(rgb);
  return data.reduce((sum, v, i) => sum + ((i + 1) % width === 0 ? 0 : Math.abs(v - (data[i + 1] ?? v))), 0) / data.length;
}

test('IA-032 shadow: the paper is equally light all over, and the print is still dark', async () => {
  const lit = await improve(flat, 'remove-shadow');

  expect(unevenness(flat)).toBeGreaterThan(50);
  expect(unevenness(lit)).toBeLessThan(16);
  expect(quantileOf(toLuma(lit).data, 0.02)).toBeLessThan(110);
});

test('IA-032 enhanced: edges are steeper, the whole range of tones is used', async () => {
  const crisp = await improve(flat, 'enhance');

  expect(steepness(crisp)).toBeGreaterThan(1.2 * steepness(flat));
  expect([crisp.width, crisp.height]).toEqual([flat.width, flat.height]);
});

test('IA-032 black and white: two tones, print black and paper white in the light and in the shadow', async () => {
  const twoTone = await improve(flat, 'black-white');

  expect(new Set(twoTone.data)).toEqual(new Set([0, 255]));
  for (const [top, bottom] of [[0.12, 0.35], [0.35, 0.6]] as const) {
    const rows = twoTone.data.subarray(3 * flat.width * Math.floor(top * flat.height), 3 * flat.width * Math.floor(bottom * flat.height));
    const black = rows.reduce((sum, v) => sum + (v === 0 ? 1 : 0), 0) / rows.length;
    expect(black).toBeGreaterThan(0.04);
    expect(black).toBeLessThan(0.35);
  }
});
