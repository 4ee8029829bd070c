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
  for (let k = 0; k < n; k++) {
    const p = reverse ? n - 1 - k : k;
    if (!load<u8>(usable + <usize>p)) continue;
    const y = p / w;
    const x = p - y * w;
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
      const tay = ta / w;
      const tax = ta - tay * w;
      for (let order = 0; order < 2; order++) {
        let cx = tax - dx;
        let cy = tay - dy;
        if (order == 1) {
          const bx = ax + dx;
          const by = ay + dy;
          if (bx < 0 || by < 0 || bx >= w || by >= h) break;
          const b = by * w + bx;
          if (!load<u8>(usable + <usize>b)) break;
          const tb = load<i32>(target + ((<usize>b) << 2));
          const tby = tb / w;
          cx = 2 * tax - (tb - tby * w);
          cy = 2 * tay - tby;
        }
        if (cx < 0 || cy < 0 || cx >= w || cy >= h) continue;
        const c = cy * w + cx;
        if (c == at || !load<u8>(usable + <usize>c)) continue;
        if ((cx - x) * (cx - x) + (cy - y) * (cy - y) < minShift2) continue;
        const d = distance(features, p, c);
        if (d < best) {
          best = d;
          at = c;
        }
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
    for (let r = radius; r >= 1; r >>= 1) {
      const ty = at / w;
      const tx = at - ty * w;
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
