/** Seeded bytes and numbers for tests, evaluation and benchmarks. */
import { seededRandom, type Random } from '../../src/core/random.ts';

export function randomBytes(length: number, { seed }: { readonly seed: number | string }): Uint8Array {
  const random = seededRandom(seed);
  return Uint8Array.from({ length }, () => random.int(256));
}

/** Uniform in [low, high). */
export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random.next();
}

/** Standard normal. Source: Box and Muller, Ann. Math. Statist. 29, 1958, doi:10.1214/aoms/1177706645. */
export function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

/** @throws {RangeError} the list is empty. */
export function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[random.int(items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from: the list is empty');
  return item;
}

/** A new order of the items (Fisher–Yates). */
export function shuffled<T>(random: Random, items: readonly T[]): T[] {
  const rest = [...items];
  const order: T[] = [];
  while (rest.length > 0) order.push(...rest.splice(random.int(rest.length), 1));
  return order;
}
