/** Lines of text: letters that stand on one line, gathered to words, and what can be measured of a word in its line. */
import type { Box } from '../../core/geometry.ts';
import type { LumaImage, MaskImage } from '../../core/image.ts';
import { quantileOf } from '../../imaging/pages/robust.ts';

export interface LineWord {
  /** Around its letters, px. */
  readonly box: Box;
  /** px: y of the line that its letters stand on; their median, so that g and comma count little. */
  readonly foot: number;
  /** log px: of its tallest letters. */
  readonly height: number;
  /** log of twice the area over the perimeter of its ink, px. */
  readonly stroke: number;
  /** Mean luma of its ink, grey. */
  readonly ink: number;
}

/** Share of its height by which letters of one line overlap. */
const OVERLAP = 0.5;
/** Gap over height from which a word ends, and from which a line does. */
const [WORD_GAP, LINE_GAP] = [0.55, 12] as const;

const LEAST_WORDS = 3;

/** @returns lines from the top, each its words from the left; only those of at least three words, so that each has two to compare with. */
export function linesOf(letters: readonly Box[], luma: LumaImage, ink: MaskImage): readonly (readonly LineWord[])[] {
  return rowsOf(letters).map((row) => split(row, WORD_GAP).map((word) => measured(word, luma, ink))).filter((words) => words.length >= LEAST_WORDS);
}

/** Letters in reading order, one list a line: each letter joins the line whose last letter it overlaps most. */
function rowsOf(letters: readonly Box[]): readonly (readonly Box[])[] {
  const rows: Box[][] = [];
  for (const letter of letters.toSorted((a, b) => a.x - b.x || a.y - b.y)) {
    let best: Box[] | undefined;
    let most = OVERLAP;
    for (const row of rows) {
      const last = row.at(-1);
      if (!last || letter.x - last.x - last.width > LINE_GAP * Math.max(last.height, letter.height)) continue;
      const shared = (Math.min(last.y + last.height, letter.y + letter.height) - Math.max(last.y, letter.y)) / Math.min(last.height, letter.height);
      if (shared > most) [best, most] = [row, shared];
    }
    if (best) best.push(letter);
    else rows.push([letter]);
  }
  return rows.sort((a, b) => (a[0]?.y ?? 0) - (b[0]?.y ?? 0));
}

function split(row: readonly Box[], gap: number): readonly (readonly Box[])[] {
  const words: Box[][] = [];
  for (const letter of row) {
    const word = words.at(-1);
    const last = word?.at(-1);
    if (word && last && letter.x - last.x - last.width <= gap * Math.max(last.height, letter.height)) word.push(letter);
    else words.push([letter]);
  }
  return words;
}

function measured(letters: readonly Box[], { width, data }: LumaImage, ink: MaskImage): LineWord {
  const x = Math.min(...letters.map((one) => one.x));
  const y = Math.min(...letters.map((one) => one.y));
  const box = { x, y, width: Math.max(...letters.map((one) => one.x + one.width)) - x, height: Math.max(...letters.map((one) => one.y + one.height)) - y };
  const tall = quantileOf(Float32Array.from(letters, (one) => one.height), 0.75);
  let [area, perimeter, dark] = [0, 0, 0];
  for (let row = box.y; row < box.y + box.height; row++) for (let column = box.x; column < box.x + box.width; column++) {
    const at = row * width + column;
    if (!ink.data[at]) continue;
    area++;
    dark += data[at] ?? 0;
    perimeter += 4 - (ink.data[at - 1] ?? 0) - (ink.data[at + 1] ?? 0) - (ink.data[at - width] ?? 0) - (ink.data[at + width] ?? 0);
  }
  return {
    box, foot: quantileOf(Float32Array.from(letters, (one) => one.y + one.height), 0.5), height: Math.log(tall),
    stroke: Math.log((2 * area + 1) / (perimeter + 1)), ink: dark / Math.max(1, area),
  };
}
