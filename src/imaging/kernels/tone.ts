/** Leaf loops of comparing two aligned images, in WebAssembly. Twin: tone.reference.ts. */
import { loadKernel } from './kernel.ts';
import type { Plane } from './sift.ts';

interface ToneExports {
  tone_sums(t: number, q: number, use: number, count: number, stride: number, curve: number, most: number, out: number): number;
  tone_apply(t: number, count: number, curve: number, out: number): void;
  tensors(a: number, b: number, use: number, width: number, height: number, scale: number, cell: number, columns: number, rows: number, out: number): void;
}

const kernel = loadKernel<ToneExports>('tone');

/** Bins of a tone curve, 4 grey each, over [0, 256). */
export const TONE_BINS = 64;

export interface ToneSums {
  /** 64 × (Σ q, Σ t, count). */
  readonly sums: Float64Array;
  /** Σ |q − curve(t)| of the pixels counted. */
  readonly absolute: number;
}

/** @param curve 64 values at the middles of the bins. @param most grey; pixels further from the curve are left out. @param stride every how manieth pixel is looked at. */
export function toneSums(t: Float32Array, q: Float32Array, use: Uint8Array, { curve, most, stride }: { readonly curve: Float32Array; readonly most: number; readonly stride: number }): ToneSums {
  if (t.length !== q.length || t.length !== use.length || curve.length !== TONE_BINS) throw new RangeError(`tone: ${t.length}, ${q.length} and ${use.length} pixels, ${curve.length} bins`);
  return kernel.scope((arena) => {
    const out = arena.reserve(TONE_BINS * 24);
    const absolute = kernel.exports.tone_sums(arena.push(t), arena.push(q), arena.push(use), t.length, stride, arena.push(curve), most, out);
    return { sums: new Float64Array(arena.u8(out, TONE_BINS * 24).buffer), absolute };
  });
}

/** A tone curve applied to a plane: linear between the middles of the bins and beyond them. */
export function applyTone(t: Float32Array, curve: Float32Array): Float32Array {
  if (curve.length !== TONE_BINS) throw new RangeError(`tone: ${curve.length} bins`);
  return kernel.scope((arena) => {
    const out = arena.reserve(t.byteLength);
    kernel.exports.tone_apply(arena.push(t), t.length, arena.push(curve), out);
    return arena.f32(out, t.length);
  });
}

export const TENSOR_FIELDS = 7;

export interface TensorCells {
  readonly width: number;
  readonly height: number;
  /** width × height × (Σw·gx², Σw·gx·gy, Σw·gy², Σw·gx·d, Σw·gy·d, Σ(1 − w), count), d = a − b, w = 1 / (1 + (d / scale)²). */
  readonly data: Float32Array;
}

/** Structure tensors and mismatch of a against b by square cells. @param scale grey. @param cell px. */
export function tensorCells({ width, height, data: a }: Plane, b: Float32Array, use: Uint8Array, { scale, cell }: { readonly scale: number; readonly cell: number }): TensorCells {
  if (a.length !== width * height || b.length !== a.length || use.length !== a.length) throw new RangeError(`tensors: expected ${width} × ${height} pixels, got ${a.length}, ${b.length} and ${use.length}`);
  const [columns, rows] = [Math.ceil(width / cell), Math.ceil(height / cell)];
  return kernel.scope((arena) => {
    const out = arena.reserve(4 * TENSOR_FIELDS * columns * rows);
    kernel.exports.tensors(arena.push(a), arena.push(b), arena.push(use), width, height, scale, cell, columns, rows, out);
    return { width: columns, height: rows, data: arena.f32(out, TENSOR_FIELDS * columns * rows) };
  });
}
