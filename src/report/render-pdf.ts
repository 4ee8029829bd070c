/** Outline → PDF. Same outline and pictures, same bytes: nothing here asks the clock or for chance. */
import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import type { Block, Outline, Section } from './outline.types.ts';
import { album, type Album } from './pdf/album.ts';
import { addAnchor } from './pdf/document.ts';
import { drawGallery } from './pdf/draw-gallery.ts';
import { drawPair } from './pdf/draw-pair.ts';
import { fontBook } from './pdf/font-book.ts';
import { CONTENT_WIDTH, drawFrames, goTo, newPage, PAPER, placeOf, roomLeft, type Sheet } from './pdf/sheet.ts';
import { drawTable } from './pdf/table.ts';
import { drawFacts, drawFindingTitle, drawNotice, drawText, drawTitle, type Span } from './pdf/text-blocks.ts';
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
  const sheet: Sheet = { doc, type, unavailable: outline.unavailable, page: -1, y: 0 };
  const images = album(doc, pictures);
  for (const section of outline.sections) {
    if (out.destroyed) return; // the reader went away
    await images.load(section);
    drawSection(sheet, section, images, outline.language);
    if (out.writableNeedDrain) await Promise.race([once(out, 'drain'), once(out, 'close')]);
  }
  drawFrames(sheet, outline);
  doc.end();
}

function drawSection(sheet: Sheet, section: Section, images: Album, language: string): void {
  newPage(sheet);
  const { doc } = sheet;
  addAnchor(doc, section.anchor, PAPER.top - 20);
  doc.outline.addItem(section.title);
  if (section.kind === 'cover') sheet.y = 96;
  for (const block of section.blocks) drawBlock(sheet, block, images, { x: PAPER.left, width: CONTENT_WIDTH }, language);
}

function drawBlock(sheet: Sheet, block: Block, images: Album, span: Span, language: string): void {
  switch (block.type) {
    case 'title': return drawTitle(sheet, block, span);
    case 'finding-title': return drawFindingTitle(sheet, block, span);
    case 'text': return drawText(sheet, block, span);
    case 'notice': return drawNotice(sheet, block, span);
    case 'facts': return drawFacts(sheet, block, span);
    case 'table': return drawTable(sheet, block, span);
    case 'pair': return drawPair(sheet, block, images, span, language);
    case 'gallery': return drawGallery(sheet, block, images, span);
    case 'columns': return drawColumns(sheet, block.left, block.right, images, span, language);
  }
}

const COLUMN_GAP = 20;
/** pt: columns start on a new page where less is left. */
const COLUMN_ROOM = 110;

/** Two columns from the same height; each may run over pages by itself. */
function drawColumns(sheet: Sheet, left: readonly Block[], right: readonly Block[], images: Album, { x, width }: Span, language: string): void {
  if (roomLeft(sheet) < COLUMN_ROOM) newPage(sheet);
  const half = (width - COLUMN_GAP) / 2;
  const top = placeOf(sheet);
  for (const block of left) drawBlock(sheet, block, images, { x, width: half }, language);
  const bottom = placeOf(sheet);
  goTo(sheet, top);
  for (const block of right) drawBlock(sheet, block, images, { x: x + half + COLUMN_GAP, width: half }, language);
  if (bottom.page > sheet.page || (bottom.page === sheet.page && bottom.y > sheet.y)) goTo(sheet, bottom);
}
