// The full-resolution passes of watermark embedding. Twin and specification: src/imaging/kernels/mark.reference.ts.

/**
 * Standard deviation of the (2·radius + 1)² window around each pixel of the rows [radius, height − radius); columns repeat at the edges.
 * sums: scratch, 2 × (width + 2·radius + 4) f32.
 */
export function deviation(luma: usize, width: i32, height: i32, radius: i32, sums: usize, out: usize): void {
  const padded = width + 2 * radius + 4;
  const squares = sums + (<usize>padded << 2);
  memory.fill(sums, 0, <usize>padded << 3);
  for (let y = 0; y < 2 * radius; y++) slide(luma + (<usize>(y * width) << 2), sums, squares, width, radius, 1);
  const side = 2 * radius + 1;
  const share = f32x4.splat(1 / <f32>(side * side));
  const zero = f32x4.splat(0);
  for (let y = radius; y < height - radius; y++) {
    slide(luma + (<usize>((y + radius) * width) << 2), sums, squares, width, radius, 1);
    pad(sums, width, radius);
    pad(squares, width, radius);
    const row = out + (<usize>((y - radius) * width) << 2);
    let x = 0;
    for (; x + 16 <= width; x += 16) {
      // Four sums side by side: each waits for its own last addition only.
      const from = <usize>x << 2;
      let s0 = zero, s1 = zero, s2 = zero, s3 = zero, q0 = zero, q1 = zero, q2 = zero, q3 = zero;
      for (let t = 0; t < side; t++) {
        const s = sums + from + (<usize>t << 2);
        const q = squares + from + (<usize>t << 2);
        s0 = f32x4.add(s0, v128.load(s));
        s1 = f32x4.add(s1, v128.load(s, 16));
        s2 = f32x4.add(s2, v128.load(s, 32));
        s3 = f32x4.add(s3, v128.load(s, 48));
        q0 = f32x4.add(q0, v128.load(q));
        q1 = f32x4.add(q1, v128.load(q, 16));
        q2 = f32x4.add(q2, v128.load(q, 32));
        q3 = f32x4.add(q3, v128.load(q, 48));
      }
      v128.store(row + from, deviationOf(s0, q0, share));
      v128.store(row + from, deviationOf(s1, q1, share), 16);
      v128.store(row + from, deviationOf(s2, q2, share), 32);
      v128.store(row + from, deviationOf(s3, q3, share), 48);
    }
    for (; x < width; x += 4) {
      let s = zero;
      let q = zero;
      const from = <usize>x << 2;
      for (let t = 0; t < side; t++) {
        s = f32x4.add(s, v128.load(sums + from + (<usize>t << 2)));
        q = f32x4.add(q, v128.load(squares + from + (<usize>t << 2)));
      }
      keep(row, x, width, deviationOf(s, q, share));
    }
    slide(luma + (<usize>((y - radius) * width) << 2), sums, squares, width, radius, -1);
  }
}

/** Of sums of values and of squares over a window. */
// @ts-ignore: decorator
@inline
function deviationOf(s: v128, q: v128, share: v128): v128 {
  const mean = f32x4.mul(s, share);
  return f32x4.sqrt(f32x4.max(f32x4.splat(0), f32x4.sub(f32x4.mul(q, share), f32x4.mul(mean, mean))));
}

/** Columns of sums gain (sign 1) or lose (−1) a row; grey 128 counts as 0, which keeps f32 exact enough. */
// @ts-ignore: decorator
@inline
function slide(row: usize, sums: usize, squares: usize, width: i32, radius: i32, sign: f32): void {
  const middle = f32x4.splat(128);
  const turn = f32x4.splat(sign);
  const edge = <usize>radius << 2;
  let x = 0;
  for (; x + 4 <= width; x += 4) {
    const at = <usize>x << 2;
    const v = f32x4.sub(v128.load(row + at), middle);
    v128.store(sums + edge + at, f32x4.add(v128.load(sums + edge + at), f32x4.mul(v, turn)));
    v128.store(squares + edge + at, f32x4.add(v128.load(squares + edge + at), f32x4.mul(f32x4.mul(v, v), turn)));
  }
  for (; x < width; x++) {
    const at = <usize>x << 2;
    const v = load<f32>(row + at) - 128;
    store<f32>(sums + edge + at, load<f32>(sums + edge + at) + v * sign);
    store<f32>(squares + edge + at, load<f32>(squares + edge + at) + v * v * sign);
  }
}

