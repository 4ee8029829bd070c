// Leaf loops of SIFT. Twin and specification: src/imaging/kernels/sift.reference.ts.
// Pointers are byte offsets of f32 (or i32, u8 where said) rows without padding.

const TAU: f32 = 6.283185307179586;

// @ts-ignore: decorator
@inline
function reflect(i: i32, n: i32): i32 {
  if (n == 1) return 0;
  while (i < 0 || i >= n) i = i < 0 ? -i : 2 * n - 2 - i;
  return i;
}

/** Separable symmetric blur. taps: radius + 1 weights, centre first; tmp: h rows of `stride` f32; pad: stride + 2 radius f32. */
export function blur(src: usize, dst: usize, tmp: usize, pad: usize, w: i32, h: i32, taps: usize, radius: i32): void {
  const stride = (w + 7) & ~7;
  for (let y = 0; y < h; y++) {
    const row = src + ((<usize>(y * w)) << 2);
    for (let i = 0; i < radius; i++) {
      store<f32>(pad + (<usize>i << 2), load<f32>(row + (<usize>reflect(i - radius, w) << 2)));
    }
    memory.copy(pad + (<usize>radius << 2), row, <usize>w << 2);
    for (let i = w; i < stride + radius; i++) {
      store<f32>(pad + (<usize>(i + radius) << 2), load<f32>(row + (<usize>reflect(i, w) << 2)));
    }
    const out = tmp + ((<usize>(y * stride)) << 2);
    const first = v128.load32_splat(taps);
    for (let x = 0; x < stride; x += 8) {
      const at = pad + (<usize>(x + radius) << 2);
      let a = f32x4.mul(first, v128.load(at));
      let b = f32x4.mul(first, v128.load(at, 16));
      for (let i = 1; i <= radius; i++) {
        const k = v128.load32_splat(taps + (<usize>i << 2));
        const left = at - (<usize>i << 2);
        const right = at + (<usize>i << 2);
        a = f32x4.add(a, f32x4.mul(k, f32x4.add(v128.load(left), v128.load(right))));
        b = f32x4.add(b, f32x4.mul(k, f32x4.add(v128.load(left, 16), v128.load(right, 16))));
      }
      v128.store(out + (<usize>x << 2), a);
      v128.store(out + (<usize>x << 2), b, 16);
    }
  }
  const step = <usize>stride << 2;
  for (let y = 0; y < h; y++) {
    const middle = tmp + <usize>y * step;
    const out = dst + ((<usize>(y * w)) << 2);
    const inside = y >= radius && y + radius < h;
    const first = v128.load32_splat(taps);
    for (let x = 0; x < stride; x += 8) {
      const at = middle + (<usize>x << 2);
      let a = f32x4.mul(first, v128.load(at));
      let b = f32x4.mul(first, v128.load(at, 16));
      for (let i = 1; i <= radius; i++) {
        const k = v128.load32_splat(taps + (<usize>i << 2));
        const up = inside ? at - <usize>i * step : tmp + <usize>reflect(y - i, h) * step + (<usize>x << 2);
        const down = inside ? at + <usize>i * step : tmp + <usize>reflect(y + i, h) * step + (<usize>x << 2);
        a = f32x4.add(a, f32x4.mul(k, f32x4.add(v128.load(up), v128.load(down))));
        b = f32x4.add(b, f32x4.mul(k, f32x4.add(v128.load(up, 16), v128.load(down, 16))));
      }
      if (x + 8 <= w) {
        v128.store(out + (<usize>x << 2), a);
        v128.store(out + (<usize>x << 2), b, 16);
      } else {
        v128.store(pad, a);
        v128.store(pad, b, 16);
        memory.copy(out + (<usize>x << 2), pad, <usize>(w - x) << 2);
      }
    }
  }
}

/** out = a − b. */
export function subtract(a: usize, b: usize, out: usize, n: i32): void {
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const at = <usize>i << 2;
    v128.store(out + at, f32x4.sub(v128.load(a + at), v128.load(b + at)));
  }
  for (; i < n; i++) store<f32>(out + (<usize>i << 2), load<f32>(a + (<usize>i << 2)) - load<f32>(b + (<usize>i << 2)));
}

// pmax and pmin are one instruction of the machine, max and min seven; they differ only on NaN and on the sign of 0.

