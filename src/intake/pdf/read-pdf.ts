/** PDF → pages and figures. */
import type { DraftFigure, IntakeLimits, ReadFile } from '../read-file.types.ts';
import { candidatesOn, templateKey } from './candidates.ts';
import { figuresOn } from './figures-on-page.ts';
import { listObjects } from './objects.ts';
import { withPage } from './page.ts';
import { withPdf, type PdfDocument } from './pdfium.ts';
import { MIN_PAGES, Repetitions } from './repeated.ts';

export type OnPage = (done: number, total: number) => void;

/**
 * Every embedded raster of a PDF at native resolution with its page and placement, and its vector drawings painted at 200 dpi.
 *
 * @throws {InputError} `document/encrypted`, `document/corrupt`.
 */
export async function readPdf(bytes: Uint8Array, limits: IntakeLimits, onPage: OnPage = () => undefined): Promise<ReadFile> {
  return withPdf(bytes, async (document) => {
    const notes = new Set<string>();
    const repetitions = await findRepetitions(document, limits);
    const pages: { number: number; width: number; height: number }[] = [];
    const figures: DraftFigure[] = [];
    for (let number = 1; number <= document.pageCount; number++) {
      await withPage(document, number, async (page) => {
        pages.push({ number, width: page.width, height: page.height });
        if (figures.length < limits.maxFigures) figures.push(...(await figuresOn(document, page, { limits, repetitions, notes })));
      });
      onPage(number, document.pageCount);
    }
    for (let stray = 1; stray <= document.strayImages && figures.length < limits.maxFigures; stray++) {
      await withPage(document, document.pageCount + stray, async (page) => {
        figures.push(...(await figuresOn(document, page, { limits, repetitions, notes })).map(withoutPlace));
      });
    }
    if (document.repaired) notes.add('repaired-pdf');
    if (figures.length >= limits.maxFigures) notes.add('too-many-figures');
    return { format: 'pdf', pages, figures: figures.slice(0, limits.maxFigures), notes: [...notes] };
  });
}

/** A stray image stands on a page that was made for it. */
function withoutPlace({ page: _page, pageBox: _box, ...figure }: DraftFigure): DraftFigure {
  return figure;
}

/** A first walk over all pages, without decoding: what stands at the same place again and again. */
async function findRepetitions(document: PdfDocument, limits: IntakeLimits): Promise<Repetitions> {
  const repetitions = new Repetitions();
  if (document.pageCount < MIN_PAGES) return repetitions;
  for (let number = 1; number <= document.pageCount; number++) {
    await withPage(document, number, (page) => {
      const { images } = listObjects(document, page);
      for (const candidate of candidatesOn(document, page, images, { limits, notes: new Set() })) {
        const key = templateKey(document, page, candidate);
        if (key !== undefined) repetitions.add(key, number);
      }
    });
  }
  return repetitions;
}
