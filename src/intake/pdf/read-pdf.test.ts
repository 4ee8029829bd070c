import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../core/errors.ts';
import type { RgbImage } from '../../core/image.ts';
import { decodeImage } from '../../imaging/codecs/decode.ts';
import { encodeJpeg } from '../../imaging/codecs/encode.ts';
import { difference, extentOf, solid, texture } from '../../../test/hostile/intake-support/pictures.ts';
import { formObject, jpegObject, pdfOf, rawObject, rgbObject } from '../../../test/hostile/intake-support/pdf.ts';
import type { DraftFigure, IntakeLimits } from '../read-file.types.ts';
import { countPdfPages } from './count-pages.ts';
import { readPdf } from './read-pdf.ts';
import { renderPage } from './render-page.ts';

const LIMITS: IntakeLimits = { maxPixels: 20_000_000, maxFigures: 100, maxUnpackedBytes: 1e8 };
const MAGENTA = [255, 0, 255] as const;

async function pixelsOf({ bytes, format }: DraftFigure): Promise<RgbImage> {
  return (await decodeImage(bytes, format, { maxPixels: LIMITS.maxPixels })).image;
}

async function onlyFigure(pdf: Uint8Array): Promise<DraftFigure> {
  const { figures } = await readPdf(pdf, LIMITS);
  expect(figures).toHaveLength(1);
  return figures[0] as DraftFigure;
}

/** Where the page, painted at 2 px a point, shows magenta; unit pt. */
async function paintedBox(pdf: Uint8Array, page = 1): Promise<number[]> {
  const { pages } = await readPdf(pdf, LIMITS);
  const { width = 0, height = 0 } = pages[page - 1] ?? {};
  const { image } = await decodeImage(await renderPage(pdf, page, 2 * Math.max(width, height)), 'png', { maxPixels: 1e8 });
  const { x, y, width: w, height: h } = extentOf(image, (r, g, b) => r > 200 && g < 60 && b > 200);
  return [x / 2, y / 2, w / 2, h / 2];
}

function boxOf({ pageBox }: DraftFigure): number[] {
  return pageBox ? [pageBox.x, pageBox.y, pageBox.width, pageBox.height] : [];
}

function expectClose(actual: readonly number[], expected: readonly number[], tolerance = 0.6): void {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(Math.abs((actual[i] ?? NaN) - value)).toBeLessThanOrEqual(tolerance);
}

