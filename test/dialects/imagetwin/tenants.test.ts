import { afterAll, beforeAll, expect, test } from 'vitest';
import { Client } from '../../support/client.ts';
import { issueKey, PASSWORD, startServer, type TestServer, type TestUser } from '../../support/server.ts';
import { announce } from '../../../src/jobs/deliver-callback.ts';
import { finishedScan } from './finished-scan.ts';

type Method = 'get' | 'post' | 'put' | 'delete';
interface Api { readonly paths: Record<string, Partial<Record<Method, unknown>>> }
interface Route { readonly method: Uppercase<Method>; readonly path: string }

let server: TestServer;
let ada: TestUser;
let eve: TestUser;
let routes: Route[];
let scan: string;
let finding: string;
let callback: string;
let webAda: Client;
let webEve: Client;

beforeAll(async () => {
  server = await startServer({ config: { resultsPerMinute: 10_000, scansPerMinute: 10_000, loginsPerMinute: 1000 }, work: false });
  ada = await server.user('ada');
  eve = await server.user('eve');
  webAda = await server.anonymous.signIn('ada', PASSWORD);
  webEve = await server.anonymous.signIn('eve', PASSWORD);
  scan = await finishedScan(server, ada, { findings: [['duplicate', 0.8]] });
  await announce(server.app.store, server.app.queue, { id: scan, callback_url: 'https://example.org/' }, 'finished');
  callback = (await webAda.get('/native/v1/callbacks')).json<{ callbacks: { id: string }[] }>().callbacks[0]?.id ?? '';
  finding = (await webAda.get(`/native/v1/scans/${scan}/findings`)).json<{ findings: { id: string }[] }>().findings[0]?.id ?? '';
  const { paths } = (await server.anonymous.get('/docs/openapi.json')).json<Api>();
  routes = Object.entries(paths).filter(([path]) => !path.startsWith('/api/')).flatMap(([path, methods]) => Object.keys(methods).filter((m) => m !== 'head').map((m) => ({ method: m.toUpperCase() as Uppercase<Method>, path })));
});
afterAll(() => server.close());

/** Ada's things in the places of the path. */
const filled = (path: string): string => path
  .replace('/callbacks/{id}', `/callbacks/${callback}`)
  .replace(/\{(ref|id|scanId)\}/, scan).replace('{finding}', finding).replace('{figure}', 'f1').replace('{file}', '0').replace('{page}', '1').replace('{api}', 'imagetwin');
const BODIES: Record<string, unknown> = {
  '/native/v1/scans/{id}/panels': { panels: [{ figure: 'f1', box: { x: 0, y: 0, width: 10, height: 10 }, examined: true }] },
  '/native/v1/scans/{id}/findings/{finding}/decision': { verdict: 'confirm' },
  '/native/v1/session': { user: 'nobody', password: 'wrong' },
};
const OPEN = new Set(['/health', '/native/v1/session']);
const isNative = ({ path }: Route): boolean => path.startsWith('/native/');
const ofOneThing = ({ path }: Route): boolean => /\{(ref|id|scanId)\}/.test(path) && !path.includes('/sandbox/');
const call = (client: Client, { method, path }: Route) => client.send(method, filled(path), BODIES[path]);

test('the documentation lists the routes', () => {
  expect(routes.length).toBeGreaterThan(30);
  expect(routes.filter(ofOneThing).length).toBeGreaterThan(14);
});

test('without a key or session every API route is 401', async () => {
  for (const route of routes.filter(({ path }) => !OPEN.has(path))) {
    const { status } = await call(server.anonymous, route);
    expect({ ...route, status }).toEqual({ ...route, status: 401 });
  }
});

test("another tenant gets 404 for every route of ada's scan, finding and callback, and changes nothing", async () => {
  const nativeEve = new Client(server.url, { authorization: `Bearer ${await issueKey(server.app, eve.account, 'native')}` });
  for (const route of routes.filter(ofOneThing)) {
    for (const client of isNative(route) ? [webEve, nativeEve] : [eve.api]) {
      const answer = await call(client, route);
      expect({ ...route, status: answer.status, text: answer.text }).toEqual({ ...route, status: 404, text: expect.not.stringContaining('a.png') });
    }
  }
  expect((await call(webAda, { method: 'GET', path: '/native/v1/scans/{ref}/result' })).json()).toMatchObject({ scan: { state: 'finished' }, findings: [{ history: [] }] });
});

test('the lists of another tenant are empty', async () => {
  expect((await webEve.get('/native/v1/scans')).json()).toEqual({ scans: [], count: 0, next: null });
  expect((await webEve.get('/native/v1/callbacks')).json()).toMatchObject({ callbacks: [] });
  const secret = async (client: Client): Promise<unknown> => (await client.get('/native/v1/callbacks')).json()['secret'];
  expect(await secret(webEve)).not.toBe(await secret(webAda));
});

test('a share token reads and cannot change', async () => {
  const { shareToken } = (await webAda.get(`/native/v1/scans/${scan}`)).json<{ shareToken: string }>();
  const read = (path: string) => server.anonymous.get(path.replace('{ref}', shareToken).replace('{figure}', 'f1'));
  for (const { path } of routes.filter(({ method, path: p }) => method === 'GET' && p.includes('{ref}') && !p.includes('{page}'))) {
    expect([path, (await read(path)).status]).toEqual([path, 200]);
  }
  expect((await read('/native/v1/scans/{ref}')).json()).toMatchObject({ id: scan, readOnly: true, user: 'ada' });
  for (const route of routes.filter((one) => ofOneThing(one) && one.method !== 'GET' && isNative(one) && !one.path.includes('callbacks'))) {
    const path = route.path.replace('{id}', shareToken).replace('{finding}', finding);
    expect([path, (await server.anonymous.send(route.method, path, BODIES[route.path])).status]).toEqual([path, 401]);
    expect([path, (await webAda.send(route.method, path, BODIES[route.path])).status]).toEqual([path, 404]);
  }
  expect((await server.anonymous.get(`/native/v1/scans/t_${'0'.repeat(64)}`)).status).toBe(404);
});

test('a change by cookie without its CSRF token is 403', async () => {
  const bare = new Client(server.url, { cookie: webAda.headers['cookie'] ?? '' });
  const changes = routes.filter((route) => isNative(route) && route.method !== 'GET' && !(route.path === '/native/v1/session' && route.method === 'POST'));
  for (const route of changes) {
    const [without, wrong] = [await call(bare, route), await call(bare.with({ 'x-csrf-token': '0'.repeat(64) }), route)];
    expect({ ...route, statuses: [without.status, wrong.status] }).toEqual({ ...route, statuses: [403, 403] });
  }
  expect((await bare.get('/native/v1/me')).status).toBe(200);
});

test('HEAD answers every GET route with its status and no body', async () => {
  const client = webAda.with({});
  for (const route of routes.filter(({ method, path }) => method === 'GET' && !path.includes('/events') && !path.includes('{page}'))) {
    const own = isNative(route) || OPEN.has(route.path) ? client : ada.api;
    const [get, head] = [await own.get(filled(route.path)), await own.send('HEAD', filled(route.path))];
    expect({ ...route, status: head.status, bytes: head.bytes.length, type: head.headers.get('content-type') })
      .toEqual({ ...route, status: get.status, bytes: 0, type: get.headers.get('content-type') });
  }
});
