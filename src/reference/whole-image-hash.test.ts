import { expect, test } from 'vitest';
import { image, type LumaImage } from '../core/image.ts';
import { seededRandom } from '../core/random.ts';
import { fractalNoise } from '../../test/support/synthetic.ts';
import { compareWhole } from './compare-whole.ts';
import { hashDistance, hashKeys, hashVariants, movedSquare, wholeImageHash } from './whole-image-hash.ts';

const SIDE = 64;
const scene = (seed: number): LumaImage => image(SIDE, SIDE, 1, fractalNoise(seededRandom(seed), SIDE, SIDE, 24, 4).map((value) => 128 + 100 * value));

test('each variant is the hash of the picture moved that way', () => {
  const picture = scene(1);
  const variants = hashVariants(picture);

  expect(variants).toHaveLength(8);
  expect(variants[0]?.hash).toEqual(wholeImageHash(picture));
  for (const { hash, motion } of variants) expect(hashDistance(hash, wholeImageHash(movedSquare(picture, motion)))).toBeLessThanOrEqual(2); // terms at the median go either way
});

test('another picture is far, half the size and other contrast are near', () => {
  const picture = scene(2);
  const faint = image(SIDE, SIDE, 1, picture.data.map((value) => 90 + value / 3));

  expect(hashDistance(wholeImageHash(picture), wholeImageHash(scene(3)))).toBeGreaterThan(80);
  expect(hashDistance(wholeImageHash(picture), wholeImageHash(faint))).toBeLessThanOrEqual(2);
});

test('hashes at most 15 bits apart share a key', () => {
  const random = seededRandom(5);
  const hash = wholeImageHash(scene(4));
  for (let round = 0; round < 50; round++) {
    const other = hash.slice();
    for (let bit = 0; bit < 15; bit++) {
      const at = random.int(256);
      other[at >> 3] = (other[at >> 3] ?? 0) ^ (1 << (at & 7));
    }
    expect(hashKeys(other).some((key) => hashKeys(hash).includes(key))).toBe(true);
  }
});

test('two pictures with one hash are compared where the motion puts them', () => {
  const picture = scene(6);
  const variant = hashVariants(picture)[1]; // mirrored left–right
  const mirrored = movedSquare(picture, variant?.motion ?? [1, 0, 0, 0, 1, 0, 0, 0, 1]);
  const { correlation, transform } = compareWhole(picture, mirrored, variant?.motion ?? [1, 0, 0, 0, 1, 0, 0, 0, 1]);

  expect(correlation).toBeGreaterThan(0.999);
  expect(transform.map((value) => Math.round(value))).toEqual([-1, 0, SIDE, 0, 1, 0, 0, 0, 1]);
  expect(compareWhole(picture, scene(7), [1, 0, 0, 0, 1, 0, 0, 0, 1]).correlation).toBeLessThan(0.7);
});
