/** Marks one image and seals its registration to a public key. */
import { createPublicKey } from 'node:crypto';
import { InputError } from '../../core/errors.ts';
import { readHeader } from '../../imaging/codecs/header.ts';
import { sniffFormat } from '../../imaging/codecs/sniff.ts';
import type { Design } from '../../watermark/engine.types.ts';
import { markJpeg } from '../../watermark/files/mark-jpeg.ts';
import { markRaster } from '../../watermark/files/mark-raster.ts';
import type { MarkedFile, MarkRequest } from '../../watermark/files/marked-file.ts';
import { newRegistration } from '../../watermark/lmk/new-registration.ts';
import { pixelHashText } from '../../watermark/lmk/pixel-hash.ts';
import { writeRegistration } from '../../watermark/lmk/registration.ts';

export interface MarkInput {
  readonly bytes: Uint8Array;
  /** 32 bytes, of this copy alone. */
  readonly key: Uint8Array;
  readonly kind: 'full' | 'transactional';
  /** PEM; absent: no registration is wanted. */
  readonly publicKey?: string;
  /** Bytes by chance for the registration: the envelope's key and nonce, the id; at least 64. */
  readonly entropy: Uint8Array;
  /** ms since 1970. */
  readonly now: number;
  readonly tool: string;
  /** px. */
  readonly maxPixels: number;
}

export interface MarkOutput {
  readonly bytes: Uint8Array;
  readonly mime: string;
  /** As `pixelHashText`. */
  readonly original: string;
  readonly design: Design;
  readonly registration?: Uint8Array;
  /** What else was changed in the file, or no longer holds. */
  readonly notes: readonly string[];
}

/** @throws {InputError | LimitError} `image/…`, `watermark/…` */
export async function markImage({ bytes, key, kind, publicKey, entropy, now, tool, maxPixels }: MarkInput): Promise<MarkOutput> {
  const marked = await markedFile(bytes, { keyFor: () => key, maxPixels });
  const answer = { bytes: marked.bytes, mime: marked.mime, original: pixelHashText(marked.original), design: marked.embedding.design, notes: marked.notes };
  if (publicKey === undefined) return answer;
  const random = drawFrom(entropy);
  const registration = newRegistration(marked, { kind, key: { key }, now, tool, random });
  return { ...answer, registration: writeRegistration(registration, createPublicKey(publicKey), random) };
}

async function markedFile(bytes: Uint8Array, request: MarkRequest): Promise<MarkedFile> {
  const format = sniffFormat(bytes);
  if (format === 'jpeg') return markJpeg(bytes, request);
  if (format === 'png' || format === 'webp' || format === 'tiff') return markRaster(bytes, format, request);
  if (format === 'gif' && readHeader(bytes, 'gif').frames > 1) throw new InputError('watermark/animated', 'the gif has more than one frame; send the one you mean as a file of its own', { format });
  throw new InputError('image/unsupported', `JPEG, PNG, WebP and TIFF can be marked, ${format === undefined ? 'and this is none of them' : `not ${format.toUpperCase()}`}; save the image as one of these first`);
}

/** Each byte is given once. */
function drawFrom(entropy: Uint8Array): (length: number) => Uint8Array {
  let at = 0;
  return (length) => {
    if (at + length > entropy.length) throw new RangeError(`entropy: ${entropy.length} bytes are too few`);
    at += length;
    return entropy.slice(at - length, at);
  };
}
