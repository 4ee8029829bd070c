// Resampling along a plane transform. Twin and specification: src/imaging/kernels/warp.reference.ts.

/** Cubic of Keys, a = −1/2, for the four taps around a fraction. */
// @ts-ignore: decorator
@inline
function cubic(t: f32): v128 {
  const s: f32 = 1 - t;
  const w0: f32 = -0.5 * t * s * s;
  const w1: f32 = 1 + t * t * (1.5 * t - 2.5);
  const w2: f32 = 1 + s * s * (1.5 * s - 2.5);
  const w3: f32 = -0.5 * s * t * t;
  return f32x4.replace_lane(f32x4.replace_lane(f32x4.replace_lane(f32x4.splat(w0), 1, w1), 2, w2), 3, w3);
}

// @ts-ignore: decorator
@inline
function clamped(i: i32, n: i32): i32 {
  return i < 0 ? 0 : i >= n ? n - 1 : i;
}

/** matrix: 9 f64, target → source, continuous coordinates. inside: u8 per target pixel, 1 where its centre falls inside the source. */
export function warp(src: usize, w: i32, h: i32, dst: usize, inside: usize, dw: i32, dh: i32, matrix: usize): void {
  const m0 = load<f64>(matrix);
  const m3 = load<f64>(matrix, 24);
  const m6 = load<f64>(matrix, 48);
  for (let y = 0; y < dh; y++) {
    const py = <f64>y + 0.5;
    const bx = load<f64>(matrix, 8) * py + load<f64>(matrix, 16);
    const by = load<f64>(matrix, 32) * py + load<f64>(matrix, 40);
    const bw = load<f64>(matrix, 56) * py + load<f64>(matrix, 64);
    for (let x = 0; x < dw; x++) {
      const at = y * dw + x;
      if (x + 4 <= dw && quad(src, w, h, dst + (<usize>at << 2), x, m0, m3, m6, bx, by, bw)) {
        store<u32>(inside + at, 0x01010101);
        x += 3;
        continue;
      }
      const px = <f64>x + 0.5;
      const k = 1 / (m6 * px + bw);
      const sx = (m0 * px + bx) * k;
      const sy = (m3 * px + by) * k;
      if (!(sx >= 0 && sy >= 0 && sx <= <f64>w && sy <= <f64>h)) {
        store<u8>(inside + at, 0);
        store<f32>(dst + (<usize>at << 2), 0);
        continue;
      }
      store<u8>(inside + at, 1);
      store<f32>(dst + (<usize>at << 2), sample(src, w, h, sx, sy));
    }
  }
}

/** Four pixels from x on when all their taps lie within the source, by the sums of `sample` in their order; else writes nothing and gives false. */
// @ts-ignore: decorator
@inline
function quad(src: usize, w: i32, h: i32, out: usize, x: i32, m0: f64, m3: f64, m6: f64, bx: f64, by: f64, bw: f64): bool {
  const half = f64x2.splat(0.5);
  const p = f64x2.add(f64x2.replace_lane(f64x2.splat(<f64>x), 1, <f64>(x + 1)), half);
  const q = f64x2.add(p, f64x2.splat(2));
  const kp = f64x2.div(f64x2.splat(1), f64x2.add(f64x2.mul(f64x2.splat(m6), p), f64x2.splat(bw)));
  const kq = f64x2.div(f64x2.splat(1), f64x2.add(f64x2.mul(f64x2.splat(m6), q), f64x2.splat(bw)));
  const xp = f64x2.sub(f64x2.mul(f64x2.add(f64x2.mul(f64x2.splat(m0), p), f64x2.splat(bx)), kp), half);
  const xq = f64x2.sub(f64x2.mul(f64x2.add(f64x2.mul(f64x2.splat(m0), q), f64x2.splat(bx)), kq), half);
  const yp = f64x2.sub(f64x2.mul(f64x2.add(f64x2.mul(f64x2.splat(m3), p), f64x2.splat(by)), kp), half);
  const yq = f64x2.sub(f64x2.mul(f64x2.add(f64x2.mul(f64x2.splat(m3), q), f64x2.splat(by)), kq), half);
  return sampleFour(src, w, h, out, xp, xq, yp, yq);
}

