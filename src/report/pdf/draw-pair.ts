/** The large crops of a finding at equal scale, their captions, and the scale in words. */
import type { PairBlock, Shot } from '../outline.types.ts';
import type { Album } from './album.ts';
import { drawShot } from './draw-shot.ts';
import { ensureRoom, type Sheet } from './sheet.ts';
import { GREY, SMALL } from './styles.ts';
import type { Span } from './text-blocks.ts';

const GAP = 15;
/** pt. */
export const PAIR_HEIGHT = { most: 195, least: 110 } as const;
/** pt per px: tiny regions are not blown up further. */
const MOST_ENLARGED = 4;
const PT_PER_CM = 72 / 2.54;

export interface PairOptions {
  readonly language: string;
  /** pt. */
  readonly mostHeight: number;
}

export function drawPair(sheet: Sheet, { shots, scaleText }: PairBlock, album: Album, { x, width }: Span, { language, mostHeight }: PairOptions): void {
  const cell = (width - GAP * (shots.length - 1)) / shots.length;
  const k = commonScale(shots, cell, mostHeight);
  const height = tallest(shots, k);
  ensureRoom(sheet, height + 60);
  for (const [i, shot] of shots.entries()) {
    drawShot(sheet, shot, album.shot(shot), { x: x + i * (cell + GAP), y: sheet.y, k: k / shot.scale });
  }
  sheet.y += height + 4;
  sheet.y += Math.max(...shots.map((shot, i) => drawCaption(sheet, shot.caption, { x: x + i * (cell + GAP), width: cell })));
  const perCm = shots.map(({ scale }) => Math.round((PT_PER_CM * scale) / k).toLocaleString(language));
  const text = scaleText.replace(/\{([01])\}/g, (_, i: string) => perCm[Number(i)] ?? '');
  const style = { ...SMALL, colour: GREY };
  sheet.y += sheet.type.draw(sheet.type.lines(text, style, width), style, { x, y: sheet.y + 2 }) + 10;
}

/** pt: what the crops take when nothing presses. */
export function pairHeight({ shots }: PairBlock, { width }: Span): number {
  const cell = (width - GAP * (shots.length - 1)) / shots.length;
  return tallest(shots, commonScale(shots, cell, PAIR_HEIGHT.most));
}

function tallest(shots: readonly Shot[], k: number): number {
  return Math.max(...shots.map(({ box, scale }) => (box.height * k) / scale));
}

/** pt per pixel of the first shot, so that every crop fits its cell. */
function commonScale(shots: readonly Shot[], cell: number, mostHeight: number): number {
  const fits = shots.flatMap(({ box, scale }) => [(cell * scale) / box.width, (mostHeight * scale) / box.height]);
  return Math.min(MOST_ENLARGED, ...fits);
}

/** First line strong, the rest quiet; gives the height. */
export function drawCaption({ type, y }: Sheet, caption: readonly string[], { x, width }: Span, top = y): number {
  let bottom = top;
  for (const [i, text] of caption.entries()) {
    const style = i === 0 ? SMALL : { ...SMALL, colour: GREY };
    bottom += type.draw(type.lines(text, style, width, 3), style, { x, y: bottom });
  }
  return bottom - top;
}
