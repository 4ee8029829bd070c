/**
 * The smooth displacement left after the homography: lens, paper, bending. Lucas–Kanade with structure tensors averaged over a wide Gaussian,
 * so texture decides and flat places follow their neighbours.
 * Source: Lucas and Kanade, IJCAI 1981; Bouguet's pyramid, 2001; the smoothing width (σ 14 px) measured in design.
 */
import type { Matrix } from '../../core/geometry.ts';
import { blurred } from '../../imaging/kernels/sift.ts';
import type { Flow, Warped } from '../../imaging/kernels/warp.ts';
import { TENSOR_FIELDS, tensorCells } from '../../imaging/kernels/tone.ts';
import { fitTone, toned } from '../tone-curve.ts';
import { seenFrom, type QueryLevels } from './query-levels.ts';
import type { HostLevel } from './refine-homography.ts';

/** px of the grid. */
const CELL = 8;
/** Smoothing in cells, round by round. */
const ROUNDS = [3.5, 2, 1.75] as const;
/** px of the grid; a longer displacement is not smooth any more. */
const LONGEST = 6;

export interface Flowed {
  readonly flow: Flow;
  readonly seen: Warped;
}

/** The flow and the query seen through it. @param toQuery grid → query pixels. @param seen the query seen through it alone. */
export function smoothFlow(host: HostLevel, levels: QueryLevels, { toQuery, seen: plain }: { readonly toQuery: Matrix; readonly seen: Warped }): Flowed {
  const [width, height] = [Math.ceil(host.width / CELL), Math.ceil(host.height / CELL)];
  let flow: Flow = { width, height, cell: CELL, data: new Float32Array(2 * width * height) };
  let seen = plain;
  for (const sigma of ROUNDS) {
    const step = stepOf(host, seen, { width, height, sigma });
    flow = { ...flow, data: flow.data.map((v, i) => Math.min(LONGEST, Math.max(-LONGEST, v + (step[i] ?? 0)))) };
    seen = seenFrom(levels, toQuery, host, flow);
  }
  return { flow, seen };
}

function stepOf(host: HostLevel, { data: seen, inside }: Warped, { width, height, sigma }: { readonly width: number; readonly height: number; readonly sigma: number }): Float32Array {
  const curve = fitTone(host.data, seen, inside);
  const tensors = tensorCells({ width: host.width, height: host.height, data: toned(curve, host.data) }, seen, inside, { scale: 1 + 2 * curve.deviation, cell: CELL });
  const cells = width * height;
  const [a, b, c, p, q] = [0, 1, 2, 3, 4].map((field) => blurred({ width, height, data: fieldOf(tensors.data, field) }, sigma));
  const mean = cells === 0 ? 0 : [...(a ?? []), ...(c ?? [])].reduce((sum, v) => sum + v, 0) / (2 * cells);
  const damping = 0.05 * mean + 1e-3;
  const out = new Float32Array(2 * cells);
  for (let cell = 0; cell < cells; cell++) {
    const [A, B, C] = [(a?.[cell] ?? 0) + damping, b?.[cell] ?? 0, (c?.[cell] ?? 0) + damping];
    const determinant = A * C - B * B;
    out[2 * cell] = (C * (p?.[cell] ?? 0) - B * (q?.[cell] ?? 0)) / determinant;
    out[2 * cell + 1] = (A * (q?.[cell] ?? 0) - B * (p?.[cell] ?? 0)) / determinant;
  }
  return out;
}

function fieldOf(tensors: Float32Array, field: number): Float32Array {
  const out = new Float32Array(tensors.length / TENSOR_FIELDS);
  for (let cell = 0, at = field; cell < out.length; cell++, at += TENSOR_FIELDS) out[cell] = tensors[at] ?? 0;
  return out;
}
