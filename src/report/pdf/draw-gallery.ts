/** Small pictures in rows: pages and figures with boxes, crops, matched points, one side laid onto another. */
import { applyTo, type Matrix, type Point } from '../../core/geometry.ts';
import type { AlignedCell, Cell, FigureCell, GalleryBlock, MatchesCell, PageCell } from '../outline.types.ts';
import type { Album } from './album.ts';
import { placeImage } from './document.ts';
import { drawCaption } from './draw-pair.ts';
import { drawImage, drawLabel, drawOutline, drawShot, labelSpot, type Rect } from './draw-shot.ts';
import { ensureRoom, type Sheet } from './sheet.ts';
import { INK, sideColour, WASH } from './styles.ts';
import type { Span } from './text-blocks.ts';

const GAP = 12;
const CAPTION = 34;
/** Up to this many, all stand in one row. */
const MOST_COLUMNS = 6;

export function drawGallery(sheet: Sheet, { columns: least, height, cells }: GalleryBlock, album: Album, { x, width }: Span): void {
  const wanted = cells.reduce((sum, cell) => sum + spanOf(cell), 0);
  const columns = wanted <= MOST_COLUMNS ? Math.max(least, wanted) : least;
  if (cells.length > 0) sheet.y += 4;
  const unit = (width - GAP * (columns - 1)) / columns;
  for (const row of rowsOf(cells, columns)) {
    ensureRoom(sheet, height + CAPTION);
    let left = x;
    let used = 0;
    for (const cell of row) {
      const cellWidth = spanOf(cell) * (unit + GAP) - GAP;
      const drawn = drawCell(sheet, cell, album, { x: left, y: sheet.y, width: cellWidth, height });
      used = Math.max(used, drawn + 4 + drawCaption(sheet, cell.caption, { x: left, width: cellWidth }, sheet.y + drawn + 4));
      left += cellWidth + GAP;
    }
    sheet.y += used + 10;
  }
}

/** Matched points need two places side by side. */
function spanOf({ type }: Cell): number {
  return type === 'matches' ? 2 : 1;
}

function rowsOf(cells: readonly Cell[], columns: number): Cell[][] {
  const rows: Cell[][] = [];
  let room = 0;
  for (const cell of cells) {
    if (room < spanOf(cell)) {
      rows.push([]);
      room = columns;
    }
    rows.at(-1)?.push(cell);
    room -= spanOf(cell);
  }
  return rows;
}

/** Gives the height drawn, pt. */
function drawCell(sheet: Sheet, cell: Cell, album: Album, room: Rect): number {
  switch (cell.type) {
    case 'page':
    case 'figure': return drawPlace(sheet, cell, album, room);
    case 'matches': return drawMatches(sheet, cell, album, room);
    case 'aligned': return drawAligned(sheet, cell, album, room);
    case 'crop': {
      const { box } = cell.shot;
      const k = Math.min(room.width / box.width, room.height / box.height, 4);
      return drawShot(sheet, cell.shot, album.cell(cell), { x: room.x, y: room.y, k }).height;
    }
  }
}

function drawPlace(sheet: Sheet, cell: PageCell | FigureCell, album: Album, room: Rect): number {
  const k = Math.min(room.width / cell.width, room.height / cell.height);
  const rect = { x: room.x, y: room.y, width: cell.width * k, height: cell.height * k };
  drawImage(sheet, album.cell(cell), rect);
  const marks = cell.marks.map((mark) => ({ ...mark, points: mark.polygon.map(({ x, y }) => ({ x: rect.x + x * k, y: rect.y + y * k })) }));
  for (const { points, side } of marks) drawOutline(sheet, points, side, rect);
  for (const { points, side, label } of marks) drawLabel(sheet, label, side, labelSpot(points, rect), rect);
  return rect.height;
}

function drawMatches(sheet: Sheet, { shots: [a, b], matches }: MatchesCell, album: Album, room: Rect): number {
  const half = (room.width - GAP) / 2;
  const k = Math.min(4, ...[a, b].flatMap(({ box, scale }) => [(half * scale) / box.width, (room.height * scale) / box.height]));
  const [ka, kb] = [k / a.scale, k / b.scale];
  const [xa, xb] = [room.x, room.x + half + GAP];
  const left = drawShot(sheet, a, album.shot(a), { x: xa, y: room.y, k: ka, labelled: false });
  const right = drawShot(sheet, b, album.shot(b), { x: xb, y: room.y, k: kb, labelled: false });
  const { doc } = sheet;
  doc.save();
  for (const [x0, y0, x1, y1] of matches) {
    const p = { x: xa + (x0 - a.box.x) * ka, y: room.y + (y0 - a.box.y) * ka };
    const q = { x: xb + (x1 - b.box.x) * kb, y: room.y + (y1 - b.box.y) * kb };
    if (!inside(p, left) || !inside(q, right)) continue;
    doc.moveTo(p.x, p.y).lineTo(q.x, q.y).lineWidth(0.9).strokeOpacity(0.5).strokeColor('#ffffff').stroke();
    doc.moveTo(p.x, p.y).lineTo(q.x, q.y).lineWidth(0.35).strokeOpacity(0.8).strokeColor(INK).stroke();
    doc.strokeOpacity(1);
    for (const [point, side] of [[p, a.side], [q, b.side]] as const) {
      doc.circle(point.x, point.y, 1.3).lineWidth(0.4).fillAndStroke(sideColour(side), '#ffffff');
    }
  }
  doc.restore();
  for (const [shot, rect] of [[a, left], [b, right]] as const) drawLabel(sheet, shot.label, shot.side, rect, rect);
  return Math.max(left.height, right.height);
}

function inside({ x, y }: Point, rect: Rect): boolean {
  return x >= rect.x - 1 && x <= rect.x + rect.width + 1 && y >= rect.y - 1 && y <= rect.y + rect.height + 1;
}

/** PDF itself turns the picture: no pixel is resampled here. */
function drawAligned(sheet: Sheet, { shot, onto, affine: [a, b, c, d, e, f] }: AlignedCell, album: Album, room: Rect): number {
  const { doc } = sheet;
  const k = Math.min(4, room.width / onto.box.width, room.height / onto.box.height);
  const rect = { x: room.x, y: room.y, width: onto.box.width * k, height: onto.box.height * k };
  const image = album.shot(shot);
  if (!image) {
    drawImage(sheet, undefined, rect);
    return rect.height;
  }
  const toPaper: Matrix = [k, 0, rect.x - onto.box.x * k, 0, k, rect.y - onto.box.y * k, 0, 0, 1];
  doc.rect(rect.x, rect.y, rect.width, rect.height).fill(WASH);
  doc.save().rect(rect.x, rect.y, rect.width, rect.height).clip();
  doc.transform(k * a, k * b, k * c, k * d, k * e + toPaper[2], k * f + toPaper[5]);
  placeImage(doc, image, shot.box);
  doc.restore();
  const points = onto.polygon.map((point) => applyTo(toPaper, point));
  drawOutline(sheet, points, shot.side, rect);
  drawLabel(sheet, shot.label, shot.side, labelSpot(points, rect), rect);
  return rect.height;
}
