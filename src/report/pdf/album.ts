/** The pictures of one document: each asked for once, and kept in the file once. */
import { AppError } from '../../core/errors.ts';
import type { Block, Cell, Section, Shot } from '../outline.types.ts';
import type { Pictures } from '../pictures.ts';
import { embedImage, type OpenedImage, type PdfDocument } from './document.ts';

/** px: about 260 a inch at the size they are drawn. */
const SIDES = { large: 880, small: 440 } as const;

export interface Album {
  /** Fetches what a section draws; call before drawing it. */
  load(section: Section): Promise<void>;
  shot(shot: Shot): OpenedImage | undefined;
  cell(cell: Cell): OpenedImage | undefined;
}

interface Order {
  readonly key: string;
  fetch(pictures: Pictures): Promise<Uint8Array>;
}

export function album(doc: PdfDocument, pictures: Pictures): Album {
  const opened = new Map<string, OpenedImage | undefined>();
  return {
    async load(section) {
      const orders = new Map(section.blocks.flatMap(ordersOf).map((order) => [order.key, order]));
      const missing = [...orders.values()].filter(({ key }) => !opened.has(key));
      const fetched = await Promise.all(missing.map(async (order) => [order.key, await bytesOrGap(order, pictures)] as const));
      for (const [key, bytes] of fetched) opened.set(key, bytes && (await embedImage(doc, bytes)));
    },
    shot: (shot) => opened.get(orderOfShot(shot).key),
    cell: (cell) => opened.get(orderOfCell(cell).key),
  };
}

/** A picture that cannot be had is shown as missing; a bug is not hidden. */
async function bytesOrGap({ fetch }: Order, pictures: Pictures): Promise<Uint8Array | undefined> {
  try {
    return await fetch(pictures);
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

function ordersOf(block: Block): Order[] {
  if (block.type === 'pair') return block.shots.map(orderOfShot);
  if (block.type === 'gallery') return block.cells.map(orderOfCell);
  if (block.type === 'columns') return [...block.left, ...block.right].flatMap(ordersOf);
  return [];
}

/** The two large crops also serve the small pictures made of them. */
function orderOfShot({ figure, box, side }: Shot): Order {
  const max = side < 2 ? SIDES.large : SIDES.small;
  return { key: `crop ${figure} ${box.x} ${box.y} ${box.width} ${box.height} ${max}`, fetch: (pictures) => pictures.crop(figure, box, max) };
}

function orderOfCell(cell: Cell): Order {
  switch (cell.type) {
    case 'page': {
      const side = cell.sidePx ?? SIDES.small;
      return { key: `page ${cell.file} ${cell.page} ${side}`, fetch: (pictures) => pictures.page(cell.file, cell.page, side) };
    }
    case 'figure': return { key: `figure ${cell.figure}`, fetch: (pictures) => pictures.figure(cell.figure, SIDES.small) };
    case 'matches': return orderOfShot(cell.shots[0]);
    case 'crop':
    case 'aligned': return orderOfShot(cell.shot);
  }
}
