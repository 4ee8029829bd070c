/** Sharpens a transform on the pixels: small windows are matched one by one, and a smooth motion is fitted to what they say. */
import { invert, multiply, type Matrix } from '../../core/geometry.ts';
import { shiftSurfaces, znccMap, type EighthsPair } from '../kernels/zncc.ts';
import { fitAffine, fitSimilarity, isSane, residual, type PointPair } from './similarity.ts';

export interface Alignment {
  /** Frame pixels of a → frame pixels of b, to be put between the frame and b. */
  readonly correction: Matrix;
  /** Textured windows looked at. */
  readonly windows: number;
  /** Those that fit well, at the shift the correction says (within 1 px). */
  readonly agreeing: number;
}

/** px; windows of 15 × 15. */
const RADIUS = 7;
/** grey; a window with less contrast in either image tells nothing. */
const LEAST_SD = 2;
const MAX_WINDOWS = 120;
const LEAST_PEAK = 0.5;

/** @returns `undefined` when fewer than three windows could be placed. */
export function refineAlignment(pair: EighthsPair, reach: number): Alignment | undefined {
  const centres = texturedCentres(pair, RADIUS + reach);
  const surfaces = shiftSurfaces(pair, centres, { radius: RADIUS, reach });
  const moves: PointPair[] = [];
  for (let k = 0; k < centres.length / 2; k++) {
    const peak = peakOf(surfaces, k, reach);
    if (!peak || peak.zncc < LEAST_PEAK) continue;
    const [x, y] = [(centres[2 * k] ?? 0) + 0.5, (centres[2 * k + 1] ?? 0) + 0.5];
    moves.push([x, y, x + peak.dx, y + peak.dy]);
  }
  if (moves.length < 3) return undefined;
  const { matrix, kept } = robustMotion(moves);
  return { correction: matrix, windows: centres.length / 2, agreeing: kept };
}

/** On a lattice, as dense as gives at most MAX_WINDOWS. */
function texturedCentres(pair: EighthsPair, margin: number): Int32Array {
  const step = 4;
  const map = znccMap(pair, { radius: RADIUS, step });
  const found: number[] = [];
  for (let j = 0; j < map.rows; j++) for (let i = 0; i < map.columns; i++) {
    const [x, y, at] = [i * step, j * step, j * map.columns + i];
    const fits = x >= margin && y >= margin && x + margin < pair.width && y + margin < pair.height;
    if (fits && map.used[at] === 1 && (map.sdA[at] ?? 0) >= LEAST_SD && (map.sdB[at] ?? 0) >= LEAST_SD) found.push(x, y);
  }
  const stride = Math.max(1, Math.ceil(found.length / 2 / MAX_WINDOWS));
  return Int32Array.from({ length: 2 * Math.floor(found.length / 2 / stride) }, (_, k) => found[2 * stride * (k >> 1) + (k & 1)] ?? 0);
}

function peakOf(surfaces: Float32Array, k: number, reach: number): { dx: number; dy: number; zncc: number } | undefined {
  const wide = 2 * reach + 1;
  const at = (dx: number, dy: number): number => surfaces[k * wide * wide + (dy + reach) * wide + dx + reach] ?? 0;
  let best = { dx: 0, dy: 0, zncc: 0 };
  for (let dy = -reach; dy <= reach; dy++) for (let dx = -reach; dx <= reach; dx++) if (at(dx, dy) > best.zncc) best = { dx, dy, zncc: at(dx, dy) };
  if (best.zncc <= 0 || Math.abs(best.dx) === reach || Math.abs(best.dy) === reach) return undefined;
  return {
    zncc: best.zncc,
    dx: best.dx + vertex(at(best.dx - 1, best.dy), best.zncc, at(best.dx + 1, best.dy)),
    dy: best.dy + vertex(at(best.dx, best.dy - 1), best.zncc, at(best.dx, best.dy + 1)),
  };
}

/** Where the parabola through three neighbours peaks, in [−0.5, 0.5]. */
function vertex(left: number, middle: number, right: number): number {
  const bend = left - 2 * middle + right;
  return bend < -1e-9 ? Math.max(-0.5, Math.min(0.5, (0.5 * (left - right)) / bend)) : 0;
}

/** From the most common shift outwards: shift, then similarity, then affine, as far as the number of windows bears. */
function robustMotion(moves: readonly PointPair[]): { matrix: Matrix; kept: number } {
  let matrix = commonShift(moves);
  const within = (most: number): PointPair[] => moves.filter((move) => residual(matrix, move) <= most);
  for (const most of [3, 2, 1.2, 1]) {
    const kept = within(most);
    const fit = kept.length >= 12 ? fitAffine(kept) ?? fitSimilarity(kept) : kept.length >= 5 ? fitSimilarity(kept) : undefined;
    if (fit && isSane(fit, 1.15) && Math.abs(Math.hypot(fit[0], fit[3]) - 1) < 0.2) matrix = fit;
  }
  return { matrix, kept: within(1).length };
}

function commonShift(moves: readonly PointPair[]): Matrix {
  let best: readonly PointPair[] = [];
  for (const [x, y, u, v] of moves) {
    const near = moves.filter(([p, q, r, s]) => Math.hypot(r - p - (u - x), s - q - (v - y)) <= 1.5);
    if (near.length > best.length) best = near;
  }
  const mean = (value: (pair: PointPair) => number): number => best.reduce((sum, pair) => sum + value(pair), 0) / best.length;
  return [1, 0, mean(([x, , u]) => u - x), 0, 1, mean(([, y, , v]) => v - y), 0, 0, 1];
}

/** The transform a → b after a correction found in a frame. */
export function corrected(toA: Matrix, toB: Matrix, correction: Matrix): Matrix {
  return multiply(multiply(toB, correction), invert(toA));
}
