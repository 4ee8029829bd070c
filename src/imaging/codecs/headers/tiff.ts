import { InputError } from '../../../core/errors.ts';
import { MAX_FRAMES, type ImageHeader } from './image-header.ts';
import { viewOf } from './view.ts';

/** Bytes of one value of a TIFF field type, by its number; 0 = not used here. */
const TYPE_SIZE = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];
const TAG = { subfileType: 254, width: 256, height: 257, bits: 258, photometric: 262 } as const;

/** Reads one directory of a TIFF or BigTIFF and counts them all, at most one more than allowed. Source: TIFF 6.0 §2. */
export function readTiffHeader(bytes: Uint8Array, frame: number): ImageHeader {
  const file = openTiff(bytes);
  const offsets = directories(file);
  const offset = offsets[frame];
  if (offset === undefined) throw new InputError('image/corrupt', `the TIFF has ${offsets.length} pages, page ${frame + 1} was asked for`, { pages: offsets.length, frame });
  const tags = readTags(file, offset);
  return {
    width: tags.get(TAG.width) ?? 0, height: tags.get(TAG.height) ?? 0, bits: tags.get(TAG.bits) ?? 1,
    frames: offsets.length, cmyk: tags.get(TAG.photometric) === 5, reduced: ((tags.get(TAG.subfileType) ?? 0) & 1) === 1,
  };
}

interface TiffFile {
  readonly view: DataView;
  readonly little: boolean;
  readonly big: boolean;
}

function openTiff(bytes: Uint8Array): TiffFile {
  const view = viewOf(bytes);
  const little = view.getUint8(0) === 0x49;
  return { view, little, big: view.getUint16(2, little) === 43 };
}

/** Offsets of the directories in order. A loop or a cut ends the list. */
function directories(file: TiffFile): readonly number[] {
  const { view, little, big } = file;
  const seen = new Set<number>();
  let next = big ? readOffset(view, 8, file) : view.getUint32(4, little);
  while (next > 0 && next < view.byteLength && !seen.has(next) && seen.size <= MAX_FRAMES) {
    seen.add(next);
    const end = next + (big ? 8 : 2) + entryCount(file, next) * (big ? 20 : 12);
    next = end + (big ? 8 : 4) <= view.byteLength ? readOffset(view, end, file) : 0;
  }
  if (seen.size === 0) throw new InputError('image/truncated', 'the TIFF ends before its first directory', { bytes: view.byteLength });
  return [...seen];
}

function entryCount({ view, little, big }: TiffFile, offset: number): number {
  return big ? Number(view.getBigUint64(offset, little)) : view.getUint16(offset, little);
}

function readOffset(view: DataView, at: number, { little, big }: TiffFile): number {
  return big ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little);
}

/** First value of each field that holds small integers. */
function readTags(file: TiffFile, offset: number): ReadonlyMap<number, number> {
  const { view, little, big } = file;
  const tags = new Map<number, number>();
  const count = Math.min(entryCount(file, offset), 1000);
  for (let i = 0; i < count; i++) {
    const at = offset + (big ? 8 + i * 20 : 2 + i * 12);
    const type = view.getUint16(at + 2, little);
    const values = big ? Number(view.getBigUint64(at + 4, little)) : view.getUint32(at + 4, little);
    const slot = at + (big ? 12 : 8);
    const fits = (TYPE_SIZE[type] ?? 0) * values <= (big ? 8 : 4);
    const value = readInteger(view, fits ? slot : readOffset(view, slot, file), type, little);
    if (value !== undefined) tags.set(view.getUint16(at, little), value);
  }
  return tags;
}

function readInteger(view: DataView, at: number, type: number, little: boolean): number | undefined {
  if (at + (TYPE_SIZE[type] ?? 0) > view.byteLength) return undefined;
  if (type === 3) return view.getUint16(at, little);
  if (type === 4) return view.getUint32(at, little);
  if (type === 16) return Number(view.getBigUint64(at, little));
  return undefined;
}