/** The samples at four places (less half a pixel) whose taps all lie within the source; else writes nothing and gives false. */
// @ts-ignore: decorator
@inline
function sampleFour(src: usize, w: i32, h: i32, out: usize, xp: v128, xq: v128, yp: v128, yq: v128): bool {
  const ixp = f64x2.floor(xp);
  const ixq = f64x2.floor(xq);
  const iyp = f64x2.floor(yp);
  const iyq = f64x2.floor(yq);
  const low = f64x2.splat(1);
  const right = f64x2.splat(<f64>(w - 3));
  const bottom = f64x2.splat(<f64>(h - 3));
  const across = v128.and(v128.and(f64x2.ge(ixp, low), f64x2.le(ixp, right)), v128.and(f64x2.ge(ixq, low), f64x2.le(ixq, right)));
  const along = v128.and(v128.and(f64x2.ge(iyp, low), f64x2.le(iyp, bottom)), v128.and(f64x2.ge(iyq, low), f64x2.le(iyq, bottom)));
  if (!i64x2.all_true(v128.and(across, along))) return false;

  const tx = v128.shuffle<f32>(f32x4.demote_f64x2_zero(f64x2.sub(xp, ixp)), f32x4.demote_f64x2_zero(f64x2.sub(xq, ixq)), 0, 1, 4, 5);
  const ty = v128.shuffle<f32>(f32x4.demote_f64x2_zero(f64x2.sub(yp, iyp)), f32x4.demote_f64x2_zero(f64x2.sub(yq, iyq)), 0, 1, 4, 5);
  const sx = f32x4.sub(f32x4.splat(1), tx);
  const sy = f32x4.sub(f32x4.splat(1), ty);
  const y0 = outer(ty, sy);
  const y1 = inner(ty);
  const y2 = inner(sy);
  const y3 = outer(sy, ty);
  const width = f64x2.splat(<f64>w);
  const atP = i32x4.trunc_sat_f64x2_s_zero(f64x2.add(f64x2.mul(f64x2.sub(iyp, low), width), f64x2.sub(ixp, low)));
  const atQ = i32x4.trunc_sat_f64x2_s_zero(f64x2.add(f64x2.mul(f64x2.sub(iyq, low), width), f64x2.sub(ixq, low)));
  const step = <usize>w << 2;
  const a = columns(src + (<usize>i32x4.extract_lane(atP, 0) << 2), step, v128.shuffle<f32>(y0, y0, 0, 0, 0, 0), v128.shuffle<f32>(y1, y1, 0, 0, 0, 0), v128.shuffle<f32>(y2, y2, 0, 0, 0, 0), v128.shuffle<f32>(y3, y3, 0, 0, 0, 0));
  const b = columns(src + (<usize>i32x4.extract_lane(atP, 1) << 2), step, v128.shuffle<f32>(y0, y0, 1, 1, 1, 1), v128.shuffle<f32>(y1, y1, 1, 1, 1, 1), v128.shuffle<f32>(y2, y2, 1, 1, 1, 1), v128.shuffle<f32>(y3, y3, 1, 1, 1, 1));
  const c = columns(src + (<usize>i32x4.extract_lane(atQ, 0) << 2), step, v128.shuffle<f32>(y0, y0, 2, 2, 2, 2), v128.shuffle<f32>(y1, y1, 2, 2, 2, 2), v128.shuffle<f32>(y2, y2, 2, 2, 2, 2), v128.shuffle<f32>(y3, y3, 2, 2, 2, 2));
  const d = columns(src + (<usize>i32x4.extract_lane(atQ, 1) << 2), step, v128.shuffle<f32>(y0, y0, 3, 3, 3, 3), v128.shuffle<f32>(y1, y1, 3, 3, 3, 3), v128.shuffle<f32>(y2, y2, 3, 3, 3, 3), v128.shuffle<f32>(y3, y3, 3, 3, 3, 3));
  // Taps side by side → pixels side by side.
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  const first = f32x4.add(f32x4.mul(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), outer(tx, sx)), f32x4.mul(v128.shuffle<f32>(ab, cd, 2, 3, 6, 7), inner(tx)));
  const last = f32x4.add(f32x4.mul(v128.shuffle<f32>(abHigh, cdHigh, 0, 1, 4, 5), inner(sx)), f32x4.mul(v128.shuffle<f32>(abHigh, cdHigh, 2, 3, 6, 7), outer(sx, tx)));
  v128.store(out, f32x4.add(first, last));
  return true;
}

/** Keys' cubic for four fractions: of the taps beside the place, and of those beyond. */
// @ts-ignore: decorator
@inline
function inner(t: v128): v128 {
  return f32x4.add(f32x4.splat(1), f32x4.mul(f32x4.mul(t, t), f32x4.sub(f32x4.mul(f32x4.splat(1.5), t), f32x4.splat(2.5))));
}

// @ts-ignore: decorator
@inline
function outer(t: v128, s: v128): v128 {
  return f32x4.mul(f32x4.mul(f32x4.mul(f32x4.splat(-0.5), t), s), s);
}

