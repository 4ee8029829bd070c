/** Whether the picture steps from one tone to another along a line, and which tones. */
import type { Point } from '../../core/geometry.ts';
import type { RgbImage } from '../../core/image.ts';

export interface Side {
  readonly from: Point;
  readonly to: Point;
}

export interface Support {
  /** Share of the places along the side that step the same way, [0, 1]. */
  readonly share: number;
  /** Mean of inside less outside, R, G, B, grey. */
  readonly step: readonly [number, number, number];
}

export interface SupportOptions {
  /** px from the line at which the tones are read. */
  readonly reach: number;
  /** grey; a smaller step is no edge. */
  readonly leastStep: number;
}

const PLACES = 48;

/** Inside lies to the right of the side walked from `from` to `to` (y points down). Places outside the picture do not step. */
export function supportOf(rgb: RgbImage, { from, to }: Side, { reach, leastStep }: SupportOptions): Support {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const [ux, uy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const steps = new Float32Array(3 * PLACES);
  const known = new Uint8Array(PLACES);
  const mean: [number, number, number] = [0, 0, 0];
  for (let i = 0; i < PLACES; i++) {
    const t = length * (0.03 + (0.94 * (i + 0.5)) / PLACES);
    const [x, y] = [from.x + t * ux, from.y + t * uy];
    const inside = sampleAt(rgb, x - reach * uy, y + reach * ux);
    const outside = sampleAt(rgb, x + reach * uy, y - reach * ux);
    if (inside < 0 || outside < 0) continue;
    known[i] = 1;
    for (let c = 0; c < 3; c++) {
      const step = (rgb.data[inside + c] ?? 0) - (rgb.data[outside + c] ?? 0);
      steps[3 * i + c] = step;
      mean[c] = (mean[c] ?? 0) + step / PLACES;
    }
  }
  const size = Math.hypot(...mean);
  let same = 0;
  for (let i = 0; i < PLACES; i++) {
    const along = mean.reduce((sum, m, c) => sum + m * (steps[3 * i + c] ?? 0), 0) / Math.max(1e-6, size);
    if (known[i] === 1 && along >= Math.max(leastStep, 0.3 * size)) same++;
  }
  return { share: same / PLACES, step: mean };
}

/** Index of the first sample of the pixel there; −1 outside. */
export function sampleAt({ width, height }: RgbImage, x: number, y: number): number {
  const [px, py] = [Math.floor(x), Math.floor(y)];
  return px < 0 || py < 0 || px >= width || py >= height ? -1 : 3 * (py * width + px);
}
