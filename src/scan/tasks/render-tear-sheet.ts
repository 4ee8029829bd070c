/** Renders the tear sheet of a press match: page and image are decoded here, in the worker. */
import { InputError } from '../../core/errors.ts';
import { encodePreview } from '../../imaging/codecs/preview.ts';
import { sniffFormat } from '../../imaging/codecs/sniff.ts';
import { renderPage } from '../../intake/pdf/render-page.ts';
import { readPageSize } from '../../intake/pdf/page-size.ts';
import { renderPdf } from '../../report/render-pdf.ts';
import { tearSheet, type TearSheetInput } from '../../report/tear-sheet.ts';

export interface TearSheetTaskInput {
  readonly sheet: Omit<TearSheetInput, 'page'> & { readonly page: Pick<TearSheetInput['page'], 'number' | 'outline'> };
  /** The issue, a PDF. */
  readonly document: Uint8Array;
  /** The registered image. */
  readonly image: Uint8Array;
}

export interface TearSheetTaskOutput {
  readonly bytes: Uint8Array;
}

/** @throws {InputError} `document/…`: the page cannot be painted. */
export async function renderTearSheet({ sheet, document, image }: TearSheetTaskInput): Promise<TearSheetTaskOutput> {
  const { number, outline } = sheet.page;
  const format = sniffFormat(image);
  const outlined = tearSheet({ ...sheet, page: { number, outline, ...await readPageSize(document, number) } });
  return {
    bytes: await renderPdf(outlined, {
      page: (_file, page, maxSide) => renderPage(document, page, maxSide),
      figure: async (_id, maxSide) => {
        if (format === undefined || format === 'pdf' || format === 'docx') throw new InputError('image/unsupported', 'the registered file is no image');
        return (await encodePreview(image, format, maxSide)).bytes;
      },
      crop: () => Promise.reject(new InputError('image/unsupported', 'a tear sheet has no crops')),
    }),
  };
}
