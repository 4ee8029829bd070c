/** Makes an empty folder, with the folders on the way to it. */
import type { AccountRow } from '../store/accounts.ts';
import type { Registered } from './register-medium.ts';
import { clash, makeFolders } from './register-medium.ts';
import { locatePlace } from './media-access.ts';
import type { MediaPath } from './media-path.ts';
import type { RegistryParts } from './prepare-registration.ts';

/** @throws {AuthError} `media/forbidden` @throws {ConflictError} a file stands there. */
export async function createFolder(caller: AccountRow, path: MediaPath, parts: Pick<RegistryParts, 'store' | 'clock'>): Promise<Registered> {
  const { store, clock } = parts;
  return store.transaction(async (tx) => {
    const { owner } = await locatePlace(caller, path, tx, parts);
    await tx.media.lock([owner.id]);
    const { folders, missing, name, existing } = await locatePlace(caller, path, tx, parts);
    if (existing && existing.type !== 'folder') throw clash(existing, 'folder');
    const medium = existing ?? (await tx.media.insertFolder(await makeFolders({ folders, missing }, tx, clock()), name, clock()));
    return { medium, names: [...folders.map((folder) => folder.name), ...missing, medium.name], created: !existing };
  });
}
