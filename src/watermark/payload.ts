/**
 * A number carried by the signs of the chips: chips are dealt to up to three sets, each multiplied by one of 256 Walsh–Hadamard rows, one byte a set.
 * Payload 0 leaves the chips as they are, so a mark without payload and a mark with payload 0 are the same mark.
 */
import { seededRandom } from '../core/random.ts';

export const LARGEST_PAYLOAD = 2 ** 24 - 1;
const ROWS = 256;

/** Bytes that can be carried. @throws {RangeError} not a whole number in [0, 2²⁴ − 1]. */
export function setCount(maxPayload: number): number {
  if (!Number.isInteger(maxPayload) || maxPayload < 0 || maxPayload > LARGEST_PAYLOAD) throw new RangeError(`payload: expected a whole number in [0, ${LARGEST_PAYLOAD}], got ${maxPayload}`);
  return maxPayload === 0 ? 0 : Math.ceil(Math.log2(maxPayload + 1) / 8);
}

const dealt = new Map<string, Uint16Array>();

/**
 * Slot of each chip: set · 256 + column. Sets alternate from chip to chip; columns are shuffled within every 256 chips of a set,
 * so that any part of the picture has all of them. Part of the design: the same for every key.
 */
export function slotsOf(chips: number, sets: number): Uint16Array {
  const name = `${chips}/${sets}`;
  const known = dealt.get(name);
  if (known) return known;
  const random = seededRandom('sbm1|slots');
  const slots = new Uint16Array(chips);
  const column = Uint8Array.from({ length: ROWS }, (_, i) => i);
  for (let set = 0; set < sets; set++) {
    for (let member = 0, i = set; i < chips; i += sets, member++) {
      if (member % ROWS === 0) shuffleInto(column, random.int);
      slots[i] = set * ROWS + (column[member % ROWS] ?? 0);
    }
  }
  dealt.set(name, slots);
  return slots;
}

function shuffleInto(values: Uint8Array, int: (n: number) => number): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = int(i + 1);
    [values[i], values[j]] = [values[j] ?? 0, values[i] ?? 0];
  }
}

/** ±1 of row r at column c of the Walsh–Hadamard matrix. */
function walsh(row: number, column: number): 1 | -1 {
  let bits = row & column;
  bits ^= bits >> 4;
  bits ^= bits >> 2;
  bits ^= bits >> 1;
  return bits & 1 ? -1 : 1;
}

/** The sign each chip is multiplied by. */
export function payloadSigns(payload: number, chips: number, sets: number): Int8Array {
  const signs = new Int8Array(chips).fill(1);
  if (payload === 0 || sets === 0) return signs;
  const slots = slotsOf(chips, sets);
  for (let i = 0; i < chips; i++) {
    const slot = slots[i] ?? 0;
    signs[i] = walsh((payload >> (8 * (slot >> 8))) & 255, slot & 255);
  }
  return signs;
}

/** Correlation with every byte of each set: fast Walsh–Hadamard transform of the sums by slot, sets × 256, in place. */
export function transformSlotsInto(sums: Float64Array): void {
  for (let base = 0; base < sums.length; base += ROWS) {
    for (let half = 1; half < ROWS; half *= 2) {
      for (let i = base; i < base + ROWS; i += 2 * half) for (let j = i; j < i + half; j++) {
        const [a, b] = [sums[j] ?? 0, sums[j + half] ?? 0];
        sums[j] = a + b;
        sums[j + half] = a - b;
      }
    }
  }
}

export interface Decoded {
  readonly payload: number;
  /** Sum of the correlations of its bytes. */
  readonly correlation: number;
}

/** The payload ≤ `largest` with the greatest correlation: maximum likelihood under independent noise. @param correlations sets × 256, least significant byte first. */
export function mostLikely(correlations: Float64Array, largest: number): Decoded {
  const sets = correlations.length / ROWS;
  const bound = Array.from({ length: sets }, (_, set) => (largest >> (8 * set)) & 255);
  const bestBelow = (set: number, end: number): { readonly byte: number; readonly value: number } => {
    let [byte, value] = [0, -Infinity];
    for (let b = 0; b < end; b++) if ((correlations[set * ROWS + b] ?? 0) > value) [byte, value] = [b, correlations[set * ROWS + b] ?? 0];
    return { byte, value };
  };
  let best: Decoded = { payload: largest, correlation: bound.reduce((sum, byte, set) => sum + (correlations[set * ROWS + byte] ?? 0), 0) };
  let [prefix, prefixValue] = [0, 0];
  for (let set = sets - 1; set >= 0; set--) {
    const top = bound[set] ?? 0;
    if (top > 0) {
      const head = bestBelow(set, top);
      let payload = prefix + head.byte * 2 ** (8 * set);
      let value = prefixValue + head.value;
      for (let lower = set - 1; lower >= 0; lower--) {
        const free = bestBelow(lower, ROWS);
        payload += free.byte * 2 ** (8 * lower);
        value += free.value;
      }
      if (value > best.correlation) best = { payload, correlation: value };
    }
    prefix += top * 2 ** (8 * set);
    prefixValue += correlations[set * ROWS + top] ?? 0;
  }
  return best;
}
