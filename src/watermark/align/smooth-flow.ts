/**
 * The smooth displacement left after the homography: lens, paper, bending. Lucas–Kanade with structure tensors averaged over a wide Gaussian,
 * so texture decides and flat places follow their neighbours.
 * Source: Lucas and Kanade, IJCAI 1981; Bouguet's pyramid, 2001; the smoothing width (σ 14 px) measured in design.
 */
import type { Matrix } from '../../core/geometry.ts';
import { blurred } from '../../imaging/kernels/sift.ts';
import type { Flow, Warped } from '../../imaging/kernels/warp.ts';
import { fitTone, toned } from '../tone-curve.ts';
import { seenFrom, type QueryLevels } from './query-levels.ts';
import type { HostLevel } from './refine-homography.ts';

/** px of the grid. */
const CELL = 8;
/** Smoothing in cells, round by round. */
const ROUNDS = [4, 2.5, 1.75, 1.75] as const;
/** px of the grid; a longer displacement is not smooth any more. */
const LONGEST = 6;

export interface Flowed {
  readonly flow: Flow;
  readonly seen: Warped;
}

/** The flow and the query seen through it. @param toQuery grid → query pixels. */
export function smoothFlow(host: HostLevel, levels: QueryLevels, toQuery: Matrix): Flowed {
  const [width, height] = [Math.ceil(host.width / CELL), Math.ceil(host.height / CELL)];
  let flow: Flow = { width, height, cell: CELL, data: new Float32Array(2 * width * height) };
  let seen = seenFrom(levels, toQuery, host, flow);
  for (const sigma of ROUNDS) {
    const step = stepOf(host, seen, { width, height, sigma });
    flow = { ...flow, data: flow.data.map((v, i) => Math.min(LONGEST, Math.max(-LONGEST, v + (step[i] ?? 0)))) };
    seen = seenFrom(levels, toQuery, host, flow);
  }
  return { flow, seen };
}

function stepOf(host: HostLevel, { data: seen, inside }: Warped, { width, height, sigma }: { readonly width: number; readonly height: number; readonly sigma: number }): Float32Array {
  const expected = toned(fitTone(host.data, seen, inside), host.data);
  const cells = width * height;
  const [xx, xy, yy, xe, ye] = [new Float32Array(cells), new Float32Array(cells), new Float32Array(cells), new Float32Array(cells), new Float32Array(cells)];
  let [absolute, count] = [0, 0];
  for (let i = 0; i < seen.length; i++) if (inside[i]) {
    absolute += Math.abs((expected[i] ?? 0) - (seen[i] ?? 0));
    count++;
  }
  const scale = 1 + (2 * absolute) / Math.max(1, count);
  const w = host.width;
  for (let y = 1; y < host.height - 1; y++) for (let x = 1; x < w - 1; x++) {
    const i = y * w + x;
    if (!inside[i] || !inside[i - 1] || !inside[i + 1] || !inside[i - w] || !inside[i + w]) continue;
    const difference = (expected[i] ?? 0) - (seen[i] ?? 0);
    const weight = 1 / (1 + (difference / scale) ** 2);
    const gx = ((seen[i + 1] ?? 0) - (seen[i - 1] ?? 0) + (expected[i + 1] ?? 0) - (expected[i - 1] ?? 0)) / 4;
    const gy = ((seen[i + w] ?? 0) - (seen[i - w] ?? 0) + (expected[i + w] ?? 0) - (expected[i - w] ?? 0)) / 4;
    const cell = Math.floor(y / CELL) * width + Math.floor(x / CELL);
    xx[cell] = (xx[cell] ?? 0) + weight * gx * gx;
    xy[cell] = (xy[cell] ?? 0) + weight * gx * gy;
    yy[cell] = (yy[cell] ?? 0) + weight * gy * gy;
    xe[cell] = (xe[cell] ?? 0) + weight * gx * difference;
    ye[cell] = (ye[cell] ?? 0) + weight * gy * difference;
  }
  const [a, b, c, p, q] = [xx, xy, yy, xe, ye].map((data) => blurred({ width, height, data }, sigma));
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
