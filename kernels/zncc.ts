// Local correlation. Twin and specification: src/imaging/kernels/zncc.reference.ts.
// Samples are i16, |v| ≤ 1024 (luma − 128, in eighths), so that sums over up to 2025 pixels stay exact in i32.

/**
 * ZNCC in square windows of side 2·radius + 1 around every `step`-th pixel, over pixels with use ≠ 0.
 * columns: scratch of 6 × w i32. Out, per cell of gw × gh: correlation, sd of a, sd of b (f32, sample units), share of used pixels.
 */
export function zncc_map(a: usize, b: usize, use: usize, w: i32, h: i32, radius: i32, step: i32, gw: i32, gh: i32, columns: usize, out: usize): void {
  const span = <usize>w << 2;
  memory.fill(columns, 0, span * 6);
  const side = 2 * radius + 1;
  let next = 0;
  for (let gy = 0; gy < gh; gy++) {
    const y = gy * step;
    while (next <= y + radius && next < h) { slide(a, b, use, next, w, columns, 1); next++; }
    for (let gone = max(0, y - step - radius); gone < y - radius; gone++) if (gy > 0) slide(a, b, use, gone, w, columns, -1);
    let n = 0, sa = 0, sb = 0, aa = 0, bb = 0, ab = 0;
    let from = 0, to = 0; // columns [from, to) are in the sums
    for (let gx = 0; gx < gw; gx++) {
      const x = gx * step;
      const last = min(w, x + radius + 1);
      for (; to < last; to++) {
        const c = columns + (<usize>to << 2);
        n += load<i32>(c); sa += load<i32>(c + span); sb += load<i32>(c + 2 * span);
        aa += load<i32>(c + 3 * span); bb += load<i32>(c + 4 * span); ab += load<i32>(c + 5 * span);
      }
      const first = max(0, x - radius);
      for (; from < first; from++) {
        const c = columns + (<usize>from << 2);
        n -= load<i32>(c); sa -= load<i32>(c + span); sb -= load<i32>(c + 2 * span);
        aa -= load<i32>(c + 3 * span); bb -= load<i32>(c + 4 * span); ab -= load<i32>(c + 5 * span);
      }
      const cell = out + (<usize>(gy * gw + gx) << 4);
      store<f32>(cell, 0, 0); store<f32>(cell, 0, 4); store<f32>(cell, 0, 8);
      store<f32>(cell, <f32>n / <f32>(side * side), 12);
      if (n < 2) continue;
      const count = <f64>n;
      const va = <f64>aa - (<f64>sa * <f64>sa) / count;
      const vb = <f64>bb - (<f64>sb * <f64>sb) / count;
      const both = <f64>ab - (<f64>sa * <f64>sb) / count;
      store<f32>(cell, <f32>Math.sqrt(Math.max(0, va) / count), 4);
      store<f32>(cell, <f32>Math.sqrt(Math.max(0, vb) / count), 8);
      if (va > 0.5 && vb > 0.5) store<f32>(cell, <f32>(both / Math.sqrt(va * vb)), 0);
    }
  }
}

function slide(a: usize, b: usize, use: usize, y: i32, w: i32, columns: usize, sign: i32): void {
  const span = <usize>w << 2;
  const base = y * w;
  const turn = i32x4.splat(sign);
  let x = 0;
  for (; x + 4 <= w; x += 4) {
    const u = v128.load32_zero(use + base + x);
    const used = i32x4.ne(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(u)), i32x4.splat(0));
    if (!v128.any_true(used)) continue;
    const p = v128.and(i32x4.extend_low_i16x8_s(v128.load64_zero(a + (<usize>(base + x) << 1))), used);
    const q = v128.and(i32x4.extend_low_i16x8_s(v128.load64_zero(b + (<usize>(base + x) << 1))), used);
    const sp = i32x4.mul(p, turn);
    const sq = i32x4.mul(q, turn);
    let c = columns + (<usize>x << 2);
    v128.store(c, i32x4.sub(v128.load(c), i32x4.mul(used, turn))); c += span;
    v128.store(c, i32x4.add(v128.load(c), sp)); c += span;
    v128.store(c, i32x4.add(v128.load(c), sq)); c += span;
    v128.store(c, i32x4.add(v128.load(c), i32x4.mul(sp, p))); c += span;
    v128.store(c, i32x4.add(v128.load(c), i32x4.mul(sq, q))); c += span;
    v128.store(c, i32x4.add(v128.load(c), i32x4.mul(sp, q)));
  }
  for (; x < w; x++) {
    if (load<u8>(use + base + x) == 0) continue;
    const p = <i32>load<i16>(a + (<usize>(base + x) << 1));
    const q = <i32>load<i16>(b + (<usize>(base + x) << 1));
    let c = columns + (<usize>x << 2);
    store<i32>(c, load<i32>(c) + sign); c += span;
    store<i32>(c, load<i32>(c) + sign * p); c += span;
    store<i32>(c, load<i32>(c) + sign * q); c += span;
    store<i32>(c, load<i32>(c) + sign * p * p); c += span;
    store<i32>(c, load<i32>(c) + sign * q * q); c += span;
    store<i32>(c, load<i32>(c) + sign * p * q);
  }
}

