/** Tables: a head that is repeated on every page, rows that are never torn. */
import type { Column, Row, TableBlock } from '../outline.types.ts';
import { ensureRoom, type Sheet } from './sheet.ts';
import { HAIRLINE, LINK, SMALL, TABLE, TABLE_HEAD } from './styles.ts';
import type { Span } from './text-blocks.ts';
import type { Style, TextLine } from './typeset.ts';

interface Look {
  readonly style: Style;
  /** pt above and below the text of a row. */
  readonly pad: number;
}
const HEAD: Look = { style: TABLE_HEAD, pad: 3 };
const PLAIN: Look = { style: TABLE, pad: 3 };
const DENSE: Look = { style: SMALL, pad: 1 };
const GAP = 8;
/** Lines of one cell; the rest is cut with an ellipsis, so that a row fits a page. */
const MOST_LINES = 42;

export function drawTable(sheet: Sheet, { columns, rows, dense = false }: TableBlock, span: Span): void {
  const look = dense ? DENSE : PLAIN;
  const head = set(sheet, columns, columns.map(({ title }) => title), HEAD, span.width);
  const first = rows[0] ? heightOf(sheet, set(sheet, columns, rows[0].cells, look, span.width), look) : 0;
  ensureRoom(sheet, heightOf(sheet, head, HEAD) + first);
  drawRow(sheet, columns, head, HEAD, span);
  for (const row of rows) drawBodyRow(sheet, columns, row, { head, look }, span);
  sheet.y += 8;
}

function drawBodyRow(sheet: Sheet, columns: readonly Column[], { cells, target }: Row, { head, look }: { readonly head: readonly (readonly TextLine[])[]; readonly look: Look }, span: Span): void {
  const lines = set(sheet, columns, cells, look, span.width);
  const height = heightOf(sheet, lines, look);
  if (ensureRoom(sheet, height)) drawRow(sheet, columns, head, HEAD, span);
  if (target !== undefined) sheet.doc.goTo(span.x, sheet.y, span.width, height, target);
  drawRow(sheet, columns, lines, look, span, target === undefined ? undefined : LINK);
}

function set({ type }: Sheet, columns: readonly Column[], cells: readonly string[], { style }: Look, width: number): readonly (readonly TextLine[])[] {
  return columns.map((column, i) => type.lines(cells[i] ?? '', style, inner(columns, i, width), MOST_LINES));
}

/** Width of the text of column `i`: a gap lies between columns, none after the last. */
function inner(columns: readonly Column[], i: number, width: number): number {
  return (columns[i]?.width ?? 0) * width - (i < columns.length - 1 ? GAP : 0);
}

function heightOf({ type }: Sheet, cells: readonly (readonly TextLine[])[], { style, pad }: Look): number {
  return Math.max(...cells.map((lines) => type.heightOf(lines, style))) + 2 * pad;
}

/** The first cell of a row that leads somewhere is drawn in `lead`. */
function drawRow(sheet: Sheet, columns: readonly Column[], cells: readonly (readonly TextLine[])[], look: Look, { x, width }: Span, lead = look.style.colour): void {
  const { doc, type } = sheet;
  const { style, pad } = look;
  const height = heightOf(sheet, cells, look);
  let left = x;
  for (const [i, { width: share, align }] of columns.entries()) {
    const at = { x: left, y: sheet.y + pad, width: inner(columns, i, width), ...(align === undefined ? {} : { align }) };
    type.draw(cells[i] ?? [], { ...style, colour: i === 0 ? lead : style.colour }, at);
    left += share * width;
  }
  sheet.y += height;
  doc.moveTo(x, sheet.y).lineTo(x + width, sheet.y).lineWidth(0.5).strokeColor(HAIRLINE).stroke();
}
