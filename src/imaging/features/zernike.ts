/** Rotation-free, mirror-free and tone-free description of the disc around every pixel corner. */
import type { LumaImage } from '../../core/image.ts';
import { discMoments } from '../kernels/zernike.ts';

/** Bytes of one description. */
export const FEATURE_BYTES = 16;

/** Planes of `discMoments`: [cosine, sine] of each complex moment, then the real ones. */
const COMPLEX = { a11: [9, 15], a31: [10, 16], a33: [11, 17], a51: [12, 18], a53: [13, 19], a55: [14, 20], a22: [3, 6], a42: [4, 7], a44: [5, 8] } as const;
const MAGNITUDES = ['a11', 'a31', 'a33', 'a51', 'a53', 'a55', 'a22', 'a42', 'a44'] as const;
const REAL = [0, 1, 2] as const;
/** Pairs of one repetition m: the cosine of their phase difference survives rotation and mirroring. */
const PAIRS = [['a31', 'a11'], ['a51', 'a11'], ['a42', 'a22'], ['a53', 'a33']] as const;
/** The same as numbers one after another: this loop runs for every pixel. */
const COSINES = Uint8Array.from(MAGNITUDES, (name) => COMPLEX[name][0]);
const SINES = Uint8Array.from(MAGNITUDES, (name) => COMPLEX[name][1]);
const PAIRED = Uint8Array.from(PAIRS.flat(), (name) => MAGNITUDES.indexOf(name));
const SUMS = 21;

/** One byte step in units of the contrast of the patch, per feature; the spread measured on micrographs, made equal. */
const GAIN = Float64Array.of(130, 220, 220, 300, 300, 300, 200, 260, 300, 250, 300, 330, 150, 150, 150, 150);

export interface ZernikeOptions {
  /** px, of the disc. */
  readonly radius: number;
  /** Contrast (root of the disc's moment energy) under which the description fades to the neutral one, grey levels · px. */
  readonly floor: number;
}

/**
 * 16 bytes for every usable point: nine magnitudes of Zernike moments up to order 5, three signed rotation-free moments
 * and four phase differences, all divided by the patch's contrast. Equal for a patch rotated about its centre,
 * mirrored, brightened or stretched in contrast; not for a rescaled one (±10 % passes).
 * Source: Ryu, Kirchner, Lee, Lee, IEEE TIFS 8(8), 2013, doi:10.1109/TIFS.2013.2272377; phase differences and contrast ours.
 *
 * @throws {RangeError} as `discMoments`.
 */
export function zernikeFeatures(luma: LumaImage, usable: Uint8Array, { radius, floor }: ZernikeOptions): Uint8Array {
  const out = new Uint8ClampedArray(luma.width * luma.height * FEATURE_BYTES);
  const scratch: Scratch = { sums: new Float64Array(SUMS), magnitudes: new Float64Array(MAGNITUDES.length) };
  discMoments(luma, usable, radius, (y, row, plane) => {
    for (let x = 0; x < luma.width; x++) {
      const i = y * luma.width + x;
      if (usable[i]) describe(row, plane, x, floor * floor, scratch, out, i * FEATURE_BYTES);
    }
  });
  return new Uint8Array(out.buffer);
}

/** Of one point, in units of its contrast. */
interface Scratch {
  readonly sums: Float64Array;
  readonly magnitudes: Float64Array;
}

/** Writes 16 bytes at `to`. */
function describe(row: Float32Array, plane: number, x: number, floor2: number, { sums, magnitudes }: Scratch, out: Uint8ClampedArray, to: number): void {
  let energy = floor2;
  for (let s = 0; s < SUMS; s++) {
    const sum = row[s * plane + x] ?? 0;
    sums[s] = sum;
    energy += sum * sum;
  }
  const scale = 1 / Math.sqrt(energy);
  for (let s = 0; s < SUMS; s++) sums[s] = (sums[s] ?? 0) * scale;
  let k = 0;
  for (; k < MAGNITUDES.length; k++) {
    const [c, s] = [sums[COSINES[k] ?? 0] ?? 0, sums[SINES[k] ?? 0] ?? 0];
    const length = Math.sqrt(c * c + s * s); // `Math.hypot` guards against overflow and is ten times slower
    magnitudes[k] = length;
    out[to + k] = (GAIN[k] ?? 0) * length;
  }
  for (let real = 0; real < REAL.length; real++, k++) out[to + k] = 128 + (GAIN[k] ?? 0) * (sums[REAL[real] ?? 0] ?? 0);
  for (let pair = 0; pair < PAIRED.length; pair += 2, k++) {
    const [p, q] = [PAIRED[pair] ?? 0, PAIRED[pair + 1] ?? 0];
    const dot = (sums[COSINES[p] ?? 0] ?? 0) * (sums[COSINES[q] ?? 0] ?? 0) + (sums[SINES[p] ?? 0] ?? 0) * (sums[SINES[q] ?? 0] ?? 0);
    const size = Math.sqrt((magnitudes[p] ?? 0) * (magnitudes[q] ?? 0));
    out[to + k] = 128 + ((GAIN[k] ?? 0) * dot) / (size + 0.05);
  }
}
