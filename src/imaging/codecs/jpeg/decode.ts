/** JPEG coefficients → pixels, in pure TypeScript; the same numbers as libjpeg-turbo with its default settings. */
import { image, type Image, type RgbImage } from '../../../core/image.ts';
import type { Jpeg } from './jpeg.types.ts';
import { decodePlane } from './planes.ts';
import { upsampleRow, upsamplingOf } from './upsample.ts';

/** 8-bit RGB as stored: no Exif orientation, no colour profile. Gray is tripled. CMYK and YCCK are rendered without a profile, R = (255 − C)(255 − K) / 255. */
export function decodeJpeg(jpeg: Jpeg): RgbImage {
  const { width, height, colour } = jpeg;
  const full = decodeChannels(jpeg);
  if (full.channels === 3 && colour === 'rgb') return full as RgbImage;
  const data = new Uint8Array(width * height * 3);
  const to = { gray: grayToRgb, ycbcr: ycbcrToRgb, rgb: ycbcrToRgb, cmyk: cmykToRgb, ycck: cmykToRgb }[colour];
  to(colour === 'ycck' ? ycckToCmyk(full.data) : full.data, data, jpeg.inverted);
  return image(width, height, 3, data);
}

/** All components at full size, interleaved, in the colour space of the file. */
export function decodeChannels({ width, height, components }: Jpeg): Image<Uint8Array> {
  const channels = components.length;
  const sources = components.map((component) => upsamplingOf(decodePlane(component), component, components));
  const data = new Uint8Array(width * height * channels);
  const row = new Uint8Array(width);
  for (let y = 0; y < height; y++) {
    for (let c = 0; c < channels; c++) {
      const source = sources[c];
      if (!source) continue;
      upsampleRow(source, y, row);
      for (let x = 0, at = y * width * channels + c; x < width; x++, at += channels) data[at] = row[x] ?? 0;
    }
  }
  return image(width, height, channels, data);
}

function grayToRgb(from: Uint8Array, to: Uint8Array): void {
  for (let i = 0; i < from.length; i++) to.fill(from[i] ?? 0, 3 * i, 3 * i + 3);
}

/** JFIF, in fixed point as jdcolor.c. */
function ycbcrToRgb(from: Uint8Array, to: Uint8Array): void {
  for (let i = 0; i < to.length; i += 3) {
    const y = from[i] ?? 0;
    const cb = (from[i + 1] ?? 0) - 128;
    const cr = (from[i + 2] ?? 0) - 128;
    to[i] = clamped(y + ((91881 * cr + 32768) >> 16));
    to[i + 1] = clamped(y + ((-22554 * cb - 46802 * cr + 32768) >> 16));
    to[i + 2] = clamped(y + ((116130 * cb + 32768) >> 16));
  }
}

/** The three become CMY as stored, by the same matrix and turned round (jdcolor.c); K stays. */
function ycckToCmyk(from: Uint8Array): Uint8Array {
  const to = new Uint8Array(from.length);
  for (let i = 0; i < from.length; i += 4) {
    const y = from[i] ?? 0;
    const cb = (from[i + 1] ?? 0) - 128;
    const cr = (from[i + 2] ?? 0) - 128;
    to[i] = 255 - clamped(y + ((91881 * cr + 32768) >> 16));
    to[i + 1] = 255 - clamped(y + ((-22554 * cb - 46802 * cr + 32768) >> 16));
    to[i + 2] = 255 - clamped(y + ((116130 * cb + 32768) >> 16));
    to[i + 3] = from[i + 3] ?? 0;
  }
  return to;
}

function cmykToRgb(from: Uint8Array, to: Uint8Array, inverted: boolean): void {
  const flip = inverted ? 0 : 255;
  for (let i = 0, o = 0; i < from.length; i += 4, o += 3) {
    const k = (from[i + 3] ?? 0) ^ flip;
    for (let c = 0; c < 3; c++) to[o + c] = Math.round((((from[i + c] ?? 0) ^ flip) * k) / 255);
  }
}

function clamped(v: number): number {
  return v < 0 ? 0 : v > 255 ? 255 : v;
}
