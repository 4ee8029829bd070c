/** TIFF: its own fields around new strips; the one page, and no other picture of it. Source: TIFF 6.0; Adobe Photoshop TIFF Technical Notes, 2002. */
import { InputError } from '../../core/errors.ts';
import { readHeader } from '../../imaging/codecs/header.ts';
import { numbersOf, readTiff as readDirectories, type TiffEntry } from '../../imaging/codecs/tiff/directory.ts';
import { STRUCTURE, writeTiff } from '../../imaging/codecs/tiff/write.ts';
import type { Container } from './container.ts';
import { withoutPreviews } from './photoshop-preview.ts';
import { withoutXmpPreviews } from './xmp-preview.ts';

const TAG = { bits: 258, compression: 259, photometric: 262, orientation: 274, samples: 277, xmp: 700, subDirectories: 330, sampleFormat: 339, photoshop: 34_377, layers: 37_724, c2pa: 52_545 } as const;
/** Colours by how they are stored: white is 0, black is 0, RGB, CMYK, YCbCr. */
const COLOURS: Readonly<Record<number, number>> = { 0: 1, 1: 1, 2: 3, 5: 4, 6: 3 };
const UNPACKED = 1;
const UNSIGNED = 1;

/** @throws {InputError} `image/unsupported`: samples that are not marked; `image/truncated` */
export function readTiff(bytes: Uint8Array): Container {
  const { little, entries } = guarded(bytes);
  const numbers = (tag: number): readonly number[] => {
    const entry = entries.find((one) => one.tag === tag);
    return entry && [1, 3, 4].includes(entry.type) ? numbersOf(entry, little) : [];
  };
  checkSamples(numbers);
  const { pages, copies } = countPages(bytes);
  const [orientation = 1] = numbers(TAG.orientation);
  return {
    mime: 'image/tiff', lossy: false, frames: pages, orientation: orientation >= 1 && orientation <= 8 ? orientation : 1,
    async write(samples) {
      const notes = new Set<string>();
      if (copies > 0) notes.add('previews-removed');
      const kept = entries.filter(({ tag }) => !STRUCTURE.has(tag)).flatMap((entry) => cleaned(entry, notes));
      const bytesOut = writeTiff(samples, { little, packed: numbers(TAG.compression)[0] !== UNPACKED, entries: kept });
      return { bytes: bytesOut, notes: [...notes].sort() };
    },
  };
}

function guarded(bytes: Uint8Array): ReturnType<typeof readDirectories> {
  try {
    return readDirectories(bytes);
  } catch (error) {
    if (error instanceof RangeError) throw new InputError('image/truncated', 'the TIFF ends within its directory; save the image again and send that', { bytes: bytes.length }, { cause: error });
    throw error;
  }
}

/** @throws {InputError} `image/unsupported` */
function checkSamples(numbers: (tag: number) => readonly number[]): void {
  const bits = numbers(TAG.bits);
  const [photometric = -1] = numbers(TAG.photometric);
  const [channels = 1] = numbers(TAG.samples);
  const colours = COLOURS[photometric] ?? 0;
  const extra = channels - colours;
  const known = bits.length > 0 && bits.every((depth) => depth === bits[0]) && (bits[0] === 8 || bits[0] === 16) && numbers(TAG.sampleFormat).every((format) => format === UNSIGNED);
  if (known && colours > 0 && extra >= 0 && extra <= (photometric === 5 || photometric === 6 ? 0 : 1)) return;
  throw new InputError('image/unsupported', `the TIFF holds ${channels} channels of ${bits[0] ?? 1} bit (photometric ${photometric}); grey, RGB and CMYK of 8 or 16 bit can be marked, with one channel of alpha at most`, { channels, bits: bits[0] ?? 1, photometric });
}

/** Pages, and smaller copies of the first among them, which are left out of the marked file. */
function countPages(bytes: Uint8Array): { readonly pages: number; readonly copies: number } {
  const { frames } = readHeader(bytes, 'tiff');
  const copies = Array.from({ length: frames - 1 }, (_, i) => readHeader(bytes, 'tiff', i + 1)).filter(({ reduced }) => reduced).length;
  return { pages: frames - copies, copies };
}

/** Layers, smaller copies and previews are unmarked pictures. */
function cleaned(entry: TiffEntry, notes: Set<string>): readonly TiffEntry[] {
  if (entry.tag === TAG.c2pa) notes.add('c2pa-invalid');
  if (entry.tag === TAG.subDirectories || entry.tag === TAG.layers) {
    notes.add('previews-removed');
    return [];
  }
  const xmp = entry.tag === TAG.xmp ? withoutXmpPreviews(entry.value, notes) : undefined;
  if (xmp) return [{ ...entry, value: xmp }];
  const resources = entry.tag === TAG.photoshop ? withoutPreviews(entry.value, notes) : undefined;
  return [resources ? { ...entry, type: 1, count: resources.length, value: resources } : entry];
}
