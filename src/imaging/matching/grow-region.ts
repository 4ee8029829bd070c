/** From windows that agree or not to the region that is the same. */
import type { ZnccMap } from '../kernels/zncc.ts';
import type { Bitmap } from './outline.ts';
import { ranked } from './ranked.ts';

/** What a window says. */
export const SILENT = 0;
export const AGREES = 1;
export const DIFFERS = 2;

/** A window must have this much more texture to speak against: grain and JPEG alone must not. */
const SURE = 1.7;

export interface RegionPart extends Bitmap {
  /** Windows in the part. */
  readonly agreeing: number;
  readonly differing: number;
}

/**
 * The label of each cell: textured windows speak, flat ones are silent. To speak against, a window must stand out from the grain,
 * which two copies of one picture need not share: it is taken from the quietest windows.
 *
 * @param leastSd grey, standard deviation from which a window of a, of b has texture.
 */
export function labelled(map: ZnccMap, { leastZncc, leastSd, leastUsed }: { leastZncc: number; leastSd: readonly [number, number]; leastUsed: number }): Uint8Array {
  const [a, b] = leastSd;
  const sureA = Math.max(SURE * a, ABOVE_GRAIN * grainOf(map.sdA, map.used, leastUsed));
  const sureB = Math.max(SURE * b, ABOVE_GRAIN * grainOf(map.sdB, map.used, leastUsed));
  const labels = new Uint8Array(map.zncc.length);
  for (let i = 0; i < labels.length; i++) {
    const [zncc, sdA, sdB] = [map.zncc[i] ?? 0, map.sdA[i] ?? 0, map.sdB[i] ?? 0];
    if ((map.used[i] ?? 0) < leastUsed) continue;
    if (zncc >= leastZncc && sdA >= a && sdB >= b) labels[i] = AGREES;
    else if (sdA >= sureA || sdB >= sureB) labels[i] = DIFFERS;
  }
  return labels;
}

/** grey, standard deviation of the quietest seventh of the windows. */
function grainOf(sd: Float32Array, used: Float32Array, leastUsed: number): number {
  const values = new Float32Array(sd.length);
  let count = 0;
  for (let i = 0; i < sd.length; i++) if ((used[i] ?? 0) >= leastUsed) values[count++] = sd[i] ?? 0;
  return Math.min(MAX_GRAIN, ranked(values.subarray(0, count), Math.floor(count / 7)) ?? 0);
}

/** Signal and grain of this ratio still correlate at 1 − 1/2.2² ≈ 0.8. */
const ABOVE_GRAIN = 2.2;
/** grey; what is louder everywhere is texture. */
const MAX_GRAIN = 5;
/**
 * Cells take the side of the majority of speaking windows around them, or of the nearest where all are silent;
 * what agrees is smoothed and falls into connected parts, those with most agreeing windows first.
 *
 * @param valid cells inside both images.
 */
export function growRegions(labels: Uint8Array, valid: Uint8Array, { columns, rows }: { columns: number; rows: number }): RegionPart[] {
  const voices = new Float32Array(labels.length);
  for (let i = 0; i < voices.length; i++) voices[i] = labels[i] === AGREES ? 1 : labels[i] === DIFFERS ? -1 : 0;
  const votes = boxSum(voices, columns, rows, 3);
  const against = new Float32Array(labels.length);
  for (let i = 0; i < against.length; i++) against[i] = valid[i] && (votes[i] ?? 0) < -0.5 ? 1 : 0;
  const solidAgainst = dilated(eroded(against, valid, columns, rows, RIM), valid, columns, rows, RIM);
  const sides = new Uint8Array(labels.length);
  for (let i = 0; i < sides.length; i++) {
    if (valid[i] && (votes[i] ?? 0) > 0.5) sides[i] = AGREES;
    else if (against[i] && solidAgainst[i]) sides[i] = DIFFERS;
  }
  const filled = nearest(sides, valid, columns, rows);
  const solid = new Float32Array(filled.length);
  for (let i = 0; i < solid.length; i++) solid[i] = filled[i] === AGREES ? 1 : 0;
  const opened = dilated(eroded(solid, valid, columns, rows, 2), valid, columns, rows, 2);
  return parts(opened, labels, columns, rows);
}

