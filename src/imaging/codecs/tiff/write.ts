/** Writes one page of samples as a TIFF, in strips. Source: TIFF 6.0 §3–6, §14, §16, §18; Adobe TIFF Technical Notes (Deflate). */
import { deflateSync } from 'node:zlib';
import { endianness } from 'node:os';
import type { Samples } from '../decode-samples.ts';
import { directoryBytes, numbersEntry, type TiffEntry } from './directory.ts';

/** byte of a strip before it is packed. */
const STRIP_BYTES = 1 << 18;
const TAG = {
  width: 256, height: 257, bits: 258, compression: 259, photometric: 262, stripOffsets: 273, samples: 277, rowsPerStrip: 278, stripLengths: 279, planar: 284, predictor: 317, extraSamples: 338, sampleFormat: 339,
} as const;
const NONE = 1;
const DEFLATE = 8;
/** Alpha that colours are not multiplied with, as they are decoded. */
const UNASSOCIATED = 2;

export interface TiffOptions {
  readonly little: boolean;
  /** Whether strips are packed (Deflate, with horizontal differences). */
  readonly packed: boolean;
  /** All else the file has; its own fields of structure must be left out (`STRUCTURE`). */
  readonly entries: readonly TiffEntry[];
}

/** Fields that say how samples lie in the file. */
export const STRUCTURE: ReadonlySet<number> = new Set([
  254, 255, 263, 266, 320, 322, 323, 324, 325, 340, 341, 347, 512, 513, 514, 515, 517, 518, 519, 520, 521, 529, 530, 531, 532, ...Object.values(TAG),
]);

export function writeTiff({ image: { width, height, channels, data }, ink }: Samples, { little, packed, entries }: TiffOptions): Uint8Array {
  const wide = data instanceof Uint16Array;
  const row = width * channels;
  const rows = Math.max(1, Math.min(height, Math.floor(STRIP_BYTES / (row * (wide ? 2 : 1)))));
  const strips: Uint8Array[] = [];
  for (let y = 0; y < height; y += rows) strips.push(stripOf(data.subarray(y * row, Math.min(height, y + rows) * row), { row, channels, little, packed }));
  const offsets: number[] = [];
  const head = Buffer.alloc(8);
  let at = head.length;
  const padded = strips.flatMap((strip) => {
    offsets.push(at);
    at += strip.length + (strip.length & 1);
    return [strip, new Uint8Array(strip.length & 1)];
  });
  const numbers = (tag: number, values: readonly number[], long = false): TiffEntry => numbersEntry(tag, values, little, long);
  const own = [
    numbers(TAG.width, [width]), numbers(TAG.height, [height]), numbers(TAG.bits, Array.from({ length: channels }, () => (wide ? 16 : 8))), numbers(TAG.compression, [packed ? DEFLATE : NONE]),
    numbers(TAG.photometric, [ink ? 5 : channels < 3 ? 1 : 2]), numbers(TAG.stripOffsets, offsets, true), numbers(TAG.samples, [channels]), numbers(TAG.rowsPerStrip, [rows]),
    numbers(TAG.stripLengths, strips.map(({ length }) => length), true), numbers(TAG.planar, [1]), ...(packed ? [numbers(TAG.predictor, [2])] : []),
    ...(!ink && channels % 2 === 0 ? [numbers(TAG.extraSamples, [UNASSOCIATED])] : []),
  ];
  head.write(little ? 'II' : 'MM', 0, 'latin1');
  if (little) head.writeUInt16LE(42, 2); else head.writeUInt16BE(42, 2);
  if (little) head.writeUInt32LE(at, 4); else head.writeUInt32BE(at, 4);
  return Buffer.concat([head, ...padded, directoryBytes([...own, ...entries], at, little)]);
}

interface StripOptions {
  readonly row: number;
  readonly channels: number;
  readonly little: boolean;
  readonly packed: boolean;
}

function stripOf(samples: Uint8Array | Uint16Array, { row, channels, little, packed }: StripOptions): Uint8Array {
  const own = samples.slice();
  if (packed) for (let from = 0; from < own.length; from += row) for (let i = from + row - 1; i >= from + channels; i--) own[i] = (own[i] ?? 0) - (own[i - channels] ?? 0);
  const bytes = Buffer.from(own.buffer, own.byteOffset, own.byteLength);
  if (own instanceof Uint16Array && little !== (endianness() === 'LE')) bytes.swap16();
  return packed ? deflateSync(bytes) : bytes;
}
