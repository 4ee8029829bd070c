/** `/media`: the tree of folders and registered files. */
import type { Routes } from '../../../services.ts';
import { deleteMedia } from './delete-media.ts';
import { getMedia } from './get-media.ts';
import { moveMedia } from './move-media.ts';
import { putMedia } from './put-media.ts';

export const media: Routes = async (app, services) => {
  for (const routes of [getMedia, putMedia, deleteMedia, moveMedia]) await app.register(routes, { ...services, prefix: '/media' });
};