describe('where a figure stands on the upright page', () => {
  const shared = {
    Im0: rgbObject(solid(90, 60, MAGENTA)),
    Fm1: formObject('q 1 0 0 1 10 20 cm /Fm2 Do Q', '/BBox [0 0 500 500] /Matrix [0.5 0 0 0.5 30 40] /Resources << /XObject << /Fm2 {Fm2} >> >>'),
    Fm2: formObject('q 180 0 0 120 5 5 cm /Im0 Do Q', '/BBox [0 0 500 500] /Matrix [1 0 0 1 7 9] /Resources << /XObject << /Im0 {Im0} >> >>'),
  };

  test.each([
    ['plain', 'q 180 0 0 120 100 500 cm /Im0 Do Q', '', '0 0 600 800'],
    ['a media box away from the origin', 'q 180 0 0 120 100 500 cm /Im0 Do Q', '', '-50 30 550 830'],
    ['Rotate 90', 'q 180 0 0 120 100 500 cm /Im0 Do Q', '/Rotate 90', '0 0 600 800'],
    ['Rotate 180', 'q 180 0 0 120 100 500 cm /Im0 Do Q', '/Rotate 180', '0 0 600 800'],
    ['Rotate 270', 'q 180 0 0 120 100 500 cm /Im0 Do Q', '/Rotate 270', '0 0 600 800'],
    ['CropBox', 'q 180 0 0 120 100 500 cm /Im0 Do Q', '/CropBox [60 200 400 700]', '0 0 600 800'],
    ['CropBox and Rotate 90', 'q 180 0 0 120 100 500 cm /Im0 Do Q', '/CropBox [60 200 400 700] /Rotate 90', '0 0 600 800'],
    ['forms within forms', 'q 2 0 0 2 20 100 cm /Fm1 Do Q', '', '0 0 600 800'],
    ['forms and Rotate 270', 'q 2 0 0 2 20 100 cm /Fm1 Do Q', '/Rotate 270 /CropBox [10 20 590 700]', '0 0 600 800'],
    ['a rotated placement', 'q 120 90 -60 80 200 400 cm /Im0 Do Q', '', '0 0 600 800'],
  ])('%s', async (_, content, entries, mediaBox) => {
    const pdf = pdfOf([{ content, entries, mediaBox }], shared);

    const figure = await onlyFigure(pdf);

    expectClose(boxOf(figure), await paintedBox(pdf));
    expect([figure.width, figure.height]).toEqual([90, 60]);
  });

  test('a rotated or mirrored placement is named, and the pixels stay as stored', async () => {
    const picture = texture(90, 60, 'turned');
    const placed = async (matrix: string): Promise<DraftFigure> => onlyFigure(pdfOf([{ content: `q ${matrix} cm /Im0 Do Q` }], { Im0: rgbObject(picture) }));

    const [upright, turned, upsideDown, mirrored] = await Promise.all([placed('90 0 0 60 50 50'), placed('0 90 -60 0 300 300'), placed('-90 0 0 -60 300 300'), placed('-90 0 0 60 300 300')]);

    expect([upright, turned, upsideDown, mirrored].map(({ notes }) => notes)).toEqual([[], ['rotated-on-page'], ['rotated-on-page'], ['mirrored-on-page']]);
    for (const figure of [turned, upsideDown, mirrored]) expect(difference(await pixelsOf(figure), picture)).toBe(0);
  });
});

