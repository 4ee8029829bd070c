/** From windows that agree or not to the region that is the same. */
import type { ZnccMap } from '../kernels/zncc.ts';
import type { Bitmap } from './outline.ts';

/** What a window says. */
export const SILENT = 0;
export const AGREES = 1;
export const DIFFERS = 2;

export interface RegionPart extends Bitmap {
  /** Windows in the part. */
  readonly agreeing: number;
  readonly differing: number;
}

/** The label of each cell: textured windows speak, flat ones are silent. */
export function labelled(map: ZnccMap, { leastZncc, leastSd, leastUsed }: { leastZncc: number; leastSd: (value: 'a' | 'b') => number; leastUsed: number }): Uint8Array {
  const [a, b] = [leastSd('a'), leastSd('b')];
  return Uint8Array.from(map.zncc, (zncc, i) => {
    const [sdA, sdB] = [map.sdA[i] ?? 0, map.sdB[i] ?? 0];
    if ((map.used[i] ?? 0) < leastUsed || (sdA < a && sdB < b)) return SILENT;
    return zncc >= leastZncc && sdA >= 0.6 * a && sdB >= 0.6 * b ? AGREES : DIFFERS;
  });
}

/**
 * Cells take the side of the majority of speaking windows around them, or of the nearest where all are silent;
 * what agrees is smoothed and falls into connected parts, those with most agreeing windows first.
 *
 * @param valid cells inside both images.
 */
export function growRegions(labels: Uint8Array, valid: Uint8Array, { columns, rows }: { columns: number; rows: number }): RegionPart[] {
  const votes = boxSum(Float32Array.from(labels, (label) => (label === AGREES ? 1 : label === DIFFERS ? -1 : 0)), columns, rows, 3);
  const sides = new Uint8Array(labels.length);
  for (let i = 0; i < sides.length; i++) {
    if (valid[i] && Math.abs(votes[i] ?? 0) > 0.5) sides[i] = (votes[i] ?? 0) > 0 ? AGREES : DIFFERS;
  }
  const filled = nearest(sides, valid, columns, rows);
  const solid = Float32Array.from(filled, (side) => (side === AGREES ? 1 : 0));
  const opened = dilated(eroded(solid, valid, columns, rows, 2), valid, columns, rows, 2);
  return parts(opened, labels, columns, rows);
}

/** Sum over (2r + 1)² cells. */
function boxSum(values: Float32Array, columns: number, rows: number, r: number): Float32Array {
  const table = new Float64Array((columns + 1) * (rows + 1));
  for (let y = 0; y < rows; y++) {
    let row = 0;
    for (let x = 0; x < columns; x++) {
      row += values[y * columns + x] ?? 0;
      table[(y + 1) * (columns + 1) + x + 1] = (table[y * (columns + 1) + x + 1] ?? 0) + row;
    }
  }
  const out = new Float32Array(values.length);
  for (let y = 0; y < rows; y++) for (let x = 0; x < columns; x++) {
    const [x0, x1, y0, y1] = [Math.max(0, x - r), Math.min(columns, x + r + 1), Math.max(0, y - r), Math.min(rows, y + r + 1)];
    const at = (u: number, v: number): number => table[v * (columns + 1) + u] ?? 0;
    out[y * columns + x] = at(x1, y1) - at(x0, y1) - at(x1, y0) + at(x0, y0);
  }
  return out;
}

/** Breadth first from all cells that have a side. */
function nearest(sides: Uint8Array, valid: Uint8Array, columns: number, rows: number): Uint8Array {
  const out = sides.slice();
  const queue: number[] = [];
  for (let i = 0; i < out.length; i++) if (out[i]) queue.push(i);
  for (let head = 0; head < queue.length; head++) {
    const i = queue[head] ?? 0;
    for (const j of neighbours(i, columns, rows)) {
      if (!valid[j] || out[j]) continue;
      out[j] = out[i] ?? 0;
      queue.push(j);
    }
  }
  return out;
}

/** Cells all of whose valid neighbours within r are set; the edge of the overlap does not erode. */
function eroded(set: Float32Array, valid: Uint8Array, columns: number, rows: number, r: number): Float32Array {
  const missing = boxSum(Float32Array.from(set, (value, i) => (valid[i] && !value ? 1 : 0)), columns, rows, r);
  return set.map((value, i) => (value && (missing[i] ?? 0) < 0.5 ? 1 : 0));
}

function dilated(set: Float32Array, valid: Uint8Array, columns: number, rows: number, r: number): Float32Array {
  return boxSum(set, columns, rows, r).map((count, i) => (valid[i] && count > 0.5 ? 1 : 0));
}

function parts(set: Float32Array, labels: Uint8Array, columns: number, rows: number): RegionPart[] {
  const seen = new Uint8Array(set.length);
  const found: RegionPart[] = [];
  for (let start = 0; start < set.length; start++) {
    if (!set[start] || seen[start]) continue;
    const data = new Uint8Array(set.length);
    const queue = [start];
    seen[start] = 1;
    let [agreeing, differing] = [0, 0];
    for (let head = 0; head < queue.length; head++) {
      const i = queue[head] ?? 0;
      data[i] = 1;
      if (labels[i] === AGREES) agreeing++;
      if (labels[i] === DIFFERS) differing++;
      for (const j of neighbours(i, columns, rows)) {
        if (!set[j] || seen[j]) continue;
        seen[j] = 1;
        queue.push(j);
      }
    }
    found.push({ width: columns, height: rows, data, agreeing, differing });
  }
  return found.sort((a, b) => b.agreeing - a.agreeing);
}

function neighbours(i: number, columns: number, rows: number): number[] {
  const [x, y] = [i % columns, Math.floor(i / columns)];
  const out: number[] = [];
  if (x > 0) out.push(i - 1);
  if (x + 1 < columns) out.push(i + 1);
  if (y > 0) out.push(i - columns);
  if (y + 1 < rows) out.push(i + columns);
  return out;
}
