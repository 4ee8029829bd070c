/** Small JPEGs made with our own encoder: the preview inside Exif, the copy of the original inside a registration. */
import { image, type GrayImage, type LumaImage } from '../../core/image.ts';
import { encodePlanes, JFIF, quantisationOf, type PlaneInput } from '../../imaging/codecs/jpeg/encode.ts';
import { resizeLuma } from '../../imaging/resample.ts';
import type { SmallPlanes } from './eighth.ts';

/** The planes as a JPEG of this size, of the best quality that fits; `undefined` where none does. */
export function fittingPreview(planes: SmallPlanes, width: number, height: number, maxBytes: number): Uint8Array | undefined {
  const encode = previewEncoder(planes, width, height);
  for (const quality of [90, 75, 50, 25, 10]) {
    const bytes = encode(quantisationOf('luma', quality), quantisationOf('chroma', quality));
    if (bytes.length <= maxBytes) return bytes;
  }
  return undefined;
}

/** Encodes the planes at this size with any tables. Chroma at half size; progressive, which is smaller. */
export function previewEncoder({ y, chroma }: SmallPlanes, width: number, height: number): (luma: Uint16Array, chroma: Uint16Array) => Uint8Array {
  const factor = chroma ? 2 : 1;
  const [halfWidth, halfHeight] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const first = rounded(resizeLuma(y, width, height));
  const others = (chroma ?? []).map((plane) => rounded(resizeLuma(plane, halfWidth, halfHeight)));
  return (luma, steps) => {
    const inputs: readonly PlaneInput[] = [
      { plane: first, h: factor, v: factor, quantisation: luma }, ...others.map((plane) => ({ plane, h: 1, v: 1, quantisation: steps })),
    ];
    return encodePlanes(inputs, { width, height, progressive: true, segments: [JFIF] });
  };
}

function rounded({ width, height, data }: LumaImage): GrayImage {
  const out = new Uint8Array(data.length);
  for (let i = 0; i < out.length; i++) out[i] = Math.round(data[i] ?? 0);
  return image(width, height, 1, out);
}
