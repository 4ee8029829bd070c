/** Judges a file at the door: its format by content, its pages, before it is accepted. */
import type { FileFormat } from '../../core/media.ts';
import { sniffFormat } from '../../imaging/codecs/sniff.ts';
import { countPages } from '../../intake/read-file.ts';

export interface InspectInput {
  readonly bytes: Uint8Array;
}

export interface InspectOutput {
  /** Undefined: not a kind of file we read. */
  readonly format?: FileFormat;
  /** Undefined: not a document, or its pages cannot be told; a corrupt or encrypted one is accepted and its scan fails with the reason. */
  readonly pages?: number;
}

export async function inspectFile({ bytes }: InspectInput): Promise<InspectOutput> {
  const format = sniffFormat(bytes);
  if (format !== 'pdf' && format !== 'docx') return { format };
  try {
    return { format, pages: await countPages(bytes, format) };
  } catch {
    return { format };
  }
}
