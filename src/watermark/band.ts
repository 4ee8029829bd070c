/** The DCT coefficients that carry the mark: a ring of low frequencies of 16 × 16 blocks. */
import { bandOf, planeOfBand } from '../imaging/kernels/band.ts';
import { BLOCK, type Grid } from './canonical-grid.ts';

/** Largest √(u² + v²): 0.21 cycles per px of the grid, so that a quarter of the size keeps it in images of 3 Mpx. */
const LARGEST_RADIUS = 6.7;
const SIDE = 7;

/** (u, v) of each chip of a block: u along x, v along y. */
export const BAND: readonly (readonly [u: number, v: number])[] = Array.from({ length: SIDE * SIDE }, (_, i) => [i % SIDE, Math.floor(i / SIDE)] as const)
  .filter(([u, v]) => u + v > 0 && Math.hypot(u, v) <= LARGEST_RADIUS);
/** 40. */
export const BAND_SIZE = BAND.length;

/** 7 × 16: orthonormal DCT-II. */
const BASIS = Float64Array.from({ length: SIDE * BLOCK }, (_, i) => {
  const [u, x] = [Math.floor(i / BLOCK), i % BLOCK];
  return Math.sqrt((u === 0 ? 1 : 2) / BLOCK) * Math.cos(((x + 0.5) * u * Math.PI) / BLOCK);
});

const BASIS_32 = Float32Array.from(BASIS);
const RING = Uint8Array.from(BAND.flat());

export interface BandTransform {
  /** blocks × 40, blocks in reading order. */
  readonly coefficients: Float32Array;
  /** Mean of each block. */
  readonly means: Float32Array;
}

/** The band of every block of a plane on the grid. @throws {RangeError} the plane has another size. */
export function toBand(plane: Float32Array, { columns, rows }: Grid): BandTransform {
  return bandOf({ width: columns, height: rows, data: plane }, { basis: BASIS_32, ring: RING });
}

/** The plane with only these coefficients. */
export function fromBand(coefficients: Float32Array, { columns, rows }: Grid): Float32Array {
  return planeOfBand({ width: columns, height: rows, coefficients }, { basis: BASIS, ring: RING });
}
