/** EXIF, XMP, IPTC, comments and telling segments of a JPEG. Sources: ITU-T T.81 §B.1; Exif 2.32 §4.7; XMP specification part 3 §1.1.3; Adobe Photoshop file formats, image resource 0x0404. */
import { latin1, MAX_FIELDS, MAX_VALUE, type MetadataBlocks, type MetadataField } from './field.ts';

const EXIF = 'Exif\0\0';
const XMP = 'http://ns.adobe.com/xap/1.0/\0';
const PHOTOSHOP = 'Photoshop 3.0\0';
/** Image resource that holds the IPTC record. */
const IPTC_RESOURCE = 0x0404;

/** Of a truncated file: what lies before the cut. */
export function readJpegSegments(bytes: Uint8Array): MetadataBlocks {
  const fields: MetadataField[] = [];
  const exif: Uint8Array[] = [];
  const xmp: Uint8Array[] = [];
  const iptc: Uint8Array[] = [];
  for (const { marker, data } of segmentsOf(bytes)) {
    if (fields.length >= MAX_FIELDS) break;
    const head = latin1(data.subarray(0, 40));
    if (marker === 0xfe) fields.push({ container: 'JPEG comment', name: 'COM', value: Buffer.from(data).toString('utf8').replaceAll('\0', '').slice(0, MAX_VALUE) });
    else if (marker === 0xe1 && head.startsWith(EXIF)) exif.push(data.subarray(EXIF.length));
    else if (marker === 0xe1 && head.startsWith(XMP)) xmp.push(data.subarray(XMP.length));
    else if (marker === 0xed && head.startsWith(PHOTOSHOP)) {
      fields.push({ container: 'JPEG segment', name: 'APP13', value: 'Photoshop 3.0' });
      iptc.push(...iptcRecords(data.subarray(PHOTOSHOP.length)));
    } else if (marker === 0xec && head.startsWith('Ducky')) fields.push({ container: 'JPEG segment', name: 'APP12', value: 'Ducky' });
  }
  return { fields, exif, xmp, iptc };
}

function* segmentsOf(bytes: Uint8Array): Generator<{ readonly marker: number; readonly data: Uint8Array }> {
  for (let at = 2; at + 4 <= bytes.length;) {
    if (bytes[at] !== 0xff) return;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0xda || marker === 0xd9) return; // pixels follow
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    if (length < 2 || at + 2 + length > bytes.length) return;
    yield { marker, data: bytes.subarray(at + 4, at + 2 + length) };
    at += 2 + length;
  }
}

function iptcRecords(resources: Uint8Array): Uint8Array[] {
  const view = new DataView(resources.buffer, resources.byteOffset, resources.length);
  const records: Uint8Array[] = [];
  for (let at = 0; at + 12 <= resources.length && latin1(resources.subarray(at, at + 4)) === '8BIM';) {
    const id = view.getUint16(at + 4);
    const nameLength = resources[at + 6] ?? 0;
    const sizeAt = at + 6 + ((nameLength + 2) & ~1);
    if (sizeAt + 4 > resources.length) break;
    const size = view.getUint32(sizeAt);
    if (id === IPTC_RESOURCE) records.push(resources.subarray(sizeAt + 4, sizeAt + 4 + size));
    at = sizeAt + 4 + ((size + 1) & ~1);
  }
  return records;
}
