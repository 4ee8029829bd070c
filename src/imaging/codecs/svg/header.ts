import type { ImageHeader } from '../headers/image-header.ts';
import { safeSvg } from './rasterizable.ts';

/** The size at which an SVG is rasterised. */
export function readSvgHeader(bytes: Uint8Array): ImageHeader {
  const { width, height } = safeSvg(bytes);
  return { width, height, frames: 1, bits: 8, cmyk: false, reduced: false };
}