// @ts-ignore: decorator
@inline
function greatest(at: usize, step: usize): v128 {
  const up = at - step;
  const down = at + step;
  const m = f32x4.pmax(v128.load(at - 4), v128.load(at, 4));
  const n = f32x4.pmax(v128.load(up - 4), f32x4.pmax(v128.load(up), v128.load(up, 4)));
  return f32x4.pmax(f32x4.pmax(m, n), f32x4.pmax(v128.load(down - 4), f32x4.pmax(v128.load(down), v128.load(down, 4))));
}

// @ts-ignore: decorator
@inline
function least(at: usize, step: usize): v128 {
  const up = at - step;
  const down = at + step;
  const m = f32x4.pmin(v128.load(at - 4), v128.load(at, 4));
  const n = f32x4.pmin(v128.load(up - 4), f32x4.pmin(v128.load(up), v128.load(up, 4)));
  return f32x4.pmin(f32x4.pmin(m, n), f32x4.pmin(v128.load(down - 4), f32x4.pmin(v128.load(down), v128.load(down, 4))));
}

/** Pixels of `at` not smaller (or not greater) than their 26 neighbours and beyond ± threshold. out: i32 indices; gives how many, at most `most`. */
export function extrema(below: usize, at: usize, above: usize, w: i32, h: i32, border: i32, threshold: f32, out: usize, most: i32): i32 {
  const step = <usize>w << 2;
  const limit = f32x4.splat(threshold);
  const zero = f32x4.splat(0);
  let count = 0;
  for (let y = border; y < h - border; y++) {
    for (let x = border; x < w - border; x += 4) {
      const index = y * w + x;
      const here = <usize>index << 2;
      const v = v128.load(at + here);
      const strong = f32x4.gt(f32x4.abs(v), limit);
      if (!v128.any_true(strong)) continue;
      let top = v128.and(f32x4.gt(v, zero), f32x4.ge(v, greatest(at + here, step)));
      let low = v128.and(f32x4.lt(v, zero), f32x4.le(v, least(at + here, step)));
      let hit = v128.and(strong, v128.or(top, low));
      if (!v128.any_true(hit)) continue;
      if (v128.any_true(top)) {
        top = v128.and(top, f32x4.ge(v, f32x4.pmax(v128.load(below + here), v128.load(above + here))));
        top = v128.and(top, f32x4.ge(v, f32x4.pmax(greatest(below + here, step), greatest(above + here, step))));
      }
      if (v128.any_true(low)) {
        low = v128.and(low, f32x4.le(v, f32x4.pmin(v128.load(below + here), v128.load(above + here))));
        low = v128.and(low, f32x4.le(v, f32x4.pmin(least(below + here, step), least(above + here, step))));
      }
      hit = v128.and(strong, v128.or(top, low));
      const bits = i32x4.bitmask(hit);
      for (let lane = 0; lane < 4; lane++) {
        if (((bits >> lane) & 1) == 0 || x + lane >= w - border) continue;
        if (count >= most) return count;
        store<i32>(out + (<usize>count << 2), index + lane);
        count++;
      }
    }
  }
  return count;
}

/** Central differences: magnitude and angle in [0, 2π), clockwise on screen; 0 on the outermost pixels. */
export function gradients(src: usize, magnitude: usize, angle: usize, w: i32, h: i32): void {
  memory.fill(magnitude, 0, <usize>(w * h) << 2);
  memory.fill(angle, 0, <usize>(w * h) << 2);
  gradientsIn(src, magnitude, angle, w, 1, 1, w - 1, h - 1);
}

/** Tiles of 32 × 32 px that are measured when a point needs them. */
const TILE: i32 = 5;

/** The same, only within reach of the points' descriptors and orientations; the rest is left as it is. tiles: scratch, one byte for each tile. */
export function gradients_near(src: usize, magnitude: usize, angle: usize, w: i32, h: i32, points: usize, n: i32, tiles: usize): void {
  const columns = (w >> TILE) + 1;
  memory.fill(tiles, 0, <usize>(columns * ((h >> TILE) + 1)));
  for (let k = 0; k < n; k++) {
    const point = points + (<usize>k << 4);
    const px = load<f32>(point);
    const py = load<f32>(point, 4);
    const reach: f32 = 10.61 * load<f32>(point, 8) + 1;
    const left = max(0, <i32>(px - reach)) >> TILE;
    const right = min(w - 1, <i32>(px + reach) + 1) >> TILE;
    const top = max(0, <i32>(py - reach)) >> TILE;
    const bottom = min(h - 1, <i32>(py + reach) + 1) >> TILE;
    for (let row = top; row <= bottom; row++) for (let column = left; column <= right; column++) {
      const tile = tiles + <usize>(row * columns + column);
      if (load<u8>(tile)) continue;
      store<u8>(tile, 1);
      const x = column << TILE;
      const y = row << TILE;
      gradientsIn(src, magnitude, angle, w, max(1, x), max(1, y), min(w - 1, x + (1 << TILE)), min(h - 1, y + (1 << TILE)));
    }
  }
}

