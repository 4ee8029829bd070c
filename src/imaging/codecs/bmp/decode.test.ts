import { describe, expect, test } from 'vitest';
import { difference, texture } from '../../../../test/hostile/intake-support/pictures.ts';
import type { RgbImage } from '../../../core/image.ts';
import { decodeImage } from '../decode.ts';
import { readHeader } from '../header.ts';

interface BmpFile {
  readonly headerSize: number;
  readonly width: number;
  /** Negative: top down. */
  readonly height: number;
  readonly bits: number;
  readonly compression?: number;
  /** After the header: masks of a 40-byte header. */
  readonly afterHeader?: readonly number[];
  /** RGB triples. */
  readonly palette?: readonly (readonly [number, number, number])[];
  /** Within a V2 or later header: red, green, blue, alpha. */
  readonly masks?: readonly number[];
  readonly data: Uint8Array;
}

/** Written from Microsoft's description, not from the reader. */
function writeBmp({ headerSize, width, height, bits, compression = 0, afterHeader = [], palette = [], masks = [], data }: BmpFile): Buffer {
  const header = Buffer.alloc(headerSize);
  header.writeUInt32LE(headerSize, 0);
  if (headerSize === 12) {
    header.writeUInt16LE(width, 4);
    header.writeUInt16LE(height, 6);
    header.writeUInt16LE(1, 8);
    header.writeUInt16LE(bits, 10);
  } else {
    header.writeInt32LE(width, 4);
    header.writeInt32LE(height, 8);
    header.writeUInt16LE(1, 12);
    header.writeUInt16LE(bits, 14);
    header.writeUInt32LE(compression, 16);
    header.writeUInt32LE(palette.length, 32);
    for (const [i, mask] of masks.entries()) header.writeUInt32LE(mask, 40 + 4 * i);
  }
  const extra = Buffer.alloc(afterHeader.length * 4);
  for (const [i, mask] of afterHeader.entries()) extra.writeUInt32LE(mask, i * 4);
  const table = Buffer.from(palette.flatMap(([r, g, b]) => (headerSize === 12 ? [b, g, r] : [b, g, r, 0])));
  const file = Buffer.alloc(14);
  file.write('BM', 0, 'latin1');
  file.writeUInt32LE(14 + headerSize + extra.length + table.length, 10);
  return Buffer.concat([file, header, extra, table, data]);
}

/** Rows from the bottom up, each padded to four bytes. */
function rows(height: number, row: (y: number) => readonly number[], topDown = false): Uint8Array {
  return Buffer.concat(Array.from({ length: height }, (_, i) => {
    const bytes = Buffer.from(row(topDown ? i : height - 1 - i));
    return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
  }));
}

async function decode(bytes: Uint8Array): Promise<RgbImage> {
  return (await decodeImage(bytes, 'bmp', { maxPixels: 1e6 })).image;
}

const picture = texture(13, 7, 'bmp');
const pixel = (x: number, y: number): [number, number, number] => [...picture.data.subarray((y * 13 + x) * 3, (y * 13 + x) * 3 + 3)] as [number, number, number];
const bgr = (y: number, tail: readonly number[] = []): number[] => Array.from({ length: 13 }, (_, x) => [...pixel(x, y).reverse(), ...tail]).flat();
const SIZE = { width: 13, height: 7 };

describe('true colour', () => {
  test.each([12, 40, 52, 56, 108, 124])('24 bit with a header of %i bytes', async (headerSize) => {
    expect(difference(await decode(writeBmp({ ...SIZE, headerSize, bits: 24, data: rows(7, (y) => bgr(y)) })), picture)).toBe(0);
  });

  test('top down', async () => {
    expect(difference(await decode(writeBmp({ width: 13, height: -7, headerSize: 40, bits: 24, data: rows(7, (y) => bgr(y), true) })), picture)).toBe(0);
  });

  test('32 bit ignores the fourth byte when no mask names it', async () => {
    expect(difference(await decode(writeBmp({ ...SIZE, headerSize: 40, bits: 32, data: rows(7, (y) => bgr(y, [0])) })), picture)).toBe(0);
  });

  test('32 bit with masks in another order, after the header and within it', async () => {
    const data = rows(7, (y) => Array.from({ length: 13 }, (_, x) => [0, ...pixel(x, y)]).flat());
    const masks = [0x0000ff00, 0x00ff0000, 0xff000000];

    expect(difference(await decode(writeBmp({ ...SIZE, headerSize: 40, bits: 32, compression: 3, afterHeader: masks, data })), picture)).toBe(0);
    expect(difference(await decode(writeBmp({ ...SIZE, headerSize: 108, bits: 32, compression: 3, masks: [...masks, 0], data })), picture)).toBe(0);
  });

  test('alpha of a V4 header is flattened on white', async () => {
    const data = rows(7, (y) => bgr(y, [51]));

    const { data: seen } = await decode(writeBmp({ ...SIZE, headerSize: 108, bits: 32, compression: 3, masks: [0xff0000, 0xff00, 0xff, 0xff000000], data }));

    expect([...seen.subarray(0, 3)]).toEqual(pixel(0, 0).map((value) => Math.round((value * 51 + 255 * 204) / 255)));
  });

  test.each([
    ['565', 3, [0xf800, 0x07e0, 0x001f], [5, 6, 5]],
    ['555', 0, [], [5, 5, 5]],
    ['444', 3, [0x0f00, 0x00f0, 0x000f], [4, 4, 4]],
  ] as const)('16 bit %s', async (_, compression, masks, depths) => {
    const [r, g, b] = depths;
    const row = (y: number): number[] => Array.from({ length: 13 }, (__, x) => {
      const [red, green, blue] = pixel(x, y);
      const word = ((red >> (8 - r)) << (g + b)) | ((green >> (8 - g)) << b) | (blue >> (8 - b));
      return [word & 255, word >> 8];
    }).flat();

    const seen = await decode(writeBmp({ ...SIZE, headerSize: 40, bits: 16, compression, afterHeader: masks, data: rows(7, row) }));

    const expected = picture.data.map((value, i) => {
      const depth = depths[i % 3] ?? 8;
      return Math.round(((value >> (8 - depth)) * 255) / (2 ** depth - 1));
    });
    expect(difference(seen, { ...picture, data: expected })).toBe(0);
  });
});

