/** Ties registered marks to their originals, within the caller's transaction. */
import type { MediumRow } from '../../store/media.ts';
import type { Queries } from '../../store/store.ts';
import type { ImageIndex } from '../image-index.ts';
import { mediaScope } from '../media-index.ts';
import type { PreparedFile } from '../prepare-registration.ts';
import { unknownOriginal, type PreparedMark } from './prepare-marked.ts';

/** Key of an original within the scope of its account's media. */
export const originalRef = (id: number): string => `original:${id}`;

/** Undefined: the entry is of a medium itself. */
export function readOriginalRef(ref: string): number | undefined {
  return ref.startsWith('original:') ? Number(ref.slice('original:'.length)) : undefined;
}

/** @throws {InputError} `registration/original-unknown` */
export async function attachMark(medium: MediumRow, file: PreparedFile & { readonly mark: PreparedMark }, now: Date, tx: Queries, index: ImageIndex): Promise<void> {
  const { mark: { pixels, thumbSha256, ...mark }, preview, thumbnail, parts: [part] } = file;
  let original = await tx.marks.original(medium.account_id, pixels);
  if (!original) {
    if (thumbSha256 === undefined || !part) throw unknownOriginal();
    original = await tx.marks.insertOriginal({ account_id: medium.account_id, pixels, thumb_sha256: thumbSha256, preview, thumbnail, created_at: now });
    await index.enroll({ scope: mediaScope(medium.account_id), ref: originalRef(original.id), name: medium.name, source: part.source }, part.described, tx);
  }
  await tx.marks.insert({ ...mark, original_id: original.id, medium_id: medium.id, created_at: now });
}

/** Originals without a mark are found no more. Call it after marks were taken away. */
export async function dropLoneOriginals(accountId: string, tx: Queries, index: ImageIndex): Promise<void> {
  const gone = await tx.marks.dropLone(accountId);
  if (gone.length > 0) await index.remove(mediaScope(accountId), gone.map(originalRef), tx);
}
