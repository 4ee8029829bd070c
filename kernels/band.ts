// Transforms of blocks for marks. Twin and specification: src/imaging/kernels/band.reference.ts.

/** The band of every 16 × 16 block: basis 7 × 16 f32, band `size` × (u, v) u8. out: blocks × size f32; means: blocks f32. half: scratch, 7 × 16 f32. */
export function band(plane: usize, columns: i32, rows: i32, basis: usize, ring: usize, size: i32, half: usize, out: usize, means: usize): void {
  let block = 0;
  for (let top = 0; top < rows; top += 16) for (let left = 0; left < columns; left += 16, block++) {
    for (let y = 0; y < 16; y++) {
      const at = plane + (<usize>((top + y) * columns + left) << 2);
      const a = v128.load(at), b = v128.load(at, 16), c = v128.load(at, 32), d = v128.load(at, 48);
      for (let u = 0; u < 7; u++) {
        const row = basis + <usize>(u << 6);
        store<f32>(half + <usize>((u << 6) + (y << 2)), across(f32x4.add(
          f32x4.add(f32x4.mul(a, v128.load(row)), f32x4.mul(b, v128.load(row, 16))),
          f32x4.add(f32x4.mul(c, v128.load(row, 32)), f32x4.mul(d, v128.load(row, 48))))));
      }
    }
    let mean = f32x4.add(f32x4.add(v128.load(half), v128.load(half, 16)), f32x4.add(v128.load(half, 32), v128.load(half, 48)));
    store<f32>(means + (<usize>block << 2), across(mean) * 0.015625);
    for (let k = 0; k < size; k++) {
      const column = half + (<usize>load<u8>(ring + <usize>(2 * k)) << 6);
      const row = basis + (<usize>load<u8>(ring + <usize>(2 * k), 1) << 6);
      store<f32>(out + (<usize>(block * size + k) << 2), across(f32x4.add(
        f32x4.add(f32x4.mul(v128.load(column), v128.load(row)), f32x4.mul(v128.load(column, 16), v128.load(row, 16))),
        f32x4.add(f32x4.mul(v128.load(column, 32), v128.load(row, 32)), f32x4.mul(v128.load(column, 48), v128.load(row, 48))))));
    }
  }
}

/** The plane of coefficients of `band`, the inverse: basis 7 × 16 f64; half: scratch, 7 × 16 f64. Sums in f64. */
export function unband(coefficients: usize, columns: i32, rows: i32, basis: usize, ring: usize, size: i32, half: usize, out: usize): void {
  let at = coefficients;
  for (let top = 0; top < rows; top += 16) for (let left = 0; left < columns; left += 16) {
    memory.fill(half, 0, 7 * 16 * 8);
    for (let k = 0; k < size; k++, at += 4) {
      const c = f64x2.splat(<f64>load<f32>(at));
      const target = half + (<usize>load<u8>(ring + <usize>(2 * k)) << 7);
      const row = basis + (<usize>load<u8>(ring + <usize>(2 * k), 1) << 7);
      for (let y: usize = 0; y < 128; y += 16) v128.store(target + y, f64x2.add(v128.load(target + y), f64x2.mul(c, v128.load(row + y))));
    }
    for (let y = 0; y < 16; y++) {
      const to = out + (<usize>((top + y) * columns + left) << 2);
      for (let x: usize = 0; x < 16; x += 4) {
        let a = f64x2.splat(0);
        let b = f64x2.splat(0);
        for (let u: usize = 0; u < 7; u++) {
          const h = v128.load64_splat(half + (u << 7) + (<usize>y << 3));
          const row = basis + (u << 7) + (x << 3);
          a = f64x2.add(a, f64x2.mul(v128.load(row), h));
          b = f64x2.add(b, f64x2.mul(v128.load(row, 16), h));
        }
        v128.store(to + (x << 2), v128.shuffle<f64>(f32x4.demote_f64x2_zero(a), f32x4.demote_f64x2_zero(b), 0, 2));
      }
    }
  }
}

/**
 * Blocks of 8 × 8 through a DCT and its quantisation and back, sums in f64; what is beyond whole blocks stays as it is.
 * cosines: 8 × 8 f64, transposed: the same by columns; steps: 64 f64; block, half: scratch, 64 f64 each. plane: in and out, f32.
 */
