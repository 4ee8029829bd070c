/** Masks as pixels. */
import type { Box, Point } from '../../core/geometry.ts';
import { image, type MaskImage } from '../../core/image.ts';
import type { Panel } from '../../core/media.ts';
import type { Region } from '../../core/regions.ts';

/** The mask of a panel in its own pixels: 1 = label, scale bar or arrow, to be left out. */
export function panelMask({ masks, box }: Pick<Panel, 'masks' | 'box'>): MaskImage {
  return rasterMask(masks, box);
}

/** Polygons of the figure as a mask of the size of `box` (whole pixels): 1 where the centre of a pixel lies in a polygon, by the even–odd rule. */
export function rasterMask(masks: readonly Region<'figure'>[], box: Box<'figure'>): MaskImage {
  const data = new Uint8Array(box.width * box.height);
  for (const { polygon } of masks) {
    const ys = polygon.map(({ y }) => y);
    const top = Math.max(0, Math.floor(Math.min(...ys) - box.y));
    const bottom = Math.min(box.height, Math.ceil(Math.max(...ys) - box.y));
    for (let row = top; row < bottom; row++) {
      const crossings = crossingsAt(polygon, row + 0.5 + box.y);
      for (let i = 0; i + 1 < crossings.length; i += 2) {
        const from = Math.max(0, Math.ceil((crossings[i] ?? 0) - box.x - 0.5));
        const to = Math.min(box.width, Math.ceil((crossings[i + 1] ?? 0) - box.x - 0.5));
        if (from < to) data.fill(1, row * box.width + from, row * box.width + to);
      }
    }
  }
  return image(box.width, box.height, 1, data);
}

/** Where a polygon crosses a horizontal line, x ascending. */
function crossingsAt(polygon: readonly Point[], y: number): number[] {
  const crossings: number[] = [];
  for (const [i, a] of polygon.entries()) {
    const b = polygon[(i + 1) % polygon.length] ?? a;
    if (a.y > y !== b.y > y) crossings.push(((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x);
  }
  return crossings.sort((p, q) => p - q);
}
