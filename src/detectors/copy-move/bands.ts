/** Band-pass views of a panel in which every place weighs the same, however bright or strong its detail. */
import { image, type LumaImage, type MaskImage } from '../../core/image.ts';
import { blurred } from '../../imaging/kernels/sift.ts';

/** px, σ of the blur of each band; what is smooth over twice as much is taken away. */
export const BAND_SIGMAS = [0.7, 1.4, 2.8] as const;
/** Grey levels of band-pass detail that count as nothing: 8-bit rounding leaves about this much. */
const FLOOR = [0.45, 0.25, 0.15] as const;
const ORDER = 2;
/** px, masks are widened by this before detail near them is trusted. */
const MASK_MARGIN = 3;

/** All arrays have width × height entries. */
export interface Bands {
  readonly width: number;
  readonly height: number;
  /** Detail divided by its local root mean square; about unit variance where there is detail, 0 where there is none. */
  readonly planes: readonly Float32Array[];
  /** Local standard deviation of the luma, grey levels, Gaussian window of σ = 3 px. */
  readonly contrast: Float32Array;
  /** Non-zero under or near the panel's mask. */
  readonly masked: Uint8Array;
}

export function bandsOf(luma: LumaImage, mask: MaskImage): Bands {
  const { width, height } = luma;
  const masked = widened(mask, MASK_MARGIN);
  const planes = BAND_SIGMAS.map((sigma, k) => {
    const detail = highPass({ width, height, data: blurred(luma, sigma) }, 2 * sigma);
    for (let i = 0; i < detail.length; i++) if (masked[i]) detail[i] = 0;
    const energy = blurred({ width, height, data: squared(detail) }, 4 * sigma);
    const floor2 = (FLOOR[k] ?? 0) ** 2;
    for (let i = 0; i < detail.length; i++) detail[i] = (detail[i] ?? 0) / Math.sqrt((energy[i] ?? 0) + floor2);
    return detail;
  });
  const mean = blurred(luma, 3);
  const contrast = blurred({ width, height, data: squared(luma.data) }, 3);
  for (let i = 0; i < contrast.length; i++) contrast[i] = Math.sqrt(Math.max(0, (contrast[i] ?? 0) - (mean[i] ?? 0) ** 2));
  return { width, height, planes, masked, contrast };
}

function squared(data: Float32Array): Float32Array {
  const out = new Float32Array(data.length);
  for (let i = 0; i < out.length; i++) out[i] = (data[i] ?? 0) ** 2;
  return out;
}

/** What is left after `ORDER` rounds of taking the smooth part away: slopes, arches and smooth bands leave next to nothing. */
function highPass(plane: { readonly width: number; readonly height: number; readonly data: Float32Array }, sigma: number): Float32Array {
  const data = plane.data.slice();
  for (let round = 0; round < ORDER; round++) {
    const smooth = blurred({ ...plane, data }, sigma);
    for (let i = 0; i < data.length; i++) data[i] = (data[i] ?? 0) - (smooth[i] ?? 0);
  }
  return data;
}

/** The mask grown by a square of the given half-side. */
function widened({ width, height, data }: MaskImage, margin: number): Uint8Array {
  const out = new Uint8Array(width * height);
  if (!data.some((value) => value !== 0)) return out;
  const { data: near } = image(width, height, 1, blurred({ width, height, data: Float32Array.from(data, (value) => (value ? 1 : 0)) }, margin / 2));
  for (let i = 0; i < out.length; i++) out[i] = (near[i] ?? 0) > 0.01 ? 1 : 0;
  return out;
}