// @ts-ignore: decorator
@inline
function pad(sums: usize, width: i32, radius: i32): void {
  const first = load<f32>(sums + (<usize>radius << 2));
  const last = load<f32>(sums + (<usize>(radius + width - 1) << 2));
  for (let i = 0; i < radius; i++) {
    store<f32>(sums + (<usize>i << 2), first);
    store<f32>(sums + (<usize>(radius + width + i) << 2), last);
  }
}

// @ts-ignore: decorator
@inline
function keep(row: usize, x: i32, width: i32, value: v128): void {
  const at = row + (<usize>x << 2);
  if (x + 4 <= width) { v128.store(at, value); return; }
  store<f32>(at, f32x4.extract_lane(value, 0));
  if (x + 1 < width) store<f32>(at, f32x4.extract_lane(value, 1), 4);
  if (x + 2 < width) store<f32>(at, f32x4.extract_lane(value, 2), 8);
}

/**
 * Rows of the mark: four rows of `mark` mixed by `weights` (4 f32 a row, starting at row first[y] of mark and reference),
 * times clip((sd + soft) / (reference + soft), least, 1). Returns the sum of squares.
 */
export function weave(
  mark: usize, reference: usize, sd: usize, width: i32, height: i32, first: usize, weights: usize, soft: f32, least: f32, out: usize,
): f64 {
  let total: f64 = 0;
  const softly = f32x4.splat(soft);
  const low = f32x4.splat(least);
  const one = f32x4.splat(1);
  const step = <usize>width << 2;
  for (let y = 0; y < height; y++) {
    const base = <usize>load<i32>(first + (<usize>y << 2)) * step;
    const w = weights + (<usize>y << 4);
    const w0 = v128.load32_splat(w), w1 = v128.load32_splat(w + 4), w2 = v128.load32_splat(w + 8), w3 = v128.load32_splat(w + 12);
    const row = out + <usize>y * step;
    const deviations = sd + <usize>y * step;
    let sum: f32 = 0;
    for (let x = 0; x < width; x += 4) {
      const at = <usize>x << 2;
      const m = mark + base + at;
      const r = reference + base + at;
      const value = f32x4.add(
        f32x4.add(f32x4.mul(v128.load(m), w0), f32x4.mul(v128.load(m + step), w1)),
        f32x4.add(f32x4.mul(v128.load(m + 2 * step), w2), f32x4.mul(v128.load(m + 3 * step), w3)));
      const around = f32x4.add(
        f32x4.add(f32x4.mul(v128.load(r), w0), f32x4.mul(v128.load(r + step), w1)),
        f32x4.add(f32x4.mul(v128.load(r + 2 * step), w2), f32x4.mul(v128.load(r + 3 * step), w3)));
      const gain = f32x4.min(one, f32x4.max(low, f32x4.div(f32x4.add(v128.load(deviations + at), softly), f32x4.add(f32x4.max(around, f32x4.splat(0)), softly))));
      const v = f32x4.mul(value, gain);
      keep(row, x, width, v);
      const q = f32x4.mul(v, v);
      sum += f32x4.extract_lane(q, 0);
      if (x + 4 <= width) {
        sum += f32x4.extract_lane(q, 1);
        sum += f32x4.extract_lane(q, 2);
        sum += f32x4.extract_lane(q, 3);
        continue;
      }
      if (x + 1 < width) sum += f32x4.extract_lane(q, 1);
      if (x + 2 < width) sum += f32x4.extract_lane(q, 2);
    }
    total += <f64>sum;
  }
  return total;
}

