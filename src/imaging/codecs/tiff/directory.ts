/** Directories of a classic TIFF, with all that hangs on them: read whole, and written anew. Source: TIFF 6.0 §2; Exif 2.32 §4.6.3. */
import { InputError } from '../../../core/errors.ts';
import { viewOf } from '../headers/view.ts';

export interface TiffEntry {
  readonly tag: number;
  /** Field type 1 … 12. */
  readonly type: number;
  readonly count: number;
  /** count × size bytes, in the byte order of the file. */
  readonly value: Uint8Array;
  /** What a pointer leads to (Exif, GPS, interoperability). */
  readonly directory?: readonly TiffEntry[];
}

export interface TiffFile {
  readonly little: boolean;
  /** Of the first page. */
  readonly entries: readonly TiffEntry[];
}

/** Bytes of one value of a field type. */
const SIZE = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];
const LONG = 4;
/** Exif, GPS, interoperability. */
const POINTERS = [0x8769, 0x8825, 0xa005];

/** @throws {InputError} `image/unsupported`: a BigTIFF. `image/corrupt`: many fields claim the same bytes. @throws {RangeError} it ends early. */
export function readTiff(bytes: Uint8Array): TiffFile {
  const view = viewOf(bytes);
  const little = view.getUint8(0) === 0x49;
  if (view.getUint16(2, little) !== 42) throw new InputError('image/unsupported', 'this is a BigTIFF; save the image as a TIFF below 4 GB');
  const entries = readEntries(view, view.getUint32(4, little), little, 0);
  if (bytesOf(entries) > bytes.length) throw new InputError('image/corrupt', 'the fields of the TIFF claim more bytes than the file has'); // written out they would fill the memory
  return { little, entries };
}

function bytesOf(entries: readonly TiffEntry[]): number {
  return entries.reduce((sum, { value, directory }) => sum + (directory ? bytesOf(directory) : value.length), 0);
}

function readEntries(view: DataView, offset: number, little: boolean, depth: number): readonly TiffEntry[] {
  const count = view.getUint16(offset, little);
  return Array.from({ length: count }, (_, i) => readEntry(view, offset + 2 + 12 * i, little, depth)).filter((entry) => entry !== undefined);
}

function readEntry(view: DataView, at: number, little: boolean, depth: number): TiffEntry | undefined {
  const [tag, type, count] = [view.getUint16(at, little), view.getUint16(at + 2, little), view.getUint32(at + 4, little)];
  const length = (SIZE[type] ?? 0) * count;
  if (length === 0) return undefined; // a type that nobody can copy
  const from = length <= 4 ? at + 8 : view.getUint32(at + 8, little);
  if (from + length > view.byteLength) return undefined; // damaged: readers ignore it too
  const value = new Uint8Array(view.buffer, view.byteOffset + from, length);
  if (!POINTERS.includes(tag) || depth > 2) return { tag, type, count, value };
  try {
    return { tag, type: LONG, count: 1, value, directory: readEntries(view, viewOf(value).getUint32(0, little), little, depth + 1) };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Values of an entry of whole numbers (BYTE, SHORT, LONG). */
export function numbersOf({ type, count, value }: TiffEntry, little: boolean): readonly number[] {
  const view = viewOf(value);
  return Array.from({ length: count }, (_, i) => (type === 1 ? view.getUint8(i) : type === 3 ? view.getUint16(2 * i, little) : view.getUint32(4 * i, little)));
}

/** SHORT where all fit, else LONG. */
export function numbersEntry(tag: number, values: readonly number[], little: boolean, long = false): TiffEntry {
  const wide = long || values.some((value) => value > 0xffff);
  const value = new Uint8Array(values.length * (wide ? 4 : 2));
  const view = viewOf(value);
  values.forEach((n, i) => (wide ? view.setUint32(4 * i, n, little) : view.setUint16(2 * i, n, little)));
  return { tag, type: wide ? LONG : 3, count: values.length, value };
}

const even = (n: number): number => n + (n & 1);

/** A directory as it stands at this offset, followed by its long values and the directories it points at. */
export function directoryBytes(entries: readonly TiffEntry[], offset: number, little: boolean): Uint8Array {
  const sorted = entries.toSorted((a, b) => a.tag - b.tag);
  const table = new Uint8Array(2 + 12 * sorted.length + 4);
  const view = viewOf(table);
  view.setUint16(0, sorted.length, little);
  const rest: Uint8Array[] = [];
  let end = even(offset + table.length);
  const place = (bytes: Uint8Array): number => {
    const at = end;
    rest.push(bytes, new Uint8Array(bytes.length & 1));
    end += even(bytes.length);
    return at;
  };
  sorted.forEach(({ tag, type, count, value, directory }, i) => {
    const at = 2 + 12 * i;
    view.setUint16(at, tag, little);
    view.setUint16(at + 2, type, little);
    view.setUint32(at + 4, count, little);
    if (directory) view.setUint32(at + 8, place(directoryBytes(directory, end, little)), little);
    else if (value.length <= 4) table.set(value, at + 8);
    else view.setUint32(at + 8, place(value), little);
  });
  return Buffer.concat([table, new Uint8Array((offset + table.length) & 1), ...rest]);
}
