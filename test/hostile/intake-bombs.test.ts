/** Small files that ask for a lot: each is refused from its header, or read without doing what it asks. */
import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readHeader } from '../../src/imaging/codecs/header.ts';
import { readFile } from '../../src/intake/read-file.ts';
import { renderPage } from '../../src/intake/pdf/render-page.ts';
import type { IntakeLimits } from '../../src/intake/read-file.types.ts';
import { formObject, pdfOf, rawObject, rgbObject, writePdf } from './intake-support/pdf.ts';
import { texture } from './intake-support/pictures.ts';
import { writeTiff } from './intake-support/tiff.ts';

const LIMITS: IntakeLimits = { maxPixels: 100_000_000, maxFigures: 100, maxUnpackedBytes: 500_000_000 };
const read = async (bytes: Uint8Array): ReturnType<typeof readFile> => readFile(bytes, 'bomb', LIMITS);

function pngChunk(type: string, data: Buffer): Buffer {
  const chunk = Buffer.alloc(12 + data.length);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, 'latin1');
  data.copy(chunk, 8);
  return chunk; // without a checksum: the header alone must do
}

function pngOf(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), pngChunk('IHDR', header), pngChunk('IDAT', deflateSync(Buffer.alloc(1_000_000))), pngChunk('IEND', Buffer.alloc(0))]);
}

describe('pixels', () => {
  const jpeg = Buffer.from('ffd8ffc0001108ffffffff03011100021101031101ffd9', 'hex');
  const gif = Buffer.concat([Buffer.from('GIF89a'), Buffer.from([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0x2c, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 8, 0, 0x3b])]);
  const bmp = Buffer.alloc(100);
  bmp.write('BM', 0, 'latin1');
  for (const [at, value] of [[10, 54], [14, 40], [18, 2_000_000_000], [22, 2_000_000_000]] as const) bmp.writeUInt32LE(value, at);
  bmp.writeUInt16LE(24, 28);
  const webp = Buffer.from('RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff', 'latin1');

  test.each<[string, Buffer]>([
    ['a PNG of 30 000 × 30 000', pngOf(30_000, 30_000)], ['a JPEG of 65 535²', jpeg], ['a GIF of 65 535²', gif], ['a BMP of 2 000 000 000²', bmp], ['a WebP of 16 777 216²', webp],
    ['a TIFF of 50 000 × 50 000', writeTiff([{ width: 50_000, height: 50_000, samples: new Uint8Array(10) }])],
  ])('%s', async (_, bytes) => {
    await expect(read(bytes)).rejects.toMatchObject({ name: 'LimitError', code: 'image/too-many-pixels' });
  });
});

describe('frames', () => {
  test('a TIFF of 10 000 pages', async () => {
    const page = { width: 1, height: 1, samples: new Uint8Array(1) };

    await expect(read(writeTiff(Array.from({ length: 10_000 }, () => page)))).rejects.toMatchObject({ name: 'LimitError', code: 'image/too-many-frames' });
  });

  test('a GIF of 5000 frames', async () => {
    const frame = Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0]);
    const gif = Buffer.concat([Buffer.from('GIF89a'), Buffer.from([1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]), ...Array.from({ length: 5000 }, () => frame), Buffer.from([0x3b])]);

    expect(readHeaderError(gif)).toMatchObject({ name: 'LimitError', code: 'image/too-many-frames' });
    await expect(read(gif)).rejects.toMatchObject({ code: 'image/too-many-frames' });
  });

  function readHeaderError(gif: Buffer): unknown {
    try {
      return readHeader(gif, 'gif');
    } catch (error) {
      return error;
    }
  }
});

describe('SVG', () => {
  const ns = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10"';

  test('uses of uses of uses', async () => {
    const levels = Array.from({ length: 12 }, (_, i) => `<g id="g${i + 1}">${`<use xlink:href="#g${i}"/>`.repeat(10)}</g>`).join('');

    await expect(read(Buffer.from(`<svg ${ns}><rect id="g0" width="1" height="1"/>${levels}</svg>`))).rejects.toMatchObject({ name: 'LimitError', code: 'image/too-many-pixels' });
  });

  test('uses in a circle', async () => {
    const circle = Buffer.from(`<svg ${ns}><g id="a"><use xlink:href="#b"/></g><g id="b"><use xlink:href="#a"/></g><rect width="5" height="5" fill="url(#p)"/><pattern id="p"><rect fill="url(#p)"/></pattern></svg>`);

    const outcome = await read(circle).catch((error: unknown) => error);

    if (outcome instanceof Error) expect(outcome).toMatchObject({ name: 'InputError', code: 'image/corrupt' });
    else expect(outcome).toMatchObject({ format: 'svg' });
  });

  test('deep nesting', async () => {
    await expect(read(Buffer.from(`<svg ${ns}>${'<g>'.repeat(20_000)}${'</g>'.repeat(20_000)}</svg>`))).rejects.toMatchObject({ name: 'LimitError', code: 'image/too-many-pixels' });
  });
});

