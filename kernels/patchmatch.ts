// Leaf loops of PatchMatch. Twin and specification: src/imaging/kernels/patchmatch.reference.ts.
// features: 16 bytes a point; usable: u8; target, cost: i32, all w × h without padding.

// @ts-ignore: decorator
@inline
function xorshift(state: u32): u32 {
  state ^= state << 13;
  state ^= state >> 17;
  return state ^ (state << 5);
}

// @ts-ignore: decorator
@inline
function distance(features: usize, p: i32, q: i32): i32 {
  const a = v128.load(features + ((<usize>p) << 4));
  const b = v128.load(features + ((<usize>q) << 4));
  const low = i16x8.sub(i16x8.extend_low_i8x16_u(a), i16x8.extend_low_i8x16_u(b));
  const high = i16x8.sub(i16x8.extend_high_i8x16_u(a), i16x8.extend_high_i8x16_u(b));
  const sum = i32x4.add(i32x4.dot_i16x8_s(low, low), i32x4.dot_i16x8_s(high, high));
  return i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1) + i32x4.extract_lane(sum, 2) + i32x4.extract_lane(sum, 3);
}

/** One sweep over all usable points; returns the next state of the generator. steps: 4 neighbours as (dx, dy) i32 pairs. */
export function sweep(features: usize, usable: usize, target: usize, cost: usize, w: i32, h: i32,
  steps: usize, reverse: i32, minShift2: i32, anywhere: i32, radius: i32, seed: u32): u32 {
  const n = w * h;
  let state = seed;
  let x = reverse ? w : -1;
  let y = reverse ? h - 1 : 0;
  for (let k = 0; k < n; k++) {
    if (reverse) {
      if (--x < 0) { x = w - 1; y--; }
    } else if (++x == w) { x = 0; y++; }
    const p = y * w + x;
    if (!load<u8>(usable + <usize>p)) continue;
    let best = load<i32>(cost + ((<usize>p) << 2));
    let at = load<i32>(target + ((<usize>p) << 2));
    for (let s = 0; s < 4; s++) {
      const dx = load<i32>(steps + ((<usize>s) << 3));
      const dy = load<i32>(steps + ((<usize>s) << 3), 4);
      const ax = x + dx;
      const ay = y + dy;
      if (ax < 0 || ay < 0 || ax >= w || ay >= h) continue;
      const a = ay * w + ax;
      if (!load<u8>(usable + <usize>a)) continue;
      const ta = load<i32>(target + ((<usize>a) << 2));
      for (let order = 0; order < 2; order++) {
        let c = ta - (a - p);
        let tb = 0;
        if (order == 1) {
          const bx = ax + dx;
          const by = ay + dy;
          if (bx < 0 || by < 0 || bx >= w || by >= h) break;
          const b = by * w + bx;
          if (!load<u8>(usable + <usize>b)) break;
          tb = load<i32>(target + ((<usize>b) << 2));
          c = 2 * ta - tb;
        }
        // Divisions are dear: whether c was reached across a border is asked last.
        if (c == at || c < 0 || c >= n || !load<u8>(usable + <usize>c)) continue;
        const d = distance(features, p, c);
        if (d >= best) continue;
        const cy = c / w;
        const cx = c - cy * w;
        const tay = ta / w;
        const tax = ta - tay * w;
        if (order == 0) {
          if (cx != tax - dx) continue;
        } else {
          const tby = tb / w;
          if (cx != 2 * tax - (tb - tby * w)) continue;
        }
        if ((cx - x) * (cx - x) + (cy - y) * (cy - y) < minShift2) continue;
        best = d;
        at = c;
      }
    }
    for (let t = 0; t < anywhere; t++) {
      state = xorshift(state);
      const c = <i32>((state & 0xffff) * <u32>h >> 16) * w + <i32>((state >> 16) * <u32>w >> 16);
      if (!load<u8>(usable + <usize>c)) continue;
      const d = distance(features, p, c);
      if (d >= best) continue;
      const cy = c / w;
      const cx = c - cy * w;
      if ((cx - x) * (cx - x) + (cy - y) * (cy - y) < minShift2) continue;
      best = d;
      at = c;
    }
    let ty = at / w;
    let tx = at - ty * w;
    for (let r = radius; r >= 1; r >>= 1) {
      state = xorshift(state);
      const cx = tx - r + <i32>((state & 0xffff) * <u32>(2 * r + 1) >> 16);
      const cy = ty - r + <i32>((state >> 16) * <u32>(2 * r + 1) >> 16);
      if (cx < 0 || cy < 0 || cx >= w || cy >= h) continue;
      const c = cy * w + cx;
      if (!load<u8>(usable + <usize>c)) continue;
      if ((cx - x) * (cx - x) + (cy - y) * (cy - y) < minShift2) continue;
      const d = distance(features, p, c);
      if (d < best) {
        best = d;
        at = c;
        tx = cx;
        ty = cy;
      }
    }
    store<i32>(target + ((<usize>p) << 2), at);
    store<i32>(cost + ((<usize>p) << 2), best);
    if (best < load<i32>(cost + ((<usize>at) << 2))) {
      store<i32>(cost + ((<usize>at) << 2), best);
      store<i32>(target + ((<usize>at) << 2), p);
    }
  }
  return state;
}

/** Points that stand near each other in `order` (i32 indices) meet: each keeps the other where it is more alike than the match so far. */
export function meet(features: usize, order: usize, count: i32, target: usize, cost: usize, w: i32, minShift2: i32, reach: i32): void {
  for (let i = 0; i < count; i++) {
    const p = load<i32>(order + ((<usize>i) << 2));
    const y = p / w;
    const x = p - y * w;
    const ownCost = cost + ((<usize>p) << 2);
    const last = min(count - 1, i + reach);
    for (let j = i + 1; j <= last; j++) {
      const q = load<i32>(order + ((<usize>j) << 2));
      const d = distance(features, p, q);
      const otherCost = cost + ((<usize>q) << 2);
      const nearer = d < load<i32>(ownCost);
      const back = d < load<i32>(otherCost);
      if (!nearer && !back) continue;
      const qy = q / w;
      const qx = q - qy * w;
      if ((qx - x) * (qx - x) + (qy - y) * (qy - y) < minShift2) continue;
      if (nearer) {
        store<i32>(ownCost, d);
        store<i32>(target + ((<usize>p) << 2), q);
      }
      if (back) {
        store<i32>(otherCost, d);
        store<i32>(target + ((<usize>q) << 2), p);
      }
    }
  }
}
