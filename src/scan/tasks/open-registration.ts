/** Opens a registration file with the server's private key, and makes the picture that people see of it. */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { RgbImage } from '../../core/image.ts';
import { decodeImage } from '../../imaging/codecs/decode.ts';
import { encodeTurned } from '../../imaging/codecs/encode-turned.ts';
import { resizeImage } from '../../imaging/codecs/resize.ts';
import { embedMark } from '../../watermark/embed.ts';
import { addDelta } from '../../watermark/files/add-delta.ts';
import { rgbLuma } from '../../watermark/files/rgb-luma.ts';
import { invalid } from '../../watermark/lmk/cbor.ts';
import { keyId } from '../../watermark/lmk/public-key.ts';
import { readRegistration, type Registration } from '../../watermark/lmk/registration.ts';

export interface OpenInput {
  readonly bytes: Uint8Array;
  /** PEM, PKCS#8. */
  readonly privateKey: string;
  /** 32 bytes by chance, to mark the picture where the key is not in the file; absent: no picture is wanted. */
  readonly pictureKey?: Uint8Array;
}

export interface OpenOutput extends Registration {
  /** JPEG, marked, in the original's proportions and with its Exif orientation; of a full registration. */
  readonly picture?: Uint8Array;
}

/** px² of a thumb; no file of ours has one near it. */
const MOST_PIXELS = 4_000_000;
/** px; a picture that cannot hold a mark is shown no larger. */
const BARE_SIDE = 384;

/** @throws {InputError} `registration/invalid` — in the same words whatever is wrong. */
export async function openRegistration({ bytes, privateKey, pictureKey }: OpenInput): Promise<OpenOutput> {
  const own = createPrivateKey(privateKey);
  const registration = readRegistration(bytes, own, keyId(createPublicKey(own)));
  const { thumb, design, orientation, key } = registration;
  if (!thumb || !pictureKey) return registration;
  const { image } = await decodeImage(thumb, 'jpeg', { maxPixels: MOST_PIXELS }).catch(() => { throw invalid(); });
  const shown = await marked(image, 'key' in key ? key.key : pictureKey);
  const zoom = Math.sqrt((shown.width * shown.height) / (design.width * design.height));
  const side = (length: number): number => Math.max(1, Math.round(length * zoom));
  return { ...registration, picture: await encodeTurned(shown, { width: side(design.width), height: side(design.height), orientation }) };
}

/** The unmarked picture never leaves: whoever has it could take the mark off a copy. */
async function marked(image: RgbImage, key: Uint8Array): Promise<RgbImage> {
  const embedding = embedMark({ source: rgbLuma(image), key });
  return embedding.refused ? resizeImage(image, BARE_SIDE) : addDelta(image, embedding.delta);
}
