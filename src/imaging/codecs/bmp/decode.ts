/** Own BMP reader: libvips has none, and bmp-js gives wrong pixels for several variants without saying so. */
import type { RgbImage } from '../../../core/image.ts';
import type { BmpHeader } from './header.ts';
import { unpackRunLength } from './run-length.ts';

export interface DecodedBmp {
  readonly image: RgbImage;
  /** The file ended before the last row; what is missing is white. */
  readonly truncated: boolean;
}

/** Decodes a BMP of any depth. Alpha, where masks declare it, is flattened on white. */
export function decodeBmp(bytes: Uint8Array, header: BmpHeader): DecodedBmp {
  const { width, height, bitsPerPixel, compression } = header;
  const source = bytes.subarray(header.dataOffset);
  const data = new Uint8Array(width * height * 3).fill(255);
  const image: RgbImage = { width, height, channels: 3, data };
  if (compression === 'rle8' || compression === 'rle4') {
    const { indices, truncated } = unpackRunLength(source, { width, height, nibbles: compression === 'rle4' });
    for (let y = 0; y < height; y++) paintIndices(indices.subarray(y * width, (y + 1) * width), header, rowOf(image, header, y));
    return { image, truncated };
  }
  const stride = Math.ceil((width * bitsPerPixel) / 32) * 4;
  const paint = bitsPerPixel <= 8 ? paintPalette : bitsPerPixel === 24 ? paintBgr : paintMasked;
  const rows = Math.min(height, Math.floor(source.length / stride));
  for (let y = 0; y < rows; y++) paint(source.subarray(y * stride, (y + 1) * stride), header, rowOf(image, header, y));
  // The last row may lack its padding.
  const rest = source.subarray(rows * stride);
  const whole = rows === height || (rows === height - 1 && rest.length * 8 >= width * bitsPerPixel);
  if (whole && rows < height) paint(rest, header, rowOf(image, header, rows));
  return { image, truncated: !whole };
}

/** Rows are stored from the bottom up, unless the height is negative. */
function rowOf({ width, height, data }: RgbImage, { topDown }: BmpHeader, stored: number): Uint8Array {
  const y = topDown ? stored : height - 1 - stored;
  return data.subarray(y * width * 3, (y + 1) * width * 3);
}

function paintIndices(indices: Uint8Array, { palette }: BmpHeader, target: Uint8Array): void {
  for (let x = 0; x < indices.length; x++) {
    const at = (indices[x] ?? 0) * 3;
    target[x * 3] = palette[at] ?? 0;
    target[x * 3 + 1] = palette[at + 1] ?? 0;
    target[x * 3 + 2] = palette[at + 2] ?? 0;
  }
}

/** 1, 2, 4 or 8 bit, most significant first. */
function paintPalette(row: Uint8Array, header: BmpHeader, target: Uint8Array): void {
  const { bitsPerPixel, width } = header;
  const perByte = 8 / bitsPerPixel;
  const mask = (1 << bitsPerPixel) - 1;
  const indices = new Uint8Array(width);
  for (let x = 0; x < width; x++) {
    const shift = 8 - bitsPerPixel * ((x % perByte) + 1);
    indices[x] = ((row[Math.floor(x / perByte)] ?? 0) >> shift) & mask;
  }
  paintIndices(indices, header, target);
}

function paintBgr(row: Uint8Array, { width }: BmpHeader, target: Uint8Array): void {
  for (let x = 0; x < width; x++) {
    target[x * 3] = row[x * 3 + 2] ?? 0;
    target[x * 3 + 1] = row[x * 3 + 1] ?? 0;
    target[x * 3 + 2] = row[x * 3] ?? 0;
  }
}

/** 16 or 32 bit samples under masks, each scaled to [0, 255]. */
function paintMasked(row: Uint8Array, { width, bitsPerPixel, masks }: BmpHeader, target: Uint8Array): void {
  const step = bitsPerPixel / 8;
  const scales = masks.map(scaleOf);
  for (let x = 0; x < width; x++) {
    let word = 0;
    for (let b = step - 1; b >= 0; b--) word = word * 256 + (row[x * step + b] ?? 0);
    const alpha = masks[3] ? scaled(word, scales[3]) : 255;
    for (let c = 0; c < 3; c++) target[x * 3 + c] = Math.round((scaled(word, scales[c]) * alpha + 255 * (255 - alpha)) / 255);
  }
}

interface Scale {
  readonly shift: number;
  readonly max: number;
}

function scaleOf(mask: number): Scale {
  if (mask === 0) return { shift: 0, max: 0 };
  const shift = 31 - Math.clz32(mask & -mask);
  return { shift, max: mask >>> shift };
}

function scaled(word: number, scale: Scale | undefined): number {
  if (!scale || scale.max === 0) return 0;
  return Math.round((((word >>> scale.shift) & scale.max) >>> 0) * (255 / scale.max));
}
