/** The spectrum of an image at its own resolution, evened out so that regular patterns stand out as points. */

/** px of the squares that are transformed; a power of two. */
export const SIDE = 256;

const COS = Float64Array.from({ length: SIDE / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / SIDE));
const SIN = Float64Array.from({ length: SIDE / 2 }, (_, k) => -Math.sin((2 * Math.PI * k) / SIDE));

/** In-place Fourier transform of SIDE numbers that lie `step` apart. Source: Cooley and Tukey, Math. Comp. 19, 1965, doi:10.1090/S0025-5718-1965-0178586-1. */
function transform(re: Float64Array, im: Float64Array, at: number, step: number): void {
  for (let i = 1, j = 0; i < SIDE; i++) {
    let bit = SIDE >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i >= j) continue;
    const [a, b] = [at + i * step, at + j * step];
    [re[a], re[b]] = [re[b] ?? 0, re[a] ?? 0];
    [im[a], im[b]] = [im[b] ?? 0, im[a] ?? 0];
  }
  for (let length = 2; length <= SIDE; length <<= 1) {
    for (let start = 0; start < SIDE; start += length) for (let k = 0; k < length / 2; k++) {
      const turn = k * (SIDE / length);
      const cos = COS[turn] ?? 0;
      const sin = SIN[turn] ?? 0;
      const a = at + (start + k) * step;
      const b = a + (length / 2) * step;
      const x = (re[b] ?? 0) * cos - (im[b] ?? 0) * sin;
      const y = (re[b] ?? 0) * sin + (im[b] ?? 0) * cos;
      re[b] = (re[a] ?? 0) - x;
      im[b] = (im[a] ?? 0) - y;
      re[a] = (re[a] ?? 0) + x;
      im[a] = (im[a] ?? 0) + y;
    }
  }
}

/** @param luma SIDE × SIDE. @returns power, lowest frequency in the middle. */
function powerOf(luma: Float64Array): Float64Array {
  const [re, im] = [luma.slice(), new Float64Array(SIDE * SIDE)];
  const mean = re.reduce((sum, v) => sum + v, 0) / re.length;
  const window = Float64Array.from({ length: SIDE }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / SIDE));
  for (let y = 0; y < SIDE; y++) for (let x = 0; x < SIDE; x++) re[y * SIDE + x] = ((re[y * SIDE + x] ?? 0) - mean) * (window[x] ?? 0) * (window[y] ?? 0);
  for (let y = 0; y < SIDE; y++) transform(re, im, y * SIDE, 1);
  for (let x = 0; x < SIDE; x++) transform(re, im, x, SIDE);
  const half = SIDE / 2;
  return Float64Array.from({ length: SIDE * SIDE }, (_, i) => {
    const at = (((i / SIDE | 0) + half) % SIDE) * SIDE + ((i % SIDE) + half) % SIDE;
    return (re[at] ?? 0) ** 2 + (im[at] ?? 0) ** 2;
  });
}

/**
 * How far each frequency stands above the others of its distance from the middle, in [0, 255]; 128: as they.
 * The mean of the squares' powers is taken; a ring's level is the mean of its logarithms.
 *
 * @param squares SIDE × SIDE each, at least one.
 */
export function evenSpectrum(squares: readonly Float64Array[]): Uint8ClampedArray {
  const log = new Float64Array(SIDE * SIDE);
  for (const square of squares) for (const [i, power] of powerOf(square).entries()) log[i] = (log[i] ?? 0) + power / squares.length;
  const ring = (i: number): number => Math.min(SIDE, Math.round(Math.hypot((i % SIDE) - SIDE / 2, (i / SIDE | 0) - SIDE / 2)));
  const [sums, counts] = [new Float64Array(SIDE + 1), new Float64Array(SIDE + 1)];
  for (let i = 0; i < log.length; i++) {
    log[i] = Math.log((log[i] ?? 0) + 1);
    sums[ring(i)] = (sums[ring(i)] ?? 0) + (log[i] ?? 0);
    counts[ring(i)] = (counts[ring(i)] ?? 0) + 1;
  }
  return Uint8ClampedArray.from(log, (v, i) => 128 + GREY_PER_NEPER * (v - (sums[ring(i)] ?? 0) / Math.max(1, counts[ring(i)] ?? 0)));
}

const GREY_PER_NEPER = 40;
