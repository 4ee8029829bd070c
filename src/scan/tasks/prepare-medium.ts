/** What a file that is to be registered is, and the pictures it is shown by. */
import type { FileFormat } from '../../core/media.ts';
import { sniffFormat } from '../../imaging/codecs/sniff.ts';
import { isMp4 } from '../../imaging/codecs/sniff-video.ts';
import { encodePreviews, type Previews } from '../../imaging/codecs/upright-previews.ts';
import { renderPage } from '../../intake/pdf/render-page.ts';

export interface PrepareInput {
  readonly bytes: Uint8Array;
  readonly maxPixels: number;
}

export type PrepareOutput =
  | (Previews & { readonly type: 'image'; readonly format: FileFormat })
  /** `width` and `height` are those of its first page as painted. */
  | (Previews & { readonly type: 'document'; readonly format: 'pdf' })
  /** Its key frames are taken elsewhere. */
  | { readonly type: 'video' }
  /** None of what can be registered. */
  | { readonly type: 'other' };

/** px; a first page is painted so that its preview needs no enlarging. */
const PAGE_SIDE = 1800;

/** @throws {InputError | LimitError} `image/…`, `document/…` */
export async function prepareMedium({ bytes, maxPixels }: PrepareInput): Promise<PrepareOutput> {
  const format = sniffFormat(bytes);
  if (format === undefined) return { type: isMp4(bytes) ? 'video' : 'other' };
  if (format === 'docx') return { type: 'other' };
  if (format === 'pdf') return { type: 'document', format, ...(await encodePreviews(await renderPage(bytes, 1, PAGE_SIDE), 'png', maxPixels)) };
  return { type: 'image', format, ...(await encodePreviews(bytes, format, maxPixels)) };
}
