// Leaf loops of comparing two aligned images. Twin and specification: src/imaging/kernels/tone.reference.ts.

const BINS: i32 = 64;

// @ts-ignore: decorator
@inline
function curveAt(curve: usize, t: f32): f32 {
  const at: f32 = t * 0.25 - 0.5;
  let i = <i32>Math.floor(at);
  i = i < 0 ? 0 : i > BINS - 2 ? BINS - 2 : i;
  const a = load<f32>(curve + (<usize>i << 2));
  return a + (at - <f32>i) * (load<f32>(curve + (<usize>i << 2), 4) - a);
}

/** By bin of t (4 grey each): sums of q, of t, and counts, over every stride-th pixel, if in use and its q lies within `most` of the curve. out: 64 × 3 f64. Returns Σ |q − curve(t)| of those. */
export function tone_sums(t: usize, q: usize, use: usize, count: i32, stride: i32, curve: usize, most: f32, out: usize): f64 {
  memory.fill(out, 0, BINS * 24);
  let total: f64 = 0;
  for (let i = 0; i < count; i += stride) {
    if (load<u8>(use + <usize>i) == 0) continue;
    const level = load<f32>(t + (<usize>i << 2));
    const value = load<f32>(q + (<usize>i << 2));
    const off = abs<f32>(value - curveAt(curve, level));
    if (off > most) continue;
    total += <f64>off;
    let bin = <i32>(level * 0.25);
    bin = bin < 0 ? 0 : bin > BINS - 1 ? BINS - 1 : bin;
    const at = out + <usize>(bin * 24);
    store<f64>(at, load<f64>(at) + <f64>value);
    store<f64>(at, load<f64>(at, 8) + <f64>level, 8);
    store<f64>(at, load<f64>(at, 16) + 1, 16);
  }
  return total;
}

export function tone_apply(t: usize, count: i32, curve: usize, out: usize): void {
  for (let i = 0; i < count; i++) store<f32>(out + (<usize>i << 2), curveAt(curve, load<f32>(t + (<usize>i << 2))));
}

/**
 * Structure tensors and mismatch of a against b by cells of `cell` px: Σ w·(gx², gx·gy, gy², gx·d, gy·d, 1 − w, 1), d = a − b,
 * w = 1 / (1 + (d/scale)²), gradients the mean of both images'. Pixels whose four neighbours are not all in use are left out. out: cells × 7 f32 (the last two unweighted).
 */
export function tensors(a: usize, b: usize, use: usize, w: i32, h: i32, scale: f32, cell: i32, columns: i32, rows: i32, out: usize): void {
  memory.fill(out, 0, <usize>(columns * rows * 28));
  const inverse: f32 = 1 / scale;
  const step = <usize>w << 2;
  for (let y = 1; y < h - 1; y++) {
    const band = out + <usize>((y / cell) * columns * 28);
    for (let x = 1; x < w - 1; x++) {
      const i = <usize>(y * w + x);
      const u = use + i;
      if (load<u8>(u) == 0 || load<u8>(u - 1) == 0 || load<u8>(u + 1) == 0 || load<u8>(u - <usize>w) == 0 || load<u8>(u + <usize>w) == 0) continue;
      const p = a + (i << 2);
      const q = b + (i << 2);
      const d = load<f32>(p) - load<f32>(q);
      const ratio = d * inverse;
      const r2 = ratio * ratio;
      const weight: f32 = 1 / (1 + r2);
      const gx: f32 = 0.25 * (load<f32>(p + 4) - load<f32>(p - 4) + load<f32>(q + 4) - load<f32>(q - 4));
      const gy: f32 = 0.25 * (load<f32>(p + step) - load<f32>(p - step) + load<f32>(q + step) - load<f32>(q - step));
      const at = band + <usize>((x / cell) * 28);
      const wx = weight * gx;
      const wy = weight * gy;
      store<f32>(at, load<f32>(at) + wx * gx);
      store<f32>(at, load<f32>(at, 4) + wx * gy, 4);
      store<f32>(at, load<f32>(at, 8) + wy * gy, 8);
      store<f32>(at, load<f32>(at, 12) + wx * d, 12);
      store<f32>(at, load<f32>(at, 16) + wy * d, 16);
      store<f32>(at, load<f32>(at, 20) + (1 - weight), 20);
      store<f32>(at, load<f32>(at, 24) + 1, 24);
    }
  }
}