function gradientsIn(src: usize, magnitude: usize, angle: usize, w: i32, x0: i32, y0: i32, x1: i32, y1: i32): void {
  const step = <usize>w << 2;
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x += 4) {
      const here = <usize>(y * w + x) << 2;
      const at = src + here;
      const dx = f32x4.sub(v128.load(at, 4), v128.load(at - 4));
      const dy = f32x4.sub(v128.load(at + step), v128.load(at - step));
      const m = f32x4.sqrt(f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy)));
      const ax = f32x4.abs(dx);
      const ay = f32x4.abs(dy);
      const z = f32x4.div(f32x4.pmin(ax, ay), f32x4.pmax(f32x4.pmax(ax, ay), f32x4.splat(1e-20)));
      const s = f32x4.mul(z, z);
      let p = f32x4.splat(-0.0117212);
      p = f32x4.add(f32x4.mul(p, s), f32x4.splat(0.05265332));
      p = f32x4.add(f32x4.mul(p, s), f32x4.splat(-0.11643287));
      p = f32x4.add(f32x4.mul(p, s), f32x4.splat(0.19354346));
      p = f32x4.add(f32x4.mul(p, s), f32x4.splat(-0.33262347));
      p = f32x4.mul(f32x4.add(f32x4.mul(p, s), f32x4.splat(0.99997726)), z);
      p = v128.bitselect(f32x4.sub(f32x4.splat(TAU / 4), p), p, f32x4.gt(ay, ax));
      p = v128.bitselect(f32x4.sub(f32x4.splat(TAU / 2), p), p, f32x4.lt(dx, f32x4.splat(0)));
      p = v128.bitselect(f32x4.sub(f32x4.splat(TAU), p), p, f32x4.lt(dy, f32x4.splat(0)));
      const left = x1 - x;
      if (left >= 4) {
        v128.store(magnitude + here, m);
        v128.store(angle + here, p);
      } else {
        store<f32>(magnitude + here, f32x4.extract_lane(m, 0));
        store<f32>(angle + here, f32x4.extract_lane(p, 0));
        if (left > 1) { store<f32>(magnitude + here, f32x4.extract_lane(m, 1), 4); store<f32>(angle + here, f32x4.extract_lane(p, 1), 4); }
        if (left > 2) { store<f32>(magnitude + here, f32x4.extract_lane(m, 2), 8); store<f32>(angle + here, f32x4.extract_lane(p, 2), 8); }
      }
    }
  }
}

/** points: n × (x, y, σ, –); falls: scratch of 512 f32; out: n × 36 f32, zeroed here. */
export function orient(magnitude: usize, angle: usize, w: i32, h: i32, points: usize, n: i32, falls: usize, out: usize): void {
  for (let k = 0; k < n; k++) {
    const point = points + (<usize>k << 4);
    const px = load<f32>(point);
    const py = load<f32>(point, 4);
    const sigma: f32 = 1.5 * load<f32>(point, 8);
    const radius = <i32>nearest<f32>(3 * sigma);
    const fall: f32 = -0.5 / (sigma * sigma);
    const histogram = out + <usize>k * 144;
    memory.fill(histogram, 0, 144);
    const cx = <i32>nearest<f32>(px);
    const cy = <i32>nearest<f32>(py);
    const x0 = max(1, cx - radius);
    const x1 = min(min(w - 2, cx + radius), x0 + 511);
    for (let x = x0; x <= x1; x++) {
      const dx: f32 = <f32>x - px;
      store<f32>(falls + (<usize>(x - x0) << 2), Mathf.exp(dx * dx * fall));
    }
    for (let y = max(1, cy - radius); y <= min(h - 2, cy + radius); y++) {
      const dy: f32 = <f32>y - py;
      const fallY = Mathf.exp(dy * dy * fall);
      for (let x = x0; x <= x1; x++) {
        const here = <usize>(y * w + x) << 2;
        let bin = <i32>nearest<f32>(load<f32>(angle + here) * (36 / TAU));
        if (bin >= 36) bin -= 36;
        const cell = histogram + (<usize>bin << 2);
        store<f32>(cell, load<f32>(cell) + load<f32>(magnitude + here) * fallY * load<f32>(falls + (<usize>(x - x0) << 2)));
      }
    }
  }
}

