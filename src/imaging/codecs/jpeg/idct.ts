/**
 * Inverse DCT of a block in integers, bit for bit that of libjpeg's `islow`.
 * Source: Loeffler, Ligtenberg and Moschytz, ICASSP 1989, doi:10.1109/ICASSP.1989.266596, figure 1; constants × 2¹³ as in jidctint.c.
 */
const [F_0_298, F_0_390, F_0_541, F_0_765, F_0_899, F_1_175, F_1_501, F_1_847, F_1_961, F_2_053, F_2_562, F_3_072] = [2446, 3196, 4433, 6270, 7373, 9633, 12299, 15137, 16069, 16819, 20995, 25172];

/** Where a block's samples go. */
export interface SampleTarget {
  readonly data: Uint8Array;
  /** Index of the block's first sample. */
  readonly at: number;
  /** Samples from one row to the next. */
  readonly stride: number;
}

const workspace = new Int32Array(64);

/** @param at index of the block's first coefficient. @param steps quantisation, natural order. */
export function inverseDct(coefficients: Int16Array, at: number, steps: Uint16Array, { data, at: to, stride }: SampleTarget): void {
  if (isFlat(coefficients, at)) {
    const dc = Math.imul(coefficients[at] ?? 0, steps[0] ?? 0);
    const level = clamped(((dc << 2) + 16) >> 5); // pass 1 is exact, pass 2 rounds by 2⁵
    for (let y = 0; y < 8; y++) data.fill(level, to + y * stride, to + y * stride + 8);
    return;
  }
  for (let x = 0; x < 8; x++) column(coefficients, at + x, steps, x);
  for (let y = 0; y < 8; y++) row(y * 8, data, to + y * stride);
}

function isFlat(coefficients: Int16Array, at: number): boolean {
  for (let i = 1; i < 64; i++) if (coefficients[at + i] !== 0) return false;
  return true;
}

function column(c: Int16Array, at: number, q: Uint16Array, x: number): void {
  const w = workspace;
  const c1 = c[at + 8] ?? 0;
  const c2 = c[at + 16] ?? 0;
  const c3 = c[at + 24] ?? 0;
  const c4 = c[at + 32] ?? 0;
  const c5 = c[at + 40] ?? 0;
  const c6 = c[at + 48] ?? 0;
  const c7 = c[at + 56] ?? 0;
  const d0 = Math.imul(c[at] ?? 0, q[x] ?? 0);
  if ((c1 | c2 | c3 | c4 | c5 | c6 | c7) === 0) {
    const level = d0 << 2;
    for (let i = x; i < 64; i += 8) w[i] = level;
    return;
  }
  let z2 = Math.imul(c2, q[x + 16] ?? 0);
  let z3 = Math.imul(c6, q[x + 48] ?? 0);
  let z1 = Math.imul(z2 + z3, F_0_541);
  const t2 = z1 - Math.imul(z3, F_1_847);
  const t3 = z1 + Math.imul(z2, F_0_765);
  const d4 = Math.imul(c4, q[x + 32] ?? 0);
  const e0 = (d0 + d4) << 13;
  const e1 = (d0 - d4) << 13;
  const t10 = e0 + t3;
  const t13 = e0 - t3;
  const t11 = e1 + t2;
  const t12 = e1 - t2;
  let o0 = Math.imul(c7, q[x + 56] ?? 0);
  let o1 = Math.imul(c5, q[x + 40] ?? 0);
  let o2 = Math.imul(c3, q[x + 24] ?? 0);
  let o3 = Math.imul(c1, q[x + 8] ?? 0);
  z1 = o0 + o3;
  z2 = o1 + o2;
  z3 = o0 + o2;
  let z4 = o1 + o3;
  const z5 = Math.imul(z3 + z4, F_1_175);
  o0 = Math.imul(o0, F_0_298);
  o1 = Math.imul(o1, F_2_053);
  o2 = Math.imul(o2, F_3_072);
  o3 = Math.imul(o3, F_1_501);
  z1 = -Math.imul(z1, F_0_899);
  z2 = -Math.imul(z2, F_2_562);
  z3 = z5 - Math.imul(z3, F_1_961);
  z4 = z5 - Math.imul(z4, F_0_390);
  o0 += z1 + z3;
  o1 += z2 + z4;
  o2 += z2 + z3;
  o3 += z1 + z4;
  w[x] = (t10 + o3 + 1024) >> 11;
  w[x + 56] = (t10 - o3 + 1024) >> 11;
  w[x + 8] = (t11 + o2 + 1024) >> 11;
  w[x + 48] = (t11 - o2 + 1024) >> 11;
  w[x + 16] = (t12 + o1 + 1024) >> 11;
  w[x + 40] = (t12 - o1 + 1024) >> 11;
  w[x + 24] = (t13 + o0 + 1024) >> 11;
  w[x + 32] = (t13 - o0 + 1024) >> 11;
}

function row(y: number, data: Uint8Array, to: number): void {
  const w = workspace;
  let z2 = w[y + 2] ?? 0;
  let z3 = w[y + 6] ?? 0;
  let z1 = Math.imul(z2 + z3, F_0_541);
  const t2 = z1 - Math.imul(z3, F_1_847);
  const t3 = z1 + Math.imul(z2, F_0_765);
  const w0 = w[y] ?? 0;
  const w4 = w[y + 4] ?? 0;
  const e0 = (w0 + w4) << 13;
  const e1 = (w0 - w4) << 13;
  const t10 = e0 + t3;
  const t13 = e0 - t3;
  const t11 = e1 + t2;
  const t12 = e1 - t2;
  let o0 = w[y + 7] ?? 0;
  let o1 = w[y + 5] ?? 0;
  let o2 = w[y + 3] ?? 0;
  let o3 = w[y + 1] ?? 0;
  z1 = o0 + o3;
  z2 = o1 + o2;
  z3 = o0 + o2;
  let z4 = o1 + o3;
  const z5 = Math.imul(z3 + z4, F_1_175);
  o0 = Math.imul(o0, F_0_298);
  o1 = Math.imul(o1, F_2_053);
  o2 = Math.imul(o2, F_3_072);
  o3 = Math.imul(o3, F_1_501);
  z1 = -Math.imul(z1, F_0_899);
  z2 = -Math.imul(z2, F_2_562);
  z3 = z5 - Math.imul(z3, F_1_961);
  z4 = z5 - Math.imul(z4, F_0_390);
  o0 += z1 + z3;
  o1 += z2 + z4;
  o2 += z2 + z3;
  o3 += z1 + z4;
  data[to] = clamped((t10 + o3 + 131072) >> 18);
  data[to + 7] = clamped((t10 - o3 + 131072) >> 18);
  data[to + 1] = clamped((t11 + o2 + 131072) >> 18);
  data[to + 6] = clamped((t11 - o2 + 131072) >> 18);
  data[to + 2] = clamped((t12 + o1 + 131072) >> 18);
  data[to + 5] = clamped((t12 - o1 + 131072) >> 18);
  data[to + 3] = clamped((t13 + o0 + 131072) >> 18);
  data[to + 4] = clamped((t13 - o0 + 131072) >> 18);
}

function clamped(v: number): number {
  return v < -128 ? 0 : v > 127 ? 255 : v + 128;
}
