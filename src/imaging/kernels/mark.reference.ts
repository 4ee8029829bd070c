/** The loops of kernels/mark.ts in plain TypeScript: specification and oracle. */
import type { FourTaps, WeaveRows } from './mark.ts';
import type { Plane } from './sift.ts';

const clamped = (i: number, n: number): number => Math.min(n - 1, Math.max(0, i));

export function localDeviationReference({ width, height, data }: Plane, radius: number): Float32Array {
  const out = new Float32Array((height - 2 * radius) * width);
  const n = (2 * radius + 1) ** 2;
  for (let y = radius; y < height - radius; y++) for (let x = 0; x < width; x++) {
    let [sum, squares] = [0, 0];
    for (let v = y - radius; v <= y + radius; v++) for (let u = x - radius; u <= x + radius; u++) {
      const value = data[v * width + clamped(u, width)] ?? 0;
      sum += value;
      squares += value * value;
    }
    out[(y - radius) * width + x] = Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2));
  }
  return out;
}

export function weaveRowsReference({ width, mark, reference, taps, soft, least }: WeaveRows, sd: Float32Array): { readonly rows: Float32Array; readonly energy: number } {
  let energy = 0;
  const rows = sd.map((deviation, i) => {
    const [y, x] = [Math.floor(i / width), i % width];
    let [value, around] = [0, 0];
    for (let t = 0; t < 4; t++) {
      const at = ((taps.first[y] ?? 0) + t) * width + x;
      const weight = taps.weights[4 * y + t] ?? 0;
      value += weight * (mark[at] ?? 0);
      around += weight * (reference[at] ?? 0);
    }
    const out = value * Math.min(1, Math.max(least, (deviation + soft) / (Math.max(0, around) + soft)));
    energy += out * out;
    return out;
  });
  return { rows, energy };
}

export function widenRowsReference({ width, height, data }: Plane, { first, weights }: FourTaps): Float32Array {
  const to = first.length;
  return Float32Array.from({ length: to * height }, (_, i) => {
    const [y, x] = [Math.floor(i / to), i % to];
    let sum = 0;
    for (let t = 0; t < 4; t++) sum += (weights[4 * x + t] ?? 0) * (data[y * width + clamped((first[x] ?? 0) + t, width)] ?? 0);
    return sum;
  });
}

export function signedSumsReference(g: Float32Array, keys: Uint8Array): Float64Array {
  const bytes = g.length / 8;
  return Float64Array.from({ length: keys.length / bytes }, (_, key) => g.reduce((sum, value, i) => sum + (((keys[key * bytes + (i >> 3)] ?? 0) >> (i & 7)) & 1 ? value : -value), 0));
}

export function signedSlotsReference(g: Float32Array, bits: Uint8Array, slots: Uint16Array, size: number): Float64Array {
  const out = new Float64Array(size);
  for (const [i, value] of g.entries()) {
    const slot = slots[i] ?? 0;
    out[slot] = (out[slot] ?? 0) + (((bits[i >> 3] ?? 0) >> (i & 7)) & 1 ? value : -value);
  }
  return out;
}