describe('pixels are those the page shows, at the size they are stored', () => {
  const PLACE = 'q 200 0 0 150 100 300 cm /Im0 Do Q';
  const picture = texture(120, 80, 'pixels');

  test('a plain JPEG comes through byte for byte', async () => {
    const jpeg = await encodeJpeg(picture, 85);

    const figure = await onlyFigure(pdfOf([{ content: PLACE }], { Im0: jpegObject(120, 80, jpeg) }));

    expect(figure.format).toBe('jpeg');
    expect(Buffer.compare(figure.bytes, jpeg)).toBe(0);
  });

  test('a grey JPEG comes through too; one that contradicts its dictionary does not', async () => {
    const grey = await sharp(picture.data, { raw: { width: 120, height: 80, channels: 3 } }).toColourspace('b-w').jpeg().toBuffer();
    const formats = await Promise.all([grey, await encodeJpeg(picture)].map(async (jpeg) => (await onlyFigure(pdfOf([{ content: PLACE }], { Im0: jpegObject(120, 80, jpeg, '/ColorSpace /DeviceGray') }))).format));

    expect(formats).toEqual(['jpeg', 'png']);
  });

  test('a CMYK JPEG becomes a PNG in the colours of the page', async () => {
    const cmyk = await sharp(solid(64, 64, [200, 40, 30]).data, { raw: { width: 64, height: 64, channels: 3 } }).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer();

    const figure = await onlyFigure(pdfOf([{ content: PLACE }], { Im0: jpegObject(64, 64, cmyk, '/ColorSpace /DeviceCMYK /Decode [1 0 1 0 1 0 1 0]') }));

    const [red = 0, green = 0, blue = 0] = (await pixelsOf(figure)).data;
    expect([figure.format, figure.notes]).toEqual(['png', ['cmyk']]);
    expect(Math.abs(red - 200) + Math.abs(green - 40) + Math.abs(blue - 30)).toBeLessThan(30);
  });

  test('a JPEG whose Decode array inverts it becomes a PNG of what is seen', async () => {
    const jpeg = await encodeJpeg(picture, 95);

    const figure = await onlyFigure(pdfOf([{ content: PLACE }], { Im0: jpegObject(120, 80, jpeg, '/ColorSpace /DeviceRGB /Decode [1 0 1 0 1 0]') }));

    const inverted = { ...picture, data: picture.data.map((value) => 255 - value) };
    expect(figure.format).toBe('png');
    expect(difference(await pixelsOf(figure), inverted)).toBeLessThan(4);
  });

  test('a soft mask is flattened on white, also under a JPEG', async () => {
    const mask = new Uint8Array(120 * 80).map((_, i) => (i % 120 < 60 ? 255 : 0));
    const objects = { Im0: jpegObject(120, 80, await encodeJpeg(picture, 95), '/ColorSpace /DeviceRGB /SMask {Mask}'), Mask: rawObject(120, 80, '/ColorSpace /DeviceGray /BitsPerComponent 8', mask) };

    const figure = await onlyFigure(pdfOf([{ content: PLACE }], objects));

    const { data } = await pixelsOf(figure);
    expect(figure).toMatchObject({ format: 'png', width: 120, height: 80, notes: ['alpha'] });
    expect([...data.subarray(100 * 3, 103 * 3)]).toEqual(Array(9).fill(255));
    expect(Math.abs((data[30] ?? 0) - (picture.data[30] ?? 0))).toBeLessThan(8);
  });

  test('a colour key makes its colour white', async () => {
    const half = { ...picture, data: picture.data.map((value, i) => (Math.floor(i / 3) % 120 < 60 ? 0 : value)) };

    const figure = await onlyFigure(pdfOf([{ content: PLACE }], { Im0: rgbObject(half, '/Mask [0 0 0 0 0 0]') }));

    expect([...(await pixelsOf(figure)).data.subarray(0, 9)]).toEqual(Array(9).fill(255));
  });

  test('RGB, Indexed, 1-bit grey, 16-bit and inline images are exact', async () => {
    const palette = '/ColorSpace [/Indexed /DeviceRGB 3 <ff0000 00ff00 0000ff ffffff>] /BitsPerComponent 2';
    const indexed = await onlyFigure(pdfOf([{ content: PLACE }], { Im0: rawObject(64, 64, palette, new Uint8Array(16 * 64).fill(0b00011011)) }));
    const bilevel = await onlyFigure(pdfOf([{ content: PLACE }], { Im0: rawObject(64, 64, '/ColorSpace /DeviceGray /BitsPerComponent 1', new Uint8Array(8 * 64).fill(0b10100000)) }));
    const deep = await onlyFigure(pdfOf([{ content: PLACE }], { Im0: rawObject(64, 64, '/ColorSpace /DeviceGray /BitsPerComponent 16', new Uint8Array(64 * 64 * 2).fill(0x80)) }));
    const inline = await onlyFigure(pdfOf([{ content: `q 200 0 0 150 100 300 cm BI /W 64 /H 64 /CS /G /BPC 8 /F /AHx ID ${'40'.repeat(64 * 64)}> EI Q` }]));
    const plain = await onlyFigure(pdfOf([{ content: PLACE }], { Im0: rgbObject(picture) }));

    expect([...(await pixelsOf(indexed)).data.subarray(0, 12)]).toEqual([255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255]);
    expect([...(await pixelsOf(bilevel)).data.subarray(0, 12)]).toEqual([255, 255, 255, 0, 0, 0, 255, 255, 255, 0, 0, 0]);
    expect(Math.abs(((await pixelsOf(deep)).data[0] ?? 0) - 128)).toBeLessThanOrEqual(1); // PDFium rounds 16 bit down
    expect([...(await pixelsOf(inline)).data.subarray(0, 3)]).toEqual([64, 64, 64]);
    expect(difference(await pixelsOf(plain), picture)).toBe(0);
  });

  test('CMYK becomes RGB and says so', async () => {
    const cyan = new Uint8Array(64 * 64 * 4).map((_, i) => (i % 4 === 0 ? 255 : 0));

    const figure = await onlyFigure(pdfOf([{ content: PLACE }], { Im0: rawObject(64, 64, '/ColorSpace /DeviceCMYK /BitsPerComponent 8', cyan) }));

    const [red = 255, green = 0, blue = 0] = (await pixelsOf(figure)).data;
    expect(figure.notes).toEqual(['cmyk']);
    expect([red < 60, green > 120, blue > 180]).toEqual([true, true, true]);
  });

  test('a small stencil mask is skipped and named, a page-wide one is a scan', async () => {
    const stencil = (side: number): ReturnType<typeof rawObject> => rawObject(side, side, '/ImageMask true /BitsPerComponent 1', new Uint8Array((side / 8) * side).map((_, i) => (i % 7 === 0 ? 0x55 : 0xff)));

    const small = await readPdf(pdfOf([{ content: 'q 20 0 0 20 100 300 cm /Im0 Do Q' }], { Im0: stencil(64) }), LIMITS);
    const scan = await onlyFigure(pdfOf([{ content: 'q 600 0 0 800 0 0 cm /Im0 Do Q' }], { Im0: stencil(512) }));

    expect(small).toMatchObject({ figures: [], notes: ['stencil-mask'] });
    expect([scan.width, scan.height]).toEqual([512, 512]);
  });
});

