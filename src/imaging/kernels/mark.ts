/** The full-resolution passes of watermark embedding and the keyed sums of detection, in WebAssembly. Twin: mark.reference.ts. */
import { loadKernel } from './kernel.ts';
import type { Plane } from './sift.ts';

interface MarkExports {
  deviation(luma: number, width: number, height: number, radius: number, sums: number, out: number): void;
  weave(mark: number, reference: number, sd: number, width: number, height: number, first: number, weights: number, soft: number, least: number, out: number): number;
  widen(source: number, width: number, height: number, first: number, weights: number, to: number, out: number): void;
  signed_sums(g: number, bytes: number, keys: number, count: number, masks: number, out: number): void;
  signed_slots(g: number, count: number, bits: number, slots: number, size: number, out: number): void;
}

const kernel = loadKernel<MarkExports>('mark');

/** For each target sample of one axis the first of four source samples (may lie outside: clamped) and their weights. */
export interface FourTaps {
  readonly first: Int32Array;
  /** 4 × target samples. */
  readonly weights: Float32Array;
}

/** Rows of the enlarged mark, and what the local deviation is measured against; both of the same size. */
export interface WeaveRows {
  readonly width: number;
  /** Rows × width; every `first` + 3 lies inside. */
  readonly mark: Float32Array;
  readonly reference: Float32Array;
  readonly taps: FourTaps;
  /** grey, added to both deviations before they are compared. */
  readonly soft: number;
  /** Least gain. */
  readonly least: number;
}

/**
 * Standard deviation of the (2·radius + 1)² window around each pixel; rows within `radius` of the top and bottom give none, columns repeat at the edges.
 * @returns (height − 2·radius) × width, grey.
 */
export function localDeviation({ width, height, data }: Plane, radius: number): Float32Array {
  check(width, height, data);
  if (height <= 2 * radius) throw new RangeError(`plane: ${height} rows are too few for a window of ${2 * radius + 1}`);
  const count = (height - 2 * radius) * width;
  return kernel.scope((arena) => {
    const out = arena.reserve(4 * count);
    kernel.exports.deviation(arena.push(data), width, height, radius, arena.reserve(8 * (width + 2 * radius + 4)), out);
    return arena.f32(out, count);
  });
}

/** Rows of the mark under the pixel mask clip((sd + soft) / (reference + soft), least, 1), and the sum of their squares. @param sd rows × width. */
export function weaveRows({ width, mark, reference, taps, soft, least }: WeaveRows, sd: Float32Array): { readonly rows: Float32Array; readonly energy: number } {
  const height = sd.length / width;
  if (taps.first.length !== height || mark.length !== reference.length || taps.first.some((at) => at < 0 || (at + 4) * width > mark.length)) throw new RangeError('weave: taps leave the rows');
  return kernel.scope((arena) => {
    const out = arena.reserve(sd.byteLength);
    const energy = kernel.exports.weave(arena.push(mark), arena.push(reference), arena.push(sd), width, height, arena.push(taps.first), arena.push(taps.weights), soft, least, out);
    return { rows: arena.f32(out, sd.length), energy };
  });
}

/** Each row at another width. */
export function widenRows({ width, height, data }: Plane, taps: FourTaps): Float32Array {
  check(width, height, data);
  const to = taps.first.length;
  return kernel.scope((arena) => {
    const out = arena.reserve(4 * to * height);
    kernel.exports.widen(arena.push(data), width, height, arena.push(taps.first), arena.push(taps.weights), to, out);
    return arena.f32(out, to * height);
  });
}

/** Σ ± g for many keys. @param g a multiple of 8 values. @param keys rows of g.length / 8 bytes, least significant bit first, 1 = plus. */
export function signedSums(g: Float32Array, keys: Uint8Array): Float64Array {
  const bytes = g.length / 8;
  const count = keys.length / bytes;
  if (!Number.isInteger(bytes) || !Number.isInteger(count)) throw new RangeError(`keys: ${keys.length} bytes for ${g.length} values`);
  return kernel.scope((arena) => {
    const out = arena.reserve(8 * count);
    kernel.exports.signed_sums(arena.push(g), bytes, arena.push(keys), count, arena.reserve(256), out);
    return new Float64Array(arena.u8(out, 8 * count).buffer);
  });
}

/** Σ ± g of one key by slot. @param slots one for each value, all below `size`. */
export function signedSlots(g: Float32Array, bits: Uint8Array, slots: Uint16Array, size: number): Float64Array {
  if (slots.length !== g.length || bits.length * 8 < g.length) throw new RangeError(`slots: ${slots.length} for ${g.length} values and ${bits.length} bytes of bits`);
  return kernel.scope((arena) => {
    const out = arena.reserve(8 * size);
    kernel.exports.signed_slots(arena.push(g), g.length, arena.push(bits), arena.push(slots), size, out);
    return new Float64Array(arena.u8(out, 8 * size).buffer);
  });
}

function check(width: number, height: number, data: Float32Array): void {
  if (width < 1 || height < 1 || data.length !== width * height) throw new RangeError(`plane: expected ${width} × ${height} samples, got ${data.length}`);
}
