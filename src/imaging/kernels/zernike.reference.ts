/** Plain twin of kernels/zernike.ts: orthonormal Zernike moments of a disc, the specification and the test oracle. */
import type { LumaImage } from '../../core/image.ts';

/**
 * Order n and repetition m of the sums, in their order: cosine parts of even m (even in x and y), their sine parts
 * (odd in both), cosine parts of odd m (odd in x), their sine parts (odd in y).
 */
export const SUMS = [
  [2, 0, 'cos'], [4, 0, 'cos'], [6, 0, 'cos'], [2, 2, 'cos'], [4, 2, 'cos'], [4, 4, 'cos'],
  [2, 2, 'sin'], [4, 2, 'sin'], [4, 4, 'sin'],
  [1, 1, 'cos'], [3, 1, 'cos'], [3, 3, 'cos'], [5, 1, 'cos'], [5, 3, 'cos'], [5, 5, 'cos'],
  [1, 1, 'sin'], [3, 1, 'sin'], [3, 3, 'sin'], [5, 1, 'sin'], [5, 3, 'sin'], [5, 5, 'sin'],
] as const satisfies readonly (readonly [number, number, 'cos' | 'sin'])[];

/** One quadrant of the disc: the offsets of pixel centres from its centre are (i + ½, j + ½). */
export interface DiscTable {
  readonly taps: readonly { readonly i: number; readonly j: number }[];
  /** taps × 21, orthonormal over the disc; each sums to zero, so brightness drops out. */
  readonly weights: Float32Array;
}

/** The weights of a disc whose centre is a pixel corner. Source: Teague, JOSA 70(8), 1980, doi:10.1364/JOSA.70.000920. @param radius px, whole. */
export function discTable(radius: number): DiscTable {
  const taps: { i: number; j: number }[] = [];
  for (let j = 0; j < radius; j++) for (let i = 0; i < radius; i++) if ((i + 0.5) ** 2 + (j + 0.5) ** 2 <= radius ** 2) taps.push({ i, j });
  const weights = new Float32Array(taps.length * SUMS.length);
  SUMS.forEach(([n, m, part], s) => {
    const values = taps.map(({ i, j }) => {
      const angle = Math.atan2(j + 0.5, i + 0.5);
      const rho = Math.hypot(i + 0.5, j + 0.5) / radius;
      return radial(n, m, rho) * (part === 'cos' ? Math.cos(m * angle) : Math.sin(m * angle));
    });
    const mean = m % 2 === 0 && part === 'cos' ? values.reduce((a, b) => a + b, 0) / values.length : 0;
    const norm = Math.sqrt(4 * values.reduce((a, b) => a + (b - mean) ** 2, 0));
    values.forEach((value, t) => { weights[t * SUMS.length + s] = (value - mean) / norm; });
  });
  return { taps, weights };
}

/** Radial polynomial R(n, m) at ρ ∈ [0, 1]. Source: Teague 1980, eq. 50. */
function radial(n: number, m: number, rho: number): number {
  const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1));
  let sum = 0;
  for (let k = 0; k <= (n - m) / 2; k++) {
    sum += ((-1) ** k * factorial(n - k) * rho ** (n - 2 * k)) / (factorial(k) * factorial((n + m) / 2 - k) * factorial((n - m) / 2 - k));
  }
  return sum;
}

/** The 21 sums of the disc around the pixel corner (x, y), which lies at least `radius` inside the image. */
export function momentsReference({ width, data }: LumaImage, x: number, y: number, { taps, weights }: DiscTable): Float32Array {
  const out = new Float32Array(SUMS.length);
  SUMS.forEach(([, m, part], s) => {
    const odd = m % 2 === 1;
    const [oddX, oddY] = part === 'cos' ? [odd, false] : [!odd, true];
    taps.forEach(({ i, j }, t) => {
      const weight = weights[t * SUMS.length + s] ?? 0;
      for (const [right, below] of [[true, true], [false, true], [true, false], [false, false]] as const) {
        const sign = (oddX && !right ? -1 : 1) * (oddY && !below ? -1 : 1);
        out[s] = (out[s] ?? 0) + sign * weight * (data[(below ? y + j : y - 1 - j) * width + (right ? x + i : x - 1 - i)] ?? 0);
      }
    });
  });
  return out;
}
