/** One crop on paper: the pixels, the region traced on them, its label. */
import type { PatchScore } from '../../core/finding.ts';
import type { Point } from '../../core/geometry.ts';
import type { Shot } from '../outline.types.ts';
import type { OpenedImage } from './document.ts';
import { placeImage } from './document.ts';
import type { Sheet } from './sheet.ts';
import { GREY, HAIRLINE, LABEL, sideColour, WASH } from './styles.ts';

/** Not one of the colours of sides. */
const PATCH_RED = '#e03131';

export interface Rect { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

export function drawImage(sheet: Sheet, image: OpenedImage | undefined, rect: Rect): void {
  const { doc, type } = sheet;
  if (image) placeImage(doc, image, rect);
  else {
    doc.rect(rect.x, rect.y, rect.width, rect.height).fill(WASH);
    const style = { ...LABEL, colour: GREY, size: 7 };
    const lines = type.lines(sheet.unavailable, style, Math.max(10, rect.width - 8), 3);
    type.draw(lines, style, { x: rect.x + 4, y: rect.y + rect.height / 2 - type.heightOf(lines, style) / 2, width: rect.width - 8, align: 'center' });
  }
  doc.rect(rect.x, rect.y, rect.width, rect.height).lineWidth(0.5).strokeColor(HAIRLINE).stroke();
}

/** `k` is pt per pixel of the figure. */
export function drawShot(sheet: Sheet, shot: Shot, image: OpenedImage | undefined, { x, y, k, labelled = true }: { x: number; y: number; k: number; labelled?: boolean }): Rect {
  const rect = { x, y, width: shot.box.width * k, height: shot.box.height * k };
  drawImage(sheet, image, rect);
  if (shot.patches) drawPatches(sheet, shot.patches, shot, { x, y, k }, rect);
  const points = shot.polygon.map((point) => ({ x: x + (point.x - shot.box.x) * k, y: y + (point.y - shot.box.y) * k }));
  drawOutline(sheet, points, shot.side, rect);
  if (labelled) drawLabel(sheet, shot.label, shot.side, labelSpot(points, rect), rect);
  return rect;
}

/** As the web view shows them: framed, and the redder the more a place alone speaks for the claim. */
function drawPatches({ doc }: Sheet, patches: readonly PatchScore[], { box: from, unframed }: Shot, { x, y, k }: { readonly x: number; readonly y: number; readonly k: number }, clip: Rect): void {
  doc.save().rect(clip.x, clip.y, clip.width, clip.height).clip();
  for (const { box, score } of patches) {
    const place = [x + (box.x - from.x) * k, y + (box.y - from.y) * k, box.width * k, box.height * k] as const;
    doc.rect(...place).fillOpacity(0.6 * Math.max(0, Math.min(1, score) - 0.25)).fill(PATCH_RED);
    if (unframed) continue;
    doc.fillOpacity(1).rect(...place).lineWidth(0.8).strokeColor('#000000').strokeOpacity(0.6).stroke();
    doc.strokeOpacity(1).rect(...place).lineWidth(0.4).strokeColor('#ffffff').stroke();
  }
  doc.restore();
}

/** A coloured line on a white one: seen on dark and on bright ground. */
export function drawOutline({ doc }: Sheet, points: readonly Point[], side: number, clip: Rect): void {
  if (points.length < 2 || !points.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))) return;
  doc.save().rect(clip.x, clip.y, clip.width, clip.height).clip();
  for (const [width, colour] of [[2.4, '#ffffff'], [1.1, sideColour(side)]] as const) {
    for (const [i, { x, y }] of points.entries()) {
      if (i === 0) doc.moveTo(x, y);
      else doc.lineTo(x, y);
    }
    doc.closePath().lineJoin('round').lineWidth(width).strokeColor(colour).stroke();
  }
  doc.restore();
}

/** A plate with the number of a side, kept inside `within`. */
export function drawLabel({ doc, type }: Sheet, label: string, side: number, at: Point, within: Rect): void {
  const style = { size: 7, weight: 700, colour: '#ffffff', leading: 1.3 } as const;
  const [line] = type.lines(label, style, 80, 1);
  if (!line) return;
  const width = line.width + 7;
  const height = 11;
  const x = Math.max(within.x, Math.min(at.x, within.x + within.width - width));
  const y = Math.max(within.y, Math.min(at.y, within.y + within.height - height));
  doc.rect(x - 0.7, y - 0.7, width + 1.4, height + 1.4).fill('#ffffff');
  doc.rect(x, y, width, height).fill(sideColour(side));
  type.draw([line], style, { x: x + 3.5, y: y + 1 });
}

/** Above the region's upper left corner, or inside it where there is no room above. */
export function labelSpot(points: readonly Point[], within: Rect): Point {
  const x = Math.min(...points.map((point) => point.x));
  const y = Math.min(...points.map((point) => point.y));
  return { x: Number.isFinite(x) ? x : within.x, y: Number.isFinite(y) ? (y - 13 >= within.y ? y - 13 : y + 2) : within.y };
}
