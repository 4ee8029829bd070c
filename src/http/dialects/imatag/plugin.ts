/** The IMATAG API v1, `/api/v1`: their words, statuses, limits and error body. See README.md. */
import { noSuchAddress } from '../../errors.ts';
import type { Routes } from '../../services.ts';
import { guard } from './auth.ts';
import { readBodiesAsBytes } from './body.ts';
import { batches } from './crawling/batches.ts';
import { sessions } from './crawling/sessions.ts';
import { domains } from './domains.ts';
import { answerImatagError } from './errors.ts';
import { getAccount } from './get-account.ts';
import { matches } from './matches.ts';
import { media } from './media/media.ts';
import { watchMethods } from './methods.ts';
import { postSearch } from './post-search.ts';
import { postToken } from './post-token.ts';
import { postUpload } from './post-upload.ts';
import { searches } from './searches.ts';
import { detect } from './watermarking/detect.ts';
import { getKey } from './watermarking/get-key.ts';
import { orders } from './watermarking/orders.ts';
import { postWatermarking } from './watermarking/post-watermarking.ts';

export const imatag: Routes = async (app, services) => {
  const methods = watchMethods(app);
  readBodiesAsBytes(app, services.config);
  app.setErrorHandler(answerImatagError);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    await guard(request, reply, services);
  });
  app.setNotFoundHandler((request, reply) => {
    methods.refuse(request, reply);
    throw noSuchAddress(request);
  });
  for (const routes of [postToken, getAccount, postUpload, postSearch, searches, matches, domains, media, sessions, batches, getKey, postWatermarking, detect, orders]) await app.register(routes, { ...services, prefix: '' });
};
