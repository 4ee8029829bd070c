// Zernike moments of the disc around every point. Twin and specification: src/imaging/kernels/zernike.reference.ts.

/** Sums kept per tap: 6 even–even, 3 odd–odd, 6 odd–even, 6 even–odd. */
const SUMS: i32 = 21;

// @ts-ignore: decorator
@inline
function any(usable: usize, i: i32, count: i32): bool {
  for (let k = i; k < i + 4 && k < count; k++) if (load<u8>(usable + <usize>k)) return true;
  return false;
}

/**
 * moments of `count` points in a row, 4 at a time. image: f32 rows of `stride`; at: byte offset of the pixel right of and
 * below the first point; taps: pairs of i32 (byte offsets of column and row from the centre); weights: 21 f32 a tap; usable: u8 a point, groups without one are left out;
 * out: 21 planes of `plane` f32.
 */
export function moments(at: usize, stride: i32, count: i32, taps: usize, tapCount: i32, weights: usize, usable: usize, out: usize, plane: usize): void {
  for (let i = 0; i < count; i += 4) {
    if (!any(usable, i, count)) continue;
    const centre = at + ((<usize>i) << 2);
    let e0 = f32x4.splat(0), e1 = e0, e2 = e0, e3 = e0, e4 = e0, e5 = e0;
    let o0 = e0, o1 = e0, o2 = e0;
    let c0 = e0, c1 = e0, c2 = e0, c3 = e0, c4 = e0, c5 = e0;
    let s0 = e0, s1 = e0, s2 = e0, s3 = e0, s4 = e0, s5 = e0;
    let weight = weights;
    for (let t = 0; t < tapCount; t++) {
      const dx = <usize>load<i32>(taps + ((<usize>t) << 3));
      const dy = <usize>load<i32>(taps + ((<usize>t) << 3), 4);
      const right = centre + dx;
      const left = centre - dx - 4;
      const up = dy + <usize>stride;
      const a = v128.load(right + dy);
      const b = v128.load(left + dy);
      const c = v128.load(right - up);
      const d = v128.load(left - up);
      const sumBelow = f32x4.add(a, b);
      const sumAbove = f32x4.add(c, d);
      const difBelow = f32x4.sub(a, b);
      const difAbove = f32x4.sub(c, d);
      const ee = f32x4.add(sumBelow, sumAbove);
      const eo = f32x4.sub(sumBelow, sumAbove);
      const oe = f32x4.add(difBelow, difAbove);
      const oo = f32x4.sub(difBelow, difAbove);
      e0 = f32x4.add(e0, f32x4.mul(ee, v128.load32_splat(weight)));
      e1 = f32x4.add(e1, f32x4.mul(ee, v128.load32_splat(weight, 4)));
      e2 = f32x4.add(e2, f32x4.mul(ee, v128.load32_splat(weight, 8)));
      e3 = f32x4.add(e3, f32x4.mul(ee, v128.load32_splat(weight, 12)));
      e4 = f32x4.add(e4, f32x4.mul(ee, v128.load32_splat(weight, 16)));
      e5 = f32x4.add(e5, f32x4.mul(ee, v128.load32_splat(weight, 20)));
      o0 = f32x4.add(o0, f32x4.mul(oo, v128.load32_splat(weight, 24)));
      o1 = f32x4.add(o1, f32x4.mul(oo, v128.load32_splat(weight, 28)));
      o2 = f32x4.add(o2, f32x4.mul(oo, v128.load32_splat(weight, 32)));
      c0 = f32x4.add(c0, f32x4.mul(oe, v128.load32_splat(weight, 36)));
      c1 = f32x4.add(c1, f32x4.mul(oe, v128.load32_splat(weight, 40)));
      c2 = f32x4.add(c2, f32x4.mul(oe, v128.load32_splat(weight, 44)));
      c3 = f32x4.add(c3, f32x4.mul(oe, v128.load32_splat(weight, 48)));
      c4 = f32x4.add(c4, f32x4.mul(oe, v128.load32_splat(weight, 52)));
      c5 = f32x4.add(c5, f32x4.mul(oe, v128.load32_splat(weight, 56)));
      s0 = f32x4.add(s0, f32x4.mul(eo, v128.load32_splat(weight, 60)));
      s1 = f32x4.add(s1, f32x4.mul(eo, v128.load32_splat(weight, 64)));
      s2 = f32x4.add(s2, f32x4.mul(eo, v128.load32_splat(weight, 68)));
      s3 = f32x4.add(s3, f32x4.mul(eo, v128.load32_splat(weight, 72)));
      s4 = f32x4.add(s4, f32x4.mul(eo, v128.load32_splat(weight, 76)));
      s5 = f32x4.add(s5, f32x4.mul(eo, v128.load32_splat(weight, 80)));
      weight += <usize>SUMS << 2;
    }
    let to = out + ((<usize>i) << 2);
    v128.store(to, e0); to += plane;
    v128.store(to, e1); to += plane;
    v128.store(to, e2); to += plane;
    v128.store(to, e3); to += plane;
    v128.store(to, e4); to += plane;
    v128.store(to, e5); to += plane;
    v128.store(to, o0); to += plane;
    v128.store(to, o1); to += plane;
    v128.store(to, o2); to += plane;
    v128.store(to, c0); to += plane;
    v128.store(to, c1); to += plane;
    v128.store(to, c2); to += plane;
    v128.store(to, c3); to += plane;
    v128.store(to, c4); to += plane;
    v128.store(to, c5); to += plane;
    v128.store(to, s0); to += plane;
    v128.store(to, s1); to += plane;
    v128.store(to, s2); to += plane;
    v128.store(to, s3); to += plane;
    v128.store(to, s4); to += plane;
    v128.store(to, s5);
  }
}
