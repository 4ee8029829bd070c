/** Titles, paragraphs, notices and facts. */
import type { FactsBlock, FindingTitleBlock, NoticeBlock, TextBlock, TitleBlock } from '../outline.types.ts';
import { COLUMN_GAP, CONTENT_WIDTH, ensureRoom, type Sheet } from './sheet.ts';
import { BAND_COLOURS, BODY, GREY, HAIRLINE, LABEL, LINK, TITLES, WASH } from './styles.ts';

/** Where a block may draw, pt. */
export interface Span { readonly x: number; readonly width: number }

export function drawTitle(sheet: Sheet, { level, text }: TitleBlock, { x, width }: Span): void {
  const style = TITLES[level];
  const lines = sheet.type.lines(text, style, width, 3);
  ensureRoom(sheet, sheet.type.heightOf(lines, style) + 48);
  sheet.y += level === 2 ? 10 : 0;
  sheet.y += sheet.type.draw(lines, style, { x, y: sheet.y });
  sheet.y += level === 2 ? 4 : 8;
}

export function drawFindingTitle(sheet: Sheet, { title, kind, score, band, scoreText, bandText }: FindingTitleBlock, { x, width }: Span): void {
  const { doc, type } = sheet;
  const meter = 150;
  const right = { x: x + width - meter, width: meter, align: 'right' as const };
  const strong = { ...TITLES[2], size: 12 };
  type.draw(type.lines(scoreText, strong, meter, 1), strong, { ...right, y: sheet.y });
  const small = { ...LABEL, size: 8 };
  type.draw(type.lines(bandText, small, meter, 1), small, { ...right, y: sheet.y + 24 });
  doc.rect(right.x, sheet.y + 19, meter, 4).fill(HAIRLINE);
  doc.rect(right.x, sheet.y + 19, meter * Math.min(1, Math.max(0, score)), 4).fill(BAND_COLOURS[band]);
  const style = TITLES[1];
  sheet.y += type.draw(type.lines(title, style, width - meter - 16, 1), style, { x, y: sheet.y }) + 2;
  const body = { ...BODY, colour: GREY };
  sheet.y += Math.max(16, type.draw(type.lines(kind, body, width - meter - 16), body, { x, y: sheet.y })) + 8;
}

export function drawText(sheet: Sheet, { text, quiet, url }: TextBlock, { x, width }: Span): void {
  const { doc, type } = sheet;
  const style = { ...BODY, colour: url === undefined ? (quiet ? GREY : BODY.colour) : LINK };
  for (const line of type.lines(text, style, width)) {
    ensureRoom(sheet, style.size * style.leading);
    if (url !== undefined) doc.link(x, sheet.y, line.width, style.size * style.leading, url);
    sheet.y += type.draw([line], style, { x, y: sheet.y });
  }
  sheet.y += 5;
}

export function drawNotice(sheet: Sheet, { title, paragraphs }: NoticeBlock, { x, width }: Span): void {
  const { doc, type } = sheet;
  const pad = 10;
  const inner = width - 2 * pad - 3;
  const head = type.lines(title, TITLES[2], inner);
  const bodies = paragraphs.map((text) => type.lines(text, BODY, inner));
  const height = pad * 2 + type.heightOf(head, TITLES[2]) + bodies.reduce((sum, lines) => sum + type.heightOf(lines, BODY) + 4, 0) - 2;
  ensureRoom(sheet, height);
  sheet.y += 4;
  doc.rect(x, sheet.y, width, height).fill(WASH);
  doc.rect(x, sheet.y, 3, height).fill(BAND_COLOURS.low);
  let y = sheet.y + pad;
  y += type.draw(head, TITLES[2], { x: x + pad + 3, y }) + 2;
  for (const lines of bodies) y += type.draw(lines, BODY, { x: x + pad + 3, y }) + 4;
  sheet.y += height + 8;
}

/** pt: the label in half the width of a page. */
const NARROW = ((CONTENT_WIDTH - COLUMN_GAP) / 2) * 0.36;

export function drawFacts(sheet: Sheet, { rows, narrow = false }: FactsBlock, { x, width }: Span): void {
  const { doc, type } = sheet;
  const labelWidth = narrow ? NARROW : Math.min(124, width * 0.36);
  const gap = 10;
  const valueWidth = width - labelWidth - gap;
  for (const { label, value, url } of rows) {
    const labels = type.lines(label, LABEL, labelWidth);
    const style = { ...BODY, size: 8.5, colour: url === undefined ? BODY.colour : LINK };
    const values = type.lines(value, style, valueWidth);
    const step = style.size * style.leading;
    // A long note runs over pages; everything else stays together.
    ensureRoom(sheet, Math.max(labels.length, Math.min(values.length, 12)) * step + 2);
    let labelBottom = sheet.y + type.draw(labels, LABEL, { x, y: sheet.y });
    for (const line of values) {
      if (ensureRoom(sheet, step)) labelBottom = sheet.y;
      if (url !== undefined) doc.link(x + labelWidth + gap, sheet.y, line.width, step, url);
      sheet.y += type.draw([line], style, { x: x + labelWidth + gap, y: sheet.y });
    }
    sheet.y = Math.max(sheet.y, labelBottom) + 2;
  }
  sheet.y += 6;
}
