/** Areas filled with a tiling pattern, which may hold an image. PDFium tells neither the pattern nor its image: the area is painted. */
import type { Box } from '../../core/geometry.ts';
import type { RgbImage } from '../../core/image.ts';
import type { DrawnObject } from './objects.ts';
import type { PageSize } from './drawings.ts';

/** What PDFium gives as the colour of a coloured tiling pattern (`CPDF_ColorState::SetPattern`). Paint of this very grey is told apart by its pixels. */
const PATTERN_COLOUR = 0xbfbfbf;
/** pt; smaller areas are swatches of a legend. */
const MIN_SIDE = 60;
const MAX_AREAS = 8;
/** Colours from which an area shows a picture; hatching, dots and even grey have fewer (edges are smoothed). */
const MIN_COLOURS = 256;

/** Boxes of such areas, clipped to the page, none within another. */
export function patternAreas(drawn: readonly DrawnObject[], { width, height }: PageSize): readonly Box<'page'>[] {
  const boxes = drawn.filter(({ fill }) => fill === PATTERN_COLOUR).flatMap(({ box }) => {
    const [x, y] = [Math.max(0, box.x), Math.max(0, box.y)];
    const clipped: Box<'page'> = { x, y, width: Math.min(width, box.x + box.width) - x, height: Math.min(height, box.y + box.height) - y };
    return clipped.width >= MIN_SIDE && clipped.height >= MIN_SIDE ? [clipped] : [];
  });
  return boxes.filter((box, i) => !boxes.some((other, j) => j !== i && contains(other, box) && !(contains(box, other) && i < j))).slice(0, MAX_AREAS);
}

export function contains(outer: Box<'page'>, inner: Box<'page'>): boolean {
  return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height;
}

/** Whether there is a picture, not one colour or a hatching. */
export function showsPicture({ data }: RgbImage): boolean {
  const colours = new Set<number>();
  for (let i = 0; i < data.length && colours.size < MIN_COLOURS; i += 3) colours.add(((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0));
  return colours.size >= MIN_COLOURS;
}
