/**
 * Recursive XY-cut of a region at straight gutters and separating lines.
 * Source of the scheme: Nagy, Seth, Viswanathan, Computer 25(7), 1992, doi:10.1109/2.144436; here a cut needs evidence on both sides,
 * because a dark field or a blot is full of constant rows that are no gutters.
 */
import type { Box } from '../../core/geometry.ts';
import type { LumaImage } from '../../core/image.ts';

type FigureBox = Box<'figure'>;
type Axis = 'x' | 'y';

/** px; a piece with a shorter side is no panel. */
export const MIN_SIDE_PX = 40;
/** px; a lower piece is no strip of a blot either, and falls away with the gutters beside it. */
const MIN_PIECE_PX = 14;
/** Positions looked at along a line. */
const SAMPLES = 320;
/** Share of a line that must have the colour of the gutter. */
const GUTTER_SHARE = 0.97;
/** Share of a gutter's length along which the picture beside it must differ from it. */
const EDGE_SHARE = 0.6;
/** … on one side, and this on the other, where a panel may be as dark as the gutter. */
const WEAKER_EDGE_SHARE = 0.3;
/** px; a frame drawn around a panel is at most this thick. */
const FRAME_PX = 4;
/** A run of grey is more often the empty ground above a row of bands, so it needs more. */
const TINTED_EDGE_SHARE = 0.8;
/** px; up to here a white or black line may be blurred into its surroundings. */
const THIN_PX = 6;
/** A wider gutter may be an empty panel and needs full evidence on both sides; px and share of the region. */
const WIDEST_PX = 60;
const WIDEST = 0.1;
/** Share of a side up to which a constant margin is taken for a frame; a wider one may be an empty field and needs more evidence. */
const MARGIN = 0.04;
const WIDE_MARGIN_EDGE_SHARE = 0.9;
/** A thin line must stand out from both sides along this share of what can be told … */
const RIDGE_SHARE = 0.9;
/** … and enough must be tellable. */
const RIDGE_KNOWN = 0.5;

/** Pieces of a region, cut at every gutter; the region itself, trimmed, when there is none. */
export function splitAtGutters(luma: LumaImage, region: FigureBox, depth = 4): FigureBox[] {
  const { trimmed, rows, columns } = trim(luma, region);
  if (depth === 0) return [trimmed];
  const byRows = cutAlong(rows ?? readLines(luma, trimmed, 'y'), trimmed, 'y');
  const byColumns = cutAlong(columns, trimmed, 'x');
  const pieces = byRows.strength >= byColumns.strength ? byRows.pieces : byColumns.pieces;
  if (pieces.length < 2) return [trimmed];
  return pieces.flatMap((piece) => splitAtGutters(luma, piece, depth - 1));
}

interface Cut {
  readonly pieces: readonly FigureBox[];
  /** Total width of the gutters, px; 0 without any. */
  readonly strength: number;
}

/** Cuts at all gutters that run across the other axis. */
function cutAlong(lines: readonly Line[], region: FigureBox, axis: Axis): Cut {
  const length = lines.length;
  const gutters = gutterRuns(lines);
  const pieces: FigureBox[] = [];
  let strength = 0;
  let start = 0;
  for (const gutter of [...gutters, { from: length, to: length }]) {
    if (gutter.from - start > 0) pieces.push(span(region, axis, start, gutter.from));
    strength += gutter.to - gutter.from;
    start = gutter.to;
  }
  const large = pieces.filter(({ width, height }) => Math.min(width, height) >= MIN_PIECE_PX);
  return { pieces: large, strength: large.length < 2 ? 0 : strength };
}

interface Run { readonly from: number; readonly to: number }

function gutterRuns(lines: readonly Line[]): Run[] {
  const widest = Math.max(WIDEST_PX, WIDEST * lines.length);
  const runs: Run[] = [];
  for (let at = 0; at < lines.length; at++) {
    const to = endOfRun(lines, at);
    if (to === at) continue;
    if (at > 0 && to < lines.length && hasEdges(lines, at, to, to - at > widest)) runs.push({ from: at, to });
    at = to - 1;
  }
  for (const ridge of ridges(lines)) if (!runs.some(({ from, to }) => ridge.from <= to && ridge.to >= from)) runs.push(ridge);
  return runs.sort((a, b) => a.from - b.from);
}