/**
 * points: n × (x, y, σ, angle); cells: scratch of 5 × 5 × 9 × 4 f32; falls: scratch of 512 f32; out: n × 128 u8 RootSIFT.
 *
 * A sample is shared among four cells and two angles. Its four shares lie in one vector, kept for each corner where four cells
 * meet and each angle (the ninth is the first again); the cells are summed up from the corners at the end.
 */
export function describe(magnitude: usize, angle: usize, w: i32, h: i32, points: usize, n: i32, cells: usize, falls: usize, out: usize): void {
  const zero = f32x4.splat(0), five = f32x4.splat(5), eight = f32x4.splat(8), middle = f32x4.splat(2.5);
  for (let k = 0; k < n; k++) {
    const point = points + (<usize>k << 4);
    const px = load<f32>(point);
    const py = load<f32>(point, 4);
    const theta = load<f32>(point, 12);
    const width: f32 = 3 * load<f32>(point, 8);
    const radius: f32 = width * 3.5355339;
    const cosine: f32 = Mathf.cos(theta) / width;
    const sine: f32 = Mathf.sin(theta) / width;
    const fall: f32 = -0.125 / (width * width);
    const x0 = max(1, <i32>Mathf.ceil(px - radius));
    const x1 = min(min(w - 2, <i32>Mathf.floor(px + radius)), x0 + 511);
    const y0 = max(1, <i32>Mathf.ceil(py - radius));
    const y1 = min(h - 2, <i32>Mathf.floor(py + radius));
    for (let x = x0; x <= x1; x++) {
      const dx: f32 = <f32>x - px;
      store<f32>(falls + (<usize>(x - x0) << 2), Mathf.exp(dx * dx * fall));
    }
    memory.fill(cells, 0, 25 * 9 * 16);
    for (let y = y0; y <= y1; y++) {
      const dy: f32 = <f32>y - py;
      const fallY = Mathf.exp(dy * dy * fall);
      // Where the row lies within the turned square, with a pixel to spare.
      let low: f32 = -radius;
      let high: f32 = radius;
      if (abs(cosine) > 1e-6) {
        const p: f32 = (-2.5 - dy * sine) / cosine;
        const q: f32 = (2.5 - dy * sine) / cosine;
        low = max(low, min(p, q));
        high = min(high, max(p, q));
      }
      if (abs(sine) > 1e-6) {
        const p: f32 = (dy * cosine + 2.5) / sine;
        const q: f32 = (dy * cosine - 2.5) / sine;
        low = max(low, min(p, q));
        high = min(high, max(p, q));
      }
      const from = max(x0, <i32>Mathf.floor(px + low) - 1);
      const to = min(x1, <i32>Mathf.ceil(px + high) + 1);
      const dySine = f32x4.splat(dy * sine);
      const dyCosine = f32x4.splat(dy * cosine);
      for (let x = from; x <= to; x += 4) {
        const dx = f32x4.sub(f32x4.convert_i32x4_s(i32x4.add(i32x4.splat(x), i32x4(0, 1, 2, 3))), f32x4.splat(px));
        const c = f32x4.add(f32x4.add(f32x4.mul(dx, f32x4.splat(cosine)), dySine), middle);
        const r = f32x4.add(f32x4.sub(dyCosine, f32x4.mul(dx, f32x4.splat(sine))), middle);
        const within = v128.and(v128.and(f32x4.gt(c, zero), f32x4.lt(c, five)), v128.and(f32x4.gt(r, zero), f32x4.lt(r, five)));
        let lanes = i32x4.bitmask(within);
        if (x + 3 > to) lanes &= (1 << (to - x + 1)) - 1;
        if (lanes == 0) continue;
        const here = <usize>(y * w + x) << 2;
        let o = f32x4.mul(f32x4.sub(v128.load(angle + here), f32x4.splat(theta)), f32x4.splat(8 / TAU));
        o = f32x4.add(o, v128.and(f32x4.lt(o, zero), eight));
        o = f32x4.sub(o, v128.and(f32x4.ge(o, eight), eight));
        const m = f32x4.mul(f32x4.mul(v128.load(magnitude + here), f32x4.splat(fallY)), v128.load(falls + (<usize>(x - x0) << 2)));
        const c0 = i32x4.trunc_sat_f32x4_s(c);
        const r0 = i32x4.trunc_sat_f32x4_s(r);
        const o0 = i32x4.trunc_sat_f32x4_s(o);
        const right = f32x4.sub(c, f32x4.convert_i32x4_s(c0));
        const left = f32x4.sub(f32x4.splat(1), right);
        const m1 = f32x4.mul(m, f32x4.sub(r, f32x4.convert_i32x4_s(r0)));
        const m0 = f32x4.sub(m, m1);
        const next = f32x4.sub(o, f32x4.convert_i32x4_s(o0));
        // By pixel: its shares of the four corners of its cell.
        const upperLeft = f32x4.mul(m0, left), upperRight = f32x4.mul(m0, right), lowerLeft = f32x4.mul(m1, left), lowerRight = f32x4.mul(m1, right);
        const upper = v128.shuffle<f32>(upperLeft, upperRight, 0, 4, 1, 5), lower = v128.shuffle<f32>(lowerLeft, lowerRight, 0, 4, 1, 5);
        const upper2 = v128.shuffle<f32>(upperLeft, upperRight, 2, 6, 3, 7), lower2 = v128.shuffle<f32>(lowerLeft, lowerRight, 2, 6, 3, 7);
        const at = i32x4.shl(i32x4.add(i32x4.mul(i32x4.add(i32x4.mul(r0, i32x4.splat(5)), c0), i32x4.splat(9)), v128.and(o0, i32x4.splat(7))), 4);
        if (lanes & 1) addShares(cells + <usize>i32x4.extract_lane(at, 0), v128.shuffle<f64>(upper, lower, 0, 2), v128.shuffle<f32>(next, next, 0, 0, 0, 0));
        if (lanes & 2) addShares(cells + <usize>i32x4.extract_lane(at, 1), v128.shuffle<f64>(upper, lower, 1, 3), v128.shuffle<f32>(next, next, 1, 1, 1, 1));
        if (lanes & 4) addShares(cells + <usize>i32x4.extract_lane(at, 2), v128.shuffle<f64>(upper2, lower2, 0, 2), v128.shuffle<f32>(next, next, 2, 2, 2, 2));
        if (lanes & 8) addShares(cells + <usize>i32x4.extract_lane(at, 3), v128.shuffle<f64>(upper2, lower2, 1, 3), v128.shuffle<f32>(next, next, 3, 3, 3, 3));
      }
    }
    gather(cells);
    rootSift(cells, out + (<usize>k << 7));
  }
}

