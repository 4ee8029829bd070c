/** Postings near a signature in plain TypeScript: specification and oracle of kernels/postings.ts. */
import type { Asked, NearPostings } from './postings.ts';

export function nearPostingsReference(list: Uint8Array, asked: Asked, most: number): NearPostings {
  const view = new DataView(list.buffer, list.byteOffset, list.byteLength);
  const found: number[] = [];
  for (let row = 0; row < asked.first.length; row++) {
    const first = asked.first[row] ?? 0;
    for (let i = first; i < first + (asked.count[row] ?? 0); i++) {
      const apart = ones(view.getUint32(16 * i + 8, true) ^ (asked.signatures[2 * row] ?? 0)) + ones(view.getUint32(16 * i + 12, true) ^ (asked.signatures[2 * row + 1] ?? 0));
      if (apart <= most) found.push(row, i, apart);
    }
  }
  return { count: found.length / 3, rows: Int32Array.from(found) };
}

function ones(bits: number): number {
  let n = 0;
  for (let x = bits >>> 0; x !== 0; x &= x - 1) n++;
  return n;
}
