import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerMedium } from '../../../src/registry/register-medium.ts';
import type { Client } from '../../support/client.ts';
import type { TestServer } from '../../support/server.ts';
import { startImatag, tenant, type Tenant } from './tenant.ts';

/** Every address of this API, from the documentation of the running server, against two tenants. */
interface Route { readonly method: string; readonly path: string }

const PICTURE = readFileSync(new URL('../../../src/demo/media/query.jpeg', import.meta.url));
let server: TestServer;
let ada: Tenant;
let eve: Tenant;
let routes: readonly Route[];
let filled: (path: string) => string;

beforeAll(async () => {
  server = await startImatag({ work: false });
  [ada, eve] = [await tenant(server, 'ada'), await tenant(server, 'eve')];
  const { medium } = await registerMedium(ada.account, { path: { home: 'ada', names: ['secret', 'plan.jpg'] }, bytes: PICTURE, exclusive: null }, server.app);
  const search = (await ada.api.form('/api/v1/searches/', [{ name: 'secret.jpg', bytes: PICTURE }], { sync: '0' })).json<{ url: string }>().url.split('/').at(-2) ?? '';
  const { matches } = server.app.store;
  const match = await matches.insert({ account_id: ada.account.id, type: 'web', created_at: new Date(), media_ids: [medium.id], query_url: 'https://secret.example/', query_page_url: 'https://secret.example/' });
  const credit = await matches.insert({ account_id: ada.account.id, type: 'credit', created_at: new Date(), media_ids: [], credit: 'secret' });
  filled = (path) => path
    .replace('/credit/{id}', `/credit/${credit}`).replace('/matches/{id}', `/matches/${match}`).replace('{id}', search)
    .replace('{*}', '*').replace('/media/*', '/media/ada/secret/plan.jpg');
  const { paths } = (await server.anonymous.get('/docs/openapi.json')).json<{ paths: Record<string, Record<string, unknown>> }>();
  routes = Object.entries(paths).filter(([path]) => path.startsWith('/api/v1/')).flatMap(([path, methods]) => Object.keys(methods).filter((m) => m !== 'head').map((m) => ({ method: m.toUpperCase(), path })));
});
afterAll(() => server.close());

const call = (client: Client, { method, path }: Route) => client.send(method, filled(path), method === 'GET' || method === 'DELETE' ? undefined : { url: 'x' });
const ofOneThing = ({ path }: Route): boolean => /\{id\}|\*/.test(path);

test('the documentation lists the routes', () => {
  expect(routes.length).toBeGreaterThan(16);
  expect(routes.filter(ofOneThing).length).toBeGreaterThan(5);
});

test('IM-001 without a token every route is 401, but for the one that gives tokens', async () => {
  for (const route of routes.filter(({ path }) => !path.startsWith('/api/v1/account/token'))) {
    const { status } = await call(server.anonymous, route);
    expect({ ...route, status }).toEqual({ ...route, status: 401 });
  }
});

test("another tenant gets 404 for everything that is ada's, is told nothing of it, and changes nothing", async () => {
  for (const route of routes.filter(ofOneThing)) {
    const answer = await call(eve.api, route);
    const expected = route.method === 'PUT' || route.path.includes('/media/') ? [403, 404] : [404];
    expect({ ...route, allowed: expected.includes(answer.status), status: answer.status }).toMatchObject({ ...route, allowed: true });
    expect(answer.text).not.toMatch(/secret\.(jpg|example)|credit": *"secret/);
  }
  expect((await ada.api.get('/api/v1/searches/')).json()).toMatchObject({ count: 1, results: [{ status: 'pending' }] });
  expect((await ada.api.get('/api/v1/matches/web/')).json()).toMatchObject({ count: 1 });
});

test('the lists of another tenant are empty', async () => {
  for (const path of ['searches/', 'matches/web/', 'matches/press/', 'matches/credit/', 'matches/user/', 'domains/blacklist/']) {
    expect([path, (await eve.api.get(`/api/v1/${path}`)).json()]).toEqual([path, { count: 0, next: null, previous: null, results: [] }]);
  }
});

test('HEAD answers every GET route with its status and no body', async () => {
  for (const route of routes.filter(({ method }) => method === 'GET')) {
    const [get, head] = [await ada.api.get(filled(route.path)), await ada.api.send('HEAD', filled(route.path))];
    expect({ ...route, status: head.status, bytes: head.bytes.length }).toEqual({ ...route, status: get.status, bytes: 0 });
  }
});
