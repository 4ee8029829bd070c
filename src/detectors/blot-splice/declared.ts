/** A join that is shown: a drawn line, or a gap of paper, along the seam. */
import type { Binned } from './crispness.ts';
import type { Plane } from './plane.ts';

export interface Declaration {
  /** px. */
  readonly width: number;
  /** grey. */
  readonly ink: number;
}

/** px; wider gaps make two panels. */
const WIDEST = 16;
/** grey between the 10 % darkest and brightest pixels of one column: a line is drawn in one ink. */
const ONE_INK = 12;
/** grey; so much the columns beside it vary, or differ from it. */
const BESIDE = 24;

/** grey; a thin line that was compressed or reduced still stands out by this on both sides, */
const LEAST_DEPTH = 8;
/** in this share of its length. */
const LEAST_STRUCK = 0.92;

/** @param at px, a border between two columns near which the line is sought. */
export function declaredAt(plane: Plane, edges: Binned, at: number): Declaration | undefined {
  return lineOfOneInk(plane, at) ?? thinLine(edges, at);
}

/** Darker, or brighter, than both sides nearly all along: a line of one or two pixels whose ink was mixed with what lies beside it. */
function thinLine({ rows, width, data }: Binned, at: number): Declaration | undefined {
  let [darker, brighter, ink] = [0, 0, 0];
  for (let b = 0; b < rows; b++) {
    const i = b * width + at;
    const sides = [((data[i - 4] ?? 0) + (data[i - 5] ?? 0)) / 2, ((data[i + 3] ?? 0) + (data[i + 4] ?? 0)) / 2];
    const middle = [data[i - 2] ?? 0, data[i - 1] ?? 0, data[i] ?? 0, data[i + 1] ?? 0];
    const [low, high] = [Math.min(...middle), Math.max(...middle)];
    if (low < Math.min(...sides) - LEAST_DEPTH) darker++;
    if (high > Math.max(...sides) + LEAST_DEPTH) brighter++;
    ink += darker >= brighter ? low : high;
  }
  return rows > 0 && Math.max(darker, brighter) >= LEAST_STRUCK * rows ? { width: 1, ink: ink / rows } : undefined;
}

function lineOfOneInk(plane: Plane, at: number): Declaration | undefined {
  const spans = new Map<number, Span>();
  const spanOf = (x: number): Span => {
    const known = spans.get(x) ?? spanAt(plane, x);
    spans.set(x, known);
    return known;
  };
  for (const start of [at, at - 1, at - 2, at + 1, at + 2]) {
    const seed = spanOf(start);
    if (!isInk(seed, seed.middle)) continue;
    let [from, to] = [start, start];
    while (start - from < WIDEST && isInk(spanOf(from - 1), seed.middle)) from--;
    while (to - start < WIDEST && isInk(spanOf(to + 1), seed.middle)) to++;
    const width = to - from + 1;
    if (width > WIDEST) continue;
    const beside = [spanOf(from - 3), spanOf(to + 3)];
    // Both sides must be of another tone than the ink, at least where there are bands.
    if (beside.every(({ low, high, middle }) => Math.max(high - low, Math.abs(middle - seed.middle), seed.middle - low, high - seed.middle) >= BESIDE)) return { width, ink: seed.middle };
  }
  return undefined;
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
