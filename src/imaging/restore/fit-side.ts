/** A roughly known edge of a sheet, fitted to the pixels. */
import type { RgbImage } from '../../core/image.ts';
import { sampleAt, type Side } from './side-support.ts';

export interface FitOptions {
  /** px to either side of the rough edge in which the true one is looked for. */
  readonly reach: number;
  /** R, G, B: how the picture changes from outside to inside. */
  readonly step: readonly [number, number, number];
}

/** Angle and rho of the line, as in `straight-edges.ts`. */
export interface FittedLine {
  readonly angle: number;
  readonly rho: number;
}

const PLACES = 96;
/** Rounds of the weighted fit. */
const ROUNDS = 12;
/** px: places farther from the line are corners of something else. Tukey's biweight. */
const SPREAD = 3;

/** Undefined: too few places have an edge. Source: Beaton and Tukey, Technometrics 16(2), 1974, doi:10.1080/00401706.1974.10489171. */
export function fitSide(rgb: RgbImage, { from, to }: Side, { reach, step }: FitOptions): FittedLine | undefined {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const [ux, uy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const places: { readonly t: number; readonly d: number; readonly strength: number }[] = [];
  for (let i = 0; i < PLACES; i++) {
    const t = length * (0.04 + (0.92 * (i + 0.5)) / PLACES);
    const found = strongestStep(rgb, { x: from.x + t * ux, y: from.y + t * uy, nx: -uy, ny: ux, ux, uy }, { reach, step });
    if (found) places.push({ t, ...found });
  }
  if (places.length < PLACES / 3) return undefined;
  const line = robustLine(places, reach);
  if (!line) return undefined;
  // d = a + b t along the rough edge, as a line of the picture
  const angle = Math.atan2(ux - line.b * uy, -uy - line.b * ux);
  const [px, py] = [from.x - line.a * uy, from.y + line.a * ux];
  return { angle, rho: px * Math.cos(angle) + py * Math.sin(angle) };
}

interface Place {
  readonly x: number;
  readonly y: number;
  /** Normal, into the sheet, and direction of the edge; unit vectors. */
  readonly nx: number;
  readonly ny: number;
  readonly ux: number;
  readonly uy: number;
}

/** Where the profile across the edge rises most, in px along the normal. */
function strongestStep(rgb: RgbImage, { x, y, nx, ny, ux, uy }: Place, { reach, step }: FitOptions): { readonly d: number; readonly strength: number } | undefined {
  const count = 2 * Math.ceil(reach) + 5;
  const profile = new Float32Array(count);
  for (let k = 0; k < count; k++) {
    const d = k - (count - 1) / 2;
    for (let s = -2; s <= 2; s++) {
      const at = sampleAt(rgb, x + d * nx + s * ux, y + d * ny + s * uy);
      if (at < 0) return undefined;
      for (let c = 0; c < 3; c++) profile[k] = (profile[k] ?? 0) + ((rgb.data[at + c] ?? 0) * (step[c] ?? 0)) / 5;
    }
  }
  const rise = profile.map((_, k) => (k < 2 || k >= count - 2 ? 0 : (profile[k + 1] ?? 0) + (profile[k + 2] ?? 0) - (profile[k - 1] ?? 0) - (profile[k - 2] ?? 0)));
  let best = 2;
  for (let k = 2; k < count - 2; k++) if ((rise[k] ?? 0) > (rise[best] ?? 0)) best = k;
  const [before, at, after] = [rise[best - 1] ?? 0, rise[best] ?? 0, rise[best + 1] ?? 0];
  if (!(at > 0)) return undefined;
  const curve = before - 2 * at + after;
  const shift = curve < 0 ? Math.max(-0.5, Math.min(0.5, (0.5 * (before - after)) / curve)) : 0;
  return { d: best - (count - 1) / 2 + shift, strength: at };
}

/** d = a + b t, least squares with weights that fall to 0. */
function robustLine(places: readonly { readonly t: number; readonly d: number; readonly strength: number }[], reach: number): { readonly a: number; readonly b: number } | undefined {
  const strong = places.map(({ strength }) => strength).sort((p, q) => p - q)[places.length >> 1] ?? 0;
  let [a, b] = [median(places.map(({ d }) => d)), 0];
  for (let round = 0; round < ROUNDS; round++) {
    const spread = Math.max(SPREAD, reach * (1 - round / (ROUNDS - 4)));
    let [w, wt, wd, wtt, wtd] = [0, 0, 0, 0, 0];
    for (const { t, d, strength } of places) {
      const r = (d - a - b * t) / spread;
      if (Math.abs(r) >= 1 || strength < 0.25 * strong) continue;
      const weight = (1 - r * r) ** 2;
      w += weight; wt += weight * t; wd += weight * d; wtt += weight * t * t; wtd += weight * t * d;
    }
    const det = w * wtt - wt * wt;
    if (!(det > 1e-6)) return undefined;
    [a, b] = [(wtt * wd - wt * wtd) / det, (w * wtd - wt * wd) / det];
  }
  return { a, b };
}

const median = (values: readonly number[]): number => [...values].sort((p, q) => p - q)[values.length >> 1] ?? 0;
