// Resampling of rows and columns with sums in f64. Twin and specification: src/imaging/kernels/resample.reference.ts.

/** Four rows from `rows` on, sample by sample: out is width × (row 0, row 1, row 2, row 3). Rows beyond `count` repeat the last. */
// @ts-ignore: decorator
@inline
function interleave(rows: usize, width: i32, count: i32, out: usize): void {
  const step = <usize>width << 2;
  const a = rows;
  const b = count > 1 ? a + step : a;
  const c = count > 2 ? b + step : b;
  const d = count > 3 ? c + step : c;
  let x = 0;
  for (; x + 4 <= width; x += 4) {
    const at = <usize>x << 2;
    const p = v128.load(a + at), q = v128.load(b + at), r = v128.load(c + at), s = v128.load(d + at);
    const pq = v128.shuffle<f32>(p, q, 0, 4, 1, 5), rs = v128.shuffle<f32>(r, s, 0, 4, 1, 5);
    const PQ = v128.shuffle<f32>(p, q, 2, 6, 3, 7), RS = v128.shuffle<f32>(r, s, 2, 6, 3, 7);
    const to = out + (<usize>x << 4);
    v128.store(to, v128.shuffle<f64>(pq, rs, 0, 2));
    v128.store(to, v128.shuffle<f64>(pq, rs, 1, 3), 16);
    v128.store(to, v128.shuffle<f64>(PQ, RS, 0, 2), 32);
    v128.store(to, v128.shuffle<f64>(PQ, RS, 1, 3), 48);
  }
  for (; x < width; x++) {
    const at = <usize>x << 2;
    const to = out + (<usize>x << 4);
    store<f32>(to, load<f32>(a + at));
    store<f32>(to, load<f32>(b + at), 4);
    store<f32>(to, load<f32>(c + at), 8);
    store<f32>(to, load<f32>(d + at), 12);
  }
}

// @ts-ignore: decorator
@inline
function high(v: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f64>(v, v, 1, 1));
}

/** Sample x of up to four rows. */
// @ts-ignore: decorator
@inline
function spread(low: v128, high: v128, out: usize, to: i32, x: i32, count: i32): void {
  const at = out + (<usize>x << 2);
  const step = <usize>to << 2;
  const l = f32x4.demote_f64x2_zero(low);
  const h = f32x4.demote_f64x2_zero(high);
  store<f32>(at, f32x4.extract_lane(l, 0));
  if (count > 1) store<f32>(at + step, f32x4.extract_lane(l, 1));
  if (count > 2) store<f32>(at + 2 * step, f32x4.extract_lane(h, 0));
  if (count > 3) store<f32>(at + 3 * step, f32x4.extract_lane(h, 1));
}

/** Every row at another width: `taps` samples from first[x] on, repeated at the edges, times weights[x · taps …] (f64). lines: scratch, 4 × width f32. out: count × to f32. */
export function across(rows: usize, width: i32, count: i32, first: usize, weights: usize, taps: i32, to: i32, lines: usize, out: usize): void {
  for (let y = 0; y < count; y += 4) {
    const n = min(4, count - y);
    interleave(rows + (<usize>(y * width) << 2), width, n, lines);
    const target = out + (<usize>(y * to) << 2);
    let w = weights;
    for (let x = 0; x < to; x++) {
      const start = load<i32>(first + (<usize>x << 2));
      let l = f64x2.splat(0);
      let h = f64x2.splat(0);
      const whole = start >= 0 && start + taps <= width;
      for (let t = start; t < start + taps; t++, w += 8) {
        const at = whole ? t : t < 0 ? 0 : t >= width ? width - 1 : t;
        const v = v128.load(lines + (<usize>at << 4));
        const weight = v128.load64_splat(w);
        l = f64x2.add(l, f64x2.mul(weight, f64x2.promote_low_f32x4(v)));
        h = f64x2.add(h, f64x2.mul(weight, high(v)));
      }
      spread(l, h, target, to, x, n);
    }
  }
}

/** `count` target rows: sums of `taps` rows of `lines` from first[y] on times weights[y · taps …] (f64), each addition rounded to f32; rows beyond [0, last] repeat the edge. Row `base` is the first of lines. */
export function down(lines: usize, to: i32, base: i32, last: i32, first: usize, weights: usize, taps: i32, count: i32, out: usize): void {
  for (let y = 0; y < count; y++) {
    const row = out + (<usize>(y * to) << 2);
    memory.fill(row, 0, <usize>to << 2);
    const start = load<i32>(first + (<usize>y << 2));
    for (let t = 0; t < taps; t++) {
      const weight = load<f64>(weights + (<usize>(y * taps + t) << 3));
      if (weight == 0) continue;
      const from = start + t;
      const line = lines + (<usize>(((from < 0 ? 0 : from > last ? last : from) - base) * to) << 2);
      const w = f64x2.splat(weight);
      let x = 0;
      for (; x + 4 <= to; x += 4) {
        const at = <usize>x << 2;
        const sum = v128.load(row + at);
        const v = v128.load(line + at);
        const l = f32x4.demote_f64x2_zero(f64x2.add(f64x2.promote_low_f32x4(sum), f64x2.mul(w, f64x2.promote_low_f32x4(v))));
        const h = f32x4.demote_f64x2_zero(f64x2.add(high(sum), f64x2.mul(w, high(v))));
        v128.store(row + at, v128.shuffle<f64>(l, h, 0, 2));
      }
      for (; x < to; x++) {
        const at = <usize>x << 2;
        store<f32>(row + at, <f32>(<f64>load<f32>(row + at) + weight * <f64>load<f32>(line + at)));
      }
    }
  }
}

/** Every row averaged over the `step` source samples of each of `to` target samples. lines: scratch, 4 × width f32. out: count × to f32. */
export function average(rows: usize, width: i32, count: i32, step: f64, to: i32, lines: usize, out: usize): void {
  for (let y = 0; y < count; y += 4) {
    const n = min(4, count - y);
    interleave(rows + (<usize>(y * width) << 2), width, n, lines);
    const target = out + (<usize>(y * to) << 2);
    const whole = f64x2.splat(step);
    let start: f64 = 0;
    for (let x = 0; x < to; x++) {
      const end = x == to - 1 ? <f64>width : <f64>(x + 1) * step;
      const first = <i32>start;
      const last = <i32>end;
      let at = lines + (<usize>first << 4);
      const share = f64x2.splat(first == last ? end - start : <f64>(first + 1) - start);
      let v = v128.load(at);
      let l = f64x2.mul(f64x2.promote_low_f32x4(v), share);
      let h = f64x2.mul(high(v), share);
      for (let u = first + 1; u < last; u++) {
        at += 16;
        v = v128.load(at);
        l = f64x2.add(l, f64x2.promote_low_f32x4(v));
        h = f64x2.add(h, high(v));
      }
      if (last > first && last < width) {
        v = v128.load(lines + (<usize>last << 4));
        const rest = f64x2.splat(end - <f64>last);
        l = f64x2.add(l, f64x2.mul(f64x2.promote_low_f32x4(v), rest));
        h = f64x2.add(h, f64x2.mul(high(v), rest));
      }
      spread(f64x2.div(l, whole), f64x2.div(h, whole), target, to, x, n);
      start = end;
    }
  }
}
