/** The media registry: tree, upload, move, search, grants. */
import type { FastifyRequest } from 'fastify';
import { requirePrincipal } from '../auth.ts';
import type { Routes } from '../services.ts';
import { mediaGrants } from './media-grants.ts';
import { mediaPictures } from './media-pictures.ts';
import { mediaSearch } from './media-search.ts';
import { mediaTree } from './media-tree.ts';
import { mediaUpload } from './media-upload.ts';

export const media: Routes = async (app, services) => {
  // Who is calling is asked before the body is, and before parameters are judged.
  app.addHook('onRequest', async (request: FastifyRequest) => void (await requirePrincipal(request, services)));
  for (const routes of [mediaTree, mediaUpload, mediaPictures, mediaSearch, mediaGrants]) await app.register(routes, { ...services, prefix: '' });
};
