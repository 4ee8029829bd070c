/** Rows and columns at another size, in WebAssembly. Twin, equal to the last bit: resample.reference.ts. */
import { loadKernel } from './kernel.ts';
import type { Plane } from './sift.ts';

interface ResampleExports {
  across(rows: number, width: number, count: number, first: number, weights: number, taps: number, to: number, lines: number, out: number): void;
  down(lines: number, to: number, base: number, last: number, first: number, weights: number, taps: number, count: number, out: number): void;
  average(rows: number, width: number, count: number, step: number, to: number, lines: number, out: number): void;
}

const kernel = loadKernel<ResampleExports>('resample');

/** For each target sample of one axis: the first source sample, never less than that of the target before, and `taps` weights; samples beyond the edge repeat it. */
export interface AxisTaps {
  readonly taps: number;
  readonly first: Int32Array;
  /** taps × target samples. */
  readonly weights: Float32Array;
}

/** Source samples lent to the kernel at once, so that its memory stays small whatever the image. */
const AT_ONCE = 1 << 18;

/** Each row by the taps of one axis, then each column by those of the other; sums of a row in double precision, of a column rounded at each step. */
export function resamplePlane({ width, height, data }: Plane, across: AxisTaps, down: AxisTaps): Float32Array {
  if (data.length !== width * height) throw new RangeError(`plane: expected ${width} × ${height} samples, got ${data.length}`);
  const [toWidth, toHeight] = [across.first.length, down.first.length];
  const out = new Float32Array(toWidth * toHeight);
  const most = Math.max(1, Math.floor(AT_ONCE / Math.max(width, toWidth)));
  for (let top = 0; top < toHeight;) {
    const first = inside(down.first[top] ?? 0, height);
    let end = top + 1;
    while (end < toHeight && end - top < most && inside((down.first[end] ?? 0) + down.taps - 1, height) - first < most) end++;
    const last = inside((down.first[end - 1] ?? 0) + down.taps - 1, height);
    const [from, to] = [top, end];
    out.set(kernel.scope((arena) => {
      const [count, targets] = [last + 1 - first, to - from];
      const lines = arena.reserve(4 * toWidth * count);
      kernel.exports.across(
        arena.push(data.subarray(first * width, (last + 1) * width)), width, count, arena.push(across.first), arena.push(doubles(across.weights)), across.taps, toWidth, arena.reserve(16 * width), lines,
      );
      const rows = arena.reserve(4 * toWidth * targets);
      const weights = doubles(down.weights.subarray(from * down.taps, to * down.taps));
      kernel.exports.down(lines, toWidth, first, height - 1, arena.push(down.first.subarray(from, to)), arena.push(weights), down.taps, targets, rows);
      return arena.f32(rows, toWidth * targets);
    }), from * toWidth);
    top = end;
  }
  return out;
}

/** Each row averaged over the width / to source samples of every target sample. @param to at most width. */
export function averageRows(rows: Float32Array, width: number, to: number): Float32Array {
  const count = rows.length / width;
  if (!Number.isInteger(count) || !(to >= 1 && to <= width)) throw new RangeError(`rows: ${rows.length} samples in rows of ${width}, averaged to ${to}`);
  return kernel.scope((arena) => {
    const out = arena.reserve(4 * to * count);
    kernel.exports.average(arena.push(rows), width, count, width / to, to, arena.reserve(16 * width), out);
    return arena.f32(out, to * count);
  });
}

function inside(i: number, n: number): number {
  return Math.min(n - 1, Math.max(0, i));
}

function doubles(weights: Float32Array): Uint8Array {
  return new Uint8Array(Float64Array.from(weights).buffer);
}
