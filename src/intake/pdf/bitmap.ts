import type { RgbImage } from '../../core/image.ts';
import type { Pdfium, Pointer } from './pdfium.ts';

/** `fpdfview.h`, FPDFBitmap_*: bytes a pixel by format number (unknown, gray, BGR, BGRx, BGRA, BGRA premultiplied). */
const BYTES_A_PIXEL = [0, 1, 3, 4, 4, 4] as const;
const FORMAT_GRAY = 1;
const FORMAT_BGRA = 4;
const FORMAT_BGRA_PREMULTIPLIED = 5;

export interface BitmapCopy {
  readonly image: RgbImage;
  /** Some pixel is not opaque. */
  readonly translucent: boolean;
}

/** Copies a bitmap out of the instance as RGB, flattened on white, and destroys it. Undefined when it is no pixel bitmap. */
export function takeBitmap(pdfium: Pdfium, bitmap: Pointer): BitmapCopy | undefined {
  const width = pdfium._FPDFBitmap_GetWidth(bitmap);
  const height = pdfium._FPDFBitmap_GetHeight(bitmap);
  const stride = pdfium._FPDFBitmap_GetStride(bitmap);
  const format = pdfium._FPDFBitmap_GetFormat(bitmap);
  const step = BYTES_A_PIXEL[format] ?? 0;
  const at = pdfium._FPDFBitmap_GetBuffer(bitmap);
  if (step === 0 || at === 0 || width <= 0 || height <= 0) {
    pdfium._FPDFBitmap_Destroy(bitmap);
    return undefined;
  }
  const data = new Uint8Array(width * height * 3);
  const heap = pdfium.HEAPU8;
  let translucent = false;
  for (let y = 0; y < height; y++) {
    let from = at + y * stride;
    let to = y * width * 3;
    for (let x = 0; x < width; x++, from += step, to += 3) {
      const alpha = format >= FORMAT_BGRA ? (heap[from + 3] ?? 0) : 255;
      const white = 255 - alpha;
      const gray = format === FORMAT_GRAY;
      for (let c = 0; c < 3; c++) {
        const sample = heap[from + (gray ? 0 : 2 - c)] ?? 0;
        data[to + c] = alpha === 255 ? sample : format === FORMAT_BGRA_PREMULTIPLIED ? sample + white : Math.round((sample * alpha) / 255 + white);
      }
      if (white > 0) translucent = true;
    }
  }
  pdfium._FPDFBitmap_Destroy(bitmap);
  return { image: { width, height, channels: 3, data }, translucent };
}
