/**
 * A 256-bit hash of a whole image, and its eight variants under turns and mirrors.
 * Source: the layout of PDQ (Facebook, "The TMK+PDQF video-hashing algorithm and the PDQ image-hashing algorithm", 2019):
 * 64 × 64 luma, 16 × 16 DCT coefficients without the constant ones, threshold at their median. Its image reduction is a box average here.
 */
import { image, type LumaImage } from '../core/image.ts';
import { resizeLuma } from '../imaging/resample.ts';
import { IDENTITY, type Matrix } from '../core/geometry.ts';

export const HASH_BYTES = 32;
const SIDE = 64;
const TERMS = 16;

/** cos(π (2x + 1) u / 2N) for u = 1 … 16. */
const BASIS = Float64Array.from({ length: TERMS * SIDE }, (_, i) => Math.cos((Math.PI * (2 * (i % SIDE) + 1) * (Math.floor(i / SIDE) + 1)) / (2 * SIDE)));

export interface HashVariant {
  readonly hash: Uint8Array;
  /** Unit square of the image → unit square of the variant. */
  readonly motion: Matrix;
}

/** Mirrored left–right when `flipX`, upside down when `flipY`, both after the transposition. */
const VARIANTS = [false, true].flatMap((transpose) => [false, true].flatMap((flipY) => [false, true].map((flipX) => ({ transpose, flipX, flipY }))));

/** 16 × 16 coefficients, row = vertical frequency − 1. */
function coefficients(luma: LumaImage): Float64Array {
  const small = luma.width === SIDE && luma.height === SIDE ? luma : resizeLuma(luma, SIDE, SIDE);
  const rows = new Float64Array(TERMS * SIDE); // vertical frequency × x
  for (let v = 0; v < TERMS; v++) for (let x = 0; x < SIDE; x++) {
    let sum = 0;
    for (let y = 0; y < SIDE; y++) sum += (BASIS[v * SIDE + y] ?? 0) * (small.data[y * SIDE + x] ?? 0);
    rows[v * SIDE + x] = sum;
  }
  const out = new Float64Array(TERMS * TERMS);
  for (let v = 0; v < TERMS; v++) for (let u = 0; u < TERMS; u++) {
    let sum = 0;
    for (let x = 0; x < SIDE; x++) sum += (BASIS[u * SIDE + x] ?? 0) * (rows[v * SIDE + x] ?? 0);
    out[v * TERMS + u] = sum;
  }
  return out;
}

function toHash(terms: Float64Array): Uint8Array {
  const sorted = terms.toSorted();
  const median = ((sorted[127] ?? 0) + (sorted[128] ?? 0)) / 2;
  const hash = new Uint8Array(HASH_BYTES);
  for (const [i, term] of terms.entries()) if (term > median) hash[i >> 3] = (hash[i >> 3] ?? 0) | (1 << (i & 7));
  return hash;
}

export function wholeImageHash(luma: LumaImage): Uint8Array {
  return toHash(coefficients(luma));
}

/** The hashes that the eight turned and mirrored forms of the image have; the first is the image's own. */
export function hashVariants(luma: LumaImage): HashVariant[] {
  const terms = coefficients(luma);
  return VARIANTS.map(({ transpose, flipX, flipY }) => {
    const moved = new Float64Array(terms.length);
    for (let v = 0; v < TERMS; v++) for (let u = 0; u < TERMS; u++) {
      const value = transpose ? terms[u * TERMS + v] ?? 0 : terms[v * TERMS + u] ?? 0;
      // Frequency u + 1: a mirror changes the sign of the odd ones.
      const sign = (flipX && u % 2 === 0 ? -1 : 1) * (flipY && v % 2 === 0 ? -1 : 1);
      moved[v * TERMS + u] = sign * value;
    }
    const [a, b] = transpose ? [0, 1] : [1, 0];
    const [sx, sy] = [flipX ? -1 : 1, flipY ? -1 : 1];
    const motion: Matrix = !transpose && !flipX && !flipY ? IDENTITY : [sx * a, sx * b, flipX ? 1 : 0, sy * b, sy * a, flipY ? 1 : 0, 0, 0, 1];
    return { hash: toHash(moved), motion };
  });
}

/** bit, in [0, 256]. */
export function hashDistance(a: Uint8Array, b: Uint8Array): number {
  let bits = 0;
  for (let i = 0; i < HASH_BYTES; i++) for (let x = (a[i] ?? 0) ^ (b[i] ?? 0); x; x &= x - 1) bits++;
  return bits;
}

/** (i << 16) | i-th 16 bits, 16 of them: two hashes at most 15 bits apart share at least one. */
export function hashKeys(hash: Uint8Array): number[] {
  return Array.from({ length: 16 }, (_, i) => (i << 16) | ((hash[2 * i] ?? 0) << 8) | (hash[2 * i + 1] ?? 0));
}

/** The image as the variant shows it, for comparison. Square only. */
export function movedSquare({ width, data }: LumaImage, motion: Matrix): LumaImage {
  const out = new Float32Array(data.length);
  for (let y = 0; y < width; y++) for (let x = 0; x < width; x++) {
    const [px, py] = [(x + 0.5) / width, (y + 0.5) / width];
    const u = Math.floor((motion[0] * px + motion[1] * py + motion[2]) * width);
    const v = Math.floor((motion[3] * px + motion[4] * py + motion[5]) * width);
    out[v * width + u] = data[y * width + x] ?? 0;
  }
  return image(width, width, 1, out);
}
