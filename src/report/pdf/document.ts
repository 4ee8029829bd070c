/** The types of pdfkit that its declarations leave out, in one place. */
import { setImmediate } from 'node:timers/promises';
import type PDFDocument from 'pdfkit';

export type PdfDocument = InstanceType<typeof PDFDocument>;

/** A picture pdfkit has parsed; drawn any number of times, its bytes stand in the file once. */
export interface OpenedImage { readonly width: number; readonly height: number }

interface PdfkitImage extends OpenedImage {
  /** The parsed PNG; null or absent when the picture is written out. */
  readonly image?: object | null;
  embed(doc: PdfDocument): void;
}

/**
 * Writes a picture into the file. A PNG with alpha is unpacked in the background by pdfkit; waiting for it here keeps the
 * order of objects, and so the bytes, the same every time.
 * @throws {Error} the bytes are neither JPEG nor PNG.
 */
export async function embedImage(doc: PdfDocument, bytes: Uint8Array): Promise<OpenedImage> {
  const { buffer, byteOffset, byteLength } = bytes;
  const image = (doc as unknown as { openImage(source: Buffer): PdfkitImage }).openImage(Buffer.from(buffer, byteOffset, byteLength));
  image.embed(doc);
  while (image.image) await setImmediate();
  return image;
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

/** Joins the thousands of small buffers of a drawn page into one; of 1000 kept pages that saves most of the memory. */
export function compactPage(doc: PdfDocument): void {
  const { content } = doc.page as unknown as { content: { buffer: Uint8Array[] } };
  content.buffer = [Buffer.concat(content.buffer)];
}

/** A document that draws nothing: every call gives it back. For measuring. */
export function silentDocument(): PdfDocument {
  const silent: object = new Proxy({}, { get: () => () => silent });
  return silent as PdfDocument;
}
