import { expect, test } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { FEATURE_BYTES } from '../../imaging/features/zernike.ts';
import { likeOrders } from './like-orders.ts';

const COUNT = 4000;

/** Random descriptions; the second half is the first, a little disturbed. */
function descriptions(): Uint8Array {
  const random = seededRandom('like orders');
  const features = Uint8Array.from({ length: COUNT * FEATURE_BYTES }, () => random.int(256));
  const half = features.length / 2;
  for (let i = 0; i < half; i++) features[half + i] = Math.min(255, Math.max(0, (features[i] ?? 0) + random.int(7) - 3));
  return features;
}

test('every order holds every point once, and copies stand near their sources far more often than by chance', () => {
  const points = Int32Array.from({ length: COUNT }, (_, i) => i);

  const orders = likeOrders(descriptions(), points, seededRandom(1));

  for (const order of orders) {
    expect(order.toSorted()).toEqual(points);
    const place = new Int32Array(COUNT);
    order.forEach((p, at) => { place[p] = at; });
    const near = points.slice(0, COUNT / 2).filter((p) => Math.abs((place[p] ?? 0) - (place[p + COUNT / 2] ?? 0)) <= 12).length;
    expect(near / (COUNT / 2)).toBeGreaterThan(0.5); // chance: 24 of 4000
  }
});

test('neither the points given nor chance decide it, but the seed', () => {
  const features = descriptions();
  const points = Int32Array.from({ length: COUNT }, (_, i) => i);
  const before = points.slice();

  expect(likeOrders(features, points, seededRandom(1))).toEqual(likeOrders(features, points, seededRandom(1)));
  expect(likeOrders(features, points, seededRandom(1))).not.toEqual(likeOrders(features, points, seededRandom(2)));
  expect(points).toEqual(before);
});
