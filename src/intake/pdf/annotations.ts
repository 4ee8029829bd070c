/** Images that stand on a page as the appearance of an annotation: stamps, pasted figures, buttons. */
import type { PdfDocument, Pointer } from './pdfium.ts';

/** `fpdf_edit.h`, FPDF_PAGEOBJ_*. */
const TYPE = { image: 3, form: 5 } as const;
const MAX_ANNOTATIONS = 500;
const MAX_OBJECTS = 2000;
const MAX_DEPTH = 6;
/** `fpdf_flatten.h`: as on a screen; it succeeded. */
const NORMAL_DISPLAY = 0;
const FLATTENED = 1;

/**
 * Makes annotations part of the content of a page when an image is among them, so that it is found like any other and in its place.
 * Pages without are left as they are: marks of reviewers are no drawings.
 *
 * @returns whether the page must be loaded again.
 */
export function flattenPictures({ pdfium }: PdfDocument, page: Pointer): boolean {
  let budget = MAX_OBJECTS;
  const hasImage = (object: Pointer, depth: number): boolean => {
    if (--budget < 0) return false;
    const type = pdfium._FPDFPageObj_GetType(object);
    if (type === TYPE.image) return true;
    if (type !== TYPE.form || depth >= MAX_DEPTH) return false;
    return some(pdfium._FPDFFormObj_CountObjects(object), (i) => hasImage(pdfium._FPDFFormObj_GetObject(object, i), depth + 1));
  };
  const some = (count: number, test: (i: number) => boolean): boolean => {
    for (let i = 0; i < count && budget >= 0; i++) if (test(i)) return true;
    return false;
  };
  const found = some(Math.min(MAX_ANNOTATIONS, pdfium._FPDFPage_GetAnnotCount(page)), (i) => {
    const annotation = pdfium._FPDFPage_GetAnnot(page, i);
    if (annotation === 0) return false;
    const shows = some(pdfium._FPDFAnnot_GetObjectCount(annotation), (n) => hasImage(pdfium._FPDFAnnot_GetObject(annotation, n), 0));
    pdfium._FPDFPage_CloseAnnot(annotation);
    return shows;
  });
  return found && pdfium._FPDFPage_Flatten(page, NORMAL_DISPLAY) === FLATTENED;
}
