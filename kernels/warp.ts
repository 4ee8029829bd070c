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
      const px = <f64>x + 0.5;
      const k = 1 / (m6 * px + bw);
      const sx = (m0 * px + bx) * k;
      const sy = (m3 * px + by) * k;
      const at = y * dw + x;
      if (!(sx >= 0 && sy >= 0 && sx <= <f64>w && sy <= <f64>h)) {
        store<u8>(inside + at, 0);
        store<f32>(dst + (<usize>at << 2), 0);
        continue;
      }
      store<u8>(inside + at, 1);
      const ix = <i32>Math.floor(sx - 0.5);
      const iy = <i32>Math.floor(sy - 0.5);
      const wx = cubic(<f32>(sx - 0.5 - <f64>ix));
      const wy = cubic(<f32>(sy - 0.5 - <f64>iy));
      let sum = f32x4.splat(0);
      if (ix >= 1 && iy >= 1 && ix + 2 < w && iy + 2 < h) {
        const first = src + (<usize>((iy - 1) * w + ix - 1) << 2);
        const step = <usize>w << 2;
        sum = f32x4.mul(v128.load(first), f32x4.splat(f32x4.extract_lane(wy, 0)));
        sum = f32x4.add(sum, f32x4.mul(v128.load(first + step), f32x4.splat(f32x4.extract_lane(wy, 1))));
        sum = f32x4.add(sum, f32x4.mul(v128.load(first + 2 * step), f32x4.splat(f32x4.extract_lane(wy, 2))));
        sum = f32x4.add(sum, f32x4.mul(v128.load(first + 3 * step), f32x4.splat(f32x4.extract_lane(wy, 3))));
      } else {
        const c0 = clamped(ix - 1, w);
        const c1 = clamped(ix, w);
        const c2 = clamped(ix + 1, w);
        const c3 = clamped(ix + 2, w);
        for (let t = 0; t < 4; t++) {
          const row = src + (<usize>(clamped(iy - 1 + t, h) * w) << 2);
          const weight = t == 0 ? f32x4.extract_lane(wy, 0) : t == 1 ? f32x4.extract_lane(wy, 1) : t == 2 ? f32x4.extract_lane(wy, 2) : f32x4.extract_lane(wy, 3);
          let v = f32x4.splat(load<f32>(row + (<usize>c0 << 2)));
          v = f32x4.replace_lane(v, 1, load<f32>(row + (<usize>c1 << 2)));
          v = f32x4.replace_lane(v, 2, load<f32>(row + (<usize>c2 << 2)));
          v = f32x4.replace_lane(v, 3, load<f32>(row + (<usize>c3 << 2)));
          sum = f32x4.add(sum, f32x4.mul(v, f32x4.splat(weight)));
        }
      }
      sum = f32x4.mul(sum, wx);
      store<f32>(dst + (<usize>at << 2), (f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1)) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3)));
    }
  }
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
