/** For each letter the one that is most like it, pixel by pixel. */
import type { Box } from '../../core/geometry.ts';
import type { LumaImage } from '../../core/image.ts';

export interface Twin {
  /** Place in the list of letters. */
  readonly of: number;
  readonly with: number;
  /** log of the mean squared difference over the mean squared step between neighbours: what a shift by a fraction of a pixel does to a letter of such edges. */
  readonly difference: number;
}

/** Grey², added so that neither noise-free paper nor a soft letter decides. */
const [LEAST_DIFFERENCE, LEAST_STEP] = [0.5, 20] as const;

/** Letters of like size, and where there are many of like tone, are compared at shifts of up to one pixel. One that nothing is like in size has no twin. */
export function twinsOf(letters: readonly Box[], luma: LumaImage): readonly Twin[] {
  const tones = letters.map((letter) => toneOf(luma, letter));
  const bySize = new Map<number, number[]>();
  letters.map((_, n) => n).sort((a, b) => (tones[a] ?? 0) - (tones[b] ?? 0)).forEach((n) => {
    const key = keyOf(letters[n]?.width ?? 0, letters[n]?.height ?? 0);
    const list = bySize.get(key);
    if (list) list.push(n);
    else bySize.set(key, [n]);
  });
  return letters.flatMap((letter, of) => {
    const { width, height } = letter;
    const alike = NEIGHBOURS.flatMap(([dx, dy]) => nearest(bySize.get(keyOf(width + dx, height + dy)) ?? [], tones, tones[of] ?? 0)).filter((n) => n !== of);
    const unshifted = alike.map((n) => ({ n, difference: differenceOf(luma, letter, letters[n] ?? letter, NEIGHBOURS[0], Number.POSITIVE_INFINITY) })).sort((a, b) => a.difference - b.difference);
    let [least, best] = [unshifted[0]?.difference ?? Number.POSITIVE_INFINITY, unshifted[0]?.n ?? -1];
    for (const { n } of unshifted.slice(0, SHIFTED)) for (const shift of NEIGHBOURS) {
      const difference = differenceOf(luma, letter, letters[n] ?? letter, shift, least);
      if (difference < least) [least, best] = [difference, n];
    }
    return best < 0 ? [] : [{ of, with: best, difference: Math.log((least + LEAST_DIFFERENCE) / (stepOf(luma, letter) + LEAST_STEP)) }];
  });
}

/** Of those the most alike as they lie, which are tried shifted too. */
const SHIFTED = 10;

/** Letters of one size that a letter is compared with, lighter and darker than it: a copy has the same tone. */
const EACH_SIDE = 12;

/** @param list by tone. */
function nearest(list: readonly number[], tones: readonly number[], tone: number): readonly number[] {
  if (list.length <= 2 * EACH_SIDE) return list;
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tones[list[middle] ?? 0] ?? 0) < tone) low = middle + 1;
    else high = middle;
  }
  return list.slice(Math.max(0, low - EACH_SIDE), low + EACH_SIDE + 1);
}

/** Mean luma of the box. */
function toneOf({ width: stride, data }: LumaImage, { x, y, width, height }: Box): number {
  let sum = 0;
  for (let row = y; row < y + height; row++) for (let at = row * stride + x, end = at + width; at < end; at++) sum += data[at] ?? 0;
  return sum / (width * height);
}

/** px: by how much the sides of two letters, and their places, may differ. */
const NEIGHBOURS = [[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, -1], [1, -1], [-1, 1]] as const;
const keyOf = (width: number, height: number): number => width * 1000 + height;

/** Mean squared difference of a letter and the place of its size where another begins, shifted, grey²; given up where it passes `most`. */
function differenceOf({ width: stride, height: rows, data }: LumaImage, { x: left, y: top, width, height }: Box, other: Box, [dx, dy]: readonly [number, number], most: number): number {
  const [x, y] = [other.x + dx, other.y + dy];
  if (x < 0 || y < 0 || x + width > stride || y + height > rows) return Number.POSITIVE_INFINITY;
  const limit = most * width * height;
  let sum = 0;
  // every second row first: unlike letters are given up sooner
  for (const first of [0, 1]) for (let row = first; row < height; row += 2) {
    for (let i = 0, a = (top + row) * stride + left, b = (y + row) * stride + x; i < width; i++, a++, b++) sum += ((data[a] ?? 0) - (data[b] ?? 0)) ** 2;
    if (sum > limit) return Number.POSITIVE_INFINITY;
  }
  return sum / (width * height);
}

/** Mean squared step between neighbours across and down, grey². */
function stepOf({ width: stride, data }: LumaImage, { x, y, width, height }: Box): number {
  let sum = 0;
  for (let row = y; row < y + height; row++) for (let at = row * stride + x, end = at + width; at < end; at++) {
    sum += ((data[at + 1] ?? 0) - (data[at] ?? 0)) ** 2 + ((data[at + stride] ?? 0) - (data[at] ?? 0)) ** 2;
  }
  return sum / (2 * width * height);
}
