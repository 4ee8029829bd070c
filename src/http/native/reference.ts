/** The reference library: shared by all who are signed in, changed by administrators. */
import { requirePrincipal } from '../auth.ts';
import type { Routes } from '../services.ts';
import { referenceEntries } from './reference-entries.ts';
import { referenceIngests } from './reference-ingests.ts';
import { referenceSearch } from './reference-search.ts';

export const reference: Routes = async (app, services) => {
  // Who is calling is asked before the body is, and before parameters are judged.
  app.addHook('onRequest', async (request) => void (await requirePrincipal(request, services)));
  for (const routes of [referenceEntries, referenceIngests, referenceSearch]) await app.register(routes, { ...services, prefix: '' });
};
