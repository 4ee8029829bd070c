/** When a finding counts as the truth: the right kind, and both sides in place. */
import { areaOf, boundingBox, type Region } from '../../src/core/regions.ts';
import type { Box, Frame } from '../../src/core/geometry.ts';
import { rasterize } from '../../test/support/synthetic-edit.ts';

/** A side is in place when the two regions share at least this much of their union. */
export const MIN_IOU = 0.3;

export interface PlacedSide<P extends string | number> {
  /** Picture or page. */
  readonly place: P;
  readonly region: Region<Frame>;
}

/** A claim or a truth with its sides. A claim may have more than two. */
export interface Claim<P extends string | number> {
  readonly kind: string;
  readonly sides: readonly PlacedSide<P>[];
}

/** Whether two different sides of the claim lie on the two sides of the truth, in either order; one side where the truth has one. */
export function isLocated<P extends string | number>(claim: Claim<P>, truth: Claim<P>): boolean {
  const [first, second] = truth.sides;
  if (!first || claim.kind !== truth.kind) return false;
  if (!second) return claim.sides.some((side) => isInPlace(side, first));
  const onFirst = claim.sides.map((side) => isInPlace(side, first));
  const onSecond = claim.sides.map((side) => isInPlace(side, second));
  return onFirst.some((a, i) => a && onSecond.some((b, j) => b && i !== j));
}

function isInPlace<P extends string | number>(side: PlacedSide<P>, truth: PlacedSide<P>): boolean {
  return side.place === truth.place && regionIou(side.region, truth.region) >= MIN_IOU;
}

/** Intersection over union of two polygons, in [0, 1], counted on a grid of at most 400 cells a side. */
export function regionIou(a: Region<Frame>, b: Region<Frame>): number {
  const [boxA, boxB] = [boundingBox(a), boundingBox(b)];
  if (areaOf(a) === 0 || areaOf(b) === 0 || apart(boxA, boxB)) return 0;
  const x = Math.min(boxA.x, boxB.x);
  const y = Math.min(boxA.y, boxB.y);
  const longest = Math.max(boxA.x + boxA.width - x, boxB.x + boxB.width - x, boxA.y + boxA.height - y, boxB.y + boxB.height - y);
  const zoom = 400 / longest;
  const onGrid = (region: Region<Frame>): Uint8Array => rasterize({ polygon: region.polygon.map((p) => ({ x: (p.x - x) * zoom, y: (p.y - y) * zoom })) }, 400, 400).data;
  const [gridA, gridB] = [onGrid(a), onGrid(b)];
  let [both, either] = [0, 0];
  for (let i = 0; i < gridA.length; i++) {
    if (gridA[i] && gridB[i]) both++;
    if (gridA[i] || gridB[i]) either++;
  }
  return either === 0 ? 0 : both / either;
}

function apart(a: Box, b: Box): boolean {
  return a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
}
