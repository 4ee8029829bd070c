/** The preview among Photoshop's image resources. Source: Adobe Photoshop File Formats Specification, "Image Resource Blocks". */

/** Thumbnails of Photoshop 4 and 5. */
const PREVIEWS = [0x0409, 0x040c];
/** Marker, length, "Photoshop 3.0\0". */
const RESOURCES_AT = 18;

/** The APP13 segment without its previews; the same array where it has none. IPTC and paths stay. */
export function withoutPhotoshopPreview(bytes: Uint8Array, notes: Set<string>): Uint8Array {
  const resources = withoutPreviews(bytes.subarray(RESOURCES_AT), notes);
  if (!resources) return bytes;
  const out = Buffer.concat([bytes.subarray(0, RESOURCES_AT), resources]);
  out.writeUInt16BE(out.length - 2, 2);
  return out;
}

/** Image resources as a TIFF holds them, without a segment; `undefined` where there is no preview among them. */
export function withoutPreviews(bytes: Uint8Array, notes: Set<string>): Uint8Array | undefined {
  const kept: Uint8Array[] = [];
  let dropped = false;
  let at = 0;
  while (at + 12 <= bytes.length && String.fromCharCode(...bytes.subarray(at, at + 4)) === '8BIM') {
    const id = ((bytes[at + 4] ?? 0) << 8) | (bytes[at + 5] ?? 0);
    const name = 1 + (bytes[at + 6] ?? 0);
    const sizeAt = at + 6 + name + (name & 1);
    const size = (((bytes[sizeAt] ?? 0) << 24) | ((bytes[sizeAt + 1] ?? 0) << 16) | ((bytes[sizeAt + 2] ?? 0) << 8) | (bytes[sizeAt + 3] ?? 0)) >>> 0;
    const end = Math.min(bytes.length, sizeAt + 4 + size + (size & 1)); // one that goes on in the next segment ends with this one
    if (PREVIEWS.includes(id)) dropped = true;
    else kept.push(bytes.subarray(at, end));
    at = end;
  }
  if (!dropped) return undefined;
  notes.add('previews-removed');
  return Buffer.concat([...kept, bytes.subarray(at)]);
}
