/** Pixels of a part of a figure, through a canvas. */
import type { Box } from '../../../src/core/geometry.ts';
import { figureImageUrl } from '../api/urls.ts';
import type { Picture } from '../finding/pictures.ts';
import type { Raster } from './difference.ts';
import { COMPARE_PX } from './warped-image.tsx';

export interface Crop extends Raster {
  /** Pixels of this raster for one pixel of the figure. */
  readonly scale: number;
  /** Corner in the figure's pixels. */
  readonly x: number;
  readonly y: number;
}

/** @param maxPx most pixels of the longer side. */
export async function cropPixels(ref: string, figure: Picture, box: Box, maxPx: number): Promise<Crop> {
  const picture = new Image();
  picture.src = figureImageUrl(ref, figure.id, COMPARE_PX);
  await picture.decode();
  const x = Math.max(0, Math.floor(box.x));
  const y = Math.max(0, Math.floor(box.y));
  const width = Math.max(1, Math.min(figure.width, Math.ceil(box.x + box.width)) - x);
  const height = Math.max(1, Math.min(figure.height, Math.ceil(box.y + box.height)) - y);
  const scale = Math.min(1, maxPx / Math.max(width, height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('this browser gives no 2D canvas');
  const given = picture.naturalWidth / figure.width; // the file may be smaller than the figure
  context.drawImage(picture, x * given, y * given, width * given, height * given, 0, 0, canvas.width, canvas.height);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return { width: canvas.width, height: canvas.height, data, scale, x, y };
}
