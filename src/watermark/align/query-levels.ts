/** The query at the sizes the aligner asks for. */
import { multiply, type Matrix } from '../../core/geometry.ts';
import type { LumaImage } from '../../core/image.ts';
import { resizeLuma } from '../../imaging/resample.ts';
import { warped, warpedWithFlow, warpSource, type Flow, type Warped, type WarpSource } from '../../imaging/kernels/warp.ts';

/** Query pixels for each target pixel beyond which it is averaged first; finer than 1 so that the band is not dulled. */
const FINEST = 1.6;

export interface QueryLevels {
  readonly luma: LumaImage;
  /** The query with its sides times `zoom` (≤ 1), averaged; sizes are cached in steps of √2. */
  reduced(zoom: number): WarpSource;
}

export function queryLevels(luma: LumaImage): QueryLevels {
  const known = new Map<number, WarpSource>([[0, warpSource(luma)]]);
  return {
    luma,
    reduced(zoom) {
      const step = Math.max(0, Math.floor(-2 * Math.log2(Math.min(1, zoom)) + 1e-9));
      const found = known.get(step);
      if (found) return found;
      const share = 2 ** (-step / 2);
      const made = warpSource(resizeLuma(luma, Math.max(8, Math.round(luma.width * share)), Math.max(8, Math.round(luma.height * share))));
      known.set(step, made);
      return made;
    },
  };
}

export interface Target {
  readonly width: number;
  readonly height: number;
}

/** The query seen in the target's frame; averaged first where it is much finer. @param toQuery target → query pixels. */
export function seenFrom(levels: QueryLevels, toQuery: Matrix, target: Target, flow?: Flow): Warped {
  const { luma } = levels;
  const zoom = localZoom(toQuery, target, luma);
  const level = levels.reduced(FINEST / Math.max(FINEST, zoom));
  const toLevel = multiply([level.width / luma.width, 0, 0, 0, level.height / luma.height, 0, 0, 0, 1], toQuery);
  return flow ? warpedWithFlow(level, toLevel, flow, target) : warped(level, toLevel, target);
}

/** Query pixels for each target pixel, geometric mean, at the middle of what of the target lies in the query. */
export function localZoom(m: Matrix, { width, height }: Target, query: Target): number {
  let [x, y, n] = [0, 0, 0];
  for (let j = 0; j < 16; j++) for (let i = 0; i < 16; i++) {
    const [px, py] = [((i + 0.5) * width) / 16, ((j + 0.5) * height) / 16];
    const w = m[6] * px + m[7] * py + m[8];
    const [u, v] = [(m[0] * px + m[1] * py + m[2]) / w, (m[3] * px + m[4] * py + m[5]) / w];
    if (!(w > 0 && u >= 0 && v >= 0 && u <= query.width && v <= query.height)) continue;
    x += px;
    y += py;
    n++;
  }
  if (n === 0) [x, y, n] = [width / 2, height / 2, 1];
  [x, y] = [x / n, y / n];
  const w = m[6] * x + m[7] * y + m[8];
  const [u, v] = [(m[0] * x + m[1] * y + m[2]) / w, (m[3] * x + m[4] * y + m[5]) / w];
  const [a, b, c, d] = [(m[0] - u * m[6]) / w, (m[1] - u * m[7]) / w, (m[3] - v * m[6]) / w, (m[4] - v * m[7]) / w];
  return Math.sqrt(Math.abs(a * d - b * c));
}
