/** Marks one image, seals its registration to a public key, and signs what was done to it. */
import { createPublicKey } from 'node:crypto';
import { InputError } from '../../core/errors.ts';
import { readHeader } from '../../imaging/codecs/header.ts';
import { sniffFormat } from '../../imaging/codecs/sniff.ts';
import type { SigningIdentity } from '../../imaging/metadata/sign-credentials.ts';
import { WATERMARK_BINDING } from '../../imaging/metadata/soft-binding.ts';
import type { Design } from '../../watermark/engine.types.ts';
import { markJpeg } from '../../watermark/files/mark-jpeg.ts';
import { markRaster } from '../../watermark/files/mark-raster.ts';
import type { MarkedFile, MarkRequest } from '../../watermark/files/marked-file.ts';
import { keyFingerprint } from '../../watermark/lmk/mark-key.ts';
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
  /** Who signs Content Credentials into a JPEG or PNG; absent: nobody does. */
  readonly sign?: SigningIdentity;
}

export interface MarkOutput {
  readonly bytes: Uint8Array;
  readonly mime: string;
  /** As `pixelHashText`. */
  readonly original: string;
  readonly design: Design;
  readonly registration?: Uint8Array;
  /** The manifest that was signed into the file. */
  readonly credentials?: { readonly binding: string; readonly manifest: Uint8Array };
  /** What else was changed in the file, or no longer holds. */
  readonly notes: readonly string[];
}

/** @throws {InputError | LimitError} `image/…`, `watermark/…` */
export async function markImage({ bytes, key, kind, publicKey, entropy, now, tool, maxPixels, sign }: MarkInput): Promise<MarkOutput> {
  const marked = await markedFile(bytes, { keyFor: () => key, maxPixels });
  const answer = {
    bytes: marked.bytes, mime: marked.mime, original: pixelHashText(marked.original), design: marked.embedding.design, notes: marked.notes,
    ...(sign ? await signed(marked, { key, now, tool }, sign) : {}),
  };
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

/** Formats that the library writes no manifest into stay unsigned. The pixels, and with them their hash, stay as they are. */
async function signed({ bytes, mime, original, notes }: MarkedFile, { key, now, tool }: Pick<MarkInput, 'key' | 'now' | 'tool'>, identity: SigningIdentity): Promise<Partial<MarkOutput>> {
  if (mime !== 'image/jpeg' && mime !== 'image/png') return {};
  const { signCredentials } = await import('../../imaging/metadata/sign-credentials.ts');
  const binding = keyFingerprint(key);
  const [generator = '', version = ''] = tool.split(' ');
  const { bytes: whole, manifest } = await signCredentials(bytes, mime === 'image/jpeg' ? 'jpeg' : 'png', {
    generator, version, original: pixelHashText(original), binding: { algorithm: WATERMARK_BINDING, value: binding }, now,
  }, identity);
  return { bytes: whole, credentials: { binding, manifest }, notes: notes.filter((note) => note !== 'c2pa-invalid') };
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
