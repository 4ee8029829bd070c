/** The ImgAuth-compatible API: their words, codes, limits and error body. See README.md. */
import type { Routes } from '../../services.ts';
import { guard } from './auth.ts';
import { readBodies } from './body.ts';
import { documentEnhance } from './document-enhance.ts';
import { answerImgauthError } from './errors.ts';
import { forgeryDetection } from './forgery-detection.ts';
import { removeMoire } from './remove-moire.ts';

export const imgauth: Routes = async (app, services) => {
  readBodies(app, services.config.maxImgauthBytes);
  app.setErrorHandler(answerImgauthError);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    await guard(request, reply, services);
  });
  for (const routes of [forgeryDetection, documentEnhance, removeMoire]) await app.register(routes, { ...services, prefix: '' });
};
