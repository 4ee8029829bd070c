/** The objects of a page that matter here, found through all form XObjects, each with its matrix to page space. */
import type { Box } from '../../core/geometry.ts';
import type { PdfDocument, Pointer } from './pdfium.ts';
import type { OpenPage } from './page.ts';
import { boundsThrough, concat, readAffine, type Affine } from './affine.ts';

/** A path or a shading. */
export interface DrawnObject {
  readonly handle: Pointer;
  readonly kind: 'path' | 'shading';
  /** pt, upright page. */
  readonly box: Box<'page'>;
  readonly segments: number;
  /** 0xRRGGBB of the fill; undefined when it is not filled. */
  readonly fill: number | undefined;
  readonly stroked: boolean;
}

export interface PlacedImage {
  readonly handle: Pointer;
  /** Maps the unit square of the image (origin bottom left) to the upright page, pt, y down. */
  readonly toPage: Affine;
  /** Bounding box of the placement. */
  readonly box: Box<'page'>;
}

export interface PageObjects {
  readonly images: readonly PlacedImage[];
  readonly drawn: readonly DrawnObject[];
  /** More forms within forms, or more objects, than are followed. */
  readonly cut: boolean;
}

/** `fpdf_edit.h`, FPDF_PAGEOBJ_*. */
const TYPE = { path: 2, image: 3, shading: 4, form: 5 } as const;
const MAX_DEPTH = 12;
/** Objects looked at on one page: a map with a million strokes is one drawing anyway. */
const MAX_OBJECTS = 300_000;

/** Lists images, paths and shadings of a page in painting order. Bounds within a form are in the space of the form, so matrices are multiplied down. */
export function listObjects(document: PdfDocument, page: OpenPage): PageObjects {
  const images: PlacedImage[] = [];
  const drawn: DrawnObject[] = [];
  const { pdfium, scratch } = document;
  let seen = 0;
  let tooDeep = false;

  const visit = (handle: Pointer, toPage: Affine, depth: number): void => {
    switch (pdfium._FPDFPageObj_GetType(handle)) {
      case TYPE.image: {
        const placed = concat(readAffine(pdfium, scratch, handle), toPage);
        images.push({ handle, toPage: placed, box: boundsThrough(placed, UNIT_SQUARE) });
        return;
      }
      case TYPE.path:
      case TYPE.shading: {
        const object = drawnObject(document, handle, toPage);
        if (object) drawn.push(object);
        return;
      }
      case TYPE.form:
        visitForm(handle, concat(readAffine(pdfium, scratch, handle), toPage), depth + 1);
    }
  };
  const visitForm = (form: Pointer, toPage: Affine, depth: number): void => {
    if (depth > MAX_DEPTH) {
      tooDeep = true;
      return;
    }
    const count = pdfium._FPDFFormObj_CountObjects(form);
    for (let i = 0; i < count && !exhausted(); i++) visit(pdfium._FPDFFormObj_GetObject(form, i), toPage, depth);
  };
  const exhausted = (): boolean => ++seen > MAX_OBJECTS;

  const count = pdfium._FPDFPage_CountObjects(page.handle);
  for (let i = 0; i < count && !exhausted(); i++) visit(pdfium._FPDFPage_GetObject(page.handle, i), page.toUpright, 0);
  return { images, drawn, cut: tooDeep || seen > MAX_OBJECTS };
}

const UNIT_SQUARE = { left: 0, bottom: 0, right: 1, top: 1 };

/** Undefined for what cannot be seen: neither filled nor stroked, or white paper under something. */
function drawnObject(document: PdfDocument, handle: Pointer, toPage: Affine): DrawnObject | undefined {
  const { pdfium, scratch } = document;
  if (!pdfium._FPDFPageObj_GetBounds(handle, scratch, scratch + 4, scratch + 8, scratch + 12)) return undefined;
  const view = new DataView(pdfium.HEAPU8.buffer, scratch, 16);
  const [left, bottom, right, top] = [0, 4, 8, 12].map((at) => view.getFloat32(at, true)) as [number, number, number, number];
  const box = boundsThrough(toPage, { left, bottom, right, top });
  if (![box.x, box.y, box.width, box.height].every(Number.isFinite)) return undefined;
  if (pdfium._FPDFPageObj_GetType(handle) === TYPE.shading) return { handle, kind: 'shading', box, segments: 0, fill: undefined, stroked: false };
  const { fill, stroked } = paintOf(document, handle);
  if (!stroked && (fill === undefined || fill === 0xffffff)) return undefined;
  return { handle, kind: 'path', box, segments: pdfium._FPDFPath_CountSegments(handle), fill, stroked };
}

function paintOf({ pdfium, scratch }: PdfDocument, path: Pointer): { readonly fill: number | undefined; readonly stroked: boolean } {
  pdfium._FPDFPath_GetDrawMode(path, scratch, scratch + 4);
  const mode = new DataView(pdfium.HEAPU8.buffer, scratch, 8);
  const [filled, stroked] = [mode.getInt32(0, true) !== 0, mode.getInt32(4, true) !== 0];
  if (!filled || !pdfium._FPDFPageObj_GetFillColor(path, scratch, scratch + 4, scratch + 8, scratch + 12)) return { fill: undefined, stroked };
  const colour = new DataView(pdfium.HEAPU8.buffer, scratch, 16);
  const [red, green, blue, alpha] = [0, 4, 8, 12].map((at) => colour.getUint32(at, true)) as [number, number, number, number];
  return { fill: alpha === 0 ? undefined : (red << 16) | (green << 8) | blue, stroked };
}
