/** Long straight edges of a picture, as lines. */
import type { Point } from '../../core/geometry.ts';
import type { RgbImage } from '../../core/image.ts';

/** Points with x cos + y sin = rho, px; angle of the normal in [0, π). */
export interface Line {
  readonly angle: number;
  readonly rho: number;
  readonly votes: number;
}

/** grey a px: weaker gradients are texture; stronger ones count no more than this. */
const GRADIENT = { least: 2.5, most: 24 } as const;
const ANGLES = 180;
/** A pixel votes for lines within this of its own gradient, deg. */
const SPREAD = 3;
/** Lines nearer than this to a stronger one are the same line: deg, px. */
const SAME = { angle: 4, rho: 5 } as const;

/**
 * Strongest first. Source: Hough transform restricted to the gradient's direction, O'Gorman and Clowes, IEEE Trans. Computers C-25(4), 1976, doi:10.1109/TC.1976.1674627.
 * @param most lines.
 */
export function straightEdges(rgb: RgbImage, most: number): readonly Line[] {
  const { width, height } = rgb;
  const reach = Math.ceil(Math.hypot(width, height));
  const bins = 2 * reach + 1;
  const votes = new Float32Array(ANGLES * bins);
  const [cosine, sine] = [trigonometry(Math.cos), trigonometry(Math.sin)];
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const { strength, direction } = gradientAt(rgb, x, y);
      if (strength < GRADIENT.least) continue;
      const own = Math.round((direction * ANGLES) / Math.PI);
      for (let d = -SPREAD; d <= SPREAD; d++) {
        const a = (own + d + 2 * ANGLES) % ANGLES;
        const rho = Math.round((x + 0.5) * (cosine[a] ?? 0) + (y + 0.5) * (sine[a] ?? 0));
        const at = a * bins + rho + reach;
        votes[at] = (votes[at] ?? 0) + Math.min(GRADIENT.most, strength);
      }
    }
  }
  return peaksOf(votes, { bins, reach, most });
}

const trigonometry = (f: (angle: number) => number): Float64Array => Float64Array.from({ length: ANGLES }, (_, a) => f((a * Math.PI) / ANGLES));

/** Of the channel that changes most. */
function gradientAt({ width, data }: RgbImage, x: number, y: number): { readonly strength: number; readonly direction: number } {
  let [strength, direction] = [0, 0];
  const at = 3 * (y * width + x);
  for (let c = 0; c < 3; c++) {
    const dx = ((data[at + 3 + c] ?? 0) - (data[at - 3 + c] ?? 0)) / 2;
    const dy = ((data[at + 3 * width + c] ?? 0) - (data[at - 3 * width + c] ?? 0)) / 2;
    const s = Math.hypot(dx, dy);
    if (s > strength) [strength, direction] = [s, Math.atan2(dy, dx)];
  }
  return { strength, direction: (direction + Math.PI) % Math.PI };
}

function peaksOf(votes: Float32Array, { bins, reach, most }: { readonly bins: number; readonly reach: number; readonly most: number }): readonly Line[] {
  const candidates: { a: number; r: number; votes: number }[] = [];
  const floor = 0.08 * votes.reduce((best, v) => Math.max(best, v), 0);
  for (let a = 0; a < ANGLES; a++) for (let r = 1; r < bins - 1; r++) {
    const v = votes[a * bins + r] ?? 0;
    if (v > floor && v >= (votes[a * bins + r - 1] ?? 0) && v >= (votes[a * bins + r + 1] ?? 0)) candidates.push({ a, r: r - reach, votes: v });
  }
  candidates.sort((p, q) => q.votes - p.votes || p.a - q.a || p.r - q.r);
  const kept: typeof candidates = [];
  for (const candidate of candidates) {
    if (kept.length >= most) break;
    if (!kept.some((line) => isSame(line, candidate))) kept.push(candidate);
  }
  return kept.map(({ a, r, votes: v }) => ({ angle: (a * Math.PI) / ANGLES, rho: r, votes: v }));
}

/** Across 180° the normal flips and rho changes its sign. */
function isSame(p: { readonly a: number; readonly r: number }, q: { readonly a: number; readonly r: number }): boolean {
  const apart = Math.abs(p.a - q.a);
  const [angle, rho] = apart > ANGLES / 2 ? [ANGLES - apart, Math.abs(p.r + q.r)] : [apart, Math.abs(p.r - q.r)];
  return angle <= SAME.angle && rho <= SAME.rho;
}

/** Undefined: (nearly) parallel. */
export function meeting(p: Pick<Line, 'angle' | 'rho'>, q: Pick<Line, 'angle' | 'rho'>): Point | undefined {
  const det = Math.sin(q.angle - p.angle);
  if (Math.abs(det) < 0.05) return undefined;
  return { x: (p.rho * Math.sin(q.angle) - q.rho * Math.sin(p.angle)) / det, y: (q.rho * Math.cos(p.angle) - p.rho * Math.cos(q.angle)) / det };
}
