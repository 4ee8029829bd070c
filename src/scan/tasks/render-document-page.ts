/** A picture of one page of a PDF. */
import { renderPage } from '../../intake/pdf/render-page.ts';

export interface PageInput {
  readonly bytes: Uint8Array;
  /** From 1. */
  readonly page: number;
  /** px. */
  readonly maxSide: number;
}

export interface PageOutput {
  readonly bytes: Uint8Array;
  readonly type: 'image/png';
}

export async function renderDocumentPage({ bytes, page, maxSide }: PageInput): Promise<PageOutput> {
  return { bytes: await renderPage(bytes, page, maxSide), type: 'image/png' };
}