describe('what becomes a figure', () => {
  test('strips of one picture are one figure with its exact pixels', async () => {
    const picture = texture(160, 120, 'strips');
    const strip = (i: number): RgbImage => ({ width: 160, height: 30, channels: 3, data: picture.data.slice(i * 30 * 480, (i + 1) * 30 * 480) });
    const content = [0, 1, 2, 3].map((i) => `q 320 0 0 60 100 ${600 - 60 * i} cm /Im${i} Do Q`).join('\n');

    const figure = await onlyFigure(pdfOf([{ content }], { Im0: rgbObject(strip(0)), Im1: rgbObject(strip(1)), Im2: rgbObject(strip(2)), Im3: rgbObject(strip(3)) }));

    expect(figure.source).toBe('merged-tiles');
    expectClose(boxOf(figure), [100, 140, 320, 240], 0.01);
    expect(difference(await pixelsOf(figure), picture)).toBe(0);
  });

  test('a grid of tiles is one figure', async () => {
    const picture = texture(96, 96, 'grid');
    const tile = (row: number, column: number): RgbImage => {
      const data = new Uint8Array(48 * 48 * 3);
      for (let y = 0; y < 48; y++) data.set(picture.data.subarray(((row * 48 + y) * 96 + column * 48) * 3, ((row * 48 + y) * 96 + column * 48 + 48) * 3), y * 144);
      return { width: 48, height: 48, channels: 3, data };
    };
    const content = [0, 1, 2, 3].map((i) => `q 100 0 0 100 ${100 + 100 * (i % 2)} ${500 - 100 * Math.floor(i / 2)} cm /Im${i} Do Q`).join('\n');

    const figure = await onlyFigure(pdfOf([{ content }], { Im0: rgbObject(tile(0, 0)), Im1: rgbObject(tile(0, 1)), Im2: rgbObject(tile(1, 0)), Im3: rgbObject(tile(1, 1)) }));

    expect(difference(await pixelsOf(figure), picture)).toBe(0);
  });

  test('different pictures set edge to edge stay apart, and so do black ones', async () => {
    const content = 'q 100 0 0 100 100 500 cm /Im0 Do Q q 100 0 0 100 200 500 cm /Im1 Do Q';
    const dark = (seed: string): RgbImage => {
      const { data, ...size } = texture(80, 80, seed);
      const inner = (i: number): boolean => [i % 80, Math.floor(i / 80)].every((v) => v > 20 && v < 60);
      return { ...size, data: data.map((value, i) => (inner(Math.floor(i / 3)) ? value : 0)) };
    };

    const textured = await readPdf(pdfOf([{ content }], { Im0: rgbObject(texture(80, 80, 'a')), Im1: rgbObject(texture(80, 80, 'b')) }), LIMITS);
    const black = await readPdf(pdfOf([{ content }], { Im0: rgbObject(dark('a')), Im1: rgbObject(dark('b')) }), LIMITS);

    expect([textured, black].map(({ figures }) => figures.map(({ source }) => source))).toEqual([['embedded', 'embedded'], ['embedded', 'embedded']]);
  });

  test('a picture shown twice is two figures; a logo on three pages is none', async () => {
    const logo = 'q 50 0 0 50 500 740 cm /Im0 Do Q';
    const shown = 'q 200 0 0 150 100 500 cm /Im1 Do Q q 100 0 0 75 100 200 cm /Im1 Do Q';

    const { figures, notes } = await readPdf(pdfOf([{ content: logo }, { content: `${logo} ${shown}` }, { content: logo }], { Im0: rgbObject(texture(64, 64, 'logo')), Im1: rgbObject(texture(80, 60, 'shown')) }), LIMITS);

    expect(figures.map((figure) => [figure.page, ...boxOf(figure).map(Math.round)])).toEqual([[2, 100, 150, 200, 150], [2, 100, 525, 100, 75]]);
    expect(notes).toEqual(['repeated-logo']);
  });

  test('icons are left out, a thin strip of a blot is not', async () => {
    const content = 'q 10 0 0 10 10 10 cm /Im0 Do Q q 300 0 0 20 100 400 cm /Im1 Do Q';

    const { figures, notes } = await readPdf(pdfOf([{ content }], { Im0: rgbObject(texture(24, 24, 'icon')), Im1: rgbObject(texture(330, 28, 'strip')) }), LIMITS);

    expect(figures.map(({ width }) => width)).toEqual([330]);
    expect(notes).toEqual(['tiny-image']);
  });

  test('an image over the limit is refused by its declared size', async () => {
    const bomb = rawObject(30_000, 30_000, '/ColorSpace /DeviceGray /BitsPerComponent 8', new Uint8Array(64));

    expect(await readPdf(pdfOf([{ content: 'q 200 0 0 200 0 0 cm /Im0 Do Q' }], { Im0: bomb }), LIMITS)).toMatchObject({ figures: [], notes: ['too-many-pixels'] });
  });

  test('figures come in reading order with their captions', async () => {
    const image = (seed: string): ReturnType<typeof rgbObject> => rgbObject(texture(64, 64, seed));
    const text = (x: number, y: number, line: string): string => `BT /F1 10 Tf ${x} ${y} Td (${line}) Tj ET`;
    const content = [
      'q 150 0 0 150 320 300 cm /Im2 Do Q', 'q 150 0 0 140 320 600 cm /Im1 Do Q', 'q 150 0 0 150 100 595 cm /Im0 Do Q',
      text(100, 560, 'Figure 1. Cells under the microscope,'), text(100, 548, 'all at one scale.'), text(320, 270, 'Supplementary Fig. S2: a blot'), text(100, 500, 'The figure shows nothing.'),
    ].join('\n');

    const { figures } = await readPdf(pdfOf([{ content }], { Im0: image('a'), Im1: image('b'), Im2: image('c') }), LIMITS);

    expect(figures.map((figure) => [...boxOf(figure).slice(0, 2).map(Math.round), figure.caption])).toEqual([
      [100, 55, 'Figure 1. Cells under the microscope, all at one scale.'],
      [320, 60, 'Figure 1. Cells under the microscope, all at one scale.'],
      [320, 350, 'Supplementary Fig. S2: a blot'],
    ]);
  });
});

