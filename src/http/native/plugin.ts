/** The native API, `/native/v1`. */
import { provokeFault, refuseInMaintenance } from '../maintenance.ts';
import type { Routes } from '../services.ts';
import { blockedDomains } from './blocked-domains.ts';
import { callbacks } from './callbacks.ts';
import { crawls } from './crawls.ts';
import { decision } from './decision.ts';
import { documents } from './documents.ts';
import { events } from './events.ts';
import { keys } from './keys.ts';
import { leaks } from './leaks.ts';
import { marking } from './marking.ts';
import { matchDecisions } from './match-decisions.ts';
import { matchEvidence } from './match-evidence.ts';
import { matches } from './matches.ts';
import { media } from './media.ts';
import { panels } from './panels.ts';
import { pictures } from './pictures.ts';
import { press } from './press.ts';
import { reference } from './reference.ts';
import { report } from './report.ts';
import { result } from './result.ts';
import { scans } from './scans.ts';
import { session } from './session.ts';
import { verify } from './verify.ts';

export const nativeApi: Routes = async (app, services) => {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    await refuseInMaintenance(services);
    provokeFault(request.headers['x-touchstone-fault'], services);
  });
  for (const routes of [session, scans, events, result, report, decision, panels, pictures, keys, callbacks, media, matches, matchDecisions, matchEvidence, blockedDomains, reference, crawls, leaks, press, marking, documents, verify]) await app.register(routes, { ...services, prefix: '' });
};
