import { expect, test } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { blurredReference, describePointsReference, extremaReference, gradientsReference, orientationHistogramsReference } from './sift.reference.ts';
import { blurred, buildOctave, describePoints, gradients, orientationHistograms, type Plane } from './sift.ts';

/** Blurred noise: texture at about the scale SIFT looks at; an odd width tests the tails of the vectors. */
function texture(width: number, height: number, seed: number): Plane {
  const random = seededRandom(seed);
  const noise = { width, height, data: Float32Array.from({ length: width * height }, () => random.next()) };
  return { width, height, data: blurredReference(noise, 1.6) };
}

const POINTS = new Float32Array([20.3, 18.7, 2.1, 0.4, 40, 25.5, 3.1, 3.9, 7.2, 6.1, 1.7, 5.5, 50.9, 39.2, 2.6, 1.2]);

test.each([[61, 47, 1.2], [64, 5, 3.09], [3, 40, 2.4], [1, 9, 1]])('blurs %d × %d as the twin does', (width, height, sigma) => {
  const plane = texture(width, height, 1);

  const worst = maxDifference(blurred(plane, sigma), blurredReference(plane, sigma));

  expect(worst).toBeLessThan(2e-6);
});

test('builds an octave: blurs, differences and the same extrema as the twin', () => {
  const plane = texture(193, 171, 2);

  const octave = buildOctave(plane, [1.23, 1.55, 1.95, 2.45], { border: 3, threshold: 0.0002 });

  const [d0, d1, d2] = octave.differences.map((data) => ({ width: 193, height: 171, data }));
  if (!d0 || !d1 || !d2) throw new Error('levels are missing');
  const expected = extremaReference([d0, d1, d2], 3, 0.0002);
  expect(expected.length).toBeGreaterThan(10);
  expect([...(octave.extrema[0] ?? [])]).toEqual(expected);
  expect(maxDifference(octave.gaussians[1] ?? new Float32Array(), blurredReference(plane, 1.23))).toBeLessThan(2e-6);
});

test('measures gradients as the twin does', () => {
  const plane = texture(61, 47, 3);

  const [fast, slow] = [gradients(plane), gradientsReference(plane)];

  expect(maxDifference(fast.magnitude, slow.magnitude)).toBeLessThan(1e-6);
  const turns = fast.angle.map((angle, i) => Math.sin((angle - (slow.angle[i] ?? 0)) / 2));
  expect(Math.max(...turns.map(Math.abs))).toBeLessThan(1e-4);
});

test('histograms of orientation agree with the twin but for votes on a bin edge', () => {
  const plane = texture(61, 47, 4);

  const [fast, slow] = [orientationHistograms(plane, POINTS), orientationHistogramsReference(plane, POINTS)];

  const total = slow.reduce((a, b) => a + b, 0);
  const apart = fast.reduce((sum, value, i) => sum + Math.abs(value - (slow[i] ?? 0)), 0);
  expect(apart / total).toBeLessThan(0.01);
});

test('descriptors agree with the twin within one step', () => {
  const plane = texture(61, 47, 5);

  const [fast, slow] = [describePoints(plane, POINTS), describePointsReference(plane, POINTS)];

  expect(slow.reduce((a, b) => a + b, 0)).toBeGreaterThan(4 * 1000);
  expect(Math.max(...fast.map((value, i) => Math.abs(value - (slow[i] ?? 0))))).toBeLessThanOrEqual(1);
});

test('a flat plane gives descriptors of zeros', () => {
  const flat = { width: 40, height: 40, data: new Float32Array(1600).fill(0.5) };

  expect(describePoints(flat, POINTS).every((value) => value === 0)).toBe(true);
});

function maxDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - (b[i] ?? 0))), 0);
}
