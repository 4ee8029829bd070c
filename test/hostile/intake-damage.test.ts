/** Truncation and mutation: every file ends in a valid result or an error thrown on purpose. Seeded; TEST_LONG=1 goes through every byte. */
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../src/core/errors.ts';
import { seededRandom } from '../../src/core/random.ts';
import { encodeJpeg, encodePng } from '../../src/imaging/codecs/encode.ts';
import { readFile } from '../../src/intake/read-file.ts';
import type { IntakeLimits } from '../../src/intake/read-file.types.ts';
import { paragraph, picture, writeDocx } from './intake-support/docx.ts';
import { formObject, jpegObject, pdfOf, rawObject, rgbObject } from './intake-support/pdf.ts';
import { texture } from './intake-support/pictures.ts';
import { writeTiff } from './intake-support/tiff.ts';

const LONG = process.env['TEST_LONG'] === '1';
/** ms for one format and one kind of damage; what is not reached is left to another run. */
const BUDGET = LONG ? 300_000 : 2_500;
const LIMITS: IntakeLimits = { maxPixels: 4_000_000, maxFigures: 50, maxUnpackedBytes: 10_000_000 };

const picture64 = texture(64, 48, 'hostile');
const raw = sharp(picture64.data, { raw: { width: 64, height: 48, channels: 3 } });
const png = Buffer.from(await encodePng(picture64));
const jpeg = Buffer.from(await encodeJpeg(picture64));

const FILES: Readonly<Record<string, Buffer>> = {
  jpeg,
  png,
  gif: await raw.clone().gif().toBuffer(),
  webp: await raw.clone().webp().toBuffer(),
  tiff: await raw.clone().tiff({ compression: 'lzw' }).toBuffer(),
  'tiff, 16 bit, two pages': writeTiff([1, 2].map((page) => ({ width: 40, height: 30, samples: Uint16Array.from({ length: 1200 }, (_, i) => i * page) }))),
  bmp: bmp(),
  svg: Buffer.from(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 60"><style>rect { fill: red }</style><g id="a"><rect width="20" height="20"/></g><use href="#a" x="30"/><image href="data:image/png;base64,${png.toString('base64')}" width="9" height="9"/></svg>`),
  pdf: pdfOf(
    [
      { content: 'q 90 0 0 60 50 50 cm /Im0 Do Q /Fm0 Do BT /F1 9 Tf 50 30 Td (Figure 1. A test) Tj ET', entries: '/Rotate 90 /CropBox [10 10 500 700]' },
      { content: 'q 90 0 0 60 50 50 cm /Im1 Do Q q 90 0 0 60 140 50 cm /Im2 Do Q 100 100 m 200 300 300 100 400 400 c S' },
    ],
    {
      Im0: rgbObject(picture64, '/SMask {Mask}'), Mask: rawObject(64, 48, '/ColorSpace /DeviceGray /BitsPerComponent 8', new Uint8Array(64 * 48).fill(200)), Im1: jpegObject(64, 48, jpeg),
      Im2: rawObject(64, 48, '/ColorSpace [/Indexed /DeviceRGB 1 <000000ffffff>] /BitsPerComponent 1', new Uint8Array(8 * 48).fill(0x5a)), Fm0: formObject('q 50 0 0 50 9 9 cm /Im1 Do Q', '/BBox [0 0 99 99] /Matrix [2 0 0 2 5 5] /Resources << /XObject << /Im1 {Im1} >> >>'),
    },
  ),
  docx: writeDocx({ body: paragraph('Text') + picture('rId1') + paragraph('Figure 1. A test', 'Caption') + picture('rId2'), media: { 'a.png': png, 'b.jpeg': jpeg }, relationships: { rId1: 'media/a.png', rId2: 'media/b.jpeg' }, pages: 3 }),
};

/** A BMP of 8 bit in RLE. */
function bmp(): Buffer {
  const header = Buffer.alloc(54 + 1024);
  header.write('BM', 0, 'latin1');
  header.writeUInt32LE(54 + 1024, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(64, 18);
  header.writeInt32LE(48, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(8, 28);
  header.writeUInt32LE(1, 30);
  for (let i = 0; i < 256; i++) header.fill(i, 54 + i * 4, 57 + i * 4);
  return Buffer.concat([header, ...Array.from({ length: 48 }, (_, y) => Buffer.from([40, y, 0, 5, 1, 2, 3, 4, 5, 0, 19, 255 - y, 0, 0])), Buffer.from([0, 1])]);
}

/** Reads a damaged file; fails on anything but a result that holds its promises or an error thrown on purpose. */
async function survive(bytes: Buffer, damage: string): Promise<void> {
  try {
    const { figures } = await readFile(bytes, 'damaged', LIMITS);
    for (const { width, height } of figures) {
      expect(width > 0 && height > 0 && width * height <= LIMITS.maxPixels, `${damage}: a figure of ${width} × ${height} px`).toBe(true);
    }
  } catch (error) {
    expect(error instanceof AppError ? '' : `${damage}: ${error instanceof Error ? error.stack : String(error)}`).toBe('');
  }
}

/** Runs cases until they or the time are used up. */
async function until(count: number, run: (i: number) => Promise<void>): Promise<void> {
  const end = performance.now() + BUDGET;
  for (let i = 0; i < count && performance.now() < end; i++) await run(i);
}

describe.each(Object.entries(FILES))('%s', (name, file) => {
  test('is whole to begin with', async () => {
    const { figures, notes } = await readFile(file, name, LIMITS);

    expect(figures.length).toBeGreaterThan(0);
    expect(notes).toEqual([]);
  });

  test('cut off anywhere', async () => {
    const random = seededRandom(`cut ${name}`);

    await until(LONG ? file.length : 150, async (i) => {
      const length = LONG ? i : random.int(file.length);
      await survive(file.subarray(0, length), `${name} cut at ${length}`);
    });
  }, BUDGET + 60_000);

  test('with bytes changed, taken out and put in', async () => {
    const random = seededRandom(`change ${name}`);

    await until(LONG ? 20_000 : 150, async (i) => {
      const changed = mutate(file, random.fork(String(i)));
      await survive(changed, `${name} changed by seed ${i}`);
    });
  }, BUDGET + 60_000);
});

/** One to eight edits; half of them near the start, where the structure is. */
function mutate(file: Buffer, random: ReturnType<typeof seededRandom>): Buffer {
  let bytes = Buffer.from(file);
  for (let edits = 1 + random.int(8); edits > 0; edits--) {
    const at = random.int(random.int(2) === 0 ? Math.min(256, bytes.length) : bytes.length);
    const kind = random.int(4);
    if (kind === 0) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random.int(16))]);
    else if (kind === 1) bytes = Buffer.concat([bytes.subarray(0, at), Buffer.alloc(1 + random.int(16), random.int(256)), bytes.subarray(at)]);
    else bytes[at] = kind === 2 ? random.int(256) : (bytes[at] ?? 0) ^ (1 << random.int(8));
  }
  return bytes;
}
