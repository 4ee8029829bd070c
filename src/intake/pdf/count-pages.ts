import { withPdf } from './pdfium.ts';

/** Pages of a PDF. @throws {InputError} `document/encrypted`, `document/corrupt`. */
export async function countPdfPages(bytes: Uint8Array): Promise<number> {
  return withPdf(bytes, ({ pageCount }) => pageCount);
}