/**
 * For each centre (i32 x, y): ZNCC of the window of a with that of b shifted by (dx, dy), |dx|, |dy| ≤ reach.
 * radius ≥ 4: a row of a window fills a vector. out: n × (2·reach + 1)² f32, rows first; 0 where a window leaves the image, holds an unused pixel or is flat.
 */
export function shift_surface(a: usize, b: usize, use: usize, w: i32, h: i32, centres: usize, n: i32, radius: i32, reach: i32, out: usize): void {
  const wide = 2 * reach + 1;
  const side = 2 * radius + 1;
  const count = side * side;
  const tail = tailOf(side);
  for (let k = 0; k < n; k++) {
    const cx = load<i32>(centres + (<usize>k << 3));
    const cy = load<i32>(centres + (<usize>k << 3), 4);
    const surface = out + (<usize>(k * wide * wide) << 2);
    memory.fill(surface, 0, <usize>(wide * wide) << 2);
    const edge = radius + reach;
    if (cx < edge || cy < edge || cx + edge >= w || cy + edge >= h) continue;
    let whole = true;
    for (let y = cy - edge; whole && y <= cy + edge; y++) for (let x = cx - edge; x <= cx + edge; x++) {
      if (load<u8>(use + y * w + x) == 0) { whole = false; break; }
    }
    if (!whole) continue;
    const corner = a + (<usize>((cy - radius) * w + cx - radius) << 1);
    const sa = windowSum(corner, w, side, tail);
    const va = <f64>windowDot(corner, corner, w, side, tail) - (<f64>sa * <f64>sa) / <f64>count;
    if (va <= 0.5) continue;
    for (let dy = -reach; dy <= reach; dy++) for (let dx = -reach; dx <= reach; dx++) {
      const there = b + (<usize>((cy - radius + dy) * w + cx - radius + dx) << 1);
      let sum = i32x4.splat(0);
      let squares = i32x4.splat(0);
      let products = i32x4.splat(0);
      for (let y = 0; y < side; y++) {
        const row = <usize>(y * w) << 1;
        for (let x = 0; x < side; x += 8) {
          const last = x + 8 > side;
          const at = row + (<usize>(last ? side - 8 : x) << 1);
          const q = last ? v128.and(v128.load(there + at), tail) : v128.load(there + at);
          sum = i32x4.add(sum, i32x4.dot_i16x8_s(q, i16x8.splat(1)));
          squares = i32x4.add(squares, i32x4.dot_i16x8_s(q, q));
          products = i32x4.add(products, i32x4.dot_i16x8_s(q, v128.load(corner + at)));
        }
      }
      const sb = lanes(sum);
      const vb = <f64>lanes(squares) - (<f64>sb * <f64>sb) / <f64>count;
      if (vb <= 0.5) continue;
      const both = <f64>lanes(products) - (<f64>sa * <f64>sb) / <f64>count;
      store<f32>(surface + (<usize>((dy + reach) * wide + dx + reach) << 2), <f32>(both / Math.sqrt(va * vb)));
    }
  }
}

/** The lanes of the last eight samples of a row of `side` that the eights before it have not covered. */
function tailOf(side: i32): v128 {
  const lane = i16x8(0, 1, 2, 3, 4, 5, 6, 7);
  return i16x8.ge_s(lane, i16x8.splat(<i16>((8 - (side & 7)) & 7)));
}

function windowSum(corner: usize, w: i32, side: i32, tail: v128): i32 {
  let sum = i32x4.splat(0);
  for (let y = 0; y < side; y++) for (let x = 0; x < side; x += 8) {
    const last = x + 8 > side;
    const p = v128.load(corner + (<usize>(y * w + (last ? side - 8 : x)) << 1));
    sum = i32x4.add(sum, i32x4.dot_i16x8_s(last ? v128.and(p, tail) : p, i16x8.splat(1)));
  }
  return lanes(sum);
}

function windowDot(one: usize, other: usize, w: i32, side: i32, tail: v128): i32 {
  let sum = i32x4.splat(0);
  for (let y = 0; y < side; y++) for (let x = 0; x < side; x += 8) {
    const last = x + 8 > side;
    const at = <usize>(y * w + (last ? side - 8 : x)) << 1;
    const p = v128.load(one + at);
    sum = i32x4.add(sum, i32x4.dot_i16x8_s(last ? v128.and(p, tail) : p, v128.load(other + at)));
  }
  return lanes(sum);
}

// @ts-ignore: decorator
@inline
function lanes(v: v128): i32 {
  return i32x4.extract_lane(v, 0) + i32x4.extract_lane(v, 1) + i32x4.extract_lane(v, 2) + i32x4.extract_lane(v, 3);
}
