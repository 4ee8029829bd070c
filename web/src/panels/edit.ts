/** Editing panels as plain data: boxes in pixels of their figure. */
import type { Box, Point } from '../../../src/core/geometry.ts';
import type { Panel, PanelClass } from '../../../src/core/media.ts';
import type { PanelsInput } from '../../../src/http/native/wire.ts';
import type { Size } from '../viewer/viewport.ts';

export const PANEL_CLASSES = ['blot', 'fluorescence', 'bright-field', 'photo', 'chart', 'text', 'blank'] as const satisfies readonly PanelClass[];
/** px; smaller boxes have nothing to compare. */
export const MIN_SIDE_PX = 8;
export const MAX_PANELS = 2000;

export interface Draft {
  /** Only for this editor. */
  readonly key: string;
  readonly figure: string;
  readonly box: Box;
  /** Absent = judged by the server's rules. */
  readonly class?: PanelClass;
  readonly examined: boolean;
  readonly masks: Panel['masks'];
}

export const toDrafts = (panels: readonly Panel[]): readonly Draft[] =>
  panels.map(({ id, figure, box, class: kind, examined, masks }) => ({ key: id, figure, box, class: kind, examined, masks }));

export function toInput(drafts: readonly Draft[]): PanelsInput {
  return {
    panels: drafts.map(({ figure, box: { x, y, width, height }, class: kind, examined, masks }) => ({
      figure, box: { x, y, width, height }, ...(kind ? { class: kind } : {}), examined,
      masks: masks.map(({ polygon }) => ({ polygon: polygon.map((point) => ({ x: point.x, y: point.y })) })),
    })),
  };
}

/** The box from one corner to the other, in whole pixels inside the figure. */
export function boxBetween(a: Point, b: Point, figure: Size): Box {
  const [x0, x1] = [clampRound(Math.min(a.x, b.x), figure.width), clampRound(Math.max(a.x, b.x), figure.width)];
  const [y0, y1] = [clampRound(Math.min(a.y, b.y), figure.height), clampRound(Math.max(a.y, b.y), figure.height)];
  return { x: x0, y: y0, width: x1 - x0, height: y1 - y0 };
}

/** Moved as far as the figure reaches; the size stays. */
export function moveBox({ x, y, width, height }: Box, dx: number, dy: number, figure: Size): Box {
  return { x: clampRound(x + dx, figure.width - width), y: clampRound(y + dy, figure.height - height), width, height };
}

export type Corner = 'nw' | 'ne' | 'sw' | 'se';
export const CORNERS = ['nw', 'ne', 'sw', 'se'] as const satisfies readonly Corner[];

/** One corner follows, the opposite one stays; never smaller than {@link MIN_SIDE_PX}. */
export function resizeBox({ x, y, width, height }: Box, corner: Corner, to: Point, figure: Size): Box {
  const [right, bottom] = [x + width, y + height];
  const left = corner.endsWith('w') ? Math.min(clampRound(to.x, figure.width), right - MIN_SIDE_PX) : x;
  const top = corner.startsWith('n') ? Math.min(clampRound(to.y, figure.height), bottom - MIN_SIDE_PX) : y;
  const newRight = corner.endsWith('e') ? Math.max(clampRound(to.x, figure.width), x + MIN_SIDE_PX) : right;
  const newBottom = corner.startsWith('s') ? Math.max(clampRound(to.y, figure.height), y + MIN_SIDE_PX) : bottom;
  return { x: left, y: top, width: newRight - left, height: newBottom - top };
}

export const isBigEnough = ({ width, height }: Box): boolean => width >= MIN_SIDE_PX && height >= MIN_SIDE_PX;

/** A box in the middle of the figure, for who does not draw. */
export function middleBox({ width, height }: Size): Box {
  return boxBetween({ x: width * 0.3, y: height * 0.3 }, { x: width * 0.7, y: height * 0.7 }, { width, height });
}

const clampRound = (value: number, max: number): number => Math.min(Math.max(0, max), Math.max(0, Math.round(value)));
