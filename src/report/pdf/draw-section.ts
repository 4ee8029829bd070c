/** A section on its pages: which block goes where, and what stays together. */
import type { Block, ColumnsBlock, Section } from '../outline.types.ts';
import type { Album } from './album.ts';
import { addAnchor, silentDocument } from './document.ts';
import { drawGallery } from './draw-gallery.ts';
import { drawPair, PAIR_HEIGHT, pairHeight } from './draw-pair.ts';
import { COLUMN_GAP, CONTENT_WIDTH, ensureRoom, FLOOR, goTo, newPage, PAPER, placeOf, roomLeft, type Sheet } from './sheet.ts';
import { drawTable } from './table.ts';
import { drawFacts, drawFindingTitle, drawNotice, drawText, drawTitle, type Span } from './text-blocks.ts';

export interface Desk {
  readonly sheet: Sheet;
  readonly images: Album;
  readonly language: string;
  /** pt: how tall the large crops may be. */
  readonly pairHeight?: number;
}

const WHOLE: Span = { x: PAPER.left, width: CONTENT_WIDTH };

/** Every section starts a page. */
export function drawSection(desk: Desk, section: Section): void {
  const { sheet } = desk;
  newPage(sheet);
  addAnchor(sheet.doc, section.anchor, PAPER.top - 20);
  sheet.doc.outline.addItem(section.title);
  if (section.kind === 'cover') sheet.y = 72;
  drawBlocks({ ...desk, pairHeight: fittingPair(desk, section) }, section.blocks, WHOLE);
}

/** pt: a last title asks for this much more room below it than one quiet line takes. */
const UNDER_TITLE = 26;

/** Shrinks the large crops where that brings the first blocks onto one page. */
function fittingPair(desk: Desk, { blocks, together = 0 }: Section): number {
  const first = blocks.slice(0, together);
  const pair = first.find((block) => block.type === 'pair');
  if (!pair) return PAIR_HEIGHT.most;
  const excess = heightOf(desk, first, WHOLE) + UNDER_TITLE - roomLeft(desk.sheet);
  if (excess <= 0) return PAIR_HEIGHT.most;
  const height = pairHeight(pair, WHOLE) - excess - 1;
  return height >= PAIR_HEIGHT.least ? height : PAIR_HEIGHT.most;
}

function drawBlocks(desk: Desk, blocks: readonly Block[], span: Span): void {
  for (const [i, block] of blocks.entries()) {
    const next = blocks[i + 1];
    if (block.type === 'title' && next && (next.type === 'columns' || next.type === 'gallery')) keepTogether(desk, [block, next], span);
    drawBlock(desk, block, span);
  }
}

function drawBlock(desk: Desk, block: Block, span: Span): void {
  const { sheet, images, language } = desk;
  switch (block.type) {
    case 'title': return drawTitle(sheet, block, span);
    case 'finding-title': return drawFindingTitle(sheet, block, span);
    case 'text': return drawText(sheet, block, span);
    case 'notice': return drawNotice(sheet, block, span);
    case 'facts': return drawFacts(sheet, block, span);
    case 'table': return drawTable(sheet, block, span);
    case 'pair': return drawPair(sheet, block, images, span, { language, mostHeight: desk.pairHeight ?? PAIR_HEIGHT.most });
    case 'gallery': return drawGallery(sheet, block, images, span);
    case 'columns': return drawColumns(desk, block, span);
  }
}

/** Turns the page where the blocks do not fit here but would on an empty one. */
function keepTogether(desk: Desk, blocks: readonly Block[], span: Span): void {
  const height = heightOf(desk, blocks, span);
  if (height <= FLOOR - PAPER.top) ensureRoom(desk.sheet, height);
}

/** Two columns from the same height; very long ones run over pages, each by itself. */
function drawColumns(desk: Desk, block: ColumnsBlock, { x, width }: Span): void {
  const { sheet } = desk;
  keepTogether(desk, [block], { x, width });
  const half = (width - COLUMN_GAP) / 2;
  const top = placeOf(sheet);
  drawBlocks(desk, block.left, { x, width: half });
  const bottom = placeOf(sheet);
  goTo(sheet, top);
  drawBlocks(desk, block.right, { x: x + half + COLUMN_GAP, width: half });
  if (bottom.page > sheet.page || (bottom.page === sheet.page && bottom.y > sheet.y)) goTo(sheet, bottom);
}

/** pt: found by setting the blocks on an endless page that keeps nothing. */
function heightOf(desk: Desk, blocks: readonly Block[], span: Span): number {
  if (desk.sheet.floor === Infinity) return 0;
  const { type } = desk.sheet;
  const sheet: Sheet = {
    ...desk.sheet, doc: silentDocument(), floor: Infinity, page: 0, y: 0,
    type: { ...type, draw: (lines, style) => type.heightOf(lines, style) },
  };
  drawBlocks({ ...desk, sheet }, blocks, span);
  return sheet.y;
}
