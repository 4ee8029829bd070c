/** The Imagetwin-compatible API, `/v1`: their words, statuses, limits and error body. See README.md. */
import { noSuchAddress } from '../../errors.ts';
import type { Routes } from '../../services.ts';
import { guard } from './auth.ts';
import { answerImagetwinError } from './errors.ts';
import { getResult } from './get-result.ts';
import { getScanOverview } from './get-scan-overview.ts';
import { postScan } from './post-scan.ts';
import { sandbox } from './sandbox.ts';

export const imagetwin: Routes = async (app, services) => {
  app.setErrorHandler(answerImagetwinError);
  app.setNotFoundHandler((request, reply) => answerImagetwinError(noSuchAddress(request), request, reply));
  await app.register(async (guarded) => {
    guarded.addHook('onRequest', async (request, reply) => {
      reply.header('cache-control', 'no-store');
      await guard(request, services);
    });
    for (const routes of [postScan, getResult, getScanOverview]) await guarded.register(routes, { ...services, prefix: '' });
    await guarded.register(sandbox, { ...services, prefix: '/sandbox' });
  });
};