/** The shares of a sample in the four cells around a corner, between its angle and the next. */
// @ts-ignore: decorator
@inline
function addShares(at: usize, shares: v128, next: v128): void {
  const second = f32x4.mul(shares, next);
  v128.store(at, f32x4.add(v128.load(at), f32x4.sub(shares, second)));
  v128.store(at, f32x4.add(v128.load(at, 16), second), 16);
}

/** Corners → the inner 4 × 4 cells × 8 angles, into the first 128 f32. Cell (r, c) has a share in the corners (r, c) … (r + 1, c + 1) of the 5 × 5. */
function gather(cells: usize): void {
  for (let r = 0; r < 4; r++) for (let c = 0; c < 4; c++) for (let o = 0; o < 8; o++) {
    let sum: f32 = 0;
    for (let dr = 0; dr < 2; dr++) for (let dc = 0; dc < 2; dc++) {
      const corner = cells + (<usize>(((r + dr) * 5 + c + dc) * 9) << 4) + (<usize>((1 - dr) * 2 + 1 - dc) << 2);
      sum += load<f32>(corner + (<usize>o << 4));
      if (o == 0) sum += load<f32>(corner, 128);
    }
    store<f32>(gathered + (<usize>((r * 4 + c) * 8 + o) << 2), sum);
  }
  memory.copy(cells, gathered, 512);
}

const gathered = memory.data(512);

/** The inner 4 × 4 cells: L2 norm, clip at 0.2 (Lowe 2004 §6.1), then 512 · √(L1 norm). */
function rootSift(cells: usize, out: usize): void {
  let squares: f32 = 0;
  for (let i = 0; i < 128; i++) {
    const v = load<f32>(cells + (<usize>i << 2));
    squares += v * v;
  }
  const most: f32 = 0.2 * Mathf.sqrt(squares);
  let sum: f32 = 0;
  for (let i = 0; i < 128; i++) sum += min<f32>(load<f32>(cells + (<usize>i << 2)), most);
  const scale: f32 = sum > 0 ? 1 / sum : 0;
  for (let i = 0; i < 128; i++) {
    const v = min<f32>(load<f32>(cells + (<usize>i << 2)), most);
    store<u8>(out + <usize>i, <u8>min<f32>(255, nearest<f32>(512 * Mathf.sqrt(v * scale))));
  }
}

