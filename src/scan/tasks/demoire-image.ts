/** Looks for moiré in one picture and takes it out. */
import { decodeImage } from '../../imaging/codecs/decode.ts';
import { encodeLike } from '../../imaging/codecs/encode-like.ts';
import { orientationOf } from '../../imaging/codecs/orientation.ts';
import { findMoire } from '../../imaging/restore/moire-peaks.ts';
import { removeMoire } from '../../imaging/restore/remove-moire.ts';
import { turnUpright } from '../../imaging/upright.ts';
import { openPicture, refuseTruncated, type Sides } from '../open-picture.ts';

export interface DemoireInput {
  readonly bytes: Uint8Array;
  readonly maxPixels: number;
  /** px; absent = any size. */
  readonly sides?: Sides;
}

export interface DemoireOutput {
  /** The bytes as sent when nothing was found; else upright, without metadata. */
  readonly bytes: Uint8Array;
  readonly type: string;
  readonly found: boolean;
  /** Share of the paper's variance that lay in the stripes, [0, 1]. */
  readonly strength: number;
  /** dB of the highest peak over its surroundings; 0 when none. */
  readonly height: number;
}

/** @throws {InputError | LimitError} `image/…` */
export async function demoireImage({ bytes, maxPixels, sides }: DemoireInput): Promise<DemoireOutput> {
  const format = openPicture(bytes, sides);
  const { image, notes } = await decodeImage(bytes, format, { maxPixels });
  refuseTruncated(notes, format);
  const moire = findMoire(image);
  const { height, strength } = moire;
  if (height === 0) return { bytes, type: `image/${format}`, found: false, strength: 0, height };
  const cleaned = turnUpright(removeMoire(image, moire), await orientationOf(bytes, format));
  return { ...(await encodeLike(cleaned, format)), found: true, strength, height };
}
