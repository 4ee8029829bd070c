/** Orthonormal 8 × 8 DCT, the scale in which JPEG quantises. Source: ITU-T T.81 §A.3.3, split into even and odd halves. */
const C = Array.from({ length: 8 }, (_, k) => Math.cos((k * Math.PI) / 16) / 2);
const [, C1 = 0, C2 = 0, C3 = 0, C4 = 0, C5 = 0, C6 = 0, C7 = 0] = C;

/** Transforms 64 samples in their place; row = vertical position, then vertical frequency. */
export function forwardDctInto(block: Float32Array): void {
  for (let y = 0; y < 64; y += 8) eight(block, y, 1);
  for (let x = 0; x < 8; x++) eight(block, x, 8);
}

function eight(b: Float32Array, at: number, step: number): void {
  // Plain names throughout: destructuring allocates, and this runs once for every 8 samples.
  const i1 = at + step;
  const i2 = at + 2 * step;
  const i3 = at + 3 * step;
  const i4 = at + 4 * step;
  const i5 = at + 5 * step;
  const i6 = at + 6 * step;
  const i7 = at + 7 * step;
  const b0 = b[at] ?? 0;
  const b1 = b[i1] ?? 0;
  const b2 = b[i2] ?? 0;
  const b3 = b[i3] ?? 0;
  const b4 = b[i4] ?? 0;
  const b5 = b[i5] ?? 0;
  const b6 = b[i6] ?? 0;
  const b7 = b[i7] ?? 0;
  const s0 = b0 + b7;
  const d0 = b0 - b7;
  const s1 = b1 + b6;
  const d1 = b1 - b6;
  const s2 = b2 + b5;
  const d2 = b2 - b5;
  const s3 = b3 + b4;
  const d3 = b3 - b4;
  b[at] = C4 * (s0 + s1 + s2 + s3);
  b[i2] = C2 * (s0 - s3) + C6 * (s1 - s2);
  b[i4] = C4 * (s0 - s1 - s2 + s3);
  b[i6] = C6 * (s0 - s3) - C2 * (s1 - s2);
  b[i1] = C1 * d0 + C3 * d1 + C5 * d2 + C7 * d3;
  b[i3] = C3 * d0 - C7 * d1 - C1 * d2 - C5 * d3;
  b[i5] = C5 * d0 - C1 * d1 + C7 * d2 + C3 * d3;
  b[i7] = C7 * d0 - C5 * d1 + C3 * d2 - C1 * d3;
}
