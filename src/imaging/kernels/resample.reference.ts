/** The loops of kernels/resample.ts in plain TypeScript: specification and oracle. */
import type { AxisTaps } from './resample.ts';
import type { Plane } from './sift.ts';

export function resamplePlaneReference({ width, height, data }: Plane, across: AxisTaps, down: AxisTaps): Float32Array {
  const [toWidth, toHeight] = [across.first.length, down.first.length];
  const lines = new Float32Array(toWidth * height);
  for (let y = 0; y < height; y++) for (let x = 0; x < toWidth; x++) {
    let sum = 0;
    for (let t = 0; t < across.taps; t++) sum += (across.weights[x * across.taps + t] ?? 0) * (data[y * width + clamped((across.first[x] ?? 0) + t, width)] ?? 0);
    lines[y * toWidth + x] = sum;
  }
  const out = new Float32Array(toWidth * toHeight);
  for (let y = 0; y < toHeight; y++) for (let t = 0; t < down.taps; t++) {
    const weight = down.weights[y * down.taps + t] ?? 0;
    const from = clamped((down.first[y] ?? 0) + t, height) * toWidth;
    for (let x = 0; x < toWidth; x++) out[y * toWidth + x] = (out[y * toWidth + x] ?? 0) + weight * (lines[from + x] ?? 0);
  }
  return out;
}

export function averageRowsReference(rows: Float32Array, width: number, to: number): Float32Array {
  const step = width / to;
  return Float32Array.from({ length: (rows.length / width) * to }, (_, i) => {
    const [x, at] = [i % to, Math.floor(i / to) * width];
    const [start, end] = [x * step, x === to - 1 ? width : (x + 1) * step];
    const [first, last] = [Math.floor(start), Math.floor(end)];
    let sum = (rows[at + first] ?? 0) * (first === last ? end - start : first + 1 - start);
    for (let u = first + 1; u < last; u++) sum += rows[at + u] ?? 0;
    if (last > first && last < width) sum += (rows[at + last] ?? 0) * (end - last);
    return sum / step;
  });
}

function clamped(i: number, n: number): number {
  return Math.min(n - 1, Math.max(0, i));
}