describe('palettes', () => {
  const palette = Array.from({ length: 256 }, (_, i) => [i, 255 - i, (i * 7) % 256] as const);
  const painted = (index: (x: number, y: number) => number): RgbImage => ({ width: 13, height: 7, channels: 3, data: Uint8Array.from(Array.from({ length: 91 }, (_, i) => palette[index(i % 13, Math.floor(i / 13))] ?? [0, 0, 0]).flat()) });

  test.each([[1, 40], [2, 40], [4, 40], [8, 40], [1, 12], [4, 12], [8, 12], [8, 124]])('%i bit with a header of %i bytes', async (bits, headerSize) => {
    const colours = 2 ** bits;
    const index = (x: number, y: number): number => (x * 3 + y * 5) % colours;
    const row = (y: number): number[] => {
      const packed = Array<number>(Math.ceil((13 * bits) / 8)).fill(0);
      for (let x = 0; x < 13; x++) {
        const bit = x * bits;
        packed[bit >> 3] = (packed[bit >> 3] ?? 0) | (index(x, y) << (8 - bits - (bit & 7)));
      }
      return packed;
    };

    const seen = await decode(writeBmp({ ...SIZE, headerSize, bits, palette: palette.slice(0, colours), data: rows(7, row) }));

    expect(difference(seen, painted(index))).toBe(0);
  });

  test('RLE8: runs, absolute stretches, jumps and ends of line', async () => {
    const data = Uint8Array.from([
      5, 9, 0, 3, 1, 2, 3, 0, 0, 0, // bottom row: 9 × 5, then 1 2 3 (padded), end of line
      0, 2, 2, 1, 4, 7, 0, 0, // jump 2 right and 1 up, 7 × 4
      0, 1,
    ]);
    const index = (x: number, y: number): number => (y === 6 ? ([9, 9, 9, 9, 9, 1, 2, 3][x] ?? 0) : y === 4 && x >= 2 && x < 6 ? 7 : 0);

    expect(difference(await decode(writeBmp({ ...SIZE, headerSize: 40, bits: 8, compression: 1, palette, data })), painted(index))).toBe(0);
  });

  test('RLE4: alternating nibbles', async () => {
    const data = Uint8Array.from([5, 0x12, 0, 5, 0x34, 0x56, 0x70, 0, 0, 0, 0, 1]);
    const index = (x: number, y: number): number => (y === 6 ? ([1, 2, 1, 2, 1, 3, 4, 5, 6, 7][x] ?? 0) : 0);

    expect(difference(await decode(writeBmp({ ...SIZE, headerSize: 40, bits: 4, compression: 2, palette: palette.slice(0, 16), data })), painted(index))).toBe(0);
  });
});

describe('odd files', () => {
  const whole = writeBmp({ ...SIZE, headerSize: 40, bits: 24, data: rows(7, (y) => bgr(y)) });

  test('a cut-off file keeps its rows, the rest is white, and it says so', async () => {
    const { image, notes } = await decodeImage(whole.subarray(0, whole.length - 100), 'bmp', { maxPixels: 1e6 });

    expect(notes).toEqual(['truncated']);
    expect([...image.data.subarray(0, 3)]).toEqual([255, 255, 255]);
    expect([...image.data.subarray(6 * 39, 6 * 39 + 3)]).toEqual(pixel(0, 6));
  });

  test('the padding of the last row may be missing', async () => {
    const { image, notes } = await decodeImage(whole.subarray(0, whole.length - 1), 'bmp', { maxPixels: 1e6 });

    expect([notes, difference(image, picture)]).toEqual([[], 0]);
  });

  test('impossible fields are refused with a reason', () => {
    const broken = (bits: number, compression: number): Uint8Array => writeBmp({ ...SIZE, headerSize: 40, bits, compression, data: new Uint8Array(100) });

    expect(() => readHeader(broken(7, 0), 'bmp')).toThrow(expect.objectContaining({ code: 'image/corrupt' }));
    expect(() => readHeader(broken(24, 1), 'bmp')).toThrow(expect.objectContaining({ code: 'image/corrupt' }));
    expect(() => readHeader(broken(0, 4), 'bmp')).toThrow(expect.objectContaining({ code: 'image/unsupported' }));
    expect(() => readHeader(whole.subarray(0, 30), 'bmp')).toThrow(expect.objectContaining({ code: 'image/truncated' }));
    expect(() => readHeader(writeBmp({ width: 0, height: 5, headerSize: 40, bits: 24, data: new Uint8Array(4) }), 'bmp')).toThrow(expect.objectContaining({ code: 'image/corrupt' }));
  });
});
