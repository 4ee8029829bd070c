/** TIFF files written by hand: grey or RGB samples of any depth, several pages, reduced copies, loops. */

export interface TiffPage {
  readonly width: number;
  readonly height: number;
  readonly channels?: 1 | 3;
  /** Their type sets the depth. */
  readonly samples: Uint8Array | Uint16Array | Float32Array;
  /** A thumbnail of another page. */
  readonly reduced?: boolean;
}

export interface TiffOptions {
  /** Page the last one points to, from 0: a loop. */
  readonly loopTo?: number;
}

/** Little-endian, uncompressed, one strip a page. Source: TIFF 6.0. */
export function writeTiff(pages: readonly TiffPage[], { loopTo }: TiffOptions = {}): Buffer {
  const parts: Buffer[] = [];
  const offsets: number[] = [];
  let at = 8;
  for (const page of pages) {
    const data = Buffer.from(page.samples.buffer, page.samples.byteOffset, page.samples.byteLength);
    const padded = data.length + (data.length % 2);
    offsets.push(at + padded);
    const directory = directoryOf(page, at, data.length);
    parts.push(data, Buffer.alloc(padded - data.length), directory);
    at += padded + directory.length;
  }
  const header = Buffer.from([0x49, 0x49, 42, 0, 0, 0, 0, 0]);
  header.writeUInt32LE(offsets[0] ?? 0, 4);
  const file = Buffer.concat([header, ...parts]);
  for (const [i, offset] of offsets.entries()) {
    const next = offsets[i + 1] ?? (loopTo === undefined ? 0 : (offsets[loopTo] ?? 0));
    file.writeUInt32LE(next, offset + 2 + 12 * file.readUInt16LE(offset));
  }
  return file;
}

function directoryOf({ width, height, channels = 1, samples, reduced = false }: TiffPage, dataOffset: number, dataLength: number): Buffer {
  const bits = samples.BYTES_PER_ELEMENT * 8;
  const tags: [number, number][] = [
    [254, reduced ? 1 : 0], [256, width], [257, height], [258, bits], [259, 1], [262, channels === 3 ? 2 : 1],
    [273, dataOffset], [277, channels], [278, height], [279, dataLength], [339, samples instanceof Float32Array ? 3 : 1],
  ];
  const directory = Buffer.alloc(2 + tags.length * 12 + 4);
  directory.writeUInt16LE(tags.length, 0);
  for (const [i, [tag, value]] of tags.entries()) {
    const at = 2 + i * 12;
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(4, at + 2);
    directory.writeUInt32LE(1, at + 4);
    directory.writeUInt32LE(value, at + 8);
  }
  return directory;
}
