/** Outline → PDF. Same outline and pictures, same bytes: nothing here asks the clock or for chance. */
import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import type { Outline } from './outline.types.ts';
import { album } from './pdf/album.ts';
import { drawSection } from './pdf/draw-section.ts';
import { fontBook } from './pdf/font-book.ts';
import { drawFrames, FLOOR, PAPER, type Sheet } from './pdf/sheet.ts';
import { typesetter } from './pdf/typeset.ts';
import type { Pictures } from './pictures.ts';

/** The whole file. @throws what `pictures` throws, but for `AppError`s: those leave a visible gap. */
export async function renderPdf(outline: Outline, pictures: Pictures): Promise<Uint8Array> {
  return new Uint8Array(await buffer(streamPdf(outline, pictures)));
}

/** The file as it is made; pictures are written out as soon as they are drawn. Ends with an error where `renderPdf` throws. */
export function streamPdf(outline: Outline, pictures: Pictures): Readable {
  const out = new PassThrough();
  const doc = new PDFDocument({
    size: [PAPER.width, PAPER.height], margin: 0, autoFirstPage: false, bufferPages: true,
    lang: outline.language, displayTitle: true,
    info: { Title: outline.title, Creator: 'Touchstone', Producer: 'Touchstone', CreationDate: new Date(outline.date) },
  });
  doc.pipe(out);
  void write(doc, out, outline, pictures).catch((error: unknown) => {
    doc.unpipe(out);
    out.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  return out;
}

async function write(doc: InstanceType<typeof PDFDocument>, out: PassThrough, outline: Outline, pictures: Pictures): Promise<void> {
  const type = typesetter(doc, fontBook(doc, outline.language));
  const sheet: Sheet = { doc, type, unavailable: outline.unavailable, floor: FLOOR, page: -1, y: 0 };
  const images = album(doc, pictures);
  for (const section of outline.sections) {
    if (out.destroyed) return; // the reader went away
    await images.load(section);
    drawSection({ sheet, images, language: outline.language }, section);
    await setImmediate(); // a long report shares the thread with requests
    if (out.writableNeedDrain) await Promise.race([once(out, 'drain'), once(out, 'close')]);
  }
  await drawFrames(sheet, outline);
  doc.end();
}