export function requantise(plane: usize, width: i32, height: i32, cosines: usize, transposed: usize, steps: usize, block: usize, half: usize): void {
  const middle = f64x2.splat(128);
  for (let top = 0; top + 8 <= height; top += 8) for (let left = 0; left + 8 <= width; left += 8) {
    const corner = plane + (<usize>(top * width + left) << 2);
    for (let y: usize = 0; y < 8; y++) for (let x: usize = 0; x < 8; x += 2) {
      const v = f64x2.promote_low_f32x4(v128.load64_zero(corner + ((y * <usize>width + x) << 2)));
      v128.store(block + ((y * 8 + x) << 3), f64x2.sub(v, middle));
    }
    // Rows by cosines: half[line][u] = Σx cosines[u][x] · block[line][x]; then columns alike.
    rightInto(half, block, transposed);
    leftInto(block, half, cosines);
    for (let i: usize = 0; i < 64; i += 2) {
      const step = v128.load(steps + (i << 3));
      const v = f64x2.div(v128.load(block + (i << 3)), step);
      // Halves go up, as Math.round has it.
      const whole = f64x2.floor(v);
      const up = v128.and(f64x2.ge(f64x2.sub(v, whole), f64x2.splat(0.5)), f64x2.splat(1));
      v128.store(block + (i << 3), f64x2.mul(f64x2.add(whole, up), step));
    }
    rightInto(half, block, cosines);
    leftInto(block, half, transposed);
    for (let y: usize = 0; y < 8; y++) for (let x: usize = 0; x < 8; x += 2) {
      const v = f64x2.add(v128.load(block + ((y * 8 + x) << 3)), middle);
      const whole = f64x2.floor(v);
      const up = v128.and(f64x2.ge(f64x2.sub(v, whole), f64x2.splat(0.5)), f64x2.splat(1));
      const grey = f64x2.min(f64x2.splat(255), f64x2.max(f64x2.splat(0), f64x2.add(whole, up)));
      v128.store64_lane(corner + ((y * <usize>width + x) << 2), f32x4.demote_f64x2_zero(grey), 0);
    }
  }
}

/** target[line][u] = Σx source[line][x] · table[x][u]. */
// @ts-ignore: decorator
@inline
function rightInto(target: usize, source: usize, table: usize): void {
  for (let line: usize = 0; line < 8; line++) {
    let a = f64x2.splat(0), b = f64x2.splat(0), c = f64x2.splat(0), d = f64x2.splat(0);
    for (let x: usize = 0; x < 8; x++) {
      const v = v128.load64_splat(source + ((line * 8 + x) << 3));
      const row = table + (x << 6);
      a = f64x2.add(a, f64x2.mul(v128.load(row), v));
      b = f64x2.add(b, f64x2.mul(v128.load(row, 16), v));
      c = f64x2.add(c, f64x2.mul(v128.load(row, 32), v));
      d = f64x2.add(d, f64x2.mul(v128.load(row, 48), v));
    }
    const at = target + (line << 6);
    v128.store(at, a);
    v128.store(at, b, 16);
    v128.store(at, c, 32);
    v128.store(at, d, 48);
  }
}

/** target[u][line] = Σx table[u][x] · source[x][line]. */
// @ts-ignore: decorator
@inline
function leftInto(target: usize, source: usize, table: usize): void {
  for (let u: usize = 0; u < 8; u++) {
    let a = f64x2.splat(0), b = f64x2.splat(0), c = f64x2.splat(0), d = f64x2.splat(0);
    for (let x: usize = 0; x < 8; x++) {
      const v = v128.load64_splat(table + ((u * 8 + x) << 3));
      const row = source + (x << 6);
      a = f64x2.add(a, f64x2.mul(v128.load(row), v));
      b = f64x2.add(b, f64x2.mul(v128.load(row, 16), v));
      c = f64x2.add(c, f64x2.mul(v128.load(row, 32), v));
      d = f64x2.add(d, f64x2.mul(v128.load(row, 48), v));
    }
    const at = target + (u << 6);
    v128.store(at, a);
    v128.store(at, b, 16);
    v128.store(at, c, 32);
    v128.store(at, d, 48);
  }
}

// @ts-ignore: decorator
@inline
function across(v: v128): f32 {
  return (f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1)) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}