/** Each row at another width by four taps: first source column and 4 weights of every target column; columns are clamped. */
export function widen(source: usize, width: i32, height: i32, first: usize, weights: usize, to: i32, out: usize): void {
  for (let y = 0; y < height; y++) {
    const row = source + (<usize>(y * width) << 2);
    const target = out + (<usize>(y * to) << 2);
    for (let x = 0; x < to; x++) {
      const at = load<i32>(first + (<usize>x << 2));
      const w = v128.load(weights + (<usize>x << 4));
      let v: v128;
      if (at >= 0 && at + 3 < width) v = v128.load(row + (<usize>at << 2));
      else {
        v = f32x4.splat(load<f32>(row + (<usize>clamped(at, width) << 2)));
        v = f32x4.replace_lane(v, 1, load<f32>(row + (<usize>clamped(at + 1, width) << 2)));
        v = f32x4.replace_lane(v, 2, load<f32>(row + (<usize>clamped(at + 2, width) << 2)));
        v = f32x4.replace_lane(v, 3, load<f32>(row + (<usize>clamped(at + 3, width) << 2)));
      }
      const p = f32x4.mul(v, w);
      store<f32>(target + (<usize>x << 2), (f32x4.extract_lane(p, 0) + f32x4.extract_lane(p, 1)) + (f32x4.extract_lane(p, 2) + f32x4.extract_lane(p, 3)));
    }
  }
}

// @ts-ignore: decorator
@inline
function clamped(i: i32, n: i32): i32 {
  return i < 0 ? 0 : i >= n ? n - 1 : i;
}

/** Σ ± g over `bytes` × 8 values; bit i (least significant first) 1 = plus. keys: count rows of `bytes`. out: count f64. */
export function signed_sums(g: usize, bytes: i32, keys: usize, count: i32, masks: usize, out: usize): void {
  for (let n = 0; n < 16; n++) {
    for (let lane = 0; lane < 4; lane++) store<u32>(masks + (<usize>(n * 4 + lane) << 2), (n >> lane) & 1 ? 0 : 0x80000000);
  }
  for (let key = 0; key < count; key++) {
    const bits = keys + <usize>(key * bytes);
    let total: f64 = 0;
    // Partial sums of 512 values keep f32 within 1e-6 of the exact sum.
    for (let from = 0; from < bytes; from += 64) {
      let a = f32x4.splat(0);
      let b = f32x4.splat(0);
      const end = min(bytes, from + 64);
      for (let i = from; i < end; i++) {
        const byte = <usize>load<u8>(bits + <usize>i);
        const at = g + (<usize>i << 5);
        a = f32x4.add(a, v128.xor(v128.load(at), v128.load(masks + ((byte & 15) << 4))));
        b = f32x4.add(b, v128.xor(v128.load(at, 16), v128.load(masks + ((byte >> 4) << 4))));
      }
      a = f32x4.add(a, b);
      total += <f64>f32x4.extract_lane(a, 0) + <f64>f32x4.extract_lane(a, 1) + <f64>f32x4.extract_lane(a, 2) + <f64>f32x4.extract_lane(a, 3);
    }
    store<f64>(out + (<usize>key << 3), total);
  }
}

/** Σ ± g into the slot of each value. out: slots f64, cleared first. */
export function signed_slots(g: usize, count: i32, bits: usize, slots: usize, size: i32, out: usize): void {
  memory.fill(out, 0, <usize>size << 3);
  for (let i = 0; i < count; i++) {
    const v = load<f32>(g + (<usize>i << 2));
    const plus = (load<u8>(bits + <usize>(i >> 3)) >> <u8>(i & 7)) & 1;
    const at = out + (<usize>load<u16>(slots + (<usize>i << 1)) << 3);
    store<f64>(at, load<f64>(at) + <f64>(plus ? v : -v));
  }
}