/** End of the run of constant lines of one level that begins at a line; the line itself when it is not constant. */
function endOfRun(lines: readonly Line[], from: number): number {
  const first = lines[from];
  let to = from;
  if (!first) return to;
  const tolerance = first.median < 16 ? 1 : 4; // an empty dark field is only a few levels above a black gutter
  while (to < lines.length && (lines[to]?.share ?? 0) >= GUTTER_SHARE && Math.abs((lines[to]?.median ?? 0) - first.median) <= tolerance) to++;
  return to;
}

interface Line {
  readonly values: Uint8Array;
  readonly median: number;
  /** Share of samples within the tolerance of the median. */
  readonly share: number;
  /** Mean absolute deviation of those, levels. */
  readonly noise: number;
}

function readLines(luma: LumaImage, region: FigureBox, axis: Axis): Line[] {
  const along = axis === 'x' ? region.height : region.width;
  const count = axis === 'x' ? region.width : region.height;
  const n = Math.min(SAMPLES, along);
  const places = Int32Array.from({ length: n }, (_, k) => Math.floor(((k + 0.5) * along) / n));
  const samples = axis === 'x' ? sampleColumns(luma, region, places) : sampleRows(luma, region, places);
  const histogram = new Uint16Array(256);
  return Array.from({ length: count }, (_, at) => {
    const values = samples.subarray(at * n, (at + 1) * n);
    histogram.fill(0);
    for (let k = 0; k < n; k++) histogram[values[k] ?? 0] = (histogram[values[k] ?? 0] ?? 0) + 1;
    return { values, ...summarise(histogram, n) };
  });
}

/** One line per row, rounded luma at the given places from the left. */
function sampleRows({ width, data }: LumaImage, region: FigureBox, places: Int32Array): Uint8Array {
  const samples = new Uint8Array(region.height * places.length);
  for (let at = 0, i = 0; at < region.height; at++) {
    const row = (region.y + at) * width + region.x;
    for (let k = 0; k < places.length; k++) samples[i++] = Math.floor((data[row + (places[k] ?? 0)] ?? 0) + 0.5);
  }
  return samples;
}

/** One line per column, rounded luma at the given places from the top; read row by row, as the picture lies in memory. */
function sampleColumns({ width, data }: LumaImage, region: FigureBox, places: Int32Array): Uint8Array {
  const samples = new Uint8Array(region.width * places.length);
  for (let k = 0; k < places.length; k++) {
    const row = (region.y + (places[k] ?? 0)) * width + region.x;
    for (let at = 0, i = k; at < region.width; at++, i += places.length) samples[i] = Math.floor((data[row + at] ?? 0) + 0.5);
  }
  return samples;
}

function summarise(histogram: Uint16Array, n: number): Omit<Line, 'values'> {
  let median = 0;
  for (let seen = 0; median < 256; median++) {
    seen += histogram[median] ?? 0;
    if (seen * 2 >= n) break;
  }
  let inside = 0;
  let deviation = 0;
  for (let level = Math.max(0, median - 9); level <= Math.min(255, median + 9); level++) {
    inside += histogram[level] ?? 0;
    deviation += Math.abs(level - median) * (histogram[level] ?? 0);
  }
  return { median, share: inside / n, noise: inside ? deviation / inside : 0 };
}

/** Whether the picture stops sharply on both sides of lines [from, to). */
function hasEdges(lines: readonly Line[], from: number, to: number, isWide: boolean): boolean {
  const middle = lines[(from + to) >> 1];
  if (!middle) return false;
  const level = middle.median;
  const tolerance = Math.max(4, 3 * middle.noise + 3);
  const shares = [edgeShare(lines, from, -1, { level, tolerance }), edgeShare(lines, to - 1, 1, { level, tolerance })];
  const [weaker, stronger] = [Math.min(...shares), Math.max(...shares)];
  if (isWide) return middle.noise < 0.7 && weaker >= EDGE_SHARE;
  if (level >= 250 || level <= 4) return stronger >= EDGE_SHARE && weaker >= WEAKER_EDGE_SHARE;
  if ((level >= 240 || level <= 12) && to - from <= THIN_PX) return weaker >= EDGE_SHARE;
  return middle.noise <= 1.5 && weaker >= TINTED_EDGE_SHARE;
}

interface Gutter { readonly level: number; readonly tolerance: number }

/** Share of samples that leave the level of the gutter within 3 px of its border. */
function edgeShare(lines: readonly Line[], border: number, step: 1 | -1, gutter: Gutter): number {
  return shareOf(differing(lines, border, step, gutter));
}

