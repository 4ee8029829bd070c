/** Puts metadata into images, byte by byte. */
import { crc32, deflateSync } from 'node:zlib';

/** A PNG with text chunks before its image data. */
export function withPngText(png: Uint8Array, texts: readonly (readonly [keyword: string, value: string])[], { packed = false } = {}): Uint8Array {
  const chunks = texts.map(([keyword, value]) => packed
    ? chunk('zTXt', Buffer.concat([Buffer.from(`${keyword}\0\0`, 'latin1'), deflateSync(Buffer.from(value, 'latin1'))]))
    : chunk('iTXt', Buffer.concat([Buffer.from(`${keyword}\0\0\0\0\0`, 'latin1'), Buffer.from(value)])));
  const headerEnd = 8 + 25;
  return new Uint8Array(Buffer.concat([png.subarray(0, headerEnd), ...chunks, png.subarray(headerEnd)]));
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A JPEG with a segment after its SOI. */
export function withJpegSegment(jpeg: Uint8Array, marker: number, data: Uint8Array): Uint8Array {
  const head = Buffer.from([0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 255]);
  return new Uint8Array(Buffer.concat([jpeg.subarray(0, 2), head, data, jpeg.subarray(2)]));
}

/** An EXIF block (little-endian) with ASCII tags in IFD0 and a UserComment in UTF-16BE in the EXIF IFD. */
export function exifBlock(ascii: readonly (readonly [tag: number, text: string])[], userComment?: string): Uint8Array {
  const rows = ascii.length + (userComment === undefined ? 0 : 1);
  const out: Buffer[] = [];
  let dataAt = 8 + 2 + rows * 12 + 4;
  const ifd = Buffer.alloc(2 + rows * 12 + 4);
  ifd.writeUInt16LE(rows, 0);
  const row = (at: number, tag: number, type: number, count: number, value: number): void => {
    ifd.writeUInt16LE(tag, at);
    ifd.writeUInt16LE(type, at + 2);
    ifd.writeUInt32LE(count, at + 4);
    ifd.writeUInt32LE(value, at + 8);
  };
  const keep = (data: Buffer): number => {
    out.push(data);
    dataAt += data.length;
    return dataAt - data.length;
  };
  ascii.forEach(([tag, text], i) => {
    const data = Buffer.from(`${text}\0`.padEnd(6, '\0'));
    row(2 + i * 12, tag, 2, data.length, keep(data));
  });
  if (userComment !== undefined) {
    const comment = Buffer.concat([Buffer.from('UNICODE\0'), Buffer.from(userComment, 'utf16le').swap16()]);
    const commentAt = keep(comment);
    const sub = Buffer.alloc(2 + 12 + 4);
    sub.writeUInt16LE(1, 0);
    sub.writeUInt16LE(0x9286, 2);
    sub.writeUInt16LE(7, 4);
    sub.writeUInt32LE(comment.length, 6);
    sub.writeUInt32LE(commentAt, 10);
    row(2 + ascii.length * 12, 0x8769, 4, 1, keep(sub));
  }
  return new Uint8Array(Buffer.concat([Buffer.from('II*\0\x08\0\0\0', 'latin1'), ifd, ...out]));
}
