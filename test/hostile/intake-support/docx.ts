/** DOCX files written by hand. */
import { writeZip, type ZipEntry } from './zip.ts';

export interface DocxOptions {
  /** XML within `w:body`. */
  readonly body: string;
  /** Parts of `word/media` by file name. */
  readonly media?: Readonly<Record<string, Uint8Array>>;
  /** Relationships of the document by id; a target that begins with `http` is external. */
  readonly relationships?: Readonly<Record<string, string>>;
  /** `Pages` of docProps/app.xml; absent: no such part. */
  readonly pages?: number | string;
  /** Before the root element of the document. */
  readonly prolog?: string;
  readonly more?: readonly ZipEntry[];
}

const NAMESPACES = [
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
  'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"',
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
  'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
  'xmlns:v="urn:schemas-microsoft-com:vml"',
].join(' ');

export function writeDocx({ body, media = {}, relationships = {}, pages, prolog = '', more = [] }: DocxOptions): Buffer {
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const links = Object.entries(relationships).map(([id, target]) =>
    `<Relationship Id="${id}" Type="${office}/image" Target="${target}"${target.startsWith('http') ? ' TargetMode="External"' : ''}/>`);
  const wrap = (inner: string): string => `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inner}</Relationships>`;
  return writeZip([
    { name: '[Content_Types].xml', data: '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>' },
    { name: '_rels/.rels', data: wrap(`<Relationship Id="rId1" Type="${office}/officeDocument" Target="word/document.xml"/>`) },
    { name: 'word/document.xml', data: `<?xml version="1.0" encoding="UTF-8"?>${prolog}<w:document ${NAMESPACES}><w:body>${body}</w:body></w:document>` },
    { name: 'word/_rels/document.xml.rels', data: wrap(links.join('')) },
    ...(pages === undefined ? [] : [{ name: 'docProps/app.xml', data: `<Properties xmlns="urn:x"><Pages>${pages}</Pages><Words>900</Words></Properties>` }]),
    ...Object.entries(media).map(([name, data]) => ({ name: `word/media/${name}`, data })),
    ...more,
  ]);
}

export function paragraph(text: string, style?: string): string {
  return `<w:p>${style ? `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>` : ''}<w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
}

/** A paragraph that shows the picture of a relationship. */
export function picture(id: string, crop = ''): string {
  return `<w:p><w:r>${drawing(id, crop)}</w:r></w:p>`;
}

export function drawing(id: string, crop = ''): string {
  return `<w:drawing><a:blip r:embed="${id}"/>${crop}</w:drawing>`;
}
