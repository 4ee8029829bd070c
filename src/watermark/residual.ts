/** What is left of an aligned query once the unmarked original is taken away, as weights for the chips. */
import { BAND_SIZE, toBand } from './band.ts';
import { BLOCK, type Grid } from './canonical-grid.ts';
import type { BlockMask } from './mask.ts';
import { fitTone, slopeAt, toned } from './tone-curve.ts';

/** Times σ; a residual beyond it is an overlay or text and counts no more than this. */
const CLIP = 2.5;
/** Share of a block that must be seen. */
const LEAST_SEEN = 0.15;
/** grey², least variance of a coefficient: rounding to 8 bit. */
const FLOOR = 0.05;
const ROUNDS = 3;

export interface GridHost {
  readonly grid: Grid;
  /** columns × rows, grey. */
  readonly plane: Float32Array;
  readonly mask: BlockMask;
  /** Of the plane; see `blockMeansOf`. */
  readonly means: Float32Array;
}

export interface Residual {
  /** One for each chip; independent of every key. */
  readonly g: Float32Array;
  /** ‖g‖; 0 when nothing can be said. */
  readonly norm: number;
  /** Share of the grid the query covers, in [0, 1]. */
  readonly coverage: number;
}

/**
 * Host subtraction: tone curve, gain by frequency (blur, sharpening, resampling), gain by place (local contrast),
 * then whitening by local variance, clipping, and a weight for how much mark is to be expected.
 * No key is looked at, so any weighting keeps the false-positive bound exact.
 *
 * @param query columns × rows of the grid, grey.
 * @param seen 1 where the query covers the pixel.
 */
export function residualOf(host: GridHost, query: Float32Array, seen: Uint8Array): Residual {
  const { grid, plane, mask, means } = host;
  const curve = fitTone(plane, query, seen);
  const expected = toned(curve, plane);
  const filled = query.slice();
  for (let i = 0; i < filled.length; i++) if (seen[i] === 0) filled[i] = expected[i] ?? 0;
  const share = shareOf(seen, grid);
  const [Q, T] = [toBand(filled, grid).coefficients, toBand(expected, grid).coefficients];
  const blocks = share.length;

  let residual: Float32Array = Float32Array.from(Q);
  let energy: Float32Array = new Float32Array(blocks).fill(1);
  let gains: Float32Array = new Float32Array(BAND_SIZE).fill(1);
  let local: Float32Array = new Float32Array(blocks).fill(1);
  for (let round = 0; round < ROUNDS; round++) {
    gains = gainByFrequency(Q, T, { local, energy, share });
    local = gainByPlace(Q, T, { gains, energy, share }, grid);
    residual = without(Q, T, { gains, local });
    energy = around(residual, share, grid);
  }
  const spectrum = varianceByFrequency(residual, energy, share);

  const g = new Float32Array(Q.length);
  let [norm, covered] = [0, 0];
  for (let block = 0; block < blocks; block++) {
    const visible = share[block] ?? 0;
    covered += visible / blocks;
    if (visible < LEAST_SEEN) continue;
    const strength = (mask.amplitude[block] ?? 0) * slopeAt(curve, means[block] ?? 0) * (local[block] ?? 0) * visible;
    for (let k = 0; k < BAND_SIZE; k++) {
      const i = block * BAND_SIZE + k;
      const sigma = Math.sqrt(FLOOR + (energy[block] ?? 0) * (spectrum[k] ?? 1));
      const z = Math.min(CLIP, Math.max(-CLIP, (residual[i] ?? 0) / sigma));
      const weight = (z * strength * (gains[k] ?? 0)) / sigma;
      g[i] = weight;
      norm += weight * weight;
    }
  }
  return { g, norm: Math.sqrt(norm), coverage: covered };
}

/** Q less the gained T. */
function without(Q: Float32Array, T: Float32Array, { gains, local }: { readonly gains: Float32Array; readonly local: Float32Array }): Float32Array {
  const out = new Float32Array(Q.length);
  for (let block = 0, i = 0; block < local.length; block++) {
    const here = local[block] ?? 0;
    for (let k = 0; k < BAND_SIZE; k++, i++) out[i] = (Q[i] ?? 0) - (gains[k] ?? 0) * here * (T[i] ?? 0);
  }
  return out;
}

interface Weights {
  readonly energy: Float32Array;
  readonly share: Float32Array;
}

/** Least squares of Q on T for each coefficient of the band; blocks that fit badly or are strong edges weigh less. */
function gainByFrequency(Q: Float32Array, T: Float32Array, { local, energy, share }: Weights & { readonly local: Float32Array }): Float32Array {
  const [tops, bottoms] = [new Float64Array(BAND_SIZE), new Float64Array(BAND_SIZE)];
  for (let block = 0; block < share.length; block++) {
    const visible = share[block] ?? 0;
    if (visible < 0.5) continue;
    const c = local[block] ?? 1;
    for (let k = 0; k < BAND_SIZE; k++) {
      const i = block * BAND_SIZE + k;
      const t = c * (T[i] ?? 0);
      const weight = visible / (1 + (energy[block] ?? 0) + 0.05 * t * t);
      tops[k] = (tops[k] ?? 0) + weight * t * (Q[i] ?? 0);
      bottoms[k] = (bottoms[k] ?? 0) + weight * t * t;
    }
  }
  return Float32Array.from(tops, (top, k) => Math.min(3, Math.max(0, top / ((bottoms[k] ?? 0) + 1))));
}

