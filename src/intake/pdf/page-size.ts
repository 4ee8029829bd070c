/** How large a page is. */
import { InputError } from '../../core/errors.ts';
import { withPage } from './page.ts';
import { withPdf } from './pdfium.ts';

/** pt, of the upright page. @param pageNumber from 1. @throws {InputError} `document/*`, `request/invalid`. */
export async function readPageSize(bytes: Uint8Array, pageNumber: number): Promise<{ readonly width: number; readonly height: number }> {
  return withPdf(bytes, (document) => {
    if (!(pageNumber >= 1 && pageNumber <= document.pageCount)) throw new InputError('request/invalid', `page ${pageNumber} was asked for; the document has ${document.pageCount}`, { page: pageNumber });
    return withPage(document, pageNumber, ({ width, height }) => ({ width, height }));
  });
}
