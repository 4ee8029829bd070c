/** A join that is shown: a drawn line, or a gap of paper, along the seam. It must be seen: white paper between white grounds shows nothing. */
import type { Binned } from './crispness.ts';
import type { Plane } from './plane.ts';

export interface Declaration {
  /** px: columns of the line, both included. */
  readonly from: number;
  readonly to: number;
  /** grey. */
  readonly ink: number;
}

/** px; wider gaps make two panels. */
const WIDEST = 16;
/** grey between the 2 % darkest and brightest pixels of one column: a line is drawn in one ink. */
const ONE_INK = 12;
/** grey; ink that stands out by less from what lies on both sides is not seen. */
const VISIBLE = 4;
/** Share of its length in which a line must be seen. */
const LEAST_SEEN = 0.5;
/** grey; a band differs from the ink by more. It must be crossed in this share of the rows. */
const BAND = 24;
const LEAST_ACROSS = 0.06;
/** px to each side: what is compared with the ink. */
const BESIDE = 3;

/** Where the ink was mixed with what lies beside it: in this share of its length the line stands out, */
const LEAST_STRUCK = 0.75;
/** and what is seen of it differs by this from one ink laid on evenly: as a share of its usual depth, and grey. */
const UNEVEN = { share: 0.35, grey: 3 } as const;
/** Groups of rows; fewer tell nothing of a line. */
const LEAST_ROWS = 6;

/** px; the edges of a line ring, and a wide one has two. */
const NEAR = 6;

/** @param at px, a border between two columns near which the line is sought. */
export function declaredAt(plane: Plane, edges: Binned, at: number): Declaration | undefined {
  return lineOfOneInk(plane, at) ?? mixedLine(edges, at);
}

/** Whether a border runs along a declared line: its other edge, or its ringing. */
export function isAlong(at: number, { from, to }: Declaration): boolean {
  return at >= from - NEAR && at <= to + 1 + NEAR;
}

/**
 * A line of one or two pixels that was compressed or reduced: each of its pixels is some of the ink and some of what lies beside it, in one proportion all along.
 * So how far it stands out is a straight line over the tone of its sides: on dark ground a grey line is bright, across bright bands it is dark.
 */
function mixedLine({ rows, width, data }: Binned, at: number): Declaration | undefined {
  const [tones, depths] = [new Float32Array(rows), new Float32Array(rows)];
  let struck = 0;
  for (let b = 0; b < rows; b++) {
    const i = b * width + at;
    const sides = [((data[i - 4] ?? 0) + (data[i - 5] ?? 0)) / 2, ((data[i + 3] ?? 0) + (data[i + 4] ?? 0)) / 2];
    const middle = [data[i - 2] ?? 0, data[i - 1] ?? 0, data[i] ?? 0, data[i + 1] ?? 0];
    const above = Math.max(0, Math.max(...middle) - Math.max(...sides));
    const below = Math.max(0, Math.min(...sides) - Math.min(...middle));
    tones[b] = ((sides[0] ?? 0) + (sides[1] ?? 0)) / 2;
    depths[b] = above >= below ? above : -below;
    if (Math.max(above, below) >= VISIBLE) struck++;
  }
  if (rows < LEAST_ROWS || struck < LEAST_STRUCK * rows) return undefined;
  const { slope, offset, residual } = straightLine(tones, depths);
  const usual = depths.map((v) => Math.abs(v)).sort()[rows >> 1] ?? 0;
  // Ink laid on fully takes the tone of the sides away: slope −1. A slope upwards is no ink.
  if (slope > 0.1 || slope < -1.2 || residual > Math.max(UNEVEN.grey, UNEVEN.share * usual)) return undefined;
  return { from: at - 1, to: at, ink: slope < -0.2 ? -offset / slope : offset };
}

/** Least squares of y over x; the residual as root mean square. */
function straightLine(x: Float32Array, y: Float32Array): { readonly slope: number; readonly offset: number; readonly residual: number } {
  const meanOf = (values: Float32Array): number => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [mx, my] = [meanOf(x), meanOf(y)];
  let [xx, xy, yy] = [0, 0, 0];
  for (const [i, v] of x.entries()) {
    const dy = (y[i] ?? 0) - my;
    xx += (v - mx) ** 2;
    xy += (v - mx) * dy;
    yy += dy * dy;
  }
  // Where the tone hardly varies, its slope means nothing.
  const slope = xx / x.length < 4 ? 0 : xy / xx;
  return { slope, offset: my - slope * mx, residual: Math.sqrt(Math.max(0, yy - slope * xy) / x.length) };
}

function lineOfOneInk(plane: Plane, at: number): Declaration | undefined {
  const spans = new Map<number, Span>();
  const spanOf = (x: number): Span => {
    const known = spans.get(x) ?? spanAt(plane, x);
    spans.set(x, known);
    return known;
  };
  for (const start of [at, at - 1, at - 2, at + 1, at + 2]) {
    const ink = spanOf(start).middle;
    if (!isInk(spanOf(start), ink)) continue;
    let [from, to] = [start, start];
    while (start - from < WIDEST && isInk(spanOf(from - 1), ink)) from--;
    while (to - start < WIDEST && isInk(spanOf(to + 1), ink)) to++;
    if (to - from + 1 <= WIDEST && isSeen(plane, { from, to, ink })) return { from, to, ink };
  }
  return undefined;
}

/** Whether the ink is darker, or brighter, than both sides along most of the line, or wherever bands come near it: between bands on white ground a white line shows only across them. */
function isSeen({ width, height, luma }: Plane, { from, to, ink }: Declaration): boolean {
  const [left, right] = [from - BESIDE, to + BESIDE];
  if (left < 0 || right >= width) return false;
  let [seen, across, near] = [0, 0, 0];
  for (let y = 0; y < height; y++) {
    const [a, b] = [luma[y * width + left] ?? 0, luma[y * width + right] ?? 0];
    const depth = Math.max(ink - Math.max(a, b), Math.min(a, b) - ink);
    if (depth >= VISIBLE) seen++;
    if (depth >= BAND) across++;
    if (Math.max(Math.abs(a - ink), Math.abs(b - ink)) >= BAND) near++;
  }
  return seen >= LEAST_SEEN * height || (across >= LEAST_ACROSS * height && across >= LEAST_SEEN * near);
}

interface Span { readonly low: number; readonly middle: number; readonly high: number }

function isInk({ low, middle, high }: Span, ink: number): boolean {
  return high - low <= ONE_INK && Math.abs(middle - ink) <= ONE_INK;
}

function spanAt({ width, height, luma }: Plane, x: number): Span {
  if (x < 0 || x >= width) return { low: 0, middle: 128, high: 255 };
  const column = Float32Array.from({ length: height }, (_, y) => luma[y * width + x] ?? 0).sort();
  const of = (share: number): number => column[Math.floor(share * (height - 1))] ?? 0;
  return { low: of(0.02), middle: of(0.5), high: of(0.98) };
}
