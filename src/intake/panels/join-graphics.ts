/** Gathers the parts of a plot: its axis labels, its legend, the boxes of a flow chart. */
import type { Box } from '../../core/geometry.ts';
import type { PanelClass } from '../../core/media.ts';
import { isExamined } from './classify-panel.ts';
import { overlap, union } from './group-graphics.ts';

export interface Piece { readonly box: Box<'figure'>; readonly class: PanelClass }

/** Share of the figure's longer side up to which a label belongs to the plot beside it. */
const LABEL_GAP = 0.025;
/** A label is at most this share of the plot's area. */
const LABEL_AREA = 0.2;

/** Pieces that are not examined, joined where one lies in another or labels it; a join never covers an examined piece. */
export function joinGraphics(pieces: readonly Piece[], figure: Box<'figure'>): Piece[] {
  const pictures = pieces.filter((piece) => isExamined(piece.class));
  const gap = LABEL_GAP * Math.max(figure.width, figure.height);
  const graphics: Piece[] = [];
  const bySize = pieces.filter((piece) => !isExamined(piece.class)).toSorted((a, b) => area(b.box) - area(a.box));
  for (const piece of bySize) {
    const at = graphics.findIndex((plot) => belongs(piece.box, plot.box, gap) && !pictures.some(({ box }) => covers(union(piece.box, plot.box), box)));
    const plot = graphics[at];
    if (plot) graphics[at] = { box: union(piece.box, plot.box), class: plot.class === 'text' ? piece.class : plot.class };
    else graphics.push(piece);
  }
  const plots = graphics.filter(({ box }) => !graphics.some((other) => other.box !== box && area(other.box) > area(box) && overlap(other.box, box) > 0.6 * area(box)));
  return [...pictures, ...plots];
}

function belongs(small: Box, plot: Box, gap: number): boolean {
  if (overlap(small, plot) > 0.3 * area(small)) return true;
  if (area(small) > LABEL_AREA * area(plot)) return false;
  const dx = Math.max(small.x, plot.x) - Math.min(small.x + small.width, plot.x + plot.width);
  const dy = Math.max(small.y, plot.y) - Math.min(small.y + small.height, plot.y + plot.height);
  if (dx > gap || dy > gap) return false;
  return -dx >= 0.6 * small.width || -dy >= 0.6 * small.height;
}

function covers(box: Box, other: Box): boolean {
  return overlap(box, other) > 0.1 * area(other);
}

function area({ width, height }: Box): number {
  return width * height;
}
