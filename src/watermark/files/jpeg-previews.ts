/** Unmarked copies of the picture that travel inside a JPEG: they would give away what the mark hides. All other metadata stay as they are. */
import { startsWith } from '../../imaging/codecs/jpeg/colour.ts';
import { readJpegHeader } from '../../imaging/codecs/headers/jpeg.ts';
import { JFIF } from '../../imaging/codecs/jpeg/encode.ts';
import type { JpegPart, SegmentPart } from '../../imaging/codecs/jpeg/jpeg.types.ts';
import { replaceExifPreview } from './exif-preview.ts';
import { withoutPhotoshopPreview } from './photoshop-preview.ts';
import { withoutJpegXmpPreviews } from './xmp-preview.ts';

/** Makes a preview of the marked picture that takes at most so many bytes. */
export type MakePreview = (width: number, height: number, maxBytes: number) => Uint8Array | undefined;

export interface Cleaned {
  readonly parts: readonly JpegPart[];
  readonly trailer: Uint8Array;
  /** `exif-preview-replaced`, `exif-preview-removed`, `previews-removed`, `trailer-removed`, `c2pa-invalid`. */
  readonly notes: readonly string[];
}

export function withoutUnmarkedCopies(parts: readonly JpegPart[], trailer: Uint8Array, make: MakePreview): Cleaned {
  const notes = new Set<string>();
  const kept = withoutJpegXmpPreviews(parts, notes).flatMap((part) => (part.kind === 'segment' ? cleaned(part, make, notes) : [part]));
  const images = holdsPictures(trailer);
  if (images) notes.add('trailer-removed');
  return { parts: kept, trailer: images ? new Uint8Array(0) : trailer, notes: [...notes].sort() };
}

function cleaned(part: SegmentPart, make: MakePreview, notes: Set<string>): readonly JpegPart[] {
  const { marker, bytes } = part;
  if (marker === 0xe1 && startsWith(bytes, 'Exif\0\0')) return [withBytes(part, replaceExifPreview(bytes, sized(make), notes))];
  if (marker === 0xe0 && startsWith(bytes, 'JFXX\0')) return removed(notes);
  if (marker === 0xe0 && startsWith(bytes, 'JFIF\0') && bytes.length > JFIF.length) {
    notes.add('previews-removed');
    const short = bytes.slice(0, JFIF.length);
    short.set([0, 16], 2);
    short.set([0, 0], 16);
    return [withBytes(part, short)];
  }
  if (marker === 0xe2 && startsWith(bytes, 'MPF\0')) return removed(notes); // points at pictures behind the end
  if (marker === 0xed && startsWith(bytes, 'Photoshop 3.0\0')) return [withBytes(part, withoutPhotoshopPreview(bytes, notes))];
  if (marker === 0xeb && startsWith(bytes, 'JP')) notes.add('c2pa-invalid'); // JUMBF (ISO 19566-5); its hash covers the pixels
  return [part];
}

function removed(notes: Set<string>): readonly JpegPart[] {
  notes.add('previews-removed');
  return [];
}

function withBytes(part: SegmentPart, bytes: Uint8Array): SegmentPart {
  return bytes === part.bytes ? part : { ...part, bytes };
}

/** A preview of the same size as the old one. */
export function sized(make: MakePreview): (old: Uint8Array) => Uint8Array | undefined {
  return (old) => {
    try {
      const { width, height } = readJpegHeader(old);
      return width > 0 && height > 0 && width * height <= 1 << 22 ? make(width, height, old.length) : undefined;
    } catch {
      return undefined;
    }
  };
}

/** A JPEG, or a film or HEIF (ftyp), behind the end of the picture. */
function holdsPictures(trailer: Uint8Array): boolean {
  const text = Buffer.from(trailer.buffer, trailer.byteOffset, trailer.length);
  return text.includes(Buffer.from([0xff, 0xd8, 0xff])) || text.includes('ftyp');
}
