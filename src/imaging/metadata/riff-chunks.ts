/** EXIF and XMP chunks of a WebP. Source: RFC 9649 §2.7.1.5. */
import { latin1, type MetadataBlocks } from './field.ts';

export function readRiffChunks(bytes: Uint8Array): MetadataBlocks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const exif: Uint8Array[] = [];
  const xmp: Uint8Array[] = [];
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true);
    const data = bytes.subarray(at + 8, at + 8 + size);
    const type = latin1(bytes.subarray(at, at + 4));
    // Some writers keep the JPEG prefix before the TIFF header.
    if (type === 'EXIF') exif.push(latin1(data.subarray(0, 6)) === 'Exif\0\0' ? data.subarray(6) : data);
    else if (type === 'XMP ') xmp.push(data);
    at += 8 + size + (size & 1);
  }
  return { fields: [], exif, xmp, iptc: [] };
}