/** Four rows of four taps, weighted by row. */
// @ts-ignore: decorator
@inline
function columns(at: usize, step: usize, y0: v128, y1: v128, y2: v128, y3: v128): v128 {
  let sum = f32x4.mul(v128.load(at), y0);
  sum = f32x4.add(sum, f32x4.mul(v128.load(at + step), y1));
  sum = f32x4.add(sum, f32x4.mul(v128.load(at + 2 * step), y2));
  return f32x4.add(sum, f32x4.mul(v128.load(at + 3 * step), y3));
}

/**
 * As `warp`, with a smooth displacement added to every target point first. flow: fw × fh × (dx, dy) f32, px of the target,
 * at the middles of cells of `cell` px; linear between them.
 */
export function warp_flow(
  src: usize, w: i32, h: i32, dst: usize, inside: usize, dw: i32, dh: i32, matrix: usize, flow: usize, fw: i32, fh: i32, cell: f32,
): void {
  const m0 = load<f64>(matrix), m1 = load<f64>(matrix, 8), m2 = load<f64>(matrix, 16);
  const m3 = load<f64>(matrix, 24), m4 = load<f64>(matrix, 32), m5 = load<f64>(matrix, 40);
  const m6 = load<f64>(matrix, 48), m7 = load<f64>(matrix, 56), m8 = load<f64>(matrix, 64);
  for (let y = 0; y < dh; y++) {
    const gy = min<f32>(<f32>(fh - 1), max<f32>(0, (<f32>y + 0.5) / cell - 0.5));
    const y0 = <i32>gy;
    const y1 = min(fh - 1, y0 + 1);
    const ty: f32 = gy - <f32>y0;
    for (let x = 0; x < dw; x++) {
      if (x + 4 <= dw && flowQuad(src, w, h, dst + (<usize>(y * dw + x) << 2), x, y, matrix, flow, fw, fh, cell, y0, y1, ty)) {
        store<u32>(inside + y * dw + x, 0x01010101);
        x += 3;
        continue;
      }
      const gx = min<f32>(<f32>(fw - 1), max<f32>(0, (<f32>x + 0.5) / cell - 0.5));
      const x0 = <i32>gx;
      const x1 = min(fw - 1, x0 + 1);
      const tx: f32 = gx - <f32>x0;
      const a = flow + (<usize>(y0 * fw + x0) << 3), b = flow + (<usize>(y0 * fw + x1) << 3);
      const c = flow + (<usize>(y1 * fw + x0) << 3), d = flow + (<usize>(y1 * fw + x1) << 3);
      const ux: f32 = 1 - tx;
      const uy: f32 = 1 - ty;
      const wa = ux * uy, wb = tx * uy, wc = ux * ty, wd = tx * ty;
      const px = <f64>x + 0.5 + <f64>(wa * load<f32>(a) + wb * load<f32>(b) + wc * load<f32>(c) + wd * load<f32>(d));
      const py = <f64>y + 0.5 + <f64>(wa * load<f32>(a, 4) + wb * load<f32>(b, 4) + wc * load<f32>(c, 4) + wd * load<f32>(d, 4));
      const k = 1 / (m6 * px + m7 * py + m8);
      const sx = (m0 * px + m1 * py + m2) * k;
      const sy = (m3 * px + m4 * py + m5) * k;
      const at = y * dw + x;
      if (!(sx >= 0 && sy >= 0 && sx <= <f64>w && sy <= <f64>h)) {
        store<u8>(inside + at, 0);
        store<f32>(dst + (<usize>at << 2), 0);
        continue;
      }
      store<u8>(inside + at, 1);
      store<f32>(dst + (<usize>at << 2), sample(src, w, h, sx, sy));
    }
  }
}

