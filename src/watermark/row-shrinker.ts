/** Area averages of rows as they come, so that a large image is shrunk without being held. */
import { image, type LumaImage } from '../core/image.ts';
import { averageRows } from '../imaging/kernels/resample.ts';
import { resizeLuma } from '../imaging/resample.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

export interface RowShrinker {
  /** Rows in order, `count` × from.width. */
  push(rows: Float32Array): void;
  /** The smaller image; every row must have been pushed. */
  finish(): LumaImage;
}

/** Signed samples are kept as they are when both sides shrink; otherwise the image is held and resized as `resizeLuma` does, about `middle`. */
export function rowShrinker(from: Size, to: Size, middle = 0): RowShrinker {
  return to.width <= from.width && to.height <= from.height ? shrinking(from, to) : holding(from, to, middle);
}

function shrinking(from: Size, to: Size): RowShrinker {
  const out = new Float32Array(to.width * to.height);
  const step = from.height / to.height;
  let y = 0;
  const addRow = (target: number, share: number, line: Float32Array): void => {
    if (share <= 1e-9 || target >= to.height) return;
    const base = target * to.width;
    const weight = share / step;
    for (let x = 0; x < to.width; x++) out[base + x] = (out[base + x] ?? 0) + weight * (line[x] ?? 0);
  };
  return {
    push(rows) {
      const lines = averageRows(rows, from.width, to.width);
      for (let at = 0; at < lines.length; at += to.width, y++) {
        const line = lines.subarray(at, at + to.width);
        const target = Math.floor(y / step + 1e-9);
        const covered = Math.min(1, (target + 1) * step - y);
        addRow(target, covered, line);
        addRow(target + 1, 1 - covered, line);
      }
    },
    finish: () => image(to.width, to.height, 1, out),
  };
}

function holding(from: Size, to: Size, middle: number): RowShrinker {
  const all = new Float32Array(from.width * from.height);
  let filled = 0;
  return {
    push(rows) {
      for (let i = 0; i < rows.length; i++) all[filled + i] = (rows[i] ?? 0) + middle;
      filled += rows.length;
    },
    finish() {
      const resized = resizeLuma(image(from.width, from.height, 1, all), to.width, to.height);
      if (middle !== 0) for (let i = 0; i < resized.data.length; i++) resized.data[i] = (resized.data[i] ?? 0) - middle;
      return resized;
    },
  };
}
