/** Exif as PNG and WebP keep it: the block alone, without the segment of a JPEG around it. */
import { exifOrientation, replaceExifPreview } from './exif-preview.ts';
import { sized, type MakePreview } from './jpeg-previews.ts';

/** Marker, length and "Exif\0\0" of a JPEG; some writers leave the latter in. */
const SEGMENT_HEAD = 10;
const NAME = 'Exif\0\0';

/** The block with a preview of the marked picture, or without one. */
export function withoutUnmarkedPreview(block: Uint8Array, make: MakePreview, notes: Set<string>): Uint8Array {
  const { segment, head } = asSegment(block);
  const out = replaceExifPreview(segment, sized(make), notes);
  return out === segment ? block : Buffer.concat([block.subarray(0, head), out.subarray(SEGMENT_HEAD)]);
}

/** In [1, 8]. */
export function blockOrientation(block: Uint8Array | undefined): number {
  return block ? exifOrientation(asSegment(block).segment) : 1;
}

function asSegment(block: Uint8Array): { readonly segment: Uint8Array; readonly head: number } {
  const head = Buffer.from(block.subarray(0, NAME.length)).toString('latin1') === NAME ? NAME.length : 0;
  const segment = new Uint8Array(SEGMENT_HEAD + block.length - head);
  segment.set(block.subarray(head), SEGMENT_HEAD);
  return { segment, head };
}
