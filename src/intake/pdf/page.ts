import { InputError } from '../../core/errors.ts';
import type { Affine } from './affine.ts';
import { flattenPictures } from './annotations.ts';
import type { PdfDocument, Pointer } from './pdfium.ts';

export interface OpenPage {
  readonly handle: Pointer;
  /** From 1. */
  readonly number: number;
  /** pt, of the upright page: after Rotate, within CropBox. */
  readonly width: number;
  readonly height: number;
  /** User space → upright page (pt, origin top left, y down). */
  readonly toUpright: Affine;
}

/** Opens one page (from 1) for `use` and closes it. @throws {InputError} `document/corrupt`: it cannot be loaded. */
export async function withPage<T>(document: PdfDocument, number: number, use: (page: OpenPage) => T | Promise<T>): Promise<T> {
  const { pdfium, scratch } = document;
  const load = (): Pointer => pdfium._FPDF_LoadPage(document.handle, number - 1);
  let handle = load();
  if (handle !== 0 && flattenPictures(document, handle)) {
    pdfium._FPDF_ClosePage(handle);
    handle = load();
  }
  if (handle === 0) throw new InputError('document/corrupt', `page ${number} of the PDF cannot be read`, { page: number });
  pdfium._FPDF_GetPageBoundingBox(handle, scratch);
  // FS_RECTF: left, top, right, bottom.
  const view = new DataView(pdfium.HEAPU8.buffer, scratch, 16);
  const [left, top, right, bottom] = [0, 4, 8, 12].map((at) => view.getFloat32(at, true)) as [number, number, number, number];
  const toUpright = uprightMatrix({ left, bottom, right, top }, pdfium._FPDFPage_GetRotation(handle));
  const page = { handle, number, width: pdfium._FPDF_GetPageWidthF(handle), height: pdfium._FPDF_GetPageHeightF(handle), toUpright };
  const result = await use(page);
  pdfium._FPDF_ClosePage(handle); // not in `finally`: after a trap the instance is gone with all its pages
  return result;
}

/** @param rotation quarter turns clockwise. Source: ISO 32000-1 §7.7.3.3, Rotate. */
function uprightMatrix({ left, bottom, right, top }: { readonly left: number; readonly bottom: number; readonly right: number; readonly top: number }, rotation: number): Affine {
  switch (rotation) {
    case 1: return [0, 1, 1, 0, -bottom, -left];
    case 2: return [-1, 0, 0, 1, right, -bottom];
    case 3: return [0, -1, -1, 0, top, right];
    default: return [1, 0, 0, -1, -left, top];
  }
}
