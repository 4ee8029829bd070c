/** Curves, letters and other print that fills no rectangle, gathered into plots, drawings and text blocks. */
import type { Box, Frame } from '../../core/geometry.ts';
import { image, type MaskImage } from '../../core/image.ts';
import { connectedComponents } from '../../imaging/components.ts';

/** Boxes of print that lies within about `gap` px of each other; boxes that overlap are one, unless one of `keepOut` comes between. */
export function groupGraphics(print: MaskImage, gap: number, keepOut: readonly Box[]): Box[] {
  const cells = connectedComponents(occupancy(print, gap)).components;
  const boxes = cells.map(({ box }) => tighten(print, {
    x: box.x * gap, y: box.y * gap,
    width: Math.min(print.width - box.x * gap, box.width * gap), height: Math.min(print.height - box.y * gap, box.height * gap),
  }));
  return mergeOverlapping(boxes.filter(({ width, height }) => width > 0 && height > 0), keepOut);
}

function occupancy({ width, height, data }: MaskImage, cell: number): MaskImage {
  const columns = Math.ceil(width / cell);
  const rows = Math.ceil(height / cell);
  const grid = new Uint8Array(columns * rows);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) if (data[y * width + x]) grid[Math.floor(y / cell) * columns + Math.floor(x / cell)] = 1;
  }
  return image(columns, rows, 1, grid);
}

function tighten({ width, data }: MaskImage, { x, y, width: w, height: h }: Box): Box {
  let [left, right, top, bottom] = [x + w, x - 1, y + h, y - 1];
  for (let v = y; v < y + h; v++) {
    for (let u = x; u < x + w; u++) {
      if (!data[v * width + u]) continue;
      left = Math.min(left, u);
      right = Math.max(right, u);
      top = Math.min(top, v);
      bottom = v;
    }
  }
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

function mergeOverlapping(boxes: readonly Box[], keepOut: readonly Box[]): Box[] {
  let merged = [...boxes];
  for (let changed = true; changed; ) {
    changed = false;
    const next: Box[] = [];
    for (const box of merged) {
      const at = next.findIndex((other) => overlap(box, other) > 0 && !keepOut.some((b) => overlap(union(box, other), b) > 0.1 * b.width * b.height));
      const other = next[at];
      if (other) {
        next[at] = union(box, other);
        changed = true;
      } else next.push(box);
    }
    merged = next;
  }
  return merged;
}

/** Area two boxes share, px². */
export function overlap(a: Box, b: Box): number {
  const w = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const h = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return w > 0 && h > 0 ? w * h : 0;
}

export function union<F extends Frame>(a: Box<F>, b: Box<F>): Box<F> {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return { x, y, width: Math.max(a.x + a.width, b.x + b.width) - x, height: Math.max(a.y + a.height, b.y + b.height) - y };
}
