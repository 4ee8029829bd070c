/** An Exif block (little-endian TIFF) with orientation 6 and a JPEG preview in IFD1. */
const HEAD = 8 + 2 + 12 + 4 + 2 + 24 + 4;

export function exifWithPreview(preview: Uint8Array): Buffer {
  const head = Buffer.alloc(HEAD);
  head.write('II*\0', 'latin1');
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(1, 8);
  entry(head, 10, 0x0112, 3, 6);
  head.writeUInt32LE(26, 22);
  head.writeUInt16LE(2, 26);
  entry(head, 28, 0x0201, 4, head.length);
  entry(head, 40, 0x0202, 4, preview.length);
  return Buffer.concat([head, preview]);
}

/** The preview inside such a block. */
export function previewInside(block: Uint8Array): Uint8Array {
  return block.subarray(HEAD, HEAD + Buffer.from(block).readUInt32LE(48));
}

function entry(buffer: Buffer, at: number, tag: number, type: number, value: number): void {
  buffer.writeUInt16LE(tag, at);
  buffer.writeUInt16LE(type, at + 2);
  buffer.writeUInt32LE(1, at + 4);
  buffer.writeUInt32LE(value, at + 8);
}
