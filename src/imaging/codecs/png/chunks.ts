/** The chunks of a PNG. Source: PNG specification, 3rd edition, §5. */
import { crc32 } from 'node:zlib';
import { InputError } from '../../../core/errors.ts';
import { tagAt, viewOf } from '../headers/view.ts';

export interface PngChunk {
  readonly type: string;
  readonly data: Uint8Array;
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** Up to and with IEND; what follows it is not part of the picture. @throws {InputError} `image/truncated` */
export function readPngChunks(bytes: Uint8Array): readonly PngChunk[] {
  const view = viewOf(bytes);
  const chunks: PngChunk[] = [];
  for (let at = SIGNATURE.length; at + 12 <= bytes.length;) {
    const length = view.getUint32(at);
    if (at + 12 + length > bytes.length) break;
    const type = tagAt(view, at + 4);
    chunks.push({ type, data: bytes.subarray(at + 8, at + 8 + length) });
    if (type === 'IEND') return chunks;
    at += 12 + length;
  }
  throw new InputError('image/truncated', 'the PNG ends before its last chunk; save the image again and send that', { bytes: bytes.length });
}

export function writePngChunks(chunks: readonly PngChunk[]): Uint8Array {
  return Buffer.concat([SIGNATURE, ...chunks.map(wrapped)]);
}

function wrapped({ type, data }: PngChunk): Uint8Array {
  const out = Buffer.alloc(12 + data.length);
  out.writeUInt32BE(data.length, 0);
  out.write(type, 4, 'latin1');
  out.set(data, 8);
  out.writeUInt32BE(crc32(out.subarray(4, 8 + data.length)), 8 + data.length);
  return out;
}
