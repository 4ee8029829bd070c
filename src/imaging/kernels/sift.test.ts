import { expect, test } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { blurredReference, describePointsReference, extremaReference, gradientsReference, orientationHistogramsReference, refineReference } from './sift.reference.ts';
import { blurred, buildOctave, describePoints, gradients, orientAndDescribe, orientationHistograms, type Plane } from './sift.ts';

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

test('builds an octave: blurs, and the same extrema, fitted as the twin fits them', () => {
  const [fine, coarse] = [texture(193, 171, 2), texture(193, 171, 3)];
  const soft = blurred(coarse, 3);
  const plane = { ...fine, data: fine.data.map((value, i) => value / 4 + 4 * (soft[i] ?? 0)) }; // blobs of several sizes
  const options = { border: 5, contrastThreshold: 0.002, edgeThreshold: 10 };
  const sigmas = [1.23, 1.55, 1.95, 2.45, 3.09];

  const octave = buildOctave(plane, sigmas, options);

  const levels = sigmas.reduce<Plane[]>((all, sigma) => [...all, { ...plane, data: blurred(all[all.length - 1] ?? plane, sigma) }], [plane]);
  const differences = sigmas.map((_, i) => Float32Array.from(plane.data, (__, at) => (levels[i + 1]?.data[at] ?? 0) - (levels[i]?.data[at] ?? 0)));
  const expected = [1, 2, 3].flatMap((level) => {
    const [d0, d1, d2] = [-1, 0, 1].map((step) => ({ width: 193, height: 171, data: differences[level + step] ?? new Float32Array() }));
    if (!d0 || !d1 || !d2) throw new Error('levels are missing');
    return extremaReference([d0, d1, d2], 5, 0.5 * 0.002 / 3).flatMap((index) => refineReference(differences, plane, level, index, options) ?? []);
  });
  expect(expected.length).toBeGreaterThan(50);
  expect(octave.extrema).toEqual(expected);
  expect(octave.gaussians).toHaveLength(3);
  expect(maxDifference(octave.gaussians[0] ?? new Float32Array(), blurredReference(plane, 1.23))).toBeLessThan(2e-6);
});

test('orients and describes in one go as step by step', () => {
  const plane = texture(61, 47, 6);
  let histograms: Float32Array | undefined;

  const { points, descriptors } = orientAndDescribe(plane, POINTS, (found) => {
    histograms = found;
    return POINTS.slice(4);
  });

  expect(histograms).toEqual(orientationHistograms(plane, POINTS));
  expect(points).toEqual(POINTS.slice(4));
  expect(descriptors).toEqual(describePoints(plane, POINTS.slice(4)));
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
