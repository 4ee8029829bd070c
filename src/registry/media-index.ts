/** Media in the index: one entry an image, one a key frame of a video, one a figure of a document. */
import type { MediumRow } from '../store/media.ts';
import type { Queries } from '../store/store.ts';
import type { ImageIndex } from './image-index.ts';
import type { Part } from './prepare-registration.ts';

/** Of an account's media. */
export const mediaScope = (accountId: string): string => `media:${accountId}`;

/** Key of a part of a medium within its scope. */
function refOf({ id, type }: Pick<MediumRow, 'id' | 'type'>, part: number): string {
  return type === 'image' ? String(id) : `${id}/${part}`;
}

/** The medium that an entry belongs to, and which part of it. */
export function readRef(ref: string): { readonly id: number; readonly part: number } {
  const [id, part = 0] = ref.split('/').map(Number);
  return { id: id ?? Number.NaN, part };
}

export async function enrolMedium(medium: MediumRow, parts: readonly Part[], tx: Queries, index: ImageIndex): Promise<void> {
  for (const [i, { described, source }] of parts.entries()) {
    await index.enroll({ scope: mediaScope(medium.account_id), ref: refOf(medium, i), name: medium.name, source }, described, tx);
  }
}

/** Folders among them have no entries. */
export async function withdrawMedia(media: readonly MediumRow[], tx: Queries, index: ImageIndex): Promise<void> {
  for (const [accountId, own] of Map.groupBy(media, ({ account_id }) => account_id)) {
    const refs = own.flatMap((medium) => Array.from({ length: medium.parts }, (_, i) => refOf(medium, i)));
    if (refs.length > 0) await index.remove(mediaScope(accountId), refs, tx);
  }
}
