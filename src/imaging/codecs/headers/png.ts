import { InputError } from '../../../core/errors.ts';
import type { ImageHeader } from './image-header.ts';
import { tagAt, viewOf } from './view.ts';

/** Reads IHDR. An animated PNG counts as its default image. Source: PNG specification, 3rd edition, §11.2.1. */
export function readPngHeader(bytes: Uint8Array): ImageHeader {
  const view = viewOf(bytes);
  if (tagAt(view, 12) !== 'IHDR') throw new InputError('image/corrupt', 'the PNG does not begin with IHDR');
  return { width: view.getUint32(16), height: view.getUint32(20), bits: view.getUint8(24), frames: 1, cmyk: false, reduced: false };
}
