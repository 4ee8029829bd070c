/** PDF → pages and figures. */
import type { DraftFigure, IntakeLimits, ReadFile } from '../read-file.types.ts';
import { isTiny } from '../tiny.ts';
import { placementNotes } from './affine.ts';
import { extractImage, inspectImage, measureImage, type ImageFacts } from './image-object.ts';
import { listObjects, type PlacedImage } from './objects.ts';
import { withPage, type OpenPage } from './page.ts';
import { withPdf, type PdfDocument } from './pdfium.ts';
import { inReadingOrder } from './reading-order.ts';

export type OnPage = (done: number, total: number) => void;

/**
 * Every embedded raster of a PDF at native resolution with its page and placement.
 *
 * @throws {InputError} `document/encrypted`, `document/corrupt`.
 */
export async function readPdf(bytes: Uint8Array, limits: IntakeLimits, onPage: OnPage = () => undefined): Promise<ReadFile> {
  return withPdf(bytes, async (document) => {
    const pages: { number: number; width: number; height: number }[] = [];
    const figures: DraftFigure[] = [];
    const notes = new Set<string>();
    for (let number = 1; number <= document.pageCount; number++) {
      await withPage(document, number, async (page) => {
        pages.push({ number, width: page.width, height: page.height });
        const { images, cut } = listObjects(document, page);
        if (cut) notes.add('page-too-complex');
        for (const { placed, facts } of inReadingOrder(usable(document, page, images, limits, notes), ({ placed: { box } }) => box)) {
          if (figures.length >= limits.maxFigures) {
            notes.add('too-many-figures');
            break;
          }
          const figure = await embeddedFigure(document, page, placed, facts);
          if (figure) figures.push(figure);
          else notes.add('unreadable-image');
        }
      });
      onPage(number, document.pageCount);
    }
    return { format: 'pdf', pages, figures, notes: [...notes] };
  });
}

interface Candidate {
  readonly placed: PlacedImage;
  readonly facts: ImageFacts;
}

function usable(document: PdfDocument, page: OpenPage, images: readonly PlacedImage[], limits: IntakeLimits, notes: Set<string>): readonly Candidate[] {
  return images.flatMap((placed) => {
    const facts = measureImage(document, page, placed.handle);
    if (!facts) {
      notes.add('unreadable-image');
      return [];
    }
    if (isTiny(facts.width, facts.height)) {
      notes.add('tiny-image');
      return [];
    }
    if (facts.width * facts.height > limits.maxPixels) {
      notes.add('too-many-pixels');
      return [];
    }
    return [{ placed, facts: inspectImage(document, page, placed.handle, facts) }];
  });
}

async function embeddedFigure(document: PdfDocument, page: OpenPage, placed: PlacedImage, facts: ImageFacts): Promise<DraftFigure | undefined> {
  const extracted = await extractImage(document, page, placed.handle, facts);
  if (!extracted) return undefined;
  const { image, bytes, format, notes } = extracted;
  return {
    page: page.number, pageBox: placed.box, width: image.width, height: image.height, source: 'embedded', bytes, format,
    notes: [...notes, ...placementNotes(placed.toPage)],
  };
}
