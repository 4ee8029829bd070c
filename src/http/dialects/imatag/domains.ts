/** POST, GET, DELETE /domains/blacklist/ — domains whose matches the account does not want. */
import { Type } from 'typebox';
import { NotFoundError } from '../../../core/errors.ts';
import type { DomainRow } from '../../../store/domains.ts';
import type { Routes } from '../../services.ts';
import { callerOf } from './auth.ts';
import { readFields } from './body.ts';
import { toDomain } from '../../domain-name.ts';
import { readPage } from './pages.ts';
import { requireText } from './parameters.ts';
import { Domain, DomainList, ERRORS, PageQuery } from './wire.ts';

const URL = '/domains/blacklist/';
const tags = ['imatag'];

export const domains: Routes = async (app, services) => {
  const { store, clock } = services;
  const config = { documentedBody: Domain };

  app.post(URL, { schema: { tags, summary: 'Add a domain to the blacklist', response: { 200: Domain, 201: Domain, ...ERRORS } }, config }, async (request, reply) => {
    const domain = toDomain(requireText(readFields(request).values, 'url'));
    const added = await store.domains.add(callerOf(request).id, domain, clock());
    return reply.code(added ? 201 : 200).send({ url: domain });
  });

  app.get(URL, { schema: { tags, summary: 'The blacklist', querystring: PageQuery, response: { 200: DomainList, ...ERRORS } } }, async (request) => {
    const { id } = callerOf(request);
    const { objects, ...paging } = await readPage<DomainRow>(request, services, {
      scope: `${id}/blacklist`,
      count: () => store.domains.count(id),
      load: ({ limit, from, backwards }) => store.domains.list(id, { limit, backwards, ...(from ? { from: Number(from[0]) } : {}) }),
      keyOf: (row) => [row.id],
    });
    return { ...paging, results: objects.map(({ domain }) => ({ url: domain })) };
  });

  app.delete(URL, { schema: { tags, summary: 'Remove a domain from the blacklist', response: { 204: Type.Null(), ...ERRORS } }, config }, async (request, reply) => {
    const domain = toDomain(requireText(readFields(request).values, 'url'));
    if (!(await store.domains.remove(callerOf(request).id, domain))) throw new NotFoundError('not-found', `${domain} is not on the blacklist`);
    return reply.code(204).send(null);
  });
};