/** Four pixels of one row from x on as `warp_flow` gives them, when the same cells move them all and all their taps lie within the source; else writes nothing and gives false. */
// @ts-ignore: decorator
@inline
function flowQuad(src: usize, w: i32, h: i32, out: usize, x: i32, y: i32, matrix: usize, flow: usize, fw: i32, fh: i32, cell: f32, y0: i32, y1: i32, ty: f32): bool {
  const places = f32x4.add(f32x4.convert_i32x4_s(i32x4.add(i32x4.splat(x), i32x4(0, 1, 2, 3))), f32x4.splat(0.5));
  const gx = f32x4.min(f32x4.splat(<f32>(fw - 1)), f32x4.max(f32x4.splat(0), f32x4.sub(f32x4.div(places, f32x4.splat(cell)), f32x4.splat(0.5))));
  const x0 = <i32>f32x4.extract_lane(gx, 0);
  if (<i32>f32x4.extract_lane(gx, 3) != x0) return false;
  const x1 = min(fw - 1, x0 + 1);
  const tx = f32x4.sub(gx, f32x4.splat(<f32>x0));
  const ux = f32x4.sub(f32x4.splat(1), tx);
  const uy = f32x4.splat(1 - ty);
  const wa = f32x4.mul(ux, uy), wb = f32x4.mul(tx, uy), wc = f32x4.mul(ux, f32x4.splat(ty)), wd = f32x4.mul(tx, f32x4.splat(ty));
  const a = flow + (<usize>(y0 * fw + x0) << 3), b = flow + (<usize>(y0 * fw + x1) << 3);
  const c = flow + (<usize>(y1 * fw + x0) << 3), d = flow + (<usize>(y1 * fw + x1) << 3);
  const dx = f32x4.add(f32x4.add(f32x4.add(f32x4.mul(wa, v128.load32_splat(a)), f32x4.mul(wb, v128.load32_splat(b))), f32x4.mul(wc, v128.load32_splat(c))), f32x4.mul(wd, v128.load32_splat(d)));
  const dy = f32x4.add(f32x4.add(f32x4.add(f32x4.mul(wa, v128.load32_splat(a, 4)), f32x4.mul(wb, v128.load32_splat(b, 4))), f32x4.mul(wc, v128.load32_splat(c, 4))), f32x4.mul(wd, v128.load32_splat(d, 4)));

  const half = f64x2.splat(0.5);
  const p = f64x2.add(f64x2.replace_lane(f64x2.splat(<f64>x), 1, <f64>(x + 1)), half);
  const row = f64x2.splat(<f64>y + 0.5);
  const pxp = f64x2.add(p, f64x2.promote_low_f32x4(dx)), pxq = f64x2.add(f64x2.add(p, f64x2.splat(2)), f64x2.promote_low_f32x4(v128.shuffle<f64>(dx, dx, 1, 1)));
  const pyp = f64x2.add(row, f64x2.promote_low_f32x4(dy)), pyq = f64x2.add(row, f64x2.promote_low_f32x4(v128.shuffle<f64>(dy, dy, 1, 1)));
  const one = f64x2.splat(1);
  const kp = f64x2.div(one, mapped(matrix + 48, pxp, pyp)), kq = f64x2.div(one, mapped(matrix + 48, pxq, pyq));
  return sampleFour(
    src, w, h, out, f64x2.sub(f64x2.mul(mapped(matrix, pxp, pyp), kp), half), f64x2.sub(f64x2.mul(mapped(matrix, pxq, pyq), kq), half),
    f64x2.sub(f64x2.mul(mapped(matrix + 24, pxp, pyp), kp), half), f64x2.sub(f64x2.mul(mapped(matrix + 24, pxq, pyq), kq), half),
  );
}

/** Row of a matrix times (x, y, 1). */
// @ts-ignore: decorator
@inline
function mapped(row: usize, x: v128, y: v128): v128 {
  return f64x2.add(f64x2.add(f64x2.mul(v128.load64_splat(row), x), f64x2.mul(v128.load64_splat(row, 8), y)), v128.load64_splat(row, 16));
}

/** Bicubic sample at a continuous place. */
// @ts-ignore: decorator
@inline
function sample(src: usize, w: i32, h: i32, sx: f64, sy: f64): f32 {
  const ix = <i32>Math.floor(sx - 0.5);
  const iy = <i32>Math.floor(sy - 0.5);
  const wx = cubic(<f32>(sx - 0.5 - <f64>ix));
  const wy = cubic(<f32>(sy - 0.5 - <f64>iy));
  let sum = f32x4.splat(0);
  const whole = ix >= 1 && ix + 2 < w;
  for (let t = 0; t < 4; t++) {
    const row = src + (<usize>(clamped(iy - 1 + t, h) * w) << 2);
    const weight = t == 0 ? f32x4.extract_lane(wy, 0) : t == 1 ? f32x4.extract_lane(wy, 1) : t == 2 ? f32x4.extract_lane(wy, 2) : f32x4.extract_lane(wy, 3);
    let v: v128;
    if (whole) v = v128.load(row + (<usize>(ix - 1) << 2));
    else {
      v = f32x4.splat(load<f32>(row + (<usize>clamped(ix - 1, w) << 2)));
      v = f32x4.replace_lane(v, 1, load<f32>(row + (<usize>clamped(ix, w) << 2)));
      v = f32x4.replace_lane(v, 2, load<f32>(row + (<usize>clamped(ix + 1, w) << 2)));
      v = f32x4.replace_lane(v, 3, load<f32>(row + (<usize>clamped(ix + 2, w) << 2)));
    }
    sum = f32x4.add(sum, f32x4.mul(v, f32x4.splat(weight)));
  }
  sum = f32x4.mul(sum, wx);
  return (f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1)) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
}
