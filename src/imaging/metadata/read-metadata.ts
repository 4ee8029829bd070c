/** All that the metadata of an image file say in words. */
import type { ImageFormat } from '../../core/media.ts';
import { readExif } from './exif.ts';
import { latin1, NO_BLOCKS, type MetadataBlocks, type MetadataField } from './field.ts';
import { readIptc } from './iptc.ts';
import { readJpegSegments } from './jpeg-segments.ts';
import { readPngChunks } from './png-chunks.ts';
import { readRiffChunks } from './riff-chunks.ts';
import { readXmp } from './xmp.ts';

/** bytes from either end in which the XMP packet of a TIFF, GIF or SVG is looked for. */
const SCAN = 2 * 2 ** 20;

/** In the order of the file. Damaged metadata give what could be read of them; never throws. */
export async function readMetadata(bytes: Uint8Array, format: ImageFormat): Promise<MetadataField[]> {
  const { fields, exif, xmp, iptc } = blocksOf(bytes, format);
  const fromExif = await Promise.all(exif.map((block) => readExif(block)));
  return [...fields, ...fromExif.flat(), ...iptc.flatMap(readIptc), ...xmp.flatMap(readXmp)];
}

function blocksOf(bytes: Uint8Array, format: ImageFormat): MetadataBlocks {
  switch (format) {
    case 'png': return readPngChunks(bytes);
    case 'jpeg': return readJpegSegments(bytes);
    case 'webp': return readRiffChunks(bytes);
    case 'tiff': return { ...NO_BLOCKS, exif: [bytes], xmp: scannedXmp(bytes) };
    case 'gif': case 'svg': case 'bmp': return { ...NO_BLOCKS, xmp: scannedXmp(bytes) };
  }
}

/** The packet by its own marks, as the specification asks of programs that do not know a format (ISO 16684-1 §7.3.2). */
function scannedXmp(bytes: Uint8Array): Uint8Array[] {
  const parts = bytes.length <= 2 * SCAN ? [bytes] : [bytes.subarray(0, SCAN), bytes.subarray(bytes.length - SCAN)];
  return parts.flatMap((part) => {
    const text = latin1(part);
    const from = text.indexOf('<x:xmpmeta');
    const to = from < 0 ? -1 : text.indexOf('</x:xmpmeta>', from);
    return to < 0 ? [] : [part.subarray(from, to + '</x:xmpmeta>'.length)];
  });
}
