/** The paper: A4, margins, a cursor that moves down and turns the page. */
import { setImmediate } from 'node:timers/promises';
import { compactPage, type PdfDocument } from './document.ts';
import { GREY, HAIRLINE, SMALL } from './styles.ts';
import type { Typesetter } from './typeset.ts';

/** pt. */
export const PAPER = { width: 595.28, height: 841.89, left: 54, right: 54, top: 64, bottom: 58 } as const;
export const CONTENT_WIDTH = PAPER.width - PAPER.left - PAPER.right;
/** pt, between two columns of blocks. */
export const COLUMN_GAP = 20;
export const FLOOR = PAPER.height - PAPER.bottom;

export interface Sheet {
  readonly doc: PdfDocument;
  readonly type: Typesetter;
  /** Shown where a picture cannot be had. */
  readonly unavailable: string;
  /** Lowest edge blocks may reach, pt; endless where one only measures. */
  readonly floor: number;
  /** Index of the page drawn on, from 0. */
  page: number;
  /** Top edge of what comes next, pt from the top of the page. */
  y: number;
}

/** The next page; a new one where the last is reached. */
export function newPage(sheet: Sheet): void {
  if (sheet.page >= 0) compactPage(sheet.doc);
  sheet.page += 1;
  if (sheet.page < sheet.doc.bufferedPageRange().count) sheet.doc.switchToPage(sheet.page);
  else sheet.doc.addPage();
  sheet.y = PAPER.top;
}

export interface Place { readonly page: number; readonly y: number }
export function placeOf({ page, y }: Sheet): Place {
  return { page, y };
}

export function goTo(sheet: Sheet, { page, y }: Place): void {
  sheet.doc.switchToPage(page);
  sheet.page = page;
  sheet.y = y;
}

export function roomLeft({ y, floor }: Sheet): number {
  return floor - y;
}

/** Turns the page where `height` pt do not fit; gives whether it did. */
export function ensureRoom(sheet: Sheet, height: number): boolean {
  if (sheet.y + height <= sheet.floor || sheet.y <= PAPER.top) return false;
  newPage(sheet);
  return true;
}

/** Header and footer on every page, when their number is known. */
export async function drawFrames({ doc, type }: Sheet, { header, footer }: { readonly header: string; readonly footer: string }): Promise<void> {
  const { start, count } = doc.bufferedPageRange();
  const style = { ...SMALL, colour: GREY };
  for (let i = 0; i < count; i++) {
    if (i % 20 === 19) await setImmediate(); // a long report shares the thread with requests
    doc.switchToPage(start + i);
    if (i > 0) {
      type.draw(type.lines(header, style, CONTENT_WIDTH, 1), style, { x: PAPER.left, y: 34 });
      line(doc, 48);
    }
    line(doc, PAPER.height - 44);
    type.draw(type.lines(footer, style, CONTENT_WIDTH - 80, 1), style, { x: PAPER.left, y: PAPER.height - 39 });
    type.draw(type.lines(`${i + 1} / ${count}`, style, 80, 1), style, { x: PAPER.left + CONTENT_WIDTH - 80, y: PAPER.height - 39, width: 80, align: 'right' });
  }
}

function line(doc: PdfDocument, y: number): void {
  doc.moveTo(PAPER.left, y).lineTo(PAPER.width - PAPER.right, y).lineWidth(0.5).strokeColor(HAIRLINE).stroke();
}
