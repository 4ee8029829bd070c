/** Pages as pictures. */
import { InputError } from '../../core/errors.ts';
import type { Box } from '../../core/geometry.ts';
import type { RgbImage } from '../../core/image.ts';
import { encodePng } from '../../imaging/codecs/encode.ts';
import { takeBitmap } from './bitmap.ts';
import { withPage, type OpenPage } from './page.ts';
import { withPdf, type PdfDocument } from './pdfium.ts';

/** `fpdfview.h`: paint annotations; BGRx, so that what nothing covers stays paper. */
const FLAG_ANNOTATIONS = 1;
const FORMAT_BGRX = 3;
/** px; a page is not asked for larger, and a page of any size in points fits. */
const MAX_SIDE = 8000;

/** One page (from 1) of a PDF as PNG, its longer side `maxSide` px. @throws {InputError} `document/*`, `request/invalid`. */
export async function renderPage(bytes: Uint8Array, pageNumber: number, maxSide: number): Promise<Uint8Array> {
  const image = await withPdf(bytes, (document) => {
    if (!(pageNumber >= 1 && pageNumber <= document.pageCount)) {
      throw new InputError('request/invalid', `page ${pageNumber} was asked for; the document has ${document.pageCount}`, { page: pageNumber });
    }
    return withPage(document, pageNumber, (page) => paintPage(document, page, Math.min(maxSide, MAX_SIDE) / Math.max(page.width, page.height)));
  });
  return encodePng(image);
}

/** Paints a page on white. @param scale px per pt. */
function paintPage(document: PdfDocument, page: OpenPage, scale: number): RgbImage {
  return paintRegion(document, page, { x: 0, y: 0, width: page.width, height: page.height }, scale);
}

/** Paints a part of a page on white, in memory for that part alone. @param scale px per pt. */
export function paintRegion({ pdfium }: PdfDocument, page: OpenPage, region: Box<'page'>, scale: number): RgbImage {
  const [width, height] = [region.width, region.height].map((side) => Math.max(1, Math.round(side * scale))) as [number, number];
  const bitmap = pdfium._FPDFBitmap_CreateEx(width, height, FORMAT_BGRX, 0, 0);
  if (bitmap === 0) throw new InputError('document/corrupt', `page ${page.number} cannot be painted at ${width} × ${height} px`, { page: page.number });
  pdfium._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff);
  const [left, top] = [Math.round(region.x * scale), Math.round(region.y * scale)];
  pdfium._FPDF_RenderPageBitmap(bitmap, page.handle, -left, -top, Math.round(page.width * scale), Math.round(page.height * scale), 0, FLAG_ANNOTATIONS);
  const copy = takeBitmap(pdfium, bitmap);
  if (!copy) throw new InputError('document/corrupt', `page ${page.number} cannot be painted`, { page: page.number });
  return copy.image;
}
