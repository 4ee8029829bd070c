/** The chunks of a WebP. Source: RFC 9649 §2.3–2.7. */
import { InputError } from '../../../core/errors.ts';
import { tagAt, viewOf } from '../headers/view.ts';

export interface WebpChunk {
  readonly type: string;
  readonly data: Uint8Array;
}

const RIFF = 12;

/** @throws {InputError} `image/truncated` */
export function readWebpChunks(bytes: Uint8Array): readonly WebpChunk[] {
  const view = viewOf(bytes);
  const end = Math.min(bytes.length, 8 + view.getUint32(4, true));
  const chunks: WebpChunk[] = [];
  for (let at = RIFF; at + 8 <= end;) {
    const length = view.getUint32(at + 4, true);
    if (at + 8 + length > bytes.length) throw new InputError('image/truncated', 'the WebP ends within a chunk; save the image again and send that', { bytes: bytes.length });
    chunks.push({ type: tagAt(view, at), data: bytes.subarray(at + 8, at + 8 + length) });
    at += 8 + length + (length & 1);
  }
  return chunks;
}

export function writeWebpChunks(chunks: readonly WebpChunk[]): Uint8Array {
  const body = Buffer.concat(chunks.flatMap(({ type, data }) => {
    const head = Buffer.alloc(8);
    head.write(type, 0, 'latin1');
    head.writeUInt32LE(data.length, 4);
    return [head, data, Buffer.alloc(data.length & 1)];
  }));
  const head = Buffer.alloc(RIFF);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(4 + body.length, 4);
  head.write('WEBP', 8, 'latin1');
  return Buffer.concat([head, body]);
}
