/**
 * Whether the JPEG lattices of both sides of a line begin at different places: pictures that were compressed before they were joined.
 * After Ye, Sun, Chang, ICME 2007, doi:10.1109/ICME.2007.4284574 (block borders tell parts of other origin), on the contrasts of `jumps.ts`.
 */
import type { Jumps } from './jumps.ts';

const BLOCK = 8;
/** px on each side; less does not tell. */
const LEAST_SIDE = 40;
/** px next to the line that are left to it. */
const OFF = 4;

/**
 * How surely the lattices differ, standard deviations: what one side has at a place of the lattice and the other lacks, both ways.
 * @param across jumps of single rows, hard, across the line. @param along the same of the panel turned: its rows are the columns here.
 */
export function latticeChange(across: Jumps, along: Jumps, at: number): number {
  const { columns } = across;
  if (at < LEAST_SIDE || columns - at < LEAST_SIDE) return 0;
  const step = columns / along.rows;
  const edge = (px: number): number => Math.round(px / step);
  return Math.max(
    swapOf(phases(across, { columns: [0, at - OFF] }), phases(across, { columns: [at + OFF, columns] })),
    swapOf(phases(along, { rows: [0, edge(at - OFF)] }), phases(along, { rows: [edge(at + OFF), along.rows] })),
  );
}

/** Both sides have a place of their own. */
function swapOf(left: readonly number[], right: readonly number[]): number {
  const differences = left.map((v, p) => v - (right[p] ?? 0));
  return Math.max(0, Math.min(Math.max(...differences), -Math.min(...differences)));
}

interface Part {
  readonly rows?: readonly [number, number];
  readonly columns?: readonly [number, number];
}

/** By place in the lattice: how far its columns jump beyond those of the other places, standard deviations. */
function phases({ rows, columns, contrast }: Jumps, part: Part): number[] {
  const [top, bottom] = part.rows ?? [0, rows];
  const [from, to] = part.columns ?? [0, columns];
  const means: number[][] = Array.from({ length: BLOCK }, () => []);
  for (let c = Math.max(10, from); c < Math.min(columns - 10, to); c++) {
    let sum = 0;
    for (let b = top; b < bottom; b++) sum += contrast[b * columns + c] ?? 0;
    means[c % BLOCK]?.push(sum / Math.max(1, bottom - top));
  }
  const all = means.flat();
  const mean = all.reduce((sum, v) => sum + v, 0) / Math.max(1, all.length);
  const deviation = Math.sqrt(all.reduce((sum, v) => sum + (v - mean) ** 2, 0) / Math.max(1, all.length)) || 1;
  return means.map((one) => (one.length ? ((one.reduce((sum, v) => sum + v, 0) / one.length - mean) / deviation) * Math.sqrt(one.length) : 0));
}
