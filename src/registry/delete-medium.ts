/** Deletes a medium, or a folder with all in it. Nothing of it is found any more from the moment of the commit. */
import type { AccountRow } from '../store/accounts.ts';
import type { Queries } from '../store/store.ts';
import { dropLoneOriginals } from './marks/attach-mark.ts';
import { requireChangeable, type Located } from './media-access.ts';
import { withdrawMedia } from './media-index.ts';
import { totalOf } from './media-quota.ts';
import type { RegistryParts } from './prepare-registration.ts';

/** @param find looks again once the tree is held. @throws {NotFoundError} @throws {AuthError} `media/forbidden` */
export async function deleteMedium(caller: AccountRow, find: (tx: Queries) => Promise<Located>, { store, index }: Pick<RegistryParts, 'store' | 'index'>): Promise<void> {
  await store.transaction(async (tx) => {
    await tx.media.lock([(await find(tx)).owner.id]);
    const located = await find(tx);
    requireChangeable(caller, located);
    const { medium, owner } = located;
    const gone = await tx.media.subtree(medium.id);
    await withdrawMedia(gone, tx, index);
    const { images, bytes } = totalOf(gone);
    await tx.media.delete(medium.id);
    await dropLoneOriginals(owner.id, tx, index);
    await tx.mediaUsage.add(owner.id, { images: -images, bytes: -bytes });
  });
}
