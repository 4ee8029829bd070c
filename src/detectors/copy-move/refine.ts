/** A motion made exact on pixels. */
import { sampleAt, type Plane } from './sample.ts';
import { mapX, mapY, type Similarity } from './similarity.ts';

const ROUNDS = 12;
const MOST_POINTS = 1500;
/** px; a step this small ends the search. */
const STILL = 0.01;

/**
 * Gauss–Newton on the squared difference of a normalised plane and its moved self.
 * Source: Lucas and Kanade, IJCAI 1981; Baker and Matthews, IJCV 56(3), 2004, doi:10.1023/B:VISI.0000011205.11775.fd.
 *
 * @param points px, [x, y] of pixel centres on the source side.
 * @returns the better of the refined motion and the one given.
 */
export function refine(plane: Plane, points: readonly (readonly [number, number])[], start: Similarity): Similarity {
  const stride = Math.max(1, Math.floor(points.length / MOST_POINTS));
  const chosen = points.filter((_, i) => i % stride === 0);
  const [cx, cy] = centre(chosen);
  let current = start;
  for (let round = 0; round < ROUNDS; round++) {
    const step = solveStep(plane, chosen, current, cx, cy);
    if (!step) break;
    const [da, db, dx, dy] = step;
    current = shifted(current, { da, db, dx, dy, cx, cy });
    if (Math.hypot(dx, dy) < STILL && Math.hypot(da, db) < 1e-4) break;
  }
  const snapped = snap(current, cx, cy);
  const candidates = [start, current, ...(snapped ? [snapped] : [])].map((similarity) => ({ similarity, r: correlationAt(plane, chosen, similarity) }));
  return candidates.reduce((best, next) => (next.r > best.r ? next : best)).similarity;
}

/** Correlation of a plane with its moved self over points, in [−1, 1]; −1 when most of them leave the panel. */
export function correlationAt(plane: Plane, points: readonly (readonly [number, number])[], similarity: Similarity): number {
  let [ab, aa, bb, n] = [0, 0, 0, 0];
  for (const [x, y] of points) {
    const b = sampleAt(plane, mapX(similarity, x, y), mapY(similarity, x, y));
    if (Number.isNaN(b)) continue;
    const a = sampleAt(plane, x, y);
    ab += a * b;
    aa += a * a;
    bb += b * b;
    n++;
  }
  return n < points.length / 2 || aa === 0 || bb === 0 ? -1 : ab / Math.sqrt(aa * bb);
}

function centre(points: readonly (readonly [number, number])[]): [number, number] {
  let [x, y] = [0, 0];
  for (const p of points) {
    x += p[0];
    y += p[1];
  }
  return [x / points.length, y / points.length];
}

/** Adds a step about the centre, so that turn and shift do not fight. */
function shifted(s: Similarity, { da, db, dx, dy, cx, cy }: Record<'da' | 'db' | 'dx' | 'dy' | 'cx' | 'cy', number>): Similarity {
  const moved: Similarity = { ...s, a: s.a + da, b: s.b + db };
  return { ...moved, tx: moved.tx + dx + mapX(s, cx, cy) - mapX(moved, cx, cy), ty: moved.ty + dy + mapY(s, cx, cy) - mapY(moved, cx, cy) };
}

/** Nearly a pure shift of whole pixels (perhaps mirrored) is taken as one. */
function snap(s: Similarity, cx: number, cy: number): Similarity | undefined {
  if (Math.abs(s.b) > 0.02 || Math.abs(Math.abs(s.a) - 1) > 0.02) return undefined;
  const straight: Similarity = { ...s, a: Math.sign(s.a), b: 0, tx: 0, ty: 0 };
  const [tx, ty] = [mapX(s, cx, cy) - mapX(straight, cx, cy), mapY(s, cx, cy) - mapY(straight, cx, cy)];
  return { ...straight, tx: Math.round(tx), ty: Math.round(ty) };
}

function solveStep(plane: Plane, points: readonly (readonly [number, number])[], s: Similarity, cx: number, cy: number): [number, number, number, number] | undefined {
  const h = new Float64Array(16);
  const g = new Float64Array(4);
  const j = new Float64Array(4);
  const sign = s.mirrored ? -1 : 1;
  for (const [x, y] of points) {
    const [u, v] = [mapX(s, x, y), mapY(s, x, y)];
    const gx = (sampleAt(plane, u + 0.5, v) - sampleAt(plane, u - 0.5, v));
    const gy = (sampleAt(plane, u, v + 0.5) - sampleAt(plane, u, v - 0.5));
    const e = sampleAt(plane, x, y) - sampleAt(plane, u, v);
    if (Number.isNaN(gx + gy + e)) continue;
    const [dx, dy] = [x - cx, y - cy];
    j[0] = gx * dx + sign * gy * dy;
    j[1] = -sign * gx * dy + gy * dx;
    j[2] = gx;
    j[3] = gy;
    for (let r = 0; r < 4; r++) {
      g[r] = (g[r] ?? 0) + (j[r] ?? 0) * e;
      for (let c = 0; c < 4; c++) h[r * 4 + c] = (h[r * 4 + c] ?? 0) + (j[r] ?? 0) * (j[c] ?? 0);
    }
  }
  return solve4(h, g);
}

/** Gaussian elimination with a touch of damping; `undefined` when singular. */
function solve4(h: Float64Array, g: Float64Array): [number, number, number, number] | undefined {
  const m = Array.from({ length: 4 }, (_, r) => [...h.subarray(r * 4, r * 4 + 4), g[r] ?? 0]);
  for (let r = 0; r < 4; r++) {
    const row = m[r] ?? [];
    row[r] = (row[r] ?? 0) * (1 + 1e-4) + 1e-9;
  }
  for (let c = 0; c < 4; c++) {
    const pivot = m[c] ?? [];
    if (Math.abs(pivot[c] ?? 0) < 1e-8) return undefined;
    for (let r = 0; r < 4; r++) {
      const row = m[r] ?? [];
      if (r === c) continue;
      const f = (row[c] ?? 0) / (pivot[c] ?? 1);
      for (let k = c; k < 5; k++) row[k] = (row[k] ?? 0) - f * (pivot[k] ?? 0);
    }
  }
  const at = (r: number): number => (m[r]?.[4] ?? 0) / (m[r]?.[r] ?? 1);
  const out: [number, number, number, number] = [at(0), at(1), at(2), at(3)];
  return out.every(Number.isFinite) ? out : undefined;
}
