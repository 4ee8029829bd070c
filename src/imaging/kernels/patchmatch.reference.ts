/** Plain twin of kernels/patchmatch.ts: the specification and the test oracle of one PatchMatch sweep. */

/** The state of a nearest-neighbour field, changed in place by a sweep. */
export interface SweepState {
  readonly width: number;
  readonly height: number;
  /** width × height × 16 bytes. */
  readonly features: Uint8Array;
  /** Non-zero where a point takes part. */
  readonly usable: Uint8Array;
  /** Index of the point each usable point is matched to. */
  readonly target: Int32Array;
  /** Squared distance of the two features. */
  readonly cost: Int32Array;
}

export interface SweepOptions {
  /** Bottom right to top left. */
  readonly reverse: boolean;
  /** px, matches closer than this are not allowed. */
  readonly minShift: number;
  /** Random places tried in the whole image: a small clone is found once one of its points is drawn on its copy. */
  readonly anywhere: number;
  /** px, first radius of the random search about the match so far, halved until 1; below 32 768. */
  readonly radius: number;
  /** Non-zero state of the generator. */
  readonly seed: number;
}

export interface MeetOptions {
  /** px, matches closer than this are not allowed. */
  readonly minShift: number;
  /** Places in the order at which two points still meet. */
  readonly reach: number;
}

/** The neighbours a point learns from in a forward sweep; a reverse sweep negates them. */
export const STEPS = [[-1, 0], [0, -1], [-1, -1], [1, -1]] as const;

/**
 * One sweep: zero-order and first-order propagation from four neighbours, a random search everywhere
 * and in halving squares, and the
 * match handed back to its target when it is better there. Returns the next state of the generator.
 * Source: Cozzolino, Poggi, Verdoliva, IEEE TIFS 10(11), 2015, doi:10.1109/TIFS.2015.2455334, §III; the hand-back and the search everywhere are ours.
 */
export function sweepReference(field: SweepState, { reverse, minShift, anywhere, radius, seed }: SweepOptions): number {
  const { width: w, height: h, usable, target, cost } = field;
  const minShift2 = minShift * minShift;
  let state = seed;
  for (let k = 0; k < w * h; k++) {
    const p = reverse ? w * h - 1 - k : k;
    if (!usable[p]) continue;
    const x = p % w;
    const y = (p - x) / w;
    const consider = (cx: number, cy: number): void => {
      if (cx < 0 || cy < 0 || cx >= w || cy >= h) return;
      const c = cy * w + cx;
      if (!usable[c] || (cx - x) ** 2 + (cy - y) ** 2 < minShift2) return;
      const d = distance(field.features, p, c);
      if (d >= (cost[p] ?? 0)) return;
      cost[p] = d;
      target[p] = c;
    };
    for (const step of STEPS) for (const [cx, cy] of propagated(field, x, y, reverse ? [-step[0], -step[1]] : step)) consider(cx, cy);
    for (let t = 0; t < anywhere; t++) {
      state = xorshift(state);
      consider(((state >>> 16) * w) >>> 16, ((state & 0xffff) * h) >>> 16);
    }
    for (let r = radius; r >= 1; r >>= 1) {
      state = xorshift(state);
      const at = target[p] ?? 0;
      consider(
        (at % w) - r + (((state & 0xffff) * (2 * r + 1)) >>> 16),
        Math.floor(at / w) - r + (((state >>> 16) * (2 * r + 1)) >>> 16),
      );
    }
    const at = target[p] ?? 0;
    if ((cost[p] ?? 0) < (cost[at] ?? 0)) {
      cost[at] = cost[p] ?? 0;
      target[at] = p;
    }
  }
  return state;
}

/**
 * Points that stand near each other in `order` meet: each keeps the other where it is more alike than the match so far.
 *
 * @param order indices of points, alike ones near each other.
 * @param reach places in the order.
 */
export function meetReference({ width: w, features, target, cost }: Omit<SweepState, 'usable'>, order: Int32Array, { minShift, reach }: MeetOptions): void {
  order.forEach((p, i) => {
    for (const q of order.subarray(i + 1, i + 1 + reach)) {
      const apart2 = ((p % w) - (q % w)) ** 2 + (Math.floor(p / w) - Math.floor(q / w)) ** 2;
      if (apart2 < minShift ** 2) continue;
      const d = distance(features, p, q);
      for (const [from, to] of [[p, q], [q, p]] as const) {
        if (d >= (cost[from] ?? 0)) continue;
        cost[from] = d;
        target[from] = to;
      }
    }
  });
}

/** What the neighbour (and the one behind it) suggests: its shift kept, then its shift continued linearly. */
function propagated({ width: w, height: h, usable, target }: SweepState, x: number, y: number, [dx, dy]: readonly [number, number]): [number, number][] {
  const inside = (px: number, py: number): boolean => px >= 0 && py >= 0 && px < w && py < h && usable[py * w + px] !== 0;
  if (!inside(x + dx, y + dy)) return [];
  const a = target[(y + dy) * w + x + dx] ?? 0;
  const [ax, ay] = [a % w, Math.floor(a / w)];
  const kept: [number, number] = [ax - dx, ay - dy];
  if (!inside(x + 2 * dx, y + 2 * dy)) return [kept];
  const b = target[(y + 2 * dy) * w + x + 2 * dx] ?? 0;
  return [kept, [2 * ax - (b % w), 2 * ay - Math.floor(b / w)]];
}

function distance(features: Uint8Array, p: number, q: number): number {
  let sum = 0;
  for (let i = 0; i < 16; i++) sum += ((features[p * 16 + i] ?? 0) - (features[q * 16 + i] ?? 0)) ** 2;
  return sum;
}

/** Marsaglia, Journal of Statistical Software 8(14), 2003, doi:10.18637/jss.v008.i14. */
function xorshift(state: number): number {
  let s = state;
  s ^= s << 13;
  s ^= s >>> 17;
  return (s ^ (s << 5)) >>> 0;
}