describe('PDF', () => {
  const image = rgbObject(texture(64, 48, 'bomb'));
  const shown = 'q 90 0 0 60 50 50 cm /Im0 Do Q';

  test('a form that shows itself', async () => {
    const pdf = pdfOf([{ content: `/Fm0 Do ${shown}` }], { Im0: image, Fm0: formObject('/Fm0 Do', '/BBox [0 0 9 9] /Resources << /XObject << /Fm0 {Fm0} >> >>') });

    expect(await read(pdf)).toMatchObject({ figures: [{ width: 64 }], notes: ['page-too-complex'] });
  });

  test('a form that shows itself twice is refused when its memory is used up', async () => {
    const pdf = pdfOf([{ content: '/Fm0 Do' }], { Fm0: formObject('/Fm0 Do /Fm0 Do', '/BBox [0 0 9 9] /Resources << /XObject << /Fm0 {Fm0} >> >>') });

    await expect(read(pdf)).rejects.toMatchObject({ name: 'InputError', code: 'document/corrupt' });
  });

  test('forms that show each other ten times, three deep', async () => {
    const forms = Object.fromEntries(Array.from({ length: 4 }, (_, i) => [
      `Fm${i}`,
      formObject(i === 3 ? '0 0 m 9 9 l S' : `/Fm${i + 1} Do `.repeat(10), `/BBox [0 0 9 9]${i === 3 ? '' : ` /Resources << /XObject << /Fm${i + 1} {Fm${i + 1}} >> >>`}`),
    ]));

    expect((await read(pdfOf([{ content: `/Fm0 Do ${shown}` }], { Im0: image, ...forms }))).figures.map(({ source }) => source)).toContain('embedded');
  });

  test.each(['JBIG2Decode', 'CCITTFaxDecode', 'JPXDecode', 'DCTDecode', 'FlateDecode'])('an enormous %s image', async (filter) => {
    const codestream = Buffer.from('ff4fff510029000000010000000100000000000000000000010000000100000000000000000000000300070101070101070101', 'hex');
    const bomb = { dict: `/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /${filter}`, stream: codestream };

    expect(await read(pdfOf([{ content: shown }], { Im0: bomb }))).toMatchObject({ figures: [], notes: ['too-many-pixels'] });
  });

  test('a JPEG 2000 image that is larger than its dictionary says', async () => {
    const codestream = Buffer.from('ff4fff51002f00000000ea600000ea6000000000000000000000ea600000ea6000000000000000000003070101070101070101', 'hex');
    const bomb = { dict: '/Type /XObject /Subtype /Image /Width 64 /Height 64 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /JPXDecode', stream: codestream };

    expect(await read(pdfOf([{ content: shown }], { Im0: bomb }))).toMatchObject({ figures: [], notes: ['too-many-pixels'] });
  });

  test('a page kilometres wide', async () => {
    const pdf = pdfOf([{ content: shown, mediaBox: '0 0 100000000 100000000' }], { Im0: image });

    expect((await read(pdf)).figures).toHaveLength(1);
    expect((await renderPage(pdf, 1, 300)).length).toBeGreaterThan(0);
  });

  test('a mask far larger than its image', async () => {
    const pdf = pdfOf([{ content: shown }], { Im0: rgbObject(texture(64, 48, 'm'), '/SMask {Mask}'), Mask: rawObject(40_000, 40_000, '/ColorSpace /DeviceGray /BitsPerComponent 8', new Uint8Array(100)) });

    const { figures } = await read(pdf);

    expect(figures.length).toBeLessThanOrEqual(1);
  });

  test('scripts and actions are ignored', async () => {
    const pdf = writePdf([
      { dict: '/Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (while(true){}) >> /AA << /WC << /S /Launch /F (/bin/sh) >> >> /Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (while(true){}) >>] >> >>' },
      { dict: '/Type /Pages /Count 1 /Kids [3 0 R]' },
      { dict: '/Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /AA << /O << /S /JavaScript /JS (while(true){}) >> >> /Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (http://127.0.0.1/) >> >>]' },
      { dict: '', stream: '' },
    ]);

    expect(await read(pdf)).toMatchObject({ format: 'pdf', figures: [] });
    expect((await renderPage(pdf, 1, 100)).length).toBeGreaterThan(0);
  });

  test('a tree of pages that bites its tail', async () => {
    const pdf = writePdf([{ dict: '/Type /Catalog /Pages 2 0 R' }, { dict: '/Type /Pages /Count 40 /Kids [2 0 R 3 0 R 2 0 R]' }, { dict: '/Type /Pages /Parent 2 0 R /Count 20 /Kids [2 0 R]' }]);

    await expect(read(pdf)).rejects.toMatchObject({ name: 'InputError', code: 'document/corrupt' });
  });
});
