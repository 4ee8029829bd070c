/** DELETE /media/<home>/<path> — unregisters a medium, or a folder with all in it. */
import { Type } from 'typebox';
import { NotFoundError } from '../../../../core/errors.ts';
import { deleteMedium } from '../../../../registry/delete-medium.ts';
import { locate } from '../../../../registry/media-access.ts';
import type { MediaPath } from '../../../../registry/media-path.ts';
import type { AccountRow } from '../../../../store/accounts.ts';
import type { HttpServices, Routes } from '../../../services.ts';
import { callerOf } from '../auth.ts';
import { ERRORS } from '../wire.ts';
import { requirePath } from './address.ts';

export const deleteMedia: Routes = async (app, services) => {
  app.delete('/*', {
    schema: { tags: ['imatag'], summary: 'Delete a medium or a folder', params: Type.Object({ '*': Type.String() }), response: { 204: Type.Null(), ...ERRORS } },
  }, async (request, reply) => {
    const caller = callerOf(request);
    const path = requirePath(request.url);
    try {
      await deleteMedium(caller, (tx) => locate(caller, path, tx, services), services);
    } catch (error) {
      if (!(error instanceof NotFoundError) || !(await deleteSearch(caller, path, services))) throw error;
    }
    return reply.code(204).send(null);
  });
};

/** The reference's own example deletes a search at `/media/<home>/searches/<id>/`; it is one where no such medium is. */
async function deleteSearch(caller: AccountRow, { home, names }: MediaPath, { store }: HttpServices): Promise<boolean> {
  const [word, id, ...more] = names;
  if (word !== 'searches' || id === undefined || more.length > 0 || (await store.accounts.byHome(home))?.id !== caller.id) return false;
  return store.transaction(async (tx) => {
    await tx.searches.get(id, caller.id);
    await tx.searches.delete(id);
  }).then(() => true, (error: unknown) => {
    if (error instanceof NotFoundError) return false;
    throw error;
  });
}
