import { expect, test } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { meetField, sweepField } from './patchmatch.ts';
import { meetReference, sweepReference, type SweepState } from './patchmatch.reference.ts';

const OPTIONS = { minShift: 6, anywhere: 4, radius: 8, seed: 4321 } as const;

/** Random bytes of which a block of 16 × 12 stands twice, 30 px to the right and 20 px down. */
function field(): SweepState {
  const [width, height] = [64, 48];
  const random = seededRandom('patchmatch');
  const n = width * height;
  const features = Uint8Array.from({ length: n * 16 }, () => random.int(256));
  for (let y = 4; y < 16; y++) {
    for (let x = 6; x < 22; x++) features.copyWithin(((y + 20) * width + x + 30) * 16, (y * width + x) * 16, (y * width + x) * 16 + 16);
  }
  const usable = Uint8Array.from({ length: n }, () => (random.next() < 0.97 ? 1 : 0));
  const points = [...usable.keys()].filter((i) => usable[i]);
  const target = Int32Array.from({ length: n }, () => points[random.int(points.length)] ?? 0);
  return { width, height, features, usable, target, cost: new Int32Array(n).fill(0x7fffffff) };
}

test('sweeps exactly as its plain twin does', () => {
  const [start, plain] = [field(), field()];

  const { target, cost } = sweepField(start, { ...OPTIONS, sweeps: 3 });
  let seed: number = OPTIONS.seed;
  for (let i = 0; i < 3; i++) seed = sweepReference(plain, { ...OPTIONS, seed, reverse: i % 2 === 1 });

  expect(target).toEqual(plain.target);
  expect(cost).toEqual(plain.cost);
  expect(start).toEqual(field());
});

test('finds a block that stands twice, and never a match nearer than allowed', () => {
  const start = field();
  const { width, height, usable } = start;

  const { target } = sweepField(start, { ...OPTIONS, sweeps: 8 });

  let [right, all] = [0, 0];
  for (let y = 5; y < 15; y++) {
    for (let x = 7; x < 21; x++) {
      if (!usable[y * width + x] || !usable[(y + 20) * width + x + 30]) continue;
      all++;
      if (target[y * width + x] === (y + 20) * width + x + 30) right++;
    }
  }
  expect(right / all).toBeGreaterThan(0.95);
  for (let p = 0; p < width * height; p++) {
    if (!usable[p] || start.target[p] === target[p]) continue;
    const t = target[p] ?? 0;
    expect(Math.hypot((t % width) - (p % width), Math.floor(t / width) - Math.floor(p / width))).toBeGreaterThanOrEqual(OPTIONS.minShift);
  }
});

test('lets points meet exactly as its plain twin does', () => {
  const [start, plain] = [field(), field()];
  const random = seededRandom('meet');
  const orders = [0, 1].map(() => Int32Array.from({ length: 900 }, () => random.int(64 * 48)));

  const { target, cost } = meetField(start, orders, { minShift: 6, reach: 9 });
  for (const order of orders) meetReference(plain, order, { minShift: 6, reach: 9 });

  expect(target).toEqual(plain.target);
  expect(cost).toEqual(plain.cost);
  expect(target).not.toEqual(start.target);
  expect(start).toEqual(field());
});

test('refuses arrays that do not fit', () => {
  expect(() => sweepField({ ...field(), width: 65 }, { ...OPTIONS, sweeps: 1 })).toThrow(RangeError);
  expect(() => meetField(field(), [Int32Array.of(64 * 48)], { minShift: 6, reach: 2 })).toThrow(RangeError);
});
