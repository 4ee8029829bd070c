/** Decodes one picture of a document, or a photograph, and asks the page detectors, or a share of them. */
import type { ImageFormat } from '../../core/media.ts';
import type { NamedReading, PageFacts } from '../../detectors/detector.ts';
import { readHeader } from '../../imaging/codecs/header.ts';
import { openPicture, refuseTruncated, type Sides } from '../open-picture.ts';
import { factsOf, readPage } from '../page-input.ts';
import { readingsOf, type ReadingShare } from '../page-readings.ts';

export interface PageReadInput {
  readonly bytes: Uint8Array;
  readonly maxPixels: number;
  /** px; absent = any size. */
  readonly sides?: Sides;
  /** Refuse a file that breaks off, instead of judging what there is. */
  readonly wholeOnly?: boolean;
  readonly share: ReadingShare;
}

/** What is known of a page without its pixels. */
export interface PageRead {
  readonly format: ImageFormat;
  readonly page: PageFacts;
  readonly readings: readonly NamedReading[];
}

/** px²; two threads that hold a larger page at once would take too much memory, so the one with the quick share reads it alone. */
const LARGE = 24e6;

/**
 * @returns undefined: the page is large and the share the slow one.
 * @throws {InputError | LimitError} `image/…`; `image/wrong-size`: a side is not in `sides`.
 */
export async function readDocument({ bytes, maxPixels, sides, wholeOnly = false, share }: PageReadInput): Promise<PageRead | undefined> {
  const format = openPicture(bytes, sides);
  const { width, height } = readHeader(bytes, format);
  const isLarge = width * height > LARGE;
  if (isLarge && share === 'slow') return undefined;
  const page = await readPage(bytes, format, maxPixels);
  if (wholeOnly) refuseTruncated(page.notes, format);
  return { format, page: factsOf(page), readings: await readingsOf(page, isLarge ? 'all' : share) };
}
