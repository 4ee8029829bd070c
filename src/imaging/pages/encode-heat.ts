/** A map of blocks as a picture. */
import { sharp } from '../codecs/vips.ts';
import { BLOCK, type BlockMap } from './block-map.ts';

/** 8-bit grey PNG of the page's size, each block a square of 8 px. @param white value that is shown white; 0 is black. */
export async function encodeHeat({ columns, rows, values }: BlockMap, { width, height }: { readonly width: number; readonly height: number }, white = 1): Promise<Uint8Array> {
  const grey = Uint8Array.from(values, (v) => Math.max(0, Math.min(255, Math.round((255 * v) / white))));
  return sharp(grey, { raw: { width: columns, height: rows, channels: 1 } })
    .resize(columns * BLOCK, rows * BLOCK, { kernel: 'nearest' })
    .extract({ left: 0, top: 0, width, height })
    .toColourspace('b-w').png({ compressionLevel: 6 }).toBuffer();
}
