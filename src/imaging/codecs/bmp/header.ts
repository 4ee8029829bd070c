import { InputError } from '../../../core/errors.ts';
import type { ImageHeader } from '../headers/image-header.ts';
import { viewOf } from '../headers/view.ts';

/** `rgb`: plain samples or palette indices; `bitfields`: samples by masks. */
export type BmpCompression = 'rgb' | 'rle8' | 'rle4' | 'bitfields';

/** Everything the reader needs. Source: Microsoft, Bitmap Header Types (BITMAPCOREHEADER, BITMAPINFOHEADER, V4, V5). */
export interface BmpHeader extends ImageHeader {
  readonly bitsPerPixel: number;
  readonly compression: BmpCompression;
  readonly topDown: boolean;
  /** Byte offset of the pixels. */
  readonly dataOffset: number;
  /** RGB triples. */
  readonly palette: Uint8Array;
  /** Red, green, blue, alpha; 0 = absent. */
  readonly masks: readonly [number, number, number, number];
}

const COMPRESSION: Readonly<Record<number, BmpCompression>> = { 0: 'rgb', 1: 'rle8', 2: 'rle4', 3: 'bitfields', 6: 'bitfields' };
const DEPTHS: Readonly<Record<BmpCompression, readonly number[]>> = { rgb: [1, 2, 4, 8, 16, 24, 32], rle8: [8], rle4: [4], bitfields: [16, 32] };
const MASKS_555 = [0x7c00, 0x03e0, 0x001f, 0] as const;
const MASKS_888 = [0xff0000, 0x00ff00, 0x0000ff, 0] as const;

/** @throws {InputError} `image/unsupported` for JPEG, PNG and CMYK inside BMP, `image/corrupt` for impossible fields. */
export function readBmpHeader(bytes: Uint8Array): BmpHeader {
  const view = viewOf(bytes);
  const headerSize = view.getUint32(14, true);
  const core = headerSize === 12;
  const width = core ? view.getUint16(18, true) : view.getInt32(18, true);
  const signedHeight = core ? view.getUint16(20, true) : view.getInt32(22, true);
  const bitsPerPixel = view.getUint16(core ? 24 : 28, true);
  const compression = compressionOf(core ? 0 : view.getUint32(30, true), headerSize, bitsPerPixel);
  const masksAfterHeader = compression === 'bitfields' && headerSize === 40;
  const paletteAt = 14 + headerSize + (masksAfterHeader ? 12 : 0);

  return {
    width, height: Math.abs(signedHeight), frames: 1, bits: 8, cmyk: false, reduced: false,
    bitsPerPixel, compression, topDown: signedHeight < 0,
    dataOffset: view.getUint32(10, true),
    palette: bitsPerPixel <= 8 ? readPalette(view, paletteAt, { bitsPerPixel, core }) : new Uint8Array(0),
    masks: compression === 'bitfields' ? readMasks(view, headerSize) : bitsPerPixel === 16 ? MASKS_555 : MASKS_888,
  };
}

function compressionOf(code: number, headerSize: number, bitsPerPixel: number): BmpCompression {
  // In the 64-byte OS/2 header 3 means Huffman and 4 means RLE24.
  const compression = headerSize === 64 && code > 2 ? undefined : COMPRESSION[code];
  if (!compression) throw new InputError('image/unsupported', `the BMP uses compression ${code}; save it uncompressed or as PNG`, { compression: code });
  if (!DEPTHS[compression].includes(bitsPerPixel)) throw new InputError('image/corrupt', `the BMP says ${bitsPerPixel} bits per pixel with compression ${compression}`, { bitsPerPixel });
  return compression;
}

/** Entries are BGR in the core header, BGR0 otherwise; the table ends at the pixels at the latest. */
function readPalette(view: DataView, at: number, { bitsPerPixel, core }: { readonly bitsPerPixel: number; readonly core: boolean }): Uint8Array {
  const step = core ? 3 : 4;
  const used = core ? 0 : view.getUint32(46, true);
  const room = Math.floor((view.getUint32(10, true) - at) / step);
  const count = Math.max(0, Math.min(used || 1 << bitsPerPixel, 1 << bitsPerPixel, room));
  const palette = new Uint8Array(256 * 3);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < 3; c++) palette[i * 3 + c] = view.getUint8(at + i * step + 2 - c);
  }
  return palette;
}

function readMasks(view: DataView, headerSize: number): readonly [number, number, number, number] {
  const mask = (i: number): number => view.getUint32(54 + i * 4, true);
  return [mask(0), mask(1), mask(2), headerSize >= 56 ? mask(3) : 0];
}