/** Least squares of Q on the gained T over each block and its neighbours, drawn towards 1. */
function gainByPlace(Q: Float32Array, T: Float32Array, { gains, energy, share }: Weights & { readonly gains: Float32Array }, { columns, rows }: Grid): Float32Array {
  const blocks = share.length;
  const [tops, bottoms] = [new Float32Array(blocks), new Float32Array(blocks)];
  for (let block = 0; block < blocks; block++) {
    const visible = share[block] ?? 0;
    let [top, bottom] = [0, 0];
    for (let k = 0; k < BAND_SIZE; k++) {
      const i = block * BAND_SIZE + k;
      const t = (gains[k] ?? 0) * (T[i] ?? 0);
      const weight = 1 / (1 + 0.01 * t * t);
      top += weight * t * (Q[i] ?? 0);
      bottom += weight * t * t;
    }
    const weight = visible / (1 + (energy[block] ?? 0));
    [tops[block], bottoms[block]] = [top * weight, bottom * weight];
  }
  const [top, bottom] = [sumAround(tops, columns / BLOCK, rows / BLOCK), sumAround(bottoms, columns / BLOCK, rows / BLOCK)];
  const prior = 0.02 * (bottom.reduce((a, b) => a + b, 0) / blocks) + 1e-6;
  return top.map((v, block) => Math.min(3, Math.max(0, (v + prior) / ((bottom[block] ?? 0) + prior))));
}

/** Mean square of the residual over each block (half of the weight) and its neighbours. */
function around(residual: Float32Array, share: Float32Array, { columns, rows }: Grid): Float32Array {
  const own = share.map((visible, block) => {
    let sum = 0;
    for (let i = block * BAND_SIZE; i < (block + 1) * BAND_SIZE; i++) sum += (residual[i] ?? 0) ** 2;
    return visible > LEAST_SEEN ? sum / BAND_SIZE / visible : 0;
  });
  const used = share.map((visible) => (visible > LEAST_SEEN ? 1 : 0));
  const [sums, counts] = [sumAround(own, columns / BLOCK, rows / BLOCK), sumAround(used, columns / BLOCK, rows / BLOCK)];
  return own.map((v, block) => 0.5 * v + (0.5 * (sums[block] ?? 0)) / Math.max(1, counts[block] ?? 0));
}

function varianceByFrequency(residual: Float32Array, energy: Float32Array, share: Float32Array): Float32Array {
  const sums = new Float64Array(BAND_SIZE);
  let n = 0;
  for (let block = 0; block < share.length; block++) {
    if ((share[block] ?? 0) < 0.5) continue;
    n++;
    for (let k = 0; k < BAND_SIZE; k++) sums[k] = (sums[k] ?? 0) + (residual[block * BAND_SIZE + k] ?? 0) ** 2 / (FLOOR + (energy[block] ?? 0));
  }
  return Float32Array.from(sums, (sum) => (n > 0 ? Math.min(20, Math.max(0.02, sum / n)) : 1));
}

/** Sum over the 3 × 3 neighbours inside the grid. */
function sumAround(values: Float32Array, across: number, down: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let y = 0; y < down; y++) for (let x = 0; x < across; x++) {
    let sum = 0;
    for (let v = Math.max(0, y - 1); v <= Math.min(down - 1, y + 1); v++) for (let u = Math.max(0, x - 1); u <= Math.min(across - 1, x + 1); u++) sum += values[v * across + u] ?? 0;
    out[y * across + x] = sum;
  }
  return out;
}

/** Share of each block that is seen, in [0, 1]. */
function shareOf(seen: Uint8Array, { columns, rows }: Grid): Float32Array {
  const across = columns / BLOCK;
  const out = new Float32Array(across * (rows / BLOCK));
  for (let y = 0, i = 0; y < rows; y++) {
    const first = Math.floor(y / BLOCK) * across;
    for (let block = first; block < first + across; block++) {
      let count = 0;
      for (const end = i + BLOCK; i < end; i++) if (seen[i]) count++;
      out[block] = (out[block] ?? 0) + count / (BLOCK * BLOCK);
    }
  }
  return out;
}

/** Mean grey of every block. */
export function blockMeansOf(plane: Float32Array, { columns, rows }: Grid): Float32Array {
  const across = columns / BLOCK;
  const out = new Float32Array(across * (rows / BLOCK));
  for (let y = 0, i = 0; y < rows; y++) {
    const first = Math.floor(y / BLOCK) * across;
    for (let block = first; block < first + across; block++) {
      let sum = out[block] ?? 0;
      for (const end = i + BLOCK; i < end; i++) sum = Math.fround(sum + (plane[i] ?? 0) / (BLOCK * BLOCK)); // rounded at every step: marks laid before must read the same
      out[block] = sum;
    }
  }
  return out;
}