describe('vector drawings', () => {
  const curve = Array.from({ length: 40 }, (_, i) => `${110 + 5 * i} ${500 + Math.round(60 * Math.sin(i / 3))} ${i === 0 ? 'm' : 'l'}`).join(' ');
  const chart = `1 0 0 RG ${curve} S 0 0 0 RG 102 400 m 102 600 l S 100 402 m 320 402 l S`;

  test('a chart is painted at 200 dpi where it stands', async () => {
    const figure = await onlyFigure(pdfOf([{ content: chart }]));

    expect(figure).toMatchObject({ source: 'rendered', format: 'png' });
    const [x = 0, y = 0, width = 0, height = 0] = boxOf(figure);
    expect([x < 102, y < 200, x + width > 310, y + height > 360]).toEqual([true, true, true, true]);
    expectClose([figure.width, figure.height], [(width * 200) / 72, (height * 200) / 72], 1);
    const red = extentOf(await pixelsOf(figure), (r, g, b) => r > 180 && g < 90 && b < 90);
    expectClose([(red.x * 72) / 200 + x, (red.width * 72) / 200], [110, 195], 2);
  });

  test('bars on one base line are a drawing', async () => {
    const bars = [67, 90, 45, 30, 97].map((height, i) => `0.5 g ${100 + 38 * i} 400 22 ${height} re f`).join(' ');

    expect((await onlyFigure(pdfOf([{ content: `${bars} 0 G 90 400 m 300 400 l S` }]))).source).toBe('rendered');
  });

  test('text, rules, a table, a frame and outlined words are no drawings', async () => {
    const table = Array.from({ length: 12 }, (_, i) => `100 ${600 - 20 * i} m 500 ${600 - 20 * i} l S`).join(' ');
    const shaded = Array.from({ length: 6 }, (_, i) => `0.9 g 100 ${580 - 40 * i} 400 20 re f`).join(' ');
    const word = `0 g ${curve} f`;

    const rounded = `0 0 0 RG 100 700 m 500 700 l 510 700 510 690 510 690 c ${'510 680 l '.repeat(60)} 90 640 l 90 690 l 90 700 100 700 100 700 c h S`;

    for (const content of [table, `${shaded} ${table}`, '50 50 500 700 re S', rounded, word, 'BT /F1 12 Tf 100 700 Td (Words and words) Tj ET 100 698 m 200 698 l S']) {
      expect((await readPdf(pdfOf([{ content }]), LIMITS)).figures).toEqual([]);
    }
  });

  test('an image inside a drawing is a figure of its own and is not painted again', async () => {
    const figure = { Im0: rgbObject(solid(80, 80, MAGENTA)) };

    const { figures } = await readPdf(pdfOf([{ content: `${chart} q 50 0 0 50 200 410 cm /Im0 Do Q` }], figure), LIMITS);

    expect(figures.map(({ source }) => source).sort()).toEqual(['embedded', 'rendered']);
    const painted = await pixelsOf(figures.find(({ source }) => source === 'rendered') as DraftFigure);
    expect(extentOf(painted, (r, g, b) => r > 200 && g < 60 && b > 200).width).toBeLessThanOrEqual(0);
  });

  test('arrows on an image are not a drawing', async () => {
    const { figures } = await readPdf(pdfOf([{ content: `q 400 0 0 400 50 350 cm /Im0 Do Q ${chart}` }], { Im0: rgbObject(texture(200, 200, 'under')) }), LIMITS);

    expect(figures.map(({ source }) => source)).toEqual(['embedded']);
  });
});

