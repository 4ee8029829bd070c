/**
 * The spectrum of native pixels: its slope, and how far the multiples of an eighth of the sampling rate stand above it.
 *
 * Decoders that enlarge by two, three times over, repeat themselves every 2, 4 and 8 px.
 * Source: Zhang, Karaman and Chang, IEEE WIFS 2019, doi:10.1109/WIFS47025.2019.9035107 (replicas of the spectrum by enlarging layers).
 */
import { fourier, type Spectrum } from '../../imaging/restore/fft.ts';
import { WINDOW, type Planes, type Square } from './windows.ts';

/** Radii that are read, of 0 … 45. */
const [FIRST, LAST] = [1, 43];
const HALF = WINDOW / 2;
const EIGHTHS = [0, 8, 16, 24, 32].flatMap((a) => [0, 8, 16, 24, 32].map((b) => [a, b] as const)).filter(([a, b]) => a + b > 0);
/** Of Hann. */
const WEIGHTS = Float64Array.from({ length: WINDOW }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (WINDOW - 1)));
/** By row and column of the half plane: rows as the transform gives them, columns 0 … 32. */
const RADII = Uint8Array.from({ length: WINDOW * (HALF + 1) }, (_, i) => {
  const [row, column] = [Math.floor(i / (HALF + 1)), i % (HALF + 1)];
  return Math.round(Math.hypot(row < HALF ? row : row - WINDOW, column));
});

/** Of luma and both differences of colours: logarithms of the mean power by radius, then what stands above them at the eighths. @param windows at least one. */
export function spectrumOf(windows: readonly Planes[]): readonly number[] {
  const { forwardInto } = fourier(WINDOW);
  return (['luma', 'redGreen', 'blueGreen'] as const).flatMap((name) => {
    const power = new Float64Array(RADII.length);
    // Two windows at a time, as the real and the imaginary part: the powers of both together are the mean of those at a frequency and at its opposite.
    for (let n = 0; n < windows.length; n += 2) {
      const [one, other] = [windows[n]?.[name], windows[n + 1]?.[name]];
      if (!one) continue;
      const tile = { side: WINDOW, re: weighted(one), im: other ? weighted(other) : new Float64Array(WINDOW ** 2) };
      forwardInto(tile);
      for (let y = 0, i = 0; y < WINDOW; y++) for (let x = 0; x <= HALF; x++, i++) {
        power[i] = (power[i] ?? 0) + (powerAt(tile, y * WINDOW + x) + powerAt(tile, ((WINDOW - y) % WINDOW) * WINDOW + ((WINDOW - x) % WINDOW))) / 2;
      }
    }
    return read(power.map((sum) => Math.log(sum / windows.length + 1)));
  });
}

function powerAt({ re, im }: Spectrum, i: number): number {
  return (re[i] ?? 0) ** 2 + (im[i] ?? 0) ** 2;
}

/** Without its mean, fading out to the rim. */
function weighted({ data: plane }: Square): Float64Array {
  let sum = 0;
  for (const v of plane) sum += v;
  const mean = sum / plane.length;
  const out = new Float64Array(plane.length);
  for (let y = 0, i = 0; y < WINDOW; y++) for (let x = 0; x < WINDOW; x++, i++) out[i] = ((plane[i] ?? 0) - mean) * (WEIGHTS[x] ?? 0) * (WEIGHTS[y] ?? 0);
  return out;
}

function read(power: Float64Array): readonly number[] {
  const [sums, counts] = [new Float64Array(64), new Float64Array(64)];
  power.forEach((v, i) => {
    const radius = RADII[i] ?? 0;
    sums[radius] = (sums[radius] ?? 0) + v;
    counts[radius] = (counts[radius] ?? 0) + 1;
  });
  const radial = sums.map((sum, radius) => sum / Math.max(1, counts[radius] ?? 0));
  const above = EIGHTHS.map(([a, b]) => (power[a * (HALF + 1) + b] ?? 0) - (radial[RADII[a * (HALF + 1) + b] ?? 0] ?? 0));
  return [...radial.subarray(FIRST, LAST + 1), ...above];
}
