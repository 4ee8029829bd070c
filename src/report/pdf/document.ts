/** The types of pdfkit that its declarations leave out, in one place. */
import type PDFDocument from 'pdfkit';

export type PdfDocument = InstanceType<typeof PDFDocument>;

/** A picture pdfkit has parsed; drawn any number of times, its bytes stand in the file once. */
export interface OpenedImage { readonly width: number; readonly height: number }

/** @throws {Error} the bytes are neither JPEG nor PNG. */
export function openImage(doc: PdfDocument, bytes: Uint8Array): OpenedImage {
  const { buffer, byteOffset, byteLength } = bytes;
  return (doc as unknown as { openImage(source: Buffer): OpenedImage }).openImage(Buffer.from(buffer, byteOffset, byteLength));
}

export function placeImage(doc: PdfDocument, image: OpenedImage, { x, y, width, height }: { x: number; y: number; width: number; height: number }): void {
  const options = { width, height, ignoreOrientation: true };
  doc.image(image as unknown as Buffer, x, y, options);
}

/** A place links lead to, at `top` pt below the upper edge of the current page; null keeps the reader's zoom. */
export function addAnchor(doc: PdfDocument, name: string, top: number): void {
  (doc as unknown as { addNamedDestination(name: string, fit: 'XYZ', x: number, y: number, zoom: null): void }).addNamedDestination(name, 'XYZ', 0, top, null);
}

/** pdfkit keeps the opened font to itself. */
export function hasGlyph(doc: PdfDocument, font: string, codePoint: number): boolean {
  const { _font: opened } = doc.font(font) as unknown as { _font: { font: { hasGlyphForCodePoint(codePoint: number): boolean } } };
  return opened.font.hasGlyphForCodePoint(codePoint);
}

/** A document that draws nothing: every call gives it back. For measuring. */
export function silentDocument(): PdfDocument {
  const silent: object = new Proxy({}, { get: () => () => silent });
  return silent as PdfDocument;
}
