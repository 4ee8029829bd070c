/** Components of print that fill a rectangle: pictures with straight borders. */
import type { Box } from '../../core/geometry.ts';
import type { MaskImage } from '../../core/image.ts';
import type { Component, Components } from '../../imaging/components.ts';

/** A row or column counts to the rectangle when this share of it is spanned. */
const SPAN_SHARE = 0.35;
/** Share of a component's print that must lie in the rectangle: a label may stick out, half a cell may not. */
const MIN_KEPT = 0.93;
/** Mean share of the four sides along which print begins at the side. */
const SIDE_SUPPORT = 0.7;
const WORST_SIDE = 0.35;

/** The rectangle a component fills, without labels that stick to it, or undefined for text, curves and the like. */
export function filledRectangle(component: Component, { labels }: Components, { width }: MaskImage): Box | undefined {
  const { box, label } = component;
  const at = (x: number, y: number): boolean => labels[y * width + x] === label;
  let trimmed = box;
  for (let pass = 0; pass < 2; pass++) trimmed = trimSparse(trimmed, at);
  const kept = count(trimmed, at);
  if (kept < MIN_KEPT * component.area) return undefined;
  if (trimmed.width < 8 || trimmed.height < 8 || trimmed.width * trimmed.height < 0.4 * box.width * box.height) return undefined;
  const sides = sideSupport(trimmed, at);
  const mean = sides.reduce((sum, s) => sum + s, 0) / 4;
  return mean >= SIDE_SUPPORT && Math.min(...sides) >= WORST_SIDE ? trimmed : undefined;
}

type At = (x: number, y: number) => boolean;

function count({ x, y, width, height }: Box, at: At): number {
  let printed = 0;
  for (let v = y; v < y + height; v++) for (let u = x; u < x + width; u++) if (at(u, v)) printed++;
  return printed;
}

/** Takes away outer rows and columns of which little is printed. */
function trimSparse({ x, y, width, height }: Box, at: At): Box {
  const rowShare = (row: number, from: number, to: number): number => {
    let count = 0;
    for (let u = from; u < to; u++) if (at(u, row)) count++;
    return count / (to - from);
  };
  const columnShare = (column: number, from: number, to: number): number => {
    let count = 0;
    for (let v = from; v < to; v++) if (at(column, v)) count++;
    return count / (to - from);
  };
  let [left, right, top, bottom] = [x, x + width, y, y + height];
  while (bottom - top > 4 && rowShare(top, left, right) < SPAN_SHARE) top++;
  while (bottom - top > 4 && rowShare(bottom - 1, left, right) < SPAN_SHARE) bottom--;
  while (right - left > 4 && columnShare(left, top, bottom) < SPAN_SHARE) left++;
  while (right - left > 4 && columnShare(right - 1, top, bottom) < SPAN_SHARE) right--;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** For each side, the share of it along which print lies within 3 px. */
function sideSupport({ x, y, width, height }: Box, at: At): number[] {
  const near = (u: number, v: number, du: number, dv: number): boolean => at(u, v) || at(u + du, v + dv) || at(u + 2 * du, v + 2 * dv);
  let [top, bottom, left, right] = [0, 0, 0, 0];
  for (let u = x; u < x + width; u++) {
    if (near(u, y, 0, 1)) top++;
    if (near(u, y + height - 1, 0, -1)) bottom++;
  }
  for (let v = y; v < y + height; v++) {
    if (near(x, v, 1, 0)) left++;
    if (near(x + width - 1, v, -1, 0)) right++;
  }
  return [top / width, bottom / width, left / height, right / height];
}
