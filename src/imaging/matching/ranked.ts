/** Order statistics without sorting. */

/**
 * The value that would stand at `rank` (from 0) if the values were sorted; `undefined` where there is none.
 * Numbers that are not negative have the order of their bits: two counts of 16 bits each find the value exactly.
 *
 * @param values not negative.
 */
export function ranked(values: Float32Array, rank: number): number | undefined {
  if (rank < 0 || rank >= values.length) return undefined;
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const high = new Uint32Array(1 << 15);
  for (let i = 0; i < bits.length; i++) {
    const at = (bits[i] ?? 0) >>> 16;
    high[at] = (high[at] ?? 0) + 1;
  }
  const [upper, left] = cellOf(high, rank);
  const low = new Uint32Array(1 << 16);
  for (let i = 0; i < bits.length; i++) {
    const value = bits[i] ?? 0;
    if (value >>> 16 !== upper) continue;
    low[value & 0xffff] = (low[value & 0xffff] ?? 0) + 1;
  }
  const [lower] = cellOf(low, left);
  return new Float32Array(Uint32Array.of((upper << 16) | lower).buffer)[0];
}

/** The cell in which the count passes `rank`, and the rank inside it. */
function cellOf(histogram: Uint32Array, rank: number): [number, number] {
  let left = rank;
  for (let cell = 0; cell < histogram.length; cell++) {
    const count = histogram[cell] ?? 0;
    if (left < count) return [cell, left];
    left -= count;
  }
  throw new RangeError(`rank ${rank} is beyond what was counted`);
}