/** 1 where a sample leaves the level of the gutter within 3 px of its border. */
function differing(lines: readonly Line[], border: number, step: 1 | -1, { level, tolerance }: Gutter): Uint8Array {
  const differs = new Uint8Array(lines[border]?.values.length ?? 0);
  for (const distance of [1, 2, 3]) {
    const values = lines[border + distance * step]?.values ?? [];
    for (let k = 0; k < values.length; k++) if (Math.abs((values[k] ?? 0) - level) > tolerance) differs[k] = 1;
  }
  return differs;
}

function shareOf(differs: Uint8Array): number {
  return differs.length ? differs.reduce((sum, one) => sum + one, 0) / differs.length : 0;
}

/** Lines 1–4 px thick that are brighter (or darker) than the picture on both sides along their whole length. */
function ridges(lines: readonly Line[]): Run[] {
  const runs: Run[] = [];
  for (let at = 4; at < lines.length - 4; at++) {
    if (ridgeStrength(lines, at, 1) < RIDGE_SHARE && ridgeStrength(lines, at, -1) < RIDGE_SHARE) continue;
    const last = runs.at(-1);
    if (last && at - last.to <= 1) runs[runs.length - 1] = { from: last.from, to: at + 1 };
    else runs.push({ from: at, to: at + 1 });
  }
  return runs.map(({ from, to }) => ({ from: from - 1, to: to + 1 })).filter(({ from, to }) => to - from <= 8);
}

/** Share of the tellable samples at which a line stands out from what lies 3 px to both sides; 0 when too few are tellable. */
function ridgeStrength(lines: readonly Line[], at: number, sign: 1 | -1): number {
  const [line, before, after] = [lines[at], lines[at - 3], lines[at + 3]];
  if (!line || !before || !after) return 0;
  const extreme = sign > 0 ? line.median > 200 : line.median < 70;
  if (!extreme) return 0;
  const { values, median } = line;
  let yes = 0;
  let no = 0;
  for (let k = 0; k < values.length; k++) {
    const v = values[k] ?? 0;
    const height = Math.min(sign * (v - (before.values[k] ?? 0)), sign * (v - (after.values[k] ?? 0)));
    if (height > 12) yes++;
    else if (height < -12 || Math.abs(v - median) > 40) no++;
  }
  return yes < RIDGE_KNOWN * values.length ? 0 : yes / (yes + no);
}

interface Trimmed {
  readonly trimmed: FigureBox;
  /** The lines of the trimmed region; rows are undefined where they must be read again, because they became shorter. */
  readonly rows: readonly Line[] | undefined;
  readonly columns: readonly Line[];
}

/** The region without constant margins and frame lines at its borders. */
function trim(luma: LumaImage, region: FigureBox): Trimmed {
  const rows = readLines(luma, region, 'y');
  const [top, bottom] = margins(rows);
  const inner = { ...region, y: region.y + top, height: region.height - top - bottom };
  const columns = readLines(luma, inner, 'x');
  const [left, right] = margins(columns);
  return {
    trimmed: { ...inner, x: inner.x + left, width: inner.width - left - right },
    rows: left + right === 0 ? rows.slice(top, rows.length - bottom) : undefined,
    columns: columns.slice(left, columns.length - right),
  };
}

function margins(lines: readonly Line[]): [number, number] {
  const reversed = lines.toReversed();
  const [start, end] = [margin(lines), margin(reversed)];
  return start + end >= lines.length - 8 ? [0, 0] : [start, end];
}

function margin(lines: readonly Line[]): number {
  const level = lines[0]?.median ?? 0;
  const at = endOfRun(lines, 0);
  if (at === 0 || at === lines.length) return 0;
  const tolerance = Math.max(4, 3 * (lines[0]?.noise ?? 0) + 3);
  const isPaper = level >= 250 || level <= 4;
  if (!isPaper && at > FRAME_PX && (lines[at >> 1]?.noise ?? 9) > 0.7) return 0; // the last line has the ringing of the picture
  const differs = differing(lines, at - 1, 1, { level, tolerance });
  if (at <= Math.max(12, MARGIN * lines.length)) return shareOf(differs) >= EDGE_SHARE ? at : 0;
  // The picture ends before the line does where there is a margin at the sides as well.
  const picture = differs.subarray(Math.max(0, differs.indexOf(1)), differs.lastIndexOf(1) + 1);
  return picture.length >= EDGE_SHARE * differs.length && shareOf(picture) >= WIDE_MARGIN_EDGE_SHARE ? at : 0;
}

function span(region: FigureBox, axis: Axis, from: number, to: number): FigureBox {
  return axis === 'x' ? { ...region, x: region.x + from, width: to - from } : { ...region, y: region.y + from, height: to - from };
}