describe('documents', () => {
  const made = async (options: PDFKit.PDFDocumentOptions, draw: (document: PDFKit.PDFDocument) => void): Promise<Buffer> => {
    const document = new PDFDocument(options);
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    const ended = new Promise((resolve) => document.on('end', resolve));
    draw(document);
    document.end();
    await ended;
    return Buffer.concat(chunks);
  };

  test('a document made by a library reads as it was made', async () => {
    const jpeg = Buffer.from(await encodeJpeg(texture(200, 100, 'kit'), 90));

    const pdf = await made({ size: 'A4' }, (document) => {
      document.text('A paper').addPage().image(jpeg, 72, 100, { width: 300 });
    });

    expect(await countPdfPages(pdf)).toBe(2);
    const figure = await onlyFigure(pdf);
    expect([figure.page, ...boxOf(figure)]).toEqual([2, expect.closeTo(72, 2), expect.closeTo(100, 2), expect.closeTo(300, 2), expect.closeTo(150, 2)]);
    expect(Buffer.compare(figure.bytes, jpeg)).toBe(0);
  });

  test('a password is asked for by name, one for the owner alone is not needed', async () => {
    const locked = await made({ userPassword: 'secret', pdfVersion: '1.7' }, (document) => void document.text('x'));
    const owned = await made({ ownerPassword: 'secret', pdfVersion: '1.7' }, (document) => void document.text('x'));

    await expect(readPdf(locked, LIMITS)).rejects.toMatchObject({ name: 'InputError', code: 'document/encrypted' satisfies ErrorCode });
    expect(await countPdfPages(owned)).toBe(1);
  });

  test('what is no PDF behind its header is corrupt', async () => {
    await expect(countPdfPages(Buffer.from('%PDF-1.7\nnothing'))).rejects.toMatchObject({ code: 'document/corrupt' satisfies ErrorCode });
  });

  test('the same bytes give the same figures', async () => {
    const pdf = pdfOf([{ content: 'q 200 0 0 150 100 300 cm /Im0 Do Q' }], { Im0: rgbObject(texture(90, 60, 'twice'), '/SMask {Mask}'), Mask: rawObject(90, 60, '/ColorSpace /DeviceGray /BitsPerComponent 8', new Uint8Array(5400).fill(99)) });

    expect(await readPdf(pdf, LIMITS)).toEqual(await readPdf(pdf, LIMITS));
  });

  test('progress is told page by page', async () => {
    const told: number[][] = [];

    await readPdf(pdfOf([{ content: '' }, { content: '' }, { content: '' }]), LIMITS, (done, total) => told.push([done, total]));

    expect(told).toEqual([[1, 3], [2, 3], [3, 3]]);
  });
});

