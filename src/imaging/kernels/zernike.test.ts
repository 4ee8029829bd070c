import { expect, test } from 'vitest';
import { image } from '../../core/image.ts';
import { seededRandom } from '../../core/random.ts';
import { discMoments } from './zernike.ts';
import { discTable, momentsReference, SUMS } from './zernike.reference.ts';

function picture(width: number, height: number) {
  const random = seededRandom('zernike');
  return image(width, height, 1, Float32Array.from({ length: width * height }, () => 255 * random.next()));
}

test('the weights are orthonormal over the disc, nearly, and brightness drops out exactly', () => {
  const table = discTable(8);
  const flat = image(20, 20, 1, new Float32Array(400).fill(200));

  for (const value of momentsReference(flat, 10, 10, table)) expect(value).toBeCloseTo(0, 3);
  for (let s = 0; s < SUMS.length; s++) {
    const norm = table.taps.reduce((sum, _, t) => sum + 4 * (table.weights[t * SUMS.length + s] ?? 0) ** 2, 0);
    expect(norm).toBeCloseTo(1, 5);
  }
});

test('gives the sums of its plain twin at every usable point', () => {
  const luma = picture(45, 30);
  const radius = 6;
  const usable = new Uint8Array(45 * 30);
  for (let y = radius; y <= 30 - radius; y++) for (let x = radius; x <= 45 - radius; x++) usable[y * 45 + x] = (x + y) % 5 === 0 ? 1 : 0;
  const table = discTable(radius);
  let compared = 0;

  discMoments(luma, usable, radius, (y, row, plane) => {
    for (let x = 0; x < 45; x++) {
      if (!usable[y * 45 + x]) continue;
      const expected = momentsReference(luma, x, y, table);
      for (let s = 0; s < SUMS.length; s++) expect(row[s * plane + x]).toBeCloseTo(expected[s] ?? NaN, 2);
      compared++;
    }
  });

  expect(compared).toBe(usable.reduce((sum, value) => sum + value, 0));
});

test('refuses points too near the border', () => {
  expect(() => discMoments(picture(30, 30), new Uint8Array(900).fill(1), 6, () => undefined)).toThrow(RangeError);
});
