// Projections of descriptors. Twin and specification: src/imaging/kernels/project.reference.ts.

/** rows: n × 128 u8; directions: d × 128 i8; out: n × d i32, the dot products. */
export function project(rows: usize, n: i32, directions: usize, d: i32, out: usize): void {
  for (let i = 0; i < n; i++) {
    const row = rows + (<usize>i << 7);
    for (let k = 0; k < d; k++) {
      const direction = directions + (<usize>k << 7);
      let sum = i32x4.splat(0);
      for (let at: usize = 0; at < 128; at += 16) {
        const p = v128.load(row + at);
        const q = v128.load(direction + at);
        sum = i32x4.add(sum, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(p), i16x8.extend_low_i8x16_s(q)));
        sum = i32x4.add(sum, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(p), i16x8.extend_high_i8x16_s(q)));
      }
      store<i32>(out + <usize>(i * d + k) * 4, i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1) + i32x4.extract_lane(sum, 2) + i32x4.extract_lane(sum, 3));
    }
  }
}
