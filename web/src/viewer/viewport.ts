/** Pan and zoom as plain numbers: screen = content × scale + (x, y). Pure, so that two panes can share one. */
import type { Box, Matrix, Point } from '../../../src/core/geometry.ts';

export interface Viewport {
  /** Screen px for one content unit. */
  readonly scale: number;
  /** Screen px of the content's origin. */
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const MAX_SCALE = 32;
const MIN_VISIBLE_PX = 48;

export const viewportMatrix = ({ scale, x, y }: Viewport): Matrix => [scale, 0, x, 0, scale, y, 0, 0, 1];

/** Shows a box of the content whole and centred. @param margin share of the screen left free on each side. */
export function fitBox(screen: Size, box: Box, margin = 0.02): Viewport {
  const room = { width: Math.max(1, screen.width * (1 - 2 * margin)), height: Math.max(1, screen.height * (1 - 2 * margin)) };
  const scale = Math.min(room.width / Math.max(box.width, 1e-6), room.height / Math.max(box.height, 1e-6), MAX_SCALE);
  return {
    scale,
    x: screen.width / 2 - (box.x + box.width / 2) * scale,
    y: screen.height / 2 - (box.y + box.height / 2) * scale,
  };
}

/** Zooms by a factor while the content under `at` (screen px) stays where it is. */
export function zoomAt({ scale, x, y }: Viewport, at: Point, factor: number, minScale = 0.02): Viewport {
  const next = Math.min(MAX_SCALE, Math.max(minScale, scale * factor));
  const ratio = next / scale;
  return { scale: next, x: at.x - (at.x - x) * ratio, y: at.y - (at.y - y) * ratio };
}

export const panBy = (viewport: Viewport, dx: number, dy: number): Viewport => ({ ...viewport, x: viewport.x + dx, y: viewport.y + dy });

/** Keeps a strip of the content on the screen, so that it cannot be lost. */
export function keepInSight(viewport: Viewport, screen: Size, content: Box): Viewport {
  const { scale } = viewport;
  const clamp = (offset: number, start: number, length: number, room: number): number =>
    Math.min(room - MIN_VISIBLE_PX - start * scale, Math.max(MIN_VISIBLE_PX - (start + length) * scale, offset));
  return { scale, x: clamp(viewport.x, content.x, content.width, screen.width), y: clamp(viewport.y, content.y, content.height, screen.height) };
}

/** For CSS: column-major 4 × 4 of a plane transform, z kept. */
export function toMatrix3d(m: Matrix): string {
  const [a, b, c, d, e, f, g, h, i] = m;
  return `matrix3d(${[a, d, 0, g, b, e, 0, h, 0, 0, 1, 0, c, f, 0, i].join(',')})`;
}
