/**
 * The corners of a sheet of paper, a card or a screen in a photograph.
 *
 * Print is wiped off, long straight edges are found, and of all quadrilaterals they make the one wins whose four sides each step from one tone to
 * another along their whole length, larger ones before smaller ones; then each side is fitted to the pixels.
 * Blind to sheets whose tone is that of the table, to crumpled ones, and to sheets that leave the picture: then nothing is found.
 * Sources: quadrilaterals from lines after Zhang and He, Whiteboard scanning, Digital Signal Processing 17(2), 2007, doi:10.1016/j.dsp.2006.05.006, §3.
 */
import type { Point } from '../../core/geometry.ts';
import type { RgbImage } from '../../core/image.ts';
import { resizeRgb } from '../resample.ts';
import { closed } from './closing.ts';
import { fitSide, type FittedLine } from './fit-side.ts';
import { areaOf, isClockwise, ordered, type Quad } from './quad.ts';
import { supportOf } from './side-support.ts';
import { meeting, straightEdges, type Line } from './straight-edges.ts';

/** px of the longer side: edges are looked for in the small picture and fitted in the fine one. */
const SMALL = 440;
const FINE = 1760;
/** px of the small picture: print narrower than twice this is wiped off. */
const CLOSING = 5;
const MOST_LINES = 36;
/** grey: smallest step between sheet and table. */
const LEAST_STEP = 7;
/** Share of each side that must step, and of all four together. */
const LEAST_SUPPORT = { side: 0.55, mean: 0.72 } as const;
/** Share of the picture. */
const LEAST_AREA = 0.08;
/** rad: opposite sides may converge by this much, neighbours must differ by the other. */
const PARALLEL = 0.6;
const ACROSS = 0.7;

/** Undefined: none found. Cost: some 80 ms, whatever the size. */
export function findCorners(rgb: RgbImage): Quad | undefined {
  const small = reduced(rgb, SMALL);
  const plain = closed(small, CLOSING);
  const rough = bestQuad(plain, straightEdges(plain, MOST_LINES));
  if (!rough) return undefined;
  const fine = reduced(rgb, FINE);
  const zoom = fine.width / small.width;
  const fitted = fitQuad(fine, scaled(rough, zoom), zoom);
  const [sx, sy] = [rgb.width / fine.width, rgb.height / fine.height];
  const inFrame = ({ x, y }: Point): Point => ({ x: Math.min(rgb.width, Math.max(0, x * sx)), y: Math.min(rgb.height, Math.max(0, y * sy)) });
  const [a, b, c, d] = fitted;
  return ordered([inFrame(a), inFrame(b), inFrame(c), inFrame(d)]);
}

function reduced(rgb: RgbImage, side: number): RgbImage {
  const zoom = side / Math.max(rgb.width, rgb.height);
  return zoom >= 1 ? rgb : resizeRgb(rgb, Math.max(1, Math.round(rgb.width * zoom)), Math.max(1, Math.round(rgb.height * zoom)));
}

const scaled = ([a, b, c, d]: Quad, by: number): Quad => {
  const times = ({ x, y }: Point): Point => ({ x: x * by, y: y * by });
  return [times(a), times(b), times(c), times(d)];
};

function bestQuad(plain: RgbImage, lines: readonly Line[]): Quad | undefined {
  const opposite = lines.flatMap((p, i) => lines.slice(i + 1).filter((q) => between(p.angle, q.angle) < PARALLEL).map((q) => [p, q] as const));
  let [best, bestScore] = [undefined as Quad | undefined, 0];
  for (const [i, [p, q]] of opposite.entries()) {
    for (const [r, s] of opposite.slice(i + 1)) {
      const quad = quadOf([p, q], [r, s], plain);
      if (!quad) continue;
      const share = areaOf(quad) / (plain.width * plain.height);
      if (share < LEAST_AREA || Math.sqrt(share) <= bestScore) continue; // even full support would not win
      const score = Math.sqrt(share) * supportOfQuad(plain, quad);
      if (score > bestScore) [best, bestScore] = [quad, score];
    }
  }
  return best;
}

/** Angle between two normals, in [0, π/2]. */
function between(p: number, q: number): number {
  const d = Math.abs(p - q) % Math.PI;
  return Math.min(d, Math.PI - d);
}

function quadOf([p, q]: readonly [Line, Line], [r, s]: readonly [Line, Line], { width, height }: RgbImage): Quad | undefined {
  if (between(p.angle, r.angle) < ACROSS || between(q.angle, s.angle) < ACROSS || between(p.angle, s.angle) < ACROSS || between(q.angle, r.angle) < ACROSS) return undefined;
  const [a, b, c, d] = [meeting(p, r), meeting(r, q), meeting(q, s), meeting(s, p)];
  if (!a || !b || !c || !d) return undefined;
  const [mx, my] = [0.02 * width, 0.02 * height];
  if ([a, b, c, d].some(({ x, y }) => x < -mx || y < -my || x > width + mx || y > height + my)) return undefined;
  const quad = ordered([a, b, c, d]);
  return isClockwise(quad) ? quad : undefined;
}

/** 0: a side has too little. */
function supportOfQuad(plain: RgbImage, quad: Quad): number {
  let sum = 0;
  for (let i = 0; i < 4; i++) {
    const { share } = supportOf(plain, sideOf(quad, i), { reach: 3, leastStep: LEAST_STEP });
    if (share < LEAST_SUPPORT.side) return 0;
    sum += share / 4;
  }
  return sum < LEAST_SUPPORT.mean ? 0 : sum;
}

const sideOf = (quad: Quad, i: number): { readonly from: Point; readonly to: Point } => ({ from: quad[i % 4] ?? quad[0], to: quad[(i + 1) % 4] ?? quad[0] });

/** @param reach px of the fine picture that are one of the small one. */
function fitQuad(fine: RgbImage, rough: Quad, reach: number): Quad {
  const lines = [0, 1, 2, 3].map((i): FittedLine | undefined => {
    const side = sideOf(rough, i);
    const { step } = supportOf(fine, side, { reach: 3 * reach, leastStep: LEAST_STEP });
    return fitSide(fine, side, { reach: 3 * reach, step });
  });
  const corner = (i: number): Point => {
    const [before, after] = [lines[(i + 3) % 4], lines[i]];
    const old = rough[i] ?? rough[0];
    const met = before && after ? meeting(before, after) : undefined;
    return met && Math.hypot(met.x - old.x, met.y - old.y) < 8 * reach ? met : old;
  };
  const fitted: Quad = [corner(0), corner(1), corner(2), corner(3)];
  return isClockwise(fitted) ? fitted : rough;
}