/** Steps of the search for the true place of an extremum. */
const MAX_STEPS: i32 = 5;

/**
 * Fits a quadratic around each extremum, moving while it lies beyond half a pixel. Source: Brown and Lowe, BMVC 2002, doi:10.5244/C.16.23.
 *
 * differences: levels × w × h f32; found: n indices (i32) in level `level`; out: rows of 5 f64 (column, row, level, offset of the level, response).
 * Gives how many rows.
 */
export function refine(differences: usize, levels: i32, w: i32, h: i32, border: i32, level: i32, found: usize, n: i32, contrast: f64, edge: f64, out: usize): i32 {
  const size = <usize>(w * h) << 2;
  let count = 0;
  for (let k = 0; k < n; k++) {
    const index = load<i32>(found + (<usize>k << 2));
    let x = index % w;
    let y = index / w;
    let s = level;
    for (let step = 0; step < MAX_STEPS; step++) {
      const at = differences + <usize>s * size + (<usize>(y * w + x) << 2);
      const below = at - size;
      const above = at + size;
      const up = at - (<usize>w << 2);
      const down = at + (<usize>w << 2);
      const v = <f64>load<f32>(at);
      const gx = (<f64>load<f32>(at, 4) - <f64>load<f32>(at - 4)) / 2;
      const gy = (<f64>load<f32>(down) - <f64>load<f32>(up)) / 2;
      const gs = (<f64>load<f32>(above) - <f64>load<f32>(below)) / 2;
      const hxx = <f64>load<f32>(at, 4) + <f64>load<f32>(at - 4) - 2 * v;
      const hyy = <f64>load<f32>(down) + <f64>load<f32>(up) - 2 * v;
      const hss = <f64>load<f32>(above) + <f64>load<f32>(below) - 2 * v;
      const hxy = (<f64>load<f32>(down, 4) - <f64>load<f32>(down - 4) - <f64>load<f32>(up, 4) + <f64>load<f32>(up - 4)) / 4;
      const hxs = (<f64>load<f32>(above, 4) - <f64>load<f32>(above - 4) - <f64>load<f32>(below, 4) + <f64>load<f32>(below - 4)) / 4;
      const hys = (<f64>load<f32>(above + (<usize>w << 2)) - <f64>load<f32>(above - (<usize>w << 2)) - <f64>load<f32>(below + (<usize>w << 2)) + <f64>load<f32>(below - (<usize>w << 2))) / 4;
      const A = hyy * hss - hys * hys;
      const B = hys * hxs - hxy * hss;
      const C = hxy * hys - hyy * hxs;
      const determinant = hxx * A + hxy * B + hxs * C;
      if (abs(determinant) < 1e-18) break;
      const dx = -(A * gx + B * gy + C * gs) / determinant;
      const dy = -(B * gx + (hxx * hss - hxs * hxs) * gy + (hxy * hxs - hxx * hys) * gs) / determinant;
      const ds = -(C * gx + (hxy * hxs - hxx * hys) * gy + (hxx * hyy - hxy * hxy) * gs) / determinant;
      if (abs(dx) < 0.5 && abs(dy) < 0.5 && abs(ds) < 0.5) {
        const response = abs(v + (gx * dx + gy * dy + gs * ds) / 2);
        const trace = hxx + hyy;
        const det = hxx * hyy - hxy * hxy;
        if (response * <f64>(levels - 2) < contrast || det <= 0 || trace * trace * edge >= (edge + 1) * (edge + 1) * det) break;
        const row = out + <usize>count * 40;
        store<f64>(row, <f64>x + dx);
        store<f64>(row, <f64>y + dy, 8);
        store<f64>(row, <f64>s, 16);
        store<f64>(row, ds, 24);
        store<f64>(row, response, 32);
        count++;
        break;
      }
      if (!(abs(dx) < <f64>w && abs(dy) < <f64>h && abs(ds) < <f64>(levels - 2))) break;
      x += <i32>Math.floor(dx + 0.5);
      y += <i32>Math.floor(dy + 0.5);
      s += <i32>Math.floor(ds + 0.5);
      if (s < 1 || s > levels - 2 || x < border || y < border || x >= w - border || y >= h - border) break;
    }
  }
  return count;
}