/** Sum over (2r + 1)² cells. */
function boxSum(values: Float32Array, columns: number, rows: number, r: number): Float32Array {
  const table = new Float64Array((columns + 1) * (rows + 1));
  for (let y = 0; y < rows; y++) {
    let row = 0;
    for (let x = 0; x < columns; x++) {
      row += values[y * columns + x] ?? 0;
      table[(y + 1) * (columns + 1) + x + 1] = (table[y * (columns + 1) + x + 1] ?? 0) + row;
    }
  }
  const out = new Float32Array(values.length);
  for (let y = 0; y < rows; y++) for (let x = 0; x < columns; x++) {
    const [x0, x1, y0, y1] = [Math.max(0, x - r), Math.min(columns, x + r + 1), Math.max(0, y - r), Math.min(rows, y + r + 1)];
    const at = (u: number, v: number): number => table[v * (columns + 1) + u] ?? 0;
    out[y * columns + x] = at(x1, y1) - at(x0, y1) - at(x1, y0) + at(x0, y0);
  }
  return out;
}

/** Cells; differences no thicker than twice this are the rim that grain and JPEG leave around bright shapes. */
const RIM = 2;
/** Cells that a difference reaches into silence; agreement reaches any distance, for a flat background says nothing against it. */
const DIFFERENCE_REACH = 6;

/** Breadth first from all cells that have a side. */
function nearest(sides: Uint8Array, valid: Uint8Array, columns: number, rows: number): Uint8Array {
  const out = sides.slice();
  const steps = new Uint16Array(out.length);
  const queue = new Int32Array(out.length);
  let end = 0;
  for (let i = 0; i < out.length; i++) if (out[i]) queue[end++] = i;
  for (let head = 0; head < end; head++) {
    const i = queue[head] ?? 0;
    const step = (steps[i] ?? 0) + 1;
    if (out[i] === DIFFERS && step > DIFFERENCE_REACH) continue;
    const x = i % columns;
    const spread = (j: number): void => {
      if (!valid[j] || out[j]) return;
      out[j] = out[i] ?? 0;
      steps[j] = step;
      queue[end++] = j;
    };
    if (x > 0) spread(i - 1);
    if (x + 1 < columns) spread(i + 1);
    if (i >= columns) spread(i - columns);
    if (i + columns < rows * columns) spread(i + columns);
  }
  return out;
}

/** Cells all of whose valid neighbours within r are set; the edge of the overlap does not erode. */
function eroded(set: Float32Array, valid: Uint8Array, columns: number, rows: number, r: number): Float32Array {
  const absent = new Float32Array(set.length);
  for (let i = 0; i < absent.length; i++) absent[i] = valid[i] && !set[i] ? 1 : 0;
  const missing = boxSum(absent, columns, rows, r);
  for (let i = 0; i < absent.length; i++) absent[i] = set[i] && (missing[i] ?? 0) < 0.5 ? 1 : 0;
  return absent;
}

function dilated(set: Float32Array, valid: Uint8Array, columns: number, rows: number, r: number): Float32Array {
  const out = boxSum(set, columns, rows, r);
  for (let i = 0; i < out.length; i++) out[i] = valid[i] && (out[i] ?? 0) > 0.5 ? 1 : 0;
  return out;
}

function parts(set: Float32Array, labels: Uint8Array, columns: number, rows: number): RegionPart[] {
  const seen = new Uint8Array(set.length);
  const queue = new Int32Array(set.length);
  const found: RegionPart[] = [];
  for (let start = 0; start < set.length; start++) {
    if (!set[start] || seen[start]) continue;
    const data = new Uint8Array(set.length);
    let [agreeing, differing, end] = [0, 0, 0];
    const visit = (j: number): void => {
      if (!set[j] || seen[j]) return;
      seen[j] = 1;
      queue[end++] = j;
    };
    visit(start);
    for (let head = 0; head < end; head++) {
      const i = queue[head] ?? 0;
      data[i] = 1;
      if (labels[i] === AGREES) agreeing++;
      if (labels[i] === DIFFERS) differing++;
      if (i % columns > 0) visit(i - 1);
      if ((i % columns) + 1 < columns) visit(i + 1);
      if (i >= columns) visit(i - columns);
      if (i + columns < rows * columns) visit(i + columns);
    }
    found.push({ width: columns, height: rows, data, agreeing, differing });
  }
  return found.sort((p, q) => q.agreeing - p.agreeing);
}
