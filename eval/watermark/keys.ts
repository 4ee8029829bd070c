/** Keys of the evaluation. */
import type { Random } from '../../src/core/random.ts';

export function randomBytesOf(random: Random, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, () => random.int(256));
}
