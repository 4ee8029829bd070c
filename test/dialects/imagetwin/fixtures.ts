/** Small files of every kind that the API takes, made from a seed. */
import { crc32 } from 'node:zlib';
import PDFDocument from 'pdfkit';
import sharp, { type Sharp } from 'sharp';
import { seededRandom } from '../../../src/core/random.ts';

export interface Picture {
  readonly width?: number;
  readonly height?: number;
  readonly seed?: number;
}

/** A smooth, textured grey picture: sums of a few random waves. */
function raster({ width = 160, height = 120, seed = 1 }: Picture): { data: Buffer; width: number; height: number } {
  const random = seededRandom(seed);
  const waves = Array.from({ length: 12 }, () => ({ x: random.next() * 0.5, y: random.next() * 0.5, phase: random.next() * 6.28, gain: 10 + random.next() * 20 }));
  const data = Buffer.alloc(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      data[y * width + x] = waves.reduce((sum, w) => sum + w.gain * Math.sin(w.x * x + w.y * y + w.phase), 128);
    }
  }
  return { data, width, height };
}

function picture(options: Picture): Sharp {
  const { data, width, height } = raster(options);
  return sharp(data, { raw: { width, height, channels: 1 } }).toColourspace('srgb');
}

const bytesOf = async (image: Sharp): Promise<Uint8Array> => new Uint8Array(await image.toBuffer());

export const png = (options: Picture = {}): Promise<Uint8Array> => bytesOf(picture(options).png());

/** One file of each format, by the extension it is known under. */
export async function everyImage(): Promise<Readonly<Record<'jpg' | 'jpeg' | 'jfif' | 'png' | 'gif' | 'bmp' | 'tif' | 'tiff' | 'svg' | 'webp', Uint8Array>>> {
  const jpeg = await bytesOf(picture({}).jpeg());
  const tiff = await bytesOf(picture({}).tiff());
  return {
    jpg: jpeg, jpeg, jfif: jpeg, png: await png(), gif: await bytesOf(picture({}).gif()), bmp: bmp(), tif: tiff, tiff,
    svg: new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" width="80" height="60"><rect width="80" height="60" fill="#eee"/><circle cx="30" cy="30" r="20" fill="#357"/></svg>'),
    webp: await bytesOf(picture({}).webp()),
  };
}

/** 24-bit BMP with a plain header. */
function bmp({ width = 64, height = 48, seed = 1 }: Picture = {}): Uint8Array {
  const { data } = raster({ width, height, seed });
  const out = Buffer.alloc(54 + width * height * 3);
  out.write('BM');
  out.writeUInt32LE(out.length, 2);
  out.writeUInt32LE(54, 10);
  out.writeUInt32LE(40, 14);
  out.writeInt32LE(width, 18);
  out.writeInt32LE(height, 22);
  out.writeUInt16LE(1, 26);
  out.writeUInt16LE(24, 28);
  for (let i = 0; i < width * height; i++) out.fill(data[i] ?? 0, 54 + i * 3, 57 + i * 3);
  return new Uint8Array(out);
}

/** A PDF with a picture on its first page, or with text only. */
export async function pdf({ pages = 1, seed = 1, picture: shown = true }: { readonly pages?: number; readonly seed?: number; readonly picture?: boolean } = {}): Promise<Uint8Array> {
  const image = Buffer.from(await png({ seed, width: 240, height: 180 }));
  const document = new PDFDocument({ size: 'A5', autoFirstPage: false });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  for (let i = 0; i < pages; i++) {
    document.addPage();
    if (i === 0 && shown) document.image(image, 60, 60, { width: 240 });
    else document.text(`Page ${i + 1}`);
  }
  document.end();
  await new Promise((resolve) => document.on('end', resolve));
  return new Uint8Array(Buffer.concat(chunks));
}

/** A DOCX with one picture. @param pages as docProps/app.xml says; absent = the file says nothing. */
export async function docx({ pages, breaks = 0 }: { readonly pages?: number; readonly breaks?: number } = {}): Promise<Uint8Array> {
  const xml = (body: string): string => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${body}`;
  const office = 'http://schemas.openxmlformats.org';
  const entries: Record<string, string | Uint8Array> = {
    '[Content_Types].xml': xml(`<Types xmlns="${office}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`),
    '_rels/.rels': xml(`<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="rId1" Type="${office}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`),
    'word/document.xml': xml(`<w:document xmlns:w="${office}/wordprocessingml/2006/main" xmlns:r="${office}/officeDocument/2006/relationships" xmlns:a="${office}/drawingml/2006/main"><w:body>${'<w:p><w:r><w:br w:type="page"/></w:r></w:p>'.repeat(breaks)}<w:p><w:r><w:drawing><a:graphic><a:graphicData><a:blip r:embed="rId7"/></a:graphicData></a:graphic></w:drawing></w:r></w:p></w:body></w:document>`),
    'word/_rels/document.xml.rels': xml(`<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="rId7" Type="${office}/officeDocument/2006/relationships/image" Target="media/image1.png"/></Relationships>`),
    'word/media/image1.png': await png({ width: 240, height: 180 }),
  };
  if (pages !== undefined) entries['docProps/app.xml'] = xml(`<Properties xmlns="${office}/officeDocument/2006/extended-properties"><Pages>${pages}</Pages></Properties>`);
  return zip(entries);
}

/** Stored, not deflated. */
function zip(entries: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(entries)) {
    const data = Buffer.from(content as string);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, tail, Buffer.from(name)]));
    files.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...files, central, end]));
}

/** The file made exactly `bytes` long by bytes behind its end, which its decoder does not mind. */
export function padded(file: Uint8Array, bytes: number): Uint8Array {
  const out = new Uint8Array(bytes);
  out.set(file);
  return out;
}
