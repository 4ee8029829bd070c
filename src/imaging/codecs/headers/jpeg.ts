import { InputError } from '../../../core/errors.ts';
import type { ImageHeader } from './image-header.ts';
import { viewOf } from './view.ts';

/** Reads the frame header (SOFn) of a JPEG. Source: ITU-T T.81 §B.2.2. */
export function readJpegHeader(bytes: Uint8Array): ImageHeader {
  const view = viewOf(bytes);
  let at = 2;
  for (;;) {
    if (view.getUint8(at) !== 0xff) throw new InputError('image/corrupt', `the JPEG has no marker at byte ${at}`, { offset: at });
    while (view.getUint8(at) === 0xff) at++;
    const marker = view.getUint8(at++);
    if (isStartOfFrame(marker)) {
      return {
        bits: view.getUint8(at + 2), height: view.getUint16(at + 3), width: view.getUint16(at + 5),
        cmyk: view.getUint8(at + 7) === 4, frames: 1, reduced: false,
      };
    }
    if (marker === 0xd9 || marker === 0xda) throw new InputError('image/corrupt', 'the JPEG has no frame header before its data', { offset: at });
    if (!isBare(marker)) at += Math.max(2, view.getUint16(at));
  }
}

/** SOF0–SOF15 without DHT (C4), JPG (C8) and DAC (CC). */
function isStartOfFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** RSTn, SOI and TEM carry no length. */
function isBare(marker: number): boolean {
  return (marker >= 0xd0 && marker <= 0xd8) || marker === 0x01;
}
