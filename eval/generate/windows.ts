/** Windows on a source picture: what part of it a panel shows, and how it was turned, mirrored and scaled. */
import { invert, type Matrix, type Point } from '../../src/core/geometry.ts';
import type { LumaImage } from '../../src/core/image.ts';
import { areaOf, boxRegion, mapRegion, type Region } from '../../src/core/regions.ts';
import type { Random } from '../../src/core/random.ts';
import { between } from '../../test/support/random.ts';
import { crop, rasterize, similarity, toLuma, warp, type Bytes, type Move } from '../../test/support/synthetic-edit.ts';

export interface View {
  /** Source pixels → panel pixels. */
  readonly matrix: Matrix;
  readonly width: number;
  readonly height: number;
  /** What it shows, in source pixels. */
  readonly footprint: Region<'panel'>;
}

export function viewAt(centre: Point, width: number, height: number, move: Move): View {
  const matrix = similarity(move, centre, { x: width / 2, y: height / 2 });
  return { matrix, width, height, footprint: mapRegion(boxRegion({ x: 0, y: 0, width, height }), invert(matrix)) };
}

export function isInside({ footprint }: View, { width, height }: { readonly width: number; readonly height: number }): boolean {
  return footprint.polygon.every(({ x, y }) => x >= -0.01 && y >= -0.01 && x <= width + 0.01 && y <= height + 0.01);
}

export function render<C extends number>(source: Bytes<C>, { matrix, width, height, footprint }: View): Bytes<C> {
  const [a, b, , d, e] = matrix;
  const [x, y] = [footprint.polygon[0]?.x ?? 0, footprint.polygon[0]?.y ?? 0];
  const plain = a === 1 && e === 1 && b === 0 && d === 0 && Number.isInteger(x) && Number.isInteger(y);
  return plain ? crop(source, { x, y, width, height }) : warp(source, matrix, width, height);
}

/** What two convex polygons share. Source: Sutherland and Hodgman, CACM 17(1), 1974, doi:10.1145/360767.360802. */
export function intersection(a: Region<'panel'>, b: Region<'panel'>): Region<'panel'> {
  const clip = isClockwise(b) ? b.polygon : b.polygon.toReversed();
  let polygon: readonly Point[] = a.polygon;
  for (const [i, p] of clip.entries()) {
    const q = clip[(i + 1) % clip.length] ?? p;
    const side = (r: Point): number => (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
    polygon = polygon.flatMap((r, k) => {
      const s = polygon[(k + 1) % polygon.length] ?? r;
      const [u, v] = [side(r), side(s)];
      const t = u / (u - v);
      const cut = u >= 0 === v >= 0 ? [] : [{ x: r.x + t * (s.x - r.x), y: r.y + t * (s.y - r.y) }];
      return u >= 0 ? [r, ...cut] : cut;
    });
  }
  return { polygon };
}

function isClockwise({ polygon }: Region<'panel'>): boolean {
  const twice = polygon.reduce((sum, p, i) => sum + p.x * (polygon[(i + 1) % polygon.length] ?? p).y - (polygon[(i + 1) % polygon.length] ?? p).x * p.y, 0);
  return twice > 0;
}

/** Share of the smaller of two convex polygons that the two have in common, in [0, 1]. */
export function overlapOf(a: Region<'panel'>, b: Region<'panel'>): number {
  const shared = intersection(a, b);
  return shared.polygon.length < 3 ? 0 : areaOf(shared) / Math.min(areaOf(a), areaOf(b));
}

/** Asked for again and again while a place is sought. */
const lumas = new WeakMap<Bytes, LumaImage>();

function lumaOf(picture: Bytes): LumaImage {
  const luma = lumas.get(picture) ?? toLuma(picture);
  lumas.set(picture, luma);
  return luma;
}

/** Standard deviation of luma inside the region, grey. */
export function deviationIn(picture: Bytes, region: Region<'panel'>): number {
  const luma = lumaOf(picture);
  const inside = rasterize(region, luma.width, luma.height).data;
  let [n, sum, squares] = [0, 0, 0];
  for (let i = 0; i < inside.length; i++) {
    if (!inside[i]) continue;
    const v = luma.data[i] ?? 0;
    [n, sum, squares] = [n + 1, sum + v, squares + v * v];
  }
  return n === 0 ? 0 : Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2));
}

/** Share of 8 × 8 blocks inside the region whose standard deviation passes 3 grey, in [0, 1]: what there is to recognise. */
export function texturedShare(picture: Bytes, region: Region<'panel'>): number {
  const luma = lumaOf(picture);
  const xs = region.polygon.map(({ x }) => x);
  const ys = region.polygon.map(({ y }) => y);
  let [blocks, textured] = [0, 0];
  for (let y = Math.max(0, Math.floor(Math.min(...ys))); y + 8 <= Math.min(luma.height, Math.max(...ys)); y += 8) {
    for (let x = Math.max(0, Math.floor(Math.min(...xs))); x + 8 <= Math.min(luma.width, Math.max(...xs)); x += 8) {
      if (overlapOf(boxRegion({ x, y, width: 8, height: 8 }), region) < 0.99) continue;
      let [sum, squares] = [0, 0];
      for (let k = 0; k < 64; k++) {
        const v = luma.data[(y + (k >> 3)) * luma.width + x + (k & 7)] ?? 0;
        sum += v;
        squares += v * v;
      }
      blocks++;
      if (squares / 64 - (sum / 64) ** 2 > 9) textured++;
    }
  }
  return blocks === 0 ? 0 : textured / blocks;
}

/** A point in a box shrunk by `border` on each side. */
export function pointIn(random: Random, width: number, height: number, border = 0): Point {
  return { x: between(random, border, width - border), y: between(random, border, height - border) };
}
