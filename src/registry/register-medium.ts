/** Puts a file into the tree. It is found by searches from the moment of the commit, and after it nothing is lost. */
import { ConflictError } from '../core/errors.ts';
import type { AccountRow } from '../store/accounts.ts';
import type { Content, MediumRow } from '../store/media.ts';
import type { Queries } from '../store/store.ts';
import { attachMark, dropLoneOriginals } from './marks/attach-mark.ts';
import { withOriginal, type PreparedSlim } from './marks/prepare-marked.ts';
import { enrolMedium, withdrawMedia } from './media-index.ts';
import { locatePlace, type Place } from './media-access.ts';
import type { MediaPath } from './media-path.ts';
import { requireRoom, sizeOf } from './media-quota.ts';
import { noteRefusal } from './note-refusal.ts';
import { prepareRegistration, type KeptPicture, type PreparedFile, type RegistryParts } from './prepare-registration.ts';

export interface Registration {
  readonly path: MediaPath;
  readonly bytes: Uint8Array;
  /** Null: unknown. */
  readonly exclusive: boolean | null;
  /** The bytes were announced as a registration file. */
  readonly sealed?: boolean;
  /** Whether it may take the place of a medium of its type. Default true. */
  readonly replace?: boolean;
}

export interface Registered {
  readonly medium: MediumRow;
  /** Home included, as they are stored. */
  readonly names: readonly string[];
  /** False: it took the place of a medium of its type. */
  readonly created: boolean;
}

/**
 * @throws {InputError} no file that can be registered @throws {AuthError} `media/forbidden` @throws {LimitError} `media/quota-exceeded`
 * @throws {ConflictError} something of another type stands there.
 */
export async function registerMedium(caller: AccountRow, { bytes, sealed, ...registration }: Registration, parts: RegistryParts): Promise<Registered> {
  return registerPrepared(caller, registration, await prepareRegistration(bytes, parts, sealed), parts);
}

/** As registerMedium, of what was prepared before. */
export async function registerPrepared(
  caller: AccountRow, { path, exclusive, replace: mayReplace = true }: Pick<Registration, 'path' | 'exclusive' | 'replace'>, prepared: PreparedFile | PreparedSlim, parts: RegistryParts,
): Promise<Registered> {
  const { store, clock } = parts;
  return noteRefusal(parts, () => store.transaction(async (tx) => {
    const { owner } = await locatePlace(caller, path, tx, parts);
    await tx.media.lock([owner.id]);
    const place = await locatePlace(caller, path, tx, parts); // what it was may have changed while another held the lock
    if (place.existing && (place.existing.type !== prepared.type || !mayReplace)) throw clash(place.existing, prepared.type);
    const size = sizeOf(prepared);
    const freed = place.existing ? sizeOf(place.existing) : { images: 0, bytes: 0 };
    const change = { images: size.images - freed.images, bytes: size.bytes - freed.bytes };
    requireRoom(owner, await tx.mediaUsage.get(owner.id), change);

    const file = 'preview' in prepared ? prepared : await withOriginal(prepared, owner.id, tx);
    const content = await toContent(file, { owner, exclusive, name: place.name, now: clock() }, tx);
    const parent = await makeFolders(place, tx, clock());
    const medium = place.existing ? await replace(place.existing, content, tx, parts) : await tx.media.insert(parent, place.name, file.type, content);
    await makeFindable(medium, file, tx, parts);
    if (place.existing) await dropLoneOriginals(owner.id, tx, parts.index);
    await tx.mediaUsage.add(owner.id, change);
    return { medium, names: [...place.folders.map(({ name }) => name), ...place.missing, medium.name], created: !place.existing };
  }));
}

/** An image, document or video by entries of its own; a marked image by its original's. */
export async function makeFindable(medium: MediumRow, { mark, ...file }: PreparedFile, tx: Queries, { index, clock }: Pick<RegistryParts, 'index' | 'clock'>): Promise<void> {
  if (mark) await attachMark(medium, { ...file, mark }, clock(), tx, index);
  else await enrolMedium(medium, file.parts, tx, index);
}

/** The folder that something is put in, with what is missing on the way. */
export async function makeFolders({ folders, missing }: Pick<Place, 'folders' | 'missing'>, { media }: Queries, now: Date): Promise<MediumRow> {
  let parent: MediumRow | undefined = folders.at(-1);
  if (!parent) throw new RangeError('a place has at least its home');
  for (const name of missing) parent = await media.insertFolder(parent, name, now);
  return parent;
}

export function clash(existing: MediumRow, type: string): ConflictError {
  const article = existing.type === 'image' ? 'an' : 'a';
  return new ConflictError('conflict', `"${existing.name}" is ${article} ${existing.type}; it is not replaced by a ${type}. Delete it first`);
}

async function replace(existing: MediumRow, content: Content, tx: Queries, { index }: RegistryParts): Promise<MediumRow> {
  await withdrawMedia([existing], tx, index);
  await tx.marks.forget([existing.id]);
  if (content.sha256 !== existing.sha256) await tx.matches.forgetMedia([existing.id]); // what was found was of the old bytes
  await tx.links.delete([existing.preview, existing.thumbnail].filter((id) => id !== null));
  return tx.media.replace(existing.id, content);
}

interface Terms {
  readonly owner: AccountRow;
  readonly exclusive: boolean | null;
  readonly name: string;
  readonly now: Date;
}

async function toContent(file: PreparedFile, { owner, exclusive, name, now }: Terms, { links }: Queries): Promise<Content> {
  const link = async ({ sha256, bytes }: KeptPicture): Promise<number> =>
    (await links.insert({ account_id: owner.id, sha256, bytes, type: 'image/jpeg', name: `${name}.jpg`, created_at: now, expires_at: null })).id;
  const { sha256, bytes, format, width, height, parts, preview, thumbnail, mark } = file;
  return {
    exclusive, created_at: now, sha256, bytes, format, width, height, parts: mark ? 0 : parts.length,
    preview: await link(preview), preview_width: preview.width, preview_height: preview.height, thumbnail: await link(thumbnail),
  };
}
