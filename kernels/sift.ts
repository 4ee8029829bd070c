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

// @ts-ignore: decorator
@inline
function ring(at: usize, step: usize, greatest: bool): v128 {
  let m = v128.load(at - 4);
  const up = at - step;
  const down = at + step;
  if (greatest) {
    m = f32x4.max(m, v128.load(at, 4));
    m = f32x4.max(m, f32x4.max(v128.load(up - 4), f32x4.max(v128.load(up), v128.load(up, 4))));
    return f32x4.max(m, f32x4.max(v128.load(down - 4), f32x4.max(v128.load(down), v128.load(down, 4))));
  }
  m = f32x4.min(m, v128.load(at, 4));
  m = f32x4.min(m, f32x4.min(v128.load(up - 4), f32x4.min(v128.load(up), v128.load(up, 4))));
  return f32x4.min(m, f32x4.min(v128.load(down - 4), f32x4.min(v128.load(down), v128.load(down, 4))));
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
      let top = v128.and(f32x4.gt(v, zero), f32x4.ge(v, ring(at + here, step, true)));
      let low = v128.and(f32x4.lt(v, zero), f32x4.le(v, ring(at + here, step, false)));
      let hit = v128.and(strong, v128.or(top, low));
      if (!v128.any_true(hit)) continue;
      if (v128.any_true(top)) {
        top = v128.and(top, f32x4.ge(v, f32x4.max(v128.load(below + here), v128.load(above + here))));
        top = v128.and(top, f32x4.ge(v, f32x4.max(ring(below + here, step, true), ring(above + here, step, true))));
      }
      if (v128.any_true(low)) {
        low = v128.and(low, f32x4.le(v, f32x4.min(v128.load(below + here), v128.load(above + here))));
        low = v128.and(low, f32x4.le(v, f32x4.min(ring(below + here, step, false), ring(above + here, step, false))));
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
  const step = <usize>w << 2;
  memory.fill(magnitude, 0, <usize>(w * h) << 2);
  memory.fill(angle, 0, <usize>(w * h) << 2);
  for (let y = 1; y < h - 1; y++) {
    for (let x = 1; x < w - 1; x += 4) {
      const here = <usize>(y * w + x) << 2;
      const at = src + here;
      const dx = f32x4.sub(v128.load(at, 4), v128.load(at - 4));
      const dy = f32x4.sub(v128.load(at + step), v128.load(at - step));
      const m = f32x4.sqrt(f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy)));
      const ax = f32x4.abs(dx);
      const ay = f32x4.abs(dy);
      const z = f32x4.div(f32x4.min(ax, ay), f32x4.max(f32x4.max(ax, ay), f32x4.splat(1e-20)));
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
      const left = w - 1 - x;
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

/** points: n × (x, y, σ, angle); cells: scratch of 288 f32; falls: scratch of 512 f32; out: n × 128 u8 RootSIFT. */
export function describe(magnitude: usize, angle: usize, w: i32, h: i32, points: usize, n: i32, cells: usize, falls: usize, out: usize): void {
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
    memory.fill(cells, 0, 288 * 4);
    for (let y = y0; y <= y1; y++) {
      const dy: f32 = <f32>y - py;
      const fallY = Mathf.exp(dy * dy * fall);
      for (let x = x0; x <= x1; x++) {
        const dx: f32 = <f32>x - px;
        const c: f32 = dx * cosine + dy * sine + 2.5;
        const r: f32 = dy * cosine - dx * sine + 2.5;
        if (c <= 0 || c >= 5 || r <= 0 || r >= 5) continue;
        const here = <usize>(y * w + x) << 2;
        let o: f32 = (load<f32>(angle + here) - theta) * (8 / TAU);
        if (o < 0) o += 8;
        if (o >= 8) o -= 8;
        const m: f32 = load<f32>(magnitude + here) * fallY * load<f32>(falls + (<usize>(x - x0) << 2));
        const c0 = <i32>c;
        const r0 = <i32>r;
        const o0 = <i32>o;
        const fc: f32 = c - <f32>c0;
        const fr: f32 = r - <f32>r0;
        const fo: f32 = o - <f32>o0;
        const first = <usize>(o0 & 7) << 2;
        const second = <usize>((o0 + 1) & 7) << 2;
        const cell = cells + (<usize>(r0 * 6 + c0) << 5);
        const m1: f32 = m * fr;
        const m0: f32 = m - m1;
        const m01: f32 = m0 * fc;
        const m00: f32 = m0 - m01;
        const m11: f32 = m1 * fc;
        const m10: f32 = m1 - m11;
        store<f32>(cell + first, load<f32>(cell + first) + m00 * (1 - fo));
        store<f32>(cell + second, load<f32>(cell + second) + m00 * fo);
        store<f32>(cell + first, load<f32>(cell + first, 32) + m01 * (1 - fo), 32);
        store<f32>(cell + second, load<f32>(cell + second, 32) + m01 * fo, 32);
        store<f32>(cell + first, load<f32>(cell + first, 192) + m10 * (1 - fo), 192);
        store<f32>(cell + second, load<f32>(cell + second, 192) + m10 * fo, 192);
        store<f32>(cell + first, load<f32>(cell + first, 224) + m11 * (1 - fo), 224);
        store<f32>(cell + second, load<f32>(cell + second, 224) + m11 * fo, 224);
      }
    }
    rootSift(cells, out + (<usize>k << 7));
  }
}

/** The inner 4 × 4 cells: L2 norm, clip at 0.2 (Lowe 2004 §6.1), then 512 · √(L1 norm). */
function rootSift(cells: usize, out: usize): void {
  let squares: f32 = 0;
  for (let r = 1; r <= 4; r++) for (let i = 8; i < 40; i++) {
    const v = load<f32>(cells + (<usize>(r * 48 + i) << 2));
    squares += v * v;
  }
  const most: f32 = 0.2 * Mathf.sqrt(squares);
  let sum: f32 = 0;
  for (let r = 1; r <= 4; r++) for (let i = 8; i < 40; i++) sum += min<f32>(load<f32>(cells + (<usize>(r * 48 + i) << 2)), most);
  const scale: f32 = sum > 0 ? 1 / sum : 0;
  for (let r = 1; r <= 4; r++) for (let i = 8; i < 40; i++) {
    const v = min<f32>(load<f32>(cells + (<usize>(r * 48 + i) << 2)), most);
    store<u8>(out + <usize>((r - 1) * 32 + i - 8), <u8>min<f32>(255, nearest<f32>(512 * Mathf.sqrt(v * scale))));
  }
}
