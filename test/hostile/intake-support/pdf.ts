/** PDF files written by hand, for what PDF libraries never write. */
import { deflateSync } from 'node:zlib';
import type { RgbImage } from '../../../src/core/image.ts';

export interface PdfObject {
  /** Entries of the dictionary, without `<<` and `>>`; or a whole object when there is no stream and it does not begin with `/`. */
  readonly dict: string;
  readonly stream?: Uint8Array | string;
}

/** Objects are numbered from 1; the first is the catalogue. */
export function writePdf(objects: readonly PdfObject[]): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  const offsets: number[] = [];
  const length = (): number => parts.reduce((sum, part) => sum + part.length, 0);
  for (const [i, { dict, stream }] of objects.entries()) {
    offsets.push(length());
    parts.push(Buffer.from(`${i + 1} 0 obj\n`));
    if (stream === undefined) parts.push(Buffer.from(`<< ${dict} >>\n`, 'latin1'));
    else {
      const body = typeof stream === 'string' ? Buffer.from(stream, 'latin1') : Buffer.from(stream);
      parts.push(Buffer.from(`<< ${dict} /Length ${body.length} >>\nstream\n`, 'latin1'), body, Buffer.from('\nendstream\n'));
    }
    parts.push(Buffer.from('endobj\n'));
  }
  const start = length();
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  parts.push(Buffer.from(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`));
  return Buffer.concat(parts);
}

export interface PdfPage {
  /** Content stream. */
  readonly content: string | Uint8Array;
  /** Entries of the page besides MediaBox, Resources and Contents. */
  readonly entries?: string;
  /** Default 0 0 600 800. */
  readonly mediaBox?: string;
}

/**
 * A PDF of some pages that share their resources. `shared` are objects by name: `/Im0 12 0 R` is written for a name beginning with
 * `Im` or `Fm`; others are only referred to, as `{Name}` within any dictionary.
 */
export function pdfOf(pages: readonly PdfPage[], shared: Readonly<Record<string, PdfObject>> = {}): Buffer {
  const names = Object.keys(shared);
  const numberOf = (name: string): number => 4 + names.indexOf(name);
  const resolve = (text: string): string => text.replace(/\{(\w+)\}/g, (_, name: string) => `${numberOf(name)} 0 R`);
  const xobjects = names.filter((name) => /^(Im|Fm)/.test(name)).map((name) => `/${name} ${numberOf(name)} 0 R`).join(' ');
  const firstPage = 4 + names.length;
  return writePdf([
    { dict: '/Type /Catalog /Pages 2 0 R' },
    { dict: `/Type /Pages /Count ${pages.length} /Kids [${pages.map((_, i) => `${firstPage + 2 * i} 0 R`).join(' ')}]` },
    { dict: `/XObject << ${xobjects} >> /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>` },
    ...names.map((name) => ({ ...shared[name], dict: resolve(shared[name]?.dict ?? '') })),
    ...pages.flatMap(({ content, entries = '', mediaBox = '0 0 600 800' }, i) => [
      { dict: `/Type /Page /Parent 2 0 R /MediaBox [${mediaBox}] /Resources 3 0 R /Contents ${firstPage + 2 * i + 1} 0 R ${entries}` },
      { dict: '', stream: content },
    ]),
  ]);
}

/** An 8-bit RGB image XObject, deflated. */
export function rgbObject(image: RgbImage, entries = ''): PdfObject {
  return rawObject(image.width, image.height, '/ColorSpace /DeviceRGB /BitsPerComponent 8', image.data, entries);
}

export function rawObject(width: number, height: number, space: string, samples: Uint8Array, entries = ''): PdfObject {
  return { dict: `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} ${space} /Filter /FlateDecode ${entries}`, stream: deflateSync(samples) };
}

export function jpegObject(width: number, height: number, jpeg: Uint8Array, entries = '/ColorSpace /DeviceRGB'): PdfObject {
  return { dict: `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /BitsPerComponent 8 /Filter /DCTDecode ${entries}`, stream: jpeg };
}

export function formObject(content: string, entries: string): PdfObject {
  return { dict: `/Type /XObject /Subtype /Form ${entries}`, stream: content };
}
