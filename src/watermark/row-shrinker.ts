/** Area averages of rows as they come, so that a large image is shrunk without being held. */
import { image, type LumaImage } from '../core/image.ts';
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
  const [stepX, stepY] = [from.width / to.width, from.height / to.height];
  const line = new Float32Array(to.width);
  let y = 0;
  const addRow = (target: number, share: number): void => {
    if (share <= 1e-9 || target >= to.height) return;
    const base = target * to.width;
    const weight = share / stepY;
    for (let x = 0; x < to.width; x++) out[base + x] = (out[base + x] ?? 0) + weight * (line[x] ?? 0);
  };
  return {
    push(rows) {
      for (let at = 0; at < rows.length; at += from.width, y++) {
        averageInto(line, rows, at, { width: from.width, step: stepX });
        const target = Math.floor(y / stepY + 1e-9);
        const covered = Math.min(1, (target + 1) * stepY - y);
        addRow(target, covered);
        addRow(target + 1, 1 - covered);
      }
    },
    finish: () => image(to.width, to.height, 1, out),
  };
}

/** One row averaged over the source width of each target pixel. */
function averageInto(line: Float32Array, rows: Float32Array, at: number, { width, step }: { readonly width: number; readonly step: number }): void {
  let start = 0;
  for (let x = 0; x < line.length; x++) {
    const end = x === line.length - 1 ? width : (x + 1) * step;
    const [first, last] = [Math.floor(start), Math.floor(end)];
    let sum = (rows[at + first] ?? 0) * (first === last ? end - start : first + 1 - start);
    for (let u = first + 1; u < last; u++) sum += rows[at + u] ?? 0;
    if (last > first && last < width) sum += (rows[at + last] ?? 0) * (end - last);
    line[x] = sum / step;
    start = end;
  }
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
