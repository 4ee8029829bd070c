import { expect, test } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { bandOf, planeOfBand, requantised } from './band.ts';
import { bandOfReference, planeOfBandReference, requantisedReference } from './band.reference.ts';

const random = seededRandom('band kernel');
const floats = (n: number, least: number, most: number): Float32Array => Float32Array.from({ length: n }, () => least + random.next() * (most - least));
const basis = Float64Array.from({ length: 112 }, (_, i) => Math.sqrt((i < 16 ? 1 : 2) / 16) * Math.cos(((i % 16) + 0.5) * Math.floor(i / 16) * Math.PI / 16));
const ring = Uint8Array.from([1, 0, 0, 1, 3, 5, 6, 2]);

test('the band of blocks is that of the twin', () => {
  const plane = { width: 48, height: 32, data: floats(48 * 32, 0, 255) };

  const [actual, expected] = [bandOf(plane, { basis: Float32Array.from(basis), ring }), bandOfReference(plane, { basis: Float32Array.from(basis), ring })];

  for (const [i, value] of expected.coefficients.entries()) expect(Math.abs((actual.coefficients[i] ?? NaN) - value)).toBeLessThan(1e-2);
  for (const [i, value] of expected.means.entries()) expect(Math.abs((actual.means[i] ?? NaN) - value)).toBeLessThan(1e-3);
});

test('the plane of a band is that of the twin, to the last bit', () => {
  const band = { width: 48, height: 32, coefficients: floats(6 * 4, -90, 90) };

  expect(planeOfBand(band, { basis, ring })).toEqual(planeOfBandReference(band, { basis, ring }));
});

test.each([[16, 24], [21, 9], [7, 40]])('%i × %i quantised in blocks is that of the twin, to the last bit', (width, height) => {
  const plane = { width, height, data: floats(width * height, -20, 275) };
  const steps = Array.from({ length: 64 }, (_, i) => 3 + (i * 7) % 50);

  expect(requantised(plane, steps)).toEqual(requantisedReference(plane, steps));
});

test('says what does not fit', () => {
  expect(() => planeOfBand({ width: 16, height: 16, coefficients: floats(5, 0, 1) }, { basis, ring })).toThrow(/5 coefficients/);
  expect(() => requantised({ width: 8, height: 8, data: floats(64, 0, 1) }, [1, 2])).toThrow(/64 steps/);
});
