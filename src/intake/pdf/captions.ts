/** Captions by their first word and their place, from the text of the page. Best effort: a caption on another page is not found. */
import type { Box } from '../../core/geometry.ts';
import { isCaption } from '../caption.ts';
import { boundsThrough } from './affine.ts';
import type { OpenPage } from './page.ts';
import type { PdfDocument } from './pdfium.ts';

export interface TextLine {
  readonly text: string;
  /** pt, upright page. */
  readonly box: Box<'page'>;
}

/** characters on one page; a page of dense text has some 8000. */
const MAX_CHARACTERS = 40_000;
/** characters of a caption that are kept; what is re-used is often said in the last sentence. */
const MAX_CAPTION = 2500;

/** The lines of text on a page, in the order of the content. */
export function textLines(document: PdfDocument, page: OpenPage): readonly TextLine[] {
  const { pdfium } = document;
  const text = pdfium._FPDFText_LoadPage(page.handle);
  if (text === 0) return [];
  const lines: TextLine[] = [];
  let current = '';
  let box: Box<'page'> | undefined;
  const count = Math.min(pdfium._FPDFText_CountChars(text), MAX_CHARACTERS);
  for (let i = 0; i <= count; i++) {
    const code = i < count ? pdfium._FPDFText_GetUnicode(text, i) : 10;
    if (code === 10 || code === 13) {
      if (box && current.trim() !== '') lines.push({ text: current.trim(), box });
      current = '';
      box = undefined;
    } else if (code > 0) {
      current += String.fromCodePoint(Math.min(code, 0x10ffff));
      const character = code === 32 ? undefined : characterBox(document, page, text, i);
      if (character) box = box ? union(box, character) : character;
    }
  }
  pdfium._FPDFText_ClosePage(text);
  return lines;
}

function characterBox({ pdfium, scratch }: PdfDocument, page: OpenPage, text: number, index: number): Box<'page'> | undefined {
  if (!pdfium._FPDFText_GetCharBox(text, index, scratch, scratch + 8, scratch + 16, scratch + 24)) return undefined;
  const view = new DataView(pdfium.HEAPU8.buffer, scratch, 32);
  const [left, right, bottom, top] = [0, 8, 16, 24].map((at) => view.getFloat64(at, true)) as [number, number, number, number];
  return boundsThrough(page.toUpright, { left, bottom, right, top });
}

/** Whole captions: the line that begins one, and those that follow it closely, as in one column. */
export function captionsOn(lines: readonly TextLine[]): readonly TextLine[] {
  return lines.flatMap((line, at) => {
    if (!isCaption(line.text)) return [];
    let { text, box } = line;
    for (let i = at + 1; i < lines.length && text.length < MAX_CAPTION; i++) {
      const next = lines[i];
      const last = lines[i - 1];
      if (!next || !last || isCaption(next.text) || !continues(last.box, next.box)) break;
      text += ` ${next.text}`;
      box = union(box, next.box);
    }
    return [{ text: text.slice(0, MAX_CAPTION), box }];
  });
}

/** Boxes of the lines that lie in no caption. */
export function labelsAmong(lines: readonly TextLine[], captions: readonly TextLine[]): readonly Box<'page'>[] {
  const inCaption = ({ x, y, width, height }: Box): boolean => captions.some(({ box }) => {
    const [cx, cy] = [x + width / 2, y + height / 2];
    return cx >= box.x && cx <= box.x + box.width && cy >= box.y && cy <= box.y + box.height;
  });
  return lines.map(({ box }) => box).filter((box) => !inCaption(box));
}

function continues(above: Box, below: Box): boolean {
  const gap = below.y - (above.y + above.height);
  const overlap = Math.min(above.x + above.width, below.x + below.width) - Math.max(above.x, below.x);
  return gap < 0.9 * Math.max(above.height, below.height) && gap > -above.height && overlap > 0;
}

/** The caption a figure goes with: the nearest one below it, else the nearest above. What stands beside counts half: panels share a caption. */
export function captionFor(figure: Box, captions: readonly TextLine[]): string | undefined {
  const beside = ({ x, width }: Box): number => Math.max(0, x - (figure.x + figure.width), figure.x - (x + width)) / 2;
  const nearest = (gap: (box: Box) => number): TextLine | undefined =>
    captions.filter(({ box }) => gap(box) >= -TOUCH).sort((a, b) => gap(a.box) + beside(a.box) - gap(b.box) - beside(b.box))[0];
  return (nearest((box) => box.y - (figure.y + figure.height)) ?? nearest((box) => figure.y - (box.y + box.height)))?.text;
}

/** pt by which a caption may reach into the box of a figure. */
const TOUCH = 4;

function union(a: Box<'page'>, b: Box<'page'>): Box<'page'> {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return { x, y, width: Math.max(a.x + a.width, b.x + b.width) - x, height: Math.max(a.y + a.height, b.y + b.height) - y };
}
