/** Moves or renames a medium or a folder. Its id stays, so what was found of it follows. */
import { ConflictError, LimitError } from '../core/errors.ts';
import type { AccountRow } from '../store/accounts.ts';
import type { MediumRow } from '../store/media.ts';
import type { Queries } from '../store/store.ts';
import { locatePlace, requireChangeable, type Located, type Place } from './media-access.ts';
import { dropLoneOriginals } from './marks/attach-mark.ts';
import { withOriginal, type PreparedSlim } from './marks/prepare-marked.ts';
import { withdrawMedia } from './media-index.ts';
import { checkReach, lengthOf, type MediaPath } from './media-path.ts';
import { requireRoom, totalOf } from './media-quota.ts';
import { makeFindable, makeFolders, type Registered } from './register-medium.ts';
import { noteRefusal } from './note-refusal.ts';
import { prepareRegistration, type PreparedFile, type RegistryParts } from './prepare-registration.ts';

export interface Destination {
  readonly path: MediaPath;
  /** The path is the folder it goes into, and its name stays. */
  readonly into: boolean;
}

/** What the index keeps of files, by their SHA-256. */
type Described = ReadonlyMap<string, PreparedFile | PreparedSlim>;

/** Media that one move may take to another home: each is measured anew for the index there. */
const MOST_ACROSS = 200;

/**
 * @param find looks again once the trees are held.
 * @throws {NotFoundError} nothing to move @throws {AuthError} `media/forbidden` @throws {InputError} too deep or too long
 * @throws {ConflictError} onto something, or into itself @throws {LimitError} `media/quota-exceeded`, too many media for another home.
 */
export async function moveMedium(caller: AccountRow, find: (tx: Queries) => Promise<Located>, destination: Destination, parts: RegistryParts): Promise<Registered> {
  const { store, clock } = parts;
  return noteRefusal(parts, async () => {
    const described = await describeForOther(caller, find, destination, parts);
    return store.transaction(async (tx) => {
      const first = await find(tx);
      const target = toPath(destination, first.medium);
      await tx.media.lock([first.owner.id, (await locatePlace(caller, target, tx, parts)).owner.id]);
      const source = await find(tx);
      requireChangeable(caller, source);
      const place = await locatePlace(caller, target, tx, parts);
      refuseClash(source.medium, place);
      const { levels, longest } = await tx.media.extent(source.medium.id);
      checkReach(target.names.length + levels, lengthOf(target.names) + longest);

      const parent = await makeFolders(place, tx, clock());
      const medium = await tx.media.move(source.medium.id, parent, place.name);
      if (place.owner.id !== source.owner.id) await giveTo(place.owner, source.owner, { media: await tx.media.subtree(medium.id), described }, tx, parts);
      return { medium, names: [...place.folders.map(({ name }) => name), ...place.missing, medium.name], created: true };
    });
  });
}

function toPath({ path, into }: Destination, { name }: MediumRow): MediaPath {
  return into ? { ...path, names: [...path.names, name] } : path;
}

/** @throws {ConflictError} */
function refuseClash({ id, name }: MediumRow, { folders, existing, name: wanted }: Place): void {
  if (folders.some((folder) => folder.id === id)) throw new ConflictError('conflict', `"${name}" cannot be moved into itself`);
  if (!existing) return;
  if (existing.id !== id) throw new ConflictError('conflict', `there is "${existing.name}" already; nothing is replaced by a move`);
  if (existing.name === wanted) throw new ConflictError('conflict', `"${name}" is there already`);
}

/** What the index keeps of each medium, measured before the transaction, when it goes to another account's home. */
async function describeForOther(caller: AccountRow, find: (tx: Queries) => Promise<Located>, destination: Destination, parts: RegistryParts): Promise<Described> {
  const { store, blobs } = parts;
  const source = await find(store);
  requireChangeable(caller, source);
  const place = await locatePlace(caller, toPath(destination, source.medium), store, parts);
  if (place.owner.id === source.owner.id) return new Map();
  const files = (await store.media.subtree(source.medium.id)).filter(({ type }) => type !== 'folder');
  if (files.length > MOST_ACROSS) throw new LimitError('request/too-large', `${files.length} media cannot be moved to another home at once; the limit is ${MOST_ACROSS}`, { max: MOST_ACROSS });
  const described = new Map<string, PreparedFile | PreparedSlim>();
  for (const sha256 of new Set(files.flatMap((file) => file.sha256 ?? []))) described.set(sha256, await prepareRegistration(await blobs.read(sha256), parts));
  return described;
}

interface Gift {
  readonly media: readonly MediumRow[];
  readonly described: Described;
}

async function giveTo(owner: AccountRow, giver: AccountRow, { media, described }: Gift, tx: Queries, parts: RegistryParts): Promise<void> {
  const { index } = parts;
  const files = media.filter(({ type }) => type !== 'folder');
  const { images, bytes } = totalOf(files);
  requireRoom(owner, await tx.mediaUsage.get(owner.id), { images, bytes });
  await withdrawMedia(files, tx, index);
  await tx.marks.forget(files.map(({ id }) => id));
  await tx.media.giveTo(media.map(({ id }) => id), owner.id);
  for (const file of files) {
    const prepared = described.get(file.sha256 ?? '');
    if (!prepared) throw new ConflictError('conflict', 'the folder was changed while it was being moved; try again');
    await makeFindable({ ...file, account_id: owner.id }, 'preview' in prepared ? prepared : await withOriginal(prepared, owner.id, tx), tx, parts);
  }
  await dropLoneOriginals(giver.id, tx, index);
  await tx.mediaUsage.add(giver.id, { images: -images, bytes: -bytes });
  await tx.mediaUsage.add(owner.id, { images, bytes });
}
