import { InputError } from '../../../core/errors.ts';
import { MAX_FRAMES, type ImageHeader } from './image-header.ts';
import { tagAt, viewOf } from './view.ts';

/** Reads the canvas of a WebP (lossy, lossless or extended). Source: RFC 9649 §2.5–2.7. */
export function readWebpHeader(bytes: Uint8Array): ImageHeader {
  const view = viewOf(bytes);
  const rest = { bits: 8, cmyk: false, reduced: false };
  switch (tagAt(view, 12)) {
    case 'VP8 ':
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff, frames: 1, ...rest };
    case 'VP8L': {
      const packed = view.getUint32(21, true);
      return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1, frames: 1, ...rest };
    }
    case 'VP8X':
      return { width: readUint24(view, 24) + 1, height: readUint24(view, 27) + 1, frames: Math.max(1, countFrames(view)), ...rest };
    default:
      throw new InputError('image/corrupt', 'the WebP holds no image chunk', { chunk: tagAt(view, 12) });
  }
}

function readUint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}

function countFrames(view: DataView): number {
  let frames = 0;
  for (let at = 12; at + 8 <= view.byteLength && frames <= MAX_FRAMES;) {
    if (tagAt(view, at) === 'ANMF') frames++;
    const size = view.getUint32(at + 4, true);
    at += 8 + size + (size & 1);
  }
  return frames;
}
