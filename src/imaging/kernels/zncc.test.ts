import { expect, test } from 'vitest';
import type { Matrix } from '../../core/geometry.ts';
import { seededRandom } from '../../core/random.ts';
import { warpedReference } from './warp.reference.ts';
import { warped } from './warp.ts';
import { shiftSurfacesReference, znccMapReference } from './zncc.reference.ts';
import { shiftSurfaces, toEighths, znccMap, type EighthsPair } from './zncc.ts';

function pairOf(width: number, height: number, seed: number): EighthsPair {
  const random = seededRandom(seed);
  const a = Float32Array.from({ length: width * height }, () => 255 * random.next());
  const b = a.map((value) => 200 - 0.5 * value + 60 * random.next());
  const use = Uint8Array.from(a, (_, i) => (i % width > 20 && i % 11 > 0 ? 1 : 0));
  return { width, height, a: toEighths(a), b: toEighths(b), use };
}

test.each([[61, 47, 6, 2], [64, 30, 3, 1], [9, 50, 6, 3]])('correlates %d × %d, radius %d, step %d as the twin does', (width, height, radius, step) => {
  const pair = pairOf(width, height, 1);

  const [fast, slow] = [znccMap(pair, { radius, step }), znccMapReference(pair, { radius, step })];

  for (const key of ['zncc', 'sdA', 'sdB', 'used'] as const) expect(worst(fast[key], slow[key])).toBeLessThan(1e-4);
  expect(slow.zncc.some((value) => value < -0.5)).toBe(width > 20);
});

test('a flat bright image gives no correlation, not noise', () => {
  const flat = { ...pairOf(40, 40, 2), a: toEighths(new Float32Array(1600).fill(251.3)) };

  expect(znccMap(flat, { radius: 6, step: 1 }).zncc.every((value) => value === 0)).toBe(true);
});

test('surfaces over shifts are those of the twin, and find the shift', () => {
  const plain = pairOf(60, 60, 3);
  const moved = { ...plain, use: new Uint8Array(3600).fill(1), b: plain.a.map((_, i) => plain.a[i - 2 * 60 + 1] ?? 0) };
  const centres = new Int32Array([30, 30, 5, 30, 25, 41]);

  const [fast, slow] = [shiftSurfaces(moved, centres, { radius: 7, reach: 3 }), shiftSurfacesReference(moved, centres, { radius: 7, reach: 3 })];

  expect(worst(fast, slow)).toBeLessThan(1e-6);
  expect(fast.subarray(0, 49).indexOf(Math.max(...fast.subarray(0, 49)))).toBe(5 * 7 + 2);
  expect(fast.subarray(49, 98).every((value) => value === 0)).toBe(true);
});

test.each([
  ['turn and scale', [0.7, -0.4, 12, 0.4, 0.7, -3, 0, 0, 1]],
  ['tilt', [1.1, 0.1, -4, 0, 0.9, 5, 0.001, 0.0005, 1]],
  ['shift', [1, 0, -2, 0, 1, 3, 0, 0, 1]],
] as const)('warps by a %s as the twin does', (_, matrix) => {
  const random = seededRandom(4);
  const plane = { width: 33, height: 29, data: Float32Array.from({ length: 33 * 29 }, () => 255 * random.next()) };

  const [fast, slow] = [warped(plane, matrix as Matrix, { width: 41, height: 37 }), warpedReference(plane, matrix as Matrix, { width: 41, height: 37 })];

  expect(fast.inside).toEqual(slow.inside);
  expect(worst(fast.data, slow.data)).toBeLessThan(1e-3);
});

test.each([4, 5, 7, 9])('surfaces of windows of radius %i, whose rows fill no whole number of vectors, are those of the twin', (radius) => {
  const pair = { ...pairOf(44, 40, radius), use: new Uint8Array(44 * 40).fill(1) };
  const centres = new Int32Array([20, 20, 24, 17]);

  expect(worst(shiftSurfaces(pair, centres, { radius, reach: 2 }), shiftSurfacesReference(pair, centres, { radius, reach: 2 }))).toBeLessThan(1e-6);
});

function worst(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? 0))), 0);
}
