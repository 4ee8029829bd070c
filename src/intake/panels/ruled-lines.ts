/** Grid lines of plots and tables: thin lines right across a stretch of paper. */
import type { RgbImage } from '../../core/image.ts';

/** Level from which a pixel counts as paper. */
const PAPER = 246;
/** Levels by which a line is darker than the paper 3 px to both sides; grid lines are often drawn in the lightest grey. */
const DARKER = 5;
/** Share of a line that must lie between paper … */
const MIN_KNOWN = 0.4;
/** … and of that, the share that must be darker. */
const MIN_DARKER = 0.85;
/** Positions looked at along a line. */
const SAMPLES = 240;

/** Number of thin lines that run across the whole picture, along both axes; read in green at full resolution. */
export function countRuledLines(rgb: RgbImage): number {
  const { width, height } = rgb;
  const row = width * 3;
  return countAlong(rgb.data, { lines: height, step: row, length: width, along: 3 }) + countAlong(rgb.data, { lines: width, step: 3, length: height, along: row });
}

interface Direction {
  readonly lines: number;
  /** Samples from one line to the next. */
  readonly step: number;
  readonly length: number;
  /** Samples from one position of a line to the next. */
  readonly along: number;
}

function countAlong(data: Uint8Array, { lines, step, length, along }: Direction): number {
  const count = Math.min(SAMPLES, length);
  const places = Int32Array.from({ length: count }, (_, k) => Math.floor(((k + 0.5) * length) / count) * along + 1);
  let found = 0;
  for (let line = 3; line < lines - 3; line++) {
    let known = 0;
    let darker = 0;
    for (let k = 0; k < count; k++) {
      const i = line * step + (places[k] ?? 0);
      const paper = Math.min(data[i - 3 * step] ?? 0, data[i + 3 * step] ?? 0);
      if (paper < PAPER) continue;
      known++;
      if (paper - (data[i] ?? 0) >= DARKER) darker++;
    }
    if (known < MIN_KNOWN * count || darker < MIN_DARKER * known) continue;
    found++;
    line += 3;
  }
  return found;
}
