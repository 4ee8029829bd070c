/** Images that PDF writers cut into strips or tiles, put together again. */
import type { Box } from '../../core/geometry.ts';
import type { RgbImage } from '../../core/image.ts';
import type { Affine } from './affine.ts';

export interface Tile {
  readonly box: Box<'page'>;
  readonly toPage: Affine;
  /** px. */
  readonly width: number;
  readonly height: number;
}

/** Two tiles that abut, by their indices; `second` lies right of or below `first`. */
export interface Seam {
  readonly first: number;
  readonly second: number;
  readonly direction: 'right' | 'below';
}

/** Share by which the resolutions of two tiles may differ. */
const SAME_SCALE = 0.01;
/** grey; a seam rougher than this beyond its surroundings joins two different pictures. */
const ROUGH = 6;
/** grey; standard deviation along a seam below which it proves nothing. */
const FLAT = 4;

/** Pairs of upright images at one resolution whose edges coincide within a pixel. Cost: quadratic in the tiles of a page. */
export function findSeams(tiles: readonly Tile[]): readonly Seam[] {
  const seams: Seam[] = [];
  for (const [first, a] of tiles.entries()) {
    if (!isUpright(a.toPage)) continue;
    for (const [second, b] of tiles.entries()) {
      if (first === second || !isUpright(b.toPage) || !sameScale(a, b)) continue;
      // pt a pixel
      const [px, py] = [a.box.width / a.width, a.box.height / a.height];
      const near = (u: number, v: number, tolerance: number): boolean => Math.abs(u - v) <= tolerance;
      const sameRow = near(a.box.y, b.box.y, py) && near(a.box.height, b.box.height, py) && a.height === b.height;
      const sameColumn = near(a.box.x, b.box.x, px) && near(a.box.width, b.box.width, px) && a.width === b.width;
      if (sameRow && near(a.box.x + a.box.width, b.box.x, px)) seams.push({ first, second, direction: 'right' });
      else if (sameColumn && near(a.box.y + a.box.height, b.box.y, py)) seams.push({ first, second, direction: 'below' });
    }
  }
  return seams;
}

function isUpright([a, b, c, d]: Affine): boolean {
  return a > 0 && d < 0 && Math.abs(b) < 1e-3 * a && Math.abs(c) < 1e-3 * -d;
}

function sameScale(a: Tile, b: Tile): boolean {
  const ratios = [(a.width / a.box.width) / (b.width / b.box.width), (a.height / a.box.height) / (b.height / b.box.height)];
  return ratios.every((ratio) => Math.abs(ratio - 1) < SAME_SCALE);
}

/** `continuous`: one picture goes on across the seam. `flat`: nothing there to tell. `broken`: two pictures. */
export function judgeSeam(first: RgbImage, second: RgbImage, direction: Seam['direction']): 'continuous' | 'flat' | 'broken' {
  const line = direction === 'right' ? columnOf : rowOf;
  const length = direction === 'right' ? first.width : first.height;
  const edges = [line(first, length - 1), line(second, 0)] as const;
  const across = meanDifference(...edges);
  const within = Math.max(meanDifference(line(first, Math.max(0, length - 2)), edges[0]), meanDifference(edges[1], line(second, 1)));
  if (across > 2.5 * within + ROUGH) return 'broken';
  return Math.max(...edges.map(deviation)) < FLAT ? 'flat' : 'continuous';
}

/** One row of luma-like sums (R + G + B) / 3. */
function rowOf({ width, height, data }: RgbImage, row: number): Float32Array {
  const y = Math.min(row, height - 1);
  return Float32Array.from({ length: width }, (_, x) => grey(data, (y * width + x) * 3));
}

function columnOf({ width, height, data }: RgbImage, column: number): Float32Array {
  const x = Math.min(column, width - 1);
  return Float32Array.from({ length: height }, (_, y) => grey(data, (y * width + x) * 3));
}

function grey(data: Uint8Array, at: number): number {
  return ((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0)) / 3;
}

function meanDifference(a: Float32Array, b: Float32Array): number {
  const count = Math.min(a.length, b.length);
  let sum = 0;
  for (let i = 0; i < count; i++) sum += Math.abs((a[i] ?? 0) - (b[i] ?? 0));
  return sum / Math.max(1, count);
}

function deviation(values: Float32Array): number {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  return Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
}

/** Sets of indices joined by seams, each with two members or more. */
export function groupsOf(seams: readonly Seam[]): readonly (readonly number[])[] {
  const group = new Map<number, Set<number>>();
  for (const { first, second } of seams) {
    const joined = new Set([first, second, ...(group.get(first) ?? []), ...(group.get(second) ?? [])]);
    for (const member of joined) group.set(member, joined);
  }
  return [...new Set(group.values())].map((members) => [...members].sort((a, b) => a - b));
}

/** The box around tiles when they fill it without holes or overlaps, else undefined. */
export function filledBox(boxes: readonly Box<'page'>[]): Box<'page'> | undefined {
  const x = Math.min(...boxes.map((b) => b.x));
  const y = Math.min(...boxes.map((b) => b.y));
  const width = Math.max(...boxes.map((b) => b.x + b.width)) - x;
  const height = Math.max(...boxes.map((b) => b.y + b.height)) - y;
  const covered = boxes.reduce((sum, b) => sum + b.width * b.height, 0);
  return Math.abs(covered / (width * height) - 1) < 0.05 ? { x, y, width, height } : undefined;
}

export interface PlacedTile extends Tile {
  readonly image: RgbImage;
}

/** One image from tiles that fill `box`, at their own resolution. */
export function joinTiles(tiles: readonly PlacedTile[], box: Box<'page'>): RgbImage {
  const sample = tiles[0];
  if (!sample) throw new RangeError('no tiles to join');
  const [sx, sy] = [sample.width / sample.box.width, sample.height / sample.box.height];
  const placed = tiles.map(({ image, box: { x, y } }) => ({ image, left: Math.round((x - box.x) * sx), top: Math.round((y - box.y) * sy) }));
  const width = Math.max(...placed.map(({ image, left }) => left + image.width));
  const height = Math.max(...placed.map(({ image, top }) => top + image.height));
  const data = new Uint8Array(width * height * 3).fill(255);
  for (const { image, left, top } of placed) {
    for (let y = 0; y < image.height; y++) data.set(image.data.subarray(y * image.width * 3, (y + 1) * image.width * 3), ((top + y) * width + left) * 3);
  }
  return { width, height, channels: 3, data };
}
