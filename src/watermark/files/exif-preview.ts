/** The preview inside an Exif block (IFD1). It is overwritten in its place, so that no offset moves: maker notes depend on them. Source: CIPA DC-008 (Exif 2.32) §4.5.2, §4.6.4. */
import { viewOf } from '../../imaging/codecs/headers/view.ts';

const TAG = { orientation: 0x0112, compression: 0x0103, offset: 0x0201, length: 0x0202, stripOffsets: 0x0111, stripLengths: 0x0117 } as const;
/** APP1 marker, length and "Exif\0\0". */
const TIFF_AT = 10;

/**
 * The segment with another preview, or without one.
 *
 * @param make gives a JPEG no longer than the old one.
 * @returns the same array where there was none, or where the block cannot be read.
 */
export function replaceExifPreview(bytes: Uint8Array, make: (old: Uint8Array) => Uint8Array | undefined, notes: Set<string>): Uint8Array {
  try {
    return replaced(bytes, make, notes);
  } catch (error) {
    if (error instanceof RangeError) return bytes; // damaged Exif: nobody finds a preview in it either
    throw error;
  }
}

function replaced(bytes: Uint8Array, make: (old: Uint8Array) => Uint8Array | undefined, notes: Set<string>): Uint8Array {
  const { view, little, first } = open(bytes);
  const link = linkAfter(view, first, little);
  const second = view.getUint32(link, little);
  if (second === 0) return bytes;
  const out = bytes.slice();
  const outView = viewOf(out.subarray(TIFF_AT));
  const [at, size] = [entryOf(view, second, TAG.offset, little), entryOf(view, second, TAG.length, little)];
  if (at === undefined || size === undefined) {
    blankStrips(out, { view, second, little });
    outView.setUint32(link, 0, little);
    notes.add('exif-preview-removed');
    return out;
  }
  const [from, length] = [readValue(view, at, little), readValue(view, size, little)];
  if (from + length > view.byteLength) throw new RangeError('preview beyond the block');
  const fresh = make(bytes.subarray(TIFF_AT + from, TIFF_AT + from + length));
  out.fill(0, TIFF_AT + from, TIFF_AT + from + length);
  if (fresh && fresh.length <= length) {
    out.set(fresh, TIFF_AT + from);
    outView.setUint16(size + 2, 4, little);
    outView.setUint32(size + 8, fresh.length, little);
    notes.add('exif-preview-replaced');
  } else {
    outView.setUint32(link, 0, little);
    notes.add('exif-preview-removed');
  }
  return out;
}

/** An uncompressed preview: one strip as a rule. */
function blankStrips(out: Uint8Array, { view, second, little }: { readonly view: DataView; readonly second: number; readonly little: boolean }): void {
  const [offset, length] = [entryOf(view, second, TAG.stripOffsets, little), entryOf(view, second, TAG.stripLengths, little)];
  if (offset === undefined || length === undefined || view.getUint32(offset + 4, little) !== 1) return;
  const from = TIFF_AT + readValue(view, offset, little);
  out.fill(0, from, Math.min(out.length, from + readValue(view, length, little)));
}

/** Exif orientation in [1, 8]; 1 where there is none. @param bytes an APP1 segment. */
export function exifOrientation(bytes: Uint8Array): number {
  try {
    const { view, little, first } = open(bytes);
    const entry = entryOf(view, first, TAG.orientation, little);
    const value = entry === undefined ? 1 : view.getUint16(entry + 8, little);
    return value >= 1 && value <= 8 ? value : 1;
  } catch {
    return 1;
  }
}

function open(bytes: Uint8Array): { readonly view: DataView; readonly little: boolean; readonly first: number } {
  const view = viewOf(bytes.subarray(TIFF_AT));
  const little = view.getUint8(0) === 0x49;
  return { view, little, first: view.getUint32(4, little) };
}

/** Offset of the field that points at the next directory. */
function linkAfter(view: DataView, directory: number, little: boolean): number {
  return directory + 2 + 12 * view.getUint16(directory, little);
}

/** Offset of an entry. */
function entryOf(view: DataView, directory: number, tag: number, little: boolean): number | undefined {
  const count = view.getUint16(directory, little);
  for (let i = 0; i < count; i++) {
    const at = directory + 2 + 12 * i;
    if (view.getUint16(at, little) === tag) return at;
  }
  return undefined;
}

function readValue(view: DataView, entry: number, little: boolean): number {
  return view.getUint16(entry + 2, little) === 3 ? view.getUint16(entry + 8, little) : view.getUint32(entry + 8, little);
}
