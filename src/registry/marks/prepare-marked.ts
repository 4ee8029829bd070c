/** Everything slow about registering a marked image, done before the transaction: its registration file is opened, its picture is measured. */
import { createHash, randomBytes } from 'node:crypto';
import { InputError } from '../../core/errors.ts';
import type { MarkRow } from '../../store/marks.ts';
import type { Queries } from '../../store/store.ts';
import { pixelHashText } from '../../watermark/lmk/pixel-hash.ts';
import type { KeySource } from '../../watermark/lmk/mark-key.ts';
import type { PreparedFile, RegistryParts } from '../prepare-registration.ts';
import { keepAll } from '../keep-all.ts';
import { serverKeyPair } from './key-pair.ts';

/** What is kept of a registration. */
export interface PreparedMark extends Pick<MarkRow, 'transactional' | 'design' | 'key' | 'secret'> {
  /** Names the unmarked original. */
  readonly pixels: string;
  /** Small copy of the unmarked original, in the blobs; of a full registration. */
  readonly thumbSha256?: string;
}

/** A transactional registration: what it looks like, its original says. */
export interface PreparedSlim extends Pick<PreparedFile, 'type' | 'format' | 'sha256' | 'bytes' | 'width' | 'height'> {
  readonly mark: PreparedMark;
}

/** A registration file begins as every JWE does. */
export const isSealed = (bytes: Uint8Array): boolean => bytes[0] === 0x65 && bytes[1] === 0x79 && bytes[2] === 0x4a;

/** @throws {InputError} `registration/invalid` */
export async function prepareMarked(bytes: Uint8Array, parts: RegistryParts): Promise<PreparedFile | PreparedSlim> {
  const { compute, config, store, index } = parts;
  const { privatePem } = await serverKeyPair(config, () => store);
  const { kind, design, key, original, thumb, picture } = await compute.run('open-registration', { bytes, privateKey: privatePem, pictureKey: randomBytes(32) }, { lane: 'serve' });
  const mark = { transactional: kind === 'transactional', pixels: pixelHashText(original), design, ...storedKey(key) };
  const common = { type: 'image', format: 'lmk', bytes: bytes.length, width: design.width, height: design.height } as const;
  if (!thumb || !picture) {
    const [sha256 = ''] = await keepAll([bytes], parts);
    return { ...common, sha256, mark };
  }
  const judged = await compute.run('prepare-medium', { bytes: picture, maxPixels: config.maxPixels }, { lane: 'serve' });
  if (judged.type !== 'image') throw new RangeError('a picture of ours is no image');
  const described = { ...(await index.describe(picture)), sha256: hashOf(picture), width: design.width, height: design.height };
  const { preview, thumbnail } = judged;
  const [sha256 = '', thumbSha256 = '', previewHash = '', thumbnailHash = ''] = await keepAll([bytes, thumb, preview.bytes, thumbnail.bytes], parts);
  return {
    ...common, sha256, mark: { ...mark, thumbSha256 }, parts: [{ described, source: {} }],
    preview: { ...preview, bytes: preview.bytes.length, sha256: previewHash }, thumbnail: { ...thumbnail, bytes: thumbnail.bytes.length, sha256: thumbnailHash },
  };
}

/** With the pictures of the original that the account registered before. @throws {InputError} `registration/original-unknown` */
export async function withOriginal(slim: PreparedSlim, accountId: string, tx: Queries): Promise<PreparedFile> {
  const original = await tx.marks.original(accountId, slim.mark.pixels);
  if (!original) throw unknownOriginal();
  return { ...slim, preview: original.preview, thumbnail: original.thumbnail, parts: [] };
}

export function unknownOriginal(): InputError {
  return new InputError('registration/original-unknown', 'this transactional registration is of an original that is not registered here, or was changed since; register the first one, made without -t, before it');
}

export function storedKey(source: KeySource): Pick<PreparedMark, 'key' | 'secret'> {
  if ('key' in source) return { key: source.key, secret: null };
  const { salt, check, ...rest } = source.secret;
  return { key: null, secret: { ...rest, salt: Buffer.from(salt).toString('hex'), check: Buffer.from(check).toString('hex') } };
}

/** The key as the engine's tasks take it. */
export function keySourceOf({ key, secret }: Pick<MarkRow, 'key' | 'secret'>): KeySource {
  if (key) return { key: Uint8Array.from(key) };
  if (!secret) throw new RangeError('a mark has a key or a passphrase');
  return { secret: { ...secret, salt: Buffer.from(secret.salt, 'hex'), check: Buffer.from(secret.check, 'hex') } };
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