describe('images that are not in the content of the page', () => {
  const picture = texture(90, 60, 'elsewhere');

  test.each([['plain', ''], ['on a page turned by 90°', '/Rotate 90']])('in the appearance of an annotation, where it is painted: %s', async (_, turned) => {
    const stamp = formObject('q 90 0 0 60 0 0 cm /Im0 Do Q', '/BBox [0 0 90 60] /Resources << /XObject << /Im0 {Im0} >> >>');
    const pdf = pdfOf([{ content: '', entries: `${turned} /Annots [<< /Type /Annot /Subtype /Stamp /F 4 /Rect [100 500 280 620] /AP << /N 5 0 R >> >>]` }], { Im0: rgbObject(solid(90, 60, MAGENTA)), Ap: stamp });

    const figure = await onlyFigure(pdf);

    expect(figure).toMatchObject({ width: 90, height: 60, source: 'embedded' });
    expectClose(boxOf(figure), await paintedBox(pdf), 1);
  });

  test('marks of a reviewer are no drawings', async () => {
    const strokes = Array.from({ length: 60 }, (_, i) => `${100 + i} ${500 + (i % 7) * 9} l`).join(' ');
    const ink = formObject(`100 500 m ${strokes} S`, '/BBox [0 0 600 800]');
    const { figures } = await readPdf(pdfOf([{ content: '', entries: '/Annots [<< /Type /Annot /Subtype /Ink /F 4 /Rect [0 0 600 800] /AP << /N 4 0 R >> >>]' }], { Ap: ink }), LIMITS);

    expect(figures).toEqual([]);
  });

  test.each([['a picture', true], ['plain grey', false]])('in a tiling pattern of %s', async (_, isPicture) => {
    const cell = isPicture ? 'q 180 0 0 120 0 0 cm /Im0 Do Q' : '0.75 g 0 0 180 120 re f';
    const pdf = pdfOf([{ content: '/Pattern cs /P0 scn 100 500 180 120 re f', entries: '/Resources << /Pattern << /P0 5 0 R >> >>' }], {
      Im0: rgbObject(picture),
      Tile: { dict: '/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 180 120] /XStep 180 /YStep 120 /Matrix [1 0 0 1 100 500] /Resources << /XObject << /Im0 {Im0} >> >>', stream: cell },
    });

    const { figures } = await readPdf(pdf, LIMITS);

    expect(figures).toMatchObject(isPicture ? [{ page: 1, width: 500, height: 333, source: 'rendered', notes: ['tiling-pattern'] }] : []);
    if (figures[0]) expectClose(boxOf(figures[0]), [100, 180, 180, 120]);
  });
});
