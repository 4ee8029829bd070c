/** Domains whose matches an account does not want to see: the blacklist of the IMATAG API. */
import { Type } from 'typebox';
import { NotFoundError } from '../../core/errors.ts';
import { requirePrincipal } from '../auth.ts';
import { toDomain } from '../domain-name.ts';
import type { Routes } from '../services.ts';
import { BlockedDomains } from './matches-wire.ts';

const tags = ['matches'];
const params = Type.Object({ domain: Type.String({ maxLength: 300 }) });
/** Domains that are listed. */
const LISTED = 1000;

export const blockedDomains: Routes = async (app, services) => {
  const { store, clock } = services;
  app.addHook('preValidation', async (request) => void (await requirePrincipal(request, services)));

  app.get('/matches/blocked-domains', { schema: { tags, summary: 'Domains, with all below them, whose matches are left out', response: { 200: BlockedDomains } } }, async (request) => {
    const { account } = await requirePrincipal(request, services);
    return { domains: (await store.domains.list(account.id, { limit: LISTED, backwards: false })).map(({ domain }) => domain) };
  });

  app.put('/matches/blocked-domains/:domain', { schema: { tags, summary: 'Leave the matches of a domain out; they are kept', params, response: { 204: Type.Null() } } }, async (request, reply) => {
    const { account } = await requirePrincipal(request, services);
    await store.domains.add(account.id, toDomain(request.params.domain), clock());
    return reply.code(204).send(null);
  });

  app.delete('/matches/blocked-domains/:domain', { schema: { tags, summary: 'Show the matches of a domain again', params, response: { 204: Type.Null() } } }, async (request, reply) => {
    const { account } = await requirePrincipal(request, services);
    if (!(await store.domains.remove(account.id, toDomain(request.params.domain)))) throw new NotFoundError('not-found', 'this domain is not blocked');
    return reply.code(204).send(null);
  });
};
