import { MAX_FRAMES, type ImageHeader } from './image-header.ts';
import { viewOf } from './view.ts';

/** Reads the screen size of a GIF and counts its frames, at most one more than allowed. Source: GIF89a §18–23. */
export function readGifHeader(bytes: Uint8Array): ImageHeader {
  const view = viewOf(bytes);
  const width = view.getUint16(6, true);
  const height = view.getUint16(8, true);
  const flags = view.getUint8(10);
  const start = 13 + (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);
  return { width, height, frames: Math.max(1, countFrames(bytes, start)), bits: 8, cmyk: false, reduced: false };
}

/** A cut-off file has the frames that were begun. */
function countFrames(bytes: Uint8Array, start: number): number {
  let at = start;
  let frames = 0;
  while (at < bytes.length && frames <= MAX_FRAMES) {
    const kind = bytes[at];
    if (kind === 0x2c) {
      frames++;
      const flags = bytes[at + 9] ?? 0;
      at = afterSubBlocks(bytes, at + 11 + (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0));
    } else if (kind === 0x21) at = afterSubBlocks(bytes, at + 2);
    else break;
  }
  return frames;
}

function afterSubBlocks(bytes: Uint8Array, from: number): number {
  let at = from;
  for (let length = bytes[at]; length; length = bytes[at]) at += length + 1;
  return at + 1;
}
