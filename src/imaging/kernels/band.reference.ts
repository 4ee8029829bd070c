/** The loops of kernels/band.ts in plain TypeScript: specification and oracle. */
import type { BandOf16, Coefficients } from './band.ts';
import type { Plane } from './sift.ts';

export function bandOfReference({ width, height, data }: Plane, { basis, ring }: BandOf16): { readonly coefficients: Float32Array; readonly means: Float32Array } {
  const [across, size] = [width / 16, ring.length / 2];
  const at = (block: number, x: number, y: number): number => data[(Math.floor(block / across) * 16 + y) * width + (block % across) * 16 + x] ?? 0;
  const blocks = across * (height / 16);
  const sum = (f: (x: number, y: number) => number): number => {
    let total = 0;
    for (let y = 0; y < 16; y++) for (let x = 0; x < 16; x++) total += f(x, y);
    return total;
  };
  const coefficients = Float32Array.from({ length: blocks * size }, (_, i) => {
    const [block, u, v] = [Math.floor(i / size), ring[2 * (i % size)] ?? 0, ring[2 * (i % size) + 1] ?? 0];
    return sum((x, y) => at(block, x, y) * (basis[u * 16 + x] ?? 0) * (basis[v * 16 + y] ?? 0));
  });
  return { coefficients, means: Float32Array.from({ length: blocks }, (_, block) => sum((x, y) => at(block, x, y)) / 256) };
}

export function planeOfBandReference({ width, height, coefficients }: Coefficients, { basis, ring }: { readonly basis: Float64Array; readonly ring: Uint8Array }): Float32Array {
  const plane = new Float32Array(width * height);
  const [half, size] = [new Float64Array(7 * 16), ring.length / 2];
  for (let block = 0, top = 0; top < height; top += 16) for (let left = 0; left < width; left += 16, block++) {
    half.fill(0);
    for (let k = 0; k < size; k++) {
      const [u, v] = [ring[2 * k] ?? 0, ring[2 * k + 1] ?? 0];
      const c = coefficients[block * size + k] ?? 0;
      for (let y = 0; y < 16; y++) half[u * 16 + y] = (half[u * 16 + y] ?? 0) + c * (basis[v * 16 + y] ?? 0);
    }
    for (let y = 0; y < 16; y++) for (let x = 0; x < 16; x++) {
      let sum = 0;
      for (let u = 0; u < 7; u++) sum += (basis[u * 16 + x] ?? 0) * (half[u * 16 + y] ?? 0);
      plane[(top + y) * width + left + x] = sum;
    }
  }
  return plane;
}

const COSINES = Float64Array.from({ length: 64 }, (_, i) => Math.sqrt((i < 8 ? 1 : 2) / 8) * Math.cos((((i % 8) + 0.5) * Math.floor(i / 8) * Math.PI) / 8));

export function requantisedReference({ width, height, data }: Plane, steps: readonly number[]): Float32Array {
  const out = data.slice();
  const [block, half] = [new Float64Array(64), new Float64Array(64)];
  for (let top = 0; top + 8 <= height; top += 8) for (let left = 0; left + 8 <= width; left += 8) {
    for (let i = 0; i < 64; i++) block[i] = (data[(top + (i >> 3)) * width + left + (i & 7)] ?? 0) - 128;
    forwardInto(half, block, false);
    forwardInto(block, half, true);
    for (let i = 0; i < 64; i++) block[i] = Math.round((block[i] ?? 0) / (steps[i] ?? 1)) * (steps[i] ?? 1);
    backInto(half, block, false);
    backInto(block, half, true);
    for (let i = 0; i < 64; i++) out[(top + (i >> 3)) * width + left + (i & 7)] = Math.min(255, Math.max(0, Math.round((block[i] ?? 0) + 128)));
  }
  return out;
}

/** One axis of the 8 × 8 DCT: along rows, or along columns. */
function forwardInto(target: Float64Array, source: Float64Array, columns: boolean): void {
  for (let line = 0; line < 8; line++) for (let u = 0; u < 8; u++) {
    let sum = 0;
    for (let x = 0; x < 8; x++) sum += (COSINES[u * 8 + x] ?? 0) * (source[columns ? x * 8 + line : line * 8 + x] ?? 0);
    target[columns ? u * 8 + line : line * 8 + u] = sum;
  }
}

function backInto(target: Float64Array, source: Float64Array, columns: boolean): void {
  for (let line = 0; line < 8; line++) for (let x = 0; x < 8; x++) {
    let sum = 0;
    for (let u = 0; u < 8; u++) sum += (COSINES[u * 8 + x] ?? 0) * (source[columns ? u * 8 + line : line * 8 + u] ?? 0);
    target[columns ? x * 8 + line : line * 8 + x] = sum;
  }
}
