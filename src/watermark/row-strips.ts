/** An image read in strips of rows, with a few rows more above and below. */
import type { LumaRows } from './engine.types.ts';

/** Rows of a strip. */
export const STRIP_ROWS = 64;

export interface StripPlace {
  /** First row of the strip itself. */
  readonly top: number;
  readonly rows: number;
}

export interface Strip extends StripPlace {
  /** (rows + 2 · halo) × width; rows beyond the image repeat its edge. */
  readonly data: Float32Array;
}

export interface StripReader {
  readonly count: number;
  place(index: number): StripPlace;
  /** Strips in order cost one read of each row; out of order the halo is read again. */
  strip(index: number): Strip;
}

export function readStrips({ width, height, read }: LumaRows, halo: number): StripReader {
  let [from, to] = [0, 0]; // rows of the image held
  let held = new Float32Array(0);
  const place = (index: number): StripPlace => ({ top: index * STRIP_ROWS, rows: Math.min(STRIP_ROWS, height - index * STRIP_ROWS) });
  return {
    count: Math.ceil(height / STRIP_ROWS),
    place,
    strip(index) {
      const { top, rows } = place(index);
      const data = new Float32Array((rows + 2 * halo) * width);
      for (let i = 0; i < rows + 2 * halo; i++) {
        const y = Math.min(height - 1, Math.max(0, top - halo + i));
        const into = data.subarray(i * width, (i + 1) * width);
        if (i > 0 && y === Math.min(height - 1, Math.max(0, top - halo + i - 1))) into.set(data.subarray((i - 1) * width, i * width));
        else if (y >= from && y < to) into.set(held.subarray((y - from) * width, (y - from + 1) * width));
        else read(y, into);
      }
      const kept = Math.min(rows + 2 * halo, 2 * halo);
      from = Math.max(0, top + rows + halo - kept);
      to = Math.min(height, top + rows + halo);
      const first = from - (top - halo);
      held = data.slice(first * width, (first + to - from) * width);
      return { top, rows, data };
    },
  };
}

/** The rows of the strip without the halo. */
export function innerRows({ rows, data }: Strip, width: number, halo: number): Float32Array {
  return data.subarray(halo * width, (halo + rows) * width);
}
