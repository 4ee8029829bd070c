/** Bytes of one submitted file → its pages and figures. */
import { InputError } from '../core/errors.ts';
import type { FileFormat } from '../core/media.ts';
import { sniffFormat } from '../imaging/codecs/sniff.ts';
import { readDocx } from './docx/read-docx.ts';
import { countDocxPages } from './docx/count-pages.ts';
import { readImageFile } from './read-image-file.ts';
import { countPdfPages } from './pdf/count-pages.ts';
import { readPdf, type OnPage } from './pdf/read-pdf.ts';
import type { IntakeLimits, ReadFile } from './read-file.types.ts';

export interface ReadOptions {
  /** Told after each page of a PDF, picture of a DOCX or frame of an image. */
  readonly onPage?: OnPage;
}

/**
 * Reads one file by what it is, not by its name.
 *
 * @param name for messages only.
 * @throws {InputError} `request/unsupported-media-type`, `document/*`, `image/*`.
 * @throws {LimitError} `document/bomb`, `image/too-many-pixels`, `image/too-many-frames`.
 */
export async function readFile(bytes: Uint8Array, name: string, limits: IntakeLimits, { onPage }: ReadOptions = {}): Promise<ReadFile> {
  const format = sniffFormat(bytes);
  switch (format) {
    case undefined:
      throw new InputError('request/unsupported-media-type', `${name} is none of the formats read: pdf, docx, jpg, png, gif, bmp, tif, svg, webp (judged by its content)`, { name });
    case 'pdf': return readPdf(bytes, limits, onPage);
    case 'docx': return readDocx(bytes, limits, onPage);
    default: return readImageFile(bytes, format, limits, onPage);
  }
}

/**
 * Pages of a document, before anything else of it is read. Undefined for images and where a DOCX does not say.
 *
 * @throws {InputError} `document/encrypted`, `document/corrupt`.
 */
export async function countPages(bytes: Uint8Array, format: FileFormat): Promise<number | undefined> {
  if (format === 'pdf') return countPdfPages(bytes);
  return format === 'docx' ? countDocxPages(bytes) : undefined;
}

