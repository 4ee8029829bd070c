/** Proves a geometry on the pixels: inliers alone are not enough, periodic textures and shared templates have them too. */
import { convexHull, isWithin } from '../core/convex-hull.ts';
import { applyTo, type Matrix, type Point } from '../core/geometry.ts';
import type { LumaImage } from '../core/image.ts';
import { toEighths, znccMap, type EighthsPair } from '../imaging/kernels/zncc.ts';
import { toCommonFrame, type CommonFrame } from '../imaging/matching/common-frame.ts';
import { corrected, refineAlignment } from '../imaging/matching/refine-alignment.ts';

export interface PixelCheck {
  /** Sharpened: pixels of the registered image → pixels of the query. */
  readonly matrix: Matrix;
  /** Textured tiles within the hull of the inliers, and those that agree. */
  readonly tiles: number;
  readonly agreeing: number;
  /** The same over all that the two could share. */
  readonly allTiles: number;
  readonly allAgreeing: number;
  /** Pixels of both in common as a share of the registered image and of the query, in [0, 1]. */
  readonly sharedOfRegistered: number;
  readonly sharedOfQuery: number;
  /** query ≈ contrast · registered + brightness (grey), where they agree. */
  readonly contrast: number;
  readonly brightness: number;
}

/** px of the common frame. */
const TILE = 16;
const MAX_PIXELS = 130_000;
const LEAST_ZNCC = 0.6;
/** grey, standard deviation; a tile with less in both tells nothing. */
const TEXTURE = 4;
/** px of the common frame, how far the fit may be off. */
const REACH = 4;
/** px of the common frame by which the hull is widened. */
const MARGIN = 12;

/** @param inliers pixels of the registered image. @returns `undefined` when the two have no strip of pixels in common. */
export function checkPixels(registered: LumaImage, query: LumaImage, proposal: Matrix, inliers: readonly Point[]): PixelCheck | undefined {
  const [a, b] = [{ luma: registered }, { luma: query }];
  const coarse = toCommonFrame(a, b, proposal, { maxPixels: MAX_PIXELS });
  if (!coarse) return undefined;
  const moved = refineAlignment(eighths(coarse), REACH);
  const matrix = moved ? corrected(coarse.toA, coarse.toB, moved.correction) : proposal;
  const frame = moved ? toCommonFrame(a, b, matrix, { maxPixels: MAX_PIXELS }) : coarse;
  if (!frame) return undefined;
  return { matrix, ...tilesOf(frame, inliers), ...sharesOf(frame, registered, query, matrix) };
}

function eighths({ width, height, a, b, use }: CommonFrame): EighthsPair {
  return { width, height, a: toEighths(a), b: toEighths(b), use };
}

function tilesOf(frame: CommonFrame, inliers: readonly Point[]): Pick<PixelCheck, 'tiles' | 'agreeing' | 'allTiles' | 'allAgreeing' | 'contrast' | 'brightness'> {
  const map = znccMap(eighths(frame), { radius: TILE / 2 - 1, step: TILE / 2 });
  const hull = convexHull(inliers.map(({ x, y }) => ({ x: (x - frame.toA[2]) / frame.toA[0], y: (y - frame.toA[5]) / frame.toA[4] })));
  let [tiles, agreeing, allTiles, allAgreeing] = [0, 0, 0, 0];
  const good: number[] = [];
  for (let row = 1; row < map.rows; row += 2) for (let column = 1; column < map.columns; column += 2) {
    const at = row * map.columns + column;
    const [sdA, sdB] = [map.sdA[at] ?? 0, map.sdB[at] ?? 0];
    if ((map.used[at] ?? 0) < 0.9 || Math.max(sdA, sdB) < TEXTURE) continue;
    const agrees = (map.zncc[at] ?? 0) > LEAST_ZNCC;
    const centre = { x: column * map.step + 0.5, y: row * map.step + 0.5 };
    const inside = isWithin(hull, centre, MARGIN);
    allTiles++;
    if (agrees) allAgreeing++;
    if (inside) tiles++;
    if (inside && agrees) agreeing++;
    if (agrees) good.push(Math.floor(centre.y) * frame.width + Math.floor(centre.x));
  }
  return { tiles, agreeing, allTiles, allAgreeing, ...toneAt(frame, good) };
}

/** Least squares of b on a over the agreeing tiles. */
function toneAt({ a, b, width }: CommonFrame, centres: readonly number[]): { contrast: number; brightness: number } {
  let [n, sa, sb, aa, ab] = [0, 0, 0, 0, 0];
  for (const centre of centres) for (let dy = -6; dy <= 6; dy += 2) for (let dx = -6; dx <= 6; dx += 2) {
    const i = centre + dy * width + dx;
    const [p, q] = [a[i] ?? 0, b[i] ?? 0];
    n++;
    sa += p;
    sb += q;
    aa += p * p;
    ab += p * q;
  }
  const variance = aa - (sa * sa) / Math.max(1, n);
  if (n === 0 || variance <= n) return { contrast: 1, brightness: n === 0 ? 0 : (sb - sa) / n };
  const contrast = (ab - (sa * sb) / n) / variance;
  return { contrast, brightness: (sb - contrast * sa) / n };
}

function sharesOf(frame: CommonFrame, registered: LumaImage, query: LumaImage, matrix: Matrix): Pick<PixelCheck, 'sharedOfRegistered' | 'sharedOfQuery'> {
  const inside = frame.inside.reduce((sum, value) => sum + value, 0);
  const ofRegistered = (inside * frame.toA[0] * frame.toA[4]) / (registered.width * registered.height);
  // What the registered image covers of the query, by the area of its outline.
  const corners = [[0, 0], [registered.width, 0], [registered.width, registered.height], [0, registered.height]].map(([x = 0, y = 0]) => applyTo(matrix, { x, y }));
  const area = Math.abs(corners.reduce((sum, p, i) => sum + p.x * (corners[(i + 1) % 4]?.y ?? 0) - p.y * (corners[(i + 1) % 4]?.x ?? 0), 0)) / 2;
  return { sharedOfRegistered: Math.min(1, ofRegistered), sharedOfQuery: Math.min(1, (ofRegistered * area) / (query.width * query.height)) };
}
