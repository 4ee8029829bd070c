/** k-means on u8 descriptors. Source: Lloyd, IEEE TIT 28(2), 1982, doi:10.1109/TIT.1982.1056489; empty clusters take a random row. */
import type { Random } from '../../src/core/random.ts';
import { nearestRows, type SignedRows } from '../../src/imaging/kernels/match.ts';

export interface Clusters {
  /** k × 128. */
  readonly centres: Uint8Array;
  /** Nearest centre of each row. */
  assign(rows: Uint8Array): Int32Array;
}

/** Rows that cross to the kernel at once. */
const BATCH = 20_000;

/** @param rows N × 128; with fewer rows than k the centres repeat. */
export function kMeans(rows: Uint8Array, k: number, { rounds, random }: { rounds: number; random: Random }): Clusters {
  const count = rows.length / 128;
  const drawRow = (): Uint8Array => (count > 0 ? rows.subarray(random.int(count) * 128).subarray(0, 128) : new Uint8Array(128));
  let centres = new Uint8Array(k * 128);
  for (let c = 0; c < k; c++) centres.set(drawRow(), c * 128);
  for (let round = 0; round < rounds; round++) {
    const nearest = assign(rows, centres);
    const sums = new Float64Array(k * 128);
    const members = new Uint32Array(k);
    for (let i = 0; i < count; i++) {
      const c = nearest[i] ?? 0;
      members[c] = (members[c] ?? 0) + 1;
      for (let d = 0; d < 128; d++) sums[c * 128 + d] = (sums[c * 128 + d] ?? 0) + (rows[i * 128 + d] ?? 0);
    }
    const next = new Uint8Array(k * 128);
    for (let c = 0; c < k; c++) {
      const n = members[c] ?? 0;
      if (n === 0) next.set(drawRow(), c * 128);
      else for (let d = 0; d < 128; d++) next[c * 128 + d] = Math.round((sums[c * 128 + d] ?? 0) / n);
    }
    centres = next;
  }
  return { centres, assign: (others) => assign(others, centres) };
}

function assign(rows: Uint8Array, centres: Uint8Array): Int32Array {
  const count = rows.length / 128;
  const to = unsigned(centres);
  const out = new Int32Array(count);
  for (let from = 0; from < count; from += BATCH) {
    const part = rows.subarray(from * 128, Math.min(count, from + BATCH) * 128);
    out.set(nearestRows(unsigned(part), to, { k: 1 }).indices, from);
  }
  return out;
}

/** Signatures are not looked at when no cap is set. */
function unsigned(rows: Uint8Array): SignedRows {
  const count = rows.length / 128;
  return { count, rows, signs: new Uint8Array(count * 16) };
}
