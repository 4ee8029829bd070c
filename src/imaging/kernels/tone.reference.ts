/** The loops of kernels/tone.ts in plain TypeScript: specification and oracle. */
import type { Plane } from './sift.ts';
import { TENSOR_FIELDS, TONE_BINS, type TensorCells, type ToneSums } from './tone.ts';

function curveAt(curve: Float32Array, t: number): number {
  const at = t / 4 - 0.5;
  const i = Math.min(TONE_BINS - 2, Math.max(0, Math.floor(at)));
  return (curve[i] ?? 0) + (at - i) * ((curve[i + 1] ?? 0) - (curve[i] ?? 0));
}

export function toneSumsReference(t: Float32Array, q: Float32Array, use: Uint8Array, { curve, most, stride }: { readonly curve: Float32Array; readonly most: number; readonly stride: number }): ToneSums {
  const sums = new Float64Array(TONE_BINS * 3);
  let absolute = 0;
  for (const [i, level] of t.entries()) {
    const value = q[i] ?? 0;
    const off = Math.abs(value - curveAt(curve, level));
    if (i % stride !== 0 || !use[i] || off > most) continue;
    absolute += off;
    const at = 3 * Math.min(TONE_BINS - 1, Math.max(0, Math.floor(level / 4)));
    sums[at] = (sums[at] ?? 0) + value;
    sums[at + 1] = (sums[at + 1] ?? 0) + level;
    sums[at + 2] = (sums[at + 2] ?? 0) + 1;
  }
  return { sums, absolute };
}

export function applyToneReference(t: Float32Array, curve: Float32Array): Float32Array {
  return t.map((v) => curveAt(curve, v));
}

export function tensorCellsReference({ width: w, height: h, data: a }: Plane, b: Float32Array, use: Uint8Array, { scale, cell }: { readonly scale: number; readonly cell: number }): TensorCells {
  const [width, height] = [Math.ceil(w / cell), Math.ceil(h / cell)];
  const data = new Float32Array(width * height * TENSOR_FIELDS);
  for (let y = 1; y < h - 1; y++) for (let x = 1; x < w - 1; x++) {
    const i = y * w + x;
    if (![i, i - 1, i + 1, i - w, i + w].every((at) => use[at])) continue;
    const d = (a[i] ?? 0) - (b[i] ?? 0);
    const weight = 1 / (1 + (d / scale) ** 2);
    const slope = (step: number): number => ((a[i + step] ?? 0) - (a[i - step] ?? 0) + (b[i + step] ?? 0) - (b[i - step] ?? 0)) / 4;
    const [gx, gy] = [slope(1), slope(w)];
    const at = (Math.floor(y / cell) * width + Math.floor(x / cell)) * TENSOR_FIELDS;
    for (const [k, value] of [weight * gx * gx, weight * gx * gy, weight * gy * gy, weight * gx * d, weight * gy * d, 1 - weight, 1].entries()) data[at + k] = (data[at + k] ?? 0) + value;
  }
  return { width, height, data };
}
