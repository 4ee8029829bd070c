import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { App } from '../../../src/app.ts';
import { seedPlayground, type Playground } from '../../../src/seed-playground.ts';
import { seedWatch } from '../../../src/seed-watch.ts';
import { Client, until } from '../../support/client.ts';
import type { TestServer } from '../../support/server.ts';
import { encodePng, micrograph } from '../../support/synthetic.ts';
import { startImatag, tenant } from './tenant.ts';

let server: TestServer;
let playground: Playground;
let api: Client;
beforeAll(async () => {
  server = await startImatag({ config: { demo: 'true' }, work: false });
  await seedAndKill(server.app, 3);
  playground = await seedPlayground(server.app);
  api = new Client(server.url, { authorization: `Token ${playground.token}` });
});
afterAll(() => server.close());

/** A first start that ends before its n-th transaction: what follows finds half a playground. */
async function seedAndKill(app: App, n: number): Promise<void> {
  let left = n;
  const { store } = app;
  const killed: App = { ...app, store: { ...store, transaction: (work) => (--left > 0 ? store.transaction(work) : Promise.reject(new Error('killed'))) } };
  await expect(seedPlayground(killed)).rejects.toThrow('killed');
  expect(await store.mediaUsage.get((await store.accounts.named('api.demo')).id)).toMatchObject({ images: n - 1 });
}

const account = async (client: Client = api) => (await client.get('/api/v1/account/')).json();

test('IM-024 IM-180 IM-182 C37 C38 A216–A225 the playground, seeded again after a kill, has nine images, and its quota is its usage and exactly 10 MiB', async () => {
  const reply = await account();
  expect(reply).toEqual({
    username: 'api.demo', email: 'api.demo@touchstone.invalid', full_name: 'api demo', service_plan: 'Starter', incidents: null,
    image_count: 9, image_quota: 50, disk_quota: Number(reply['disk_usage']) + 10 * 2 ** 20, disk_usage: expect.any(Number), home: 'api-demo',
  });
  expect(reply['disk_usage']).toBeGreaterThan(1_000_000);
});

test('IM-024 IM-088 the pictures of the playground are marked: the sample query is found as the marked copy that it is', async () => {
  const answer = await api.send('POST', '/api/v1/searches/', { url: `${server.url}/api/doc/images/query.jpeg` });

  expect(answer.json()['matches']).toMatchObject([{ watermarked: true, paths: [{ path: 'api.demo/images/paris/tour-eiffel.jpeg' }] }]);
  expect(answer.text).not.toContain('log10p'); // a boolean is all that this API tells
});

test('IM-181 null is no maximum; IM-182 A226 incidents by their weight, the first two with a date', async () => {
  const { api: ada, account: { id } } = await tenant(server, 'ada');
  const { store } = server.app;
  const read = async (): Promise<unknown[]> => {
    const { incidents, account_expires } = await account(ada);
    return [incidents, account_expires];
  };
  expect(await account(ada)).toMatchObject({ image_quota: null, disk_quota: null, incidents: null, image_count: 0, disk_usage: 0, full_name: 'ada', home: 'ada' });
  expect(Object.keys(await account(ada))).not.toContain('account_expires');
  const expires = new Date('2027-01-31T00:00:00Z');
  await store.accounts.setPlan(id, { image_quota: 0, incident: 'free trial expired', account_expires: expires });
  await store.mediaUsage.add(id, { images: 1, bytes: 10 });
  expect(await read()).toEqual(['free trial expired', '2027-01-31T00:00:00Z']);
  await store.accounts.setPlan(id, { incident: 'payment overdue' });
  expect(await read()).toEqual(['payment overdue', '2027-01-31T00:00:00Z']);
  await store.accounts.setPlan(id, { incident: null, account_expires: null });
  expect(await read()).toEqual(['quota exceeded', undefined]);
  await store.accounts.setPlan(id, { image_quota: 1 });
  expect(await read()).toEqual([null, undefined]);
});

test('IM-184 nothing of an account can be changed through the API, its name least of all', async () => {
  for (const method of ['PUT', 'PATCH', 'POST', 'DELETE']) {
    const answer = await api.send(method, '/api/v1/account/', { username: 'other', image_quota: 1000 });
    expect([method, answer.status, answer.headers.get('allow')]).toEqual([method, 405, 'GET, HEAD']);
  }
  expect(await account()).toMatchObject({ username: 'api.demo', image_quota: 50 });
});

test('C37 names that give the same word get different homes, and nobody takes the home of another for a name', async () => {
  const { accounts } = server.app.store;
  const make = (name: string) => accounts.create({ name, email: `${name.replaceAll(/\W/g, '')}${Math.abs(name.length)}@example.org` });
  const [a, b] = [await make('Jo.Doe'), await make('jo doe!')];
  expect([a.home, b.home]).toEqual(['jo-doe', 'jo-doe-2']);
  await expect(make('jo-doe')).rejects.toMatchObject({ code: 'user/exists' });
  await expect(make('JO-DOE-2')).rejects.toMatchObject({ code: 'user/exists' });
  expect([(await accounts.byHome('jo-doe'))?.id, (await accounts.byHome('JO.DOE'))?.id, (await accounts.byHome('jo-doe-2'))?.id, await accounts.byHome('jo')]).toEqual([a.id, a.id, b.id, undefined]);
  const korean = await make('한글');
  expect([korean.home, (await accounts.byHome('한글'))?.id]).toEqual(['home', korean.id]);
});

test('IM-040b IM-136 IM-182 the operator changes plans on the command line', async () => {
  await tenant(server, 'carl');
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['src/cli/main.ts', 'admin', 'plan', '--user', 'carl', ...args], {
      encoding: 'utf8', env: { ...process.env, DATA_DIR: server.app.config.dataDir, DATABASE_URL: server.app.config.databaseUrl },
    });
    return { status, text: stdout + stderr };
  };
  const changed = run('--plan', 'Pro', '--images', '7', '--bytes', '1000', '--web', 'off', '--documents', 'off', '--searches', '3', '--incident', 'payment overdue', '--expires', '2027-01-31');
  expect(changed).toMatchObject({ status: 0, text: expect.stringMatching(/plan +Pro\nimages +7\nbytes +1000\nsearches +3 in 24 hours\ndocuments +off\nweb +off\npress +on\nincident +payment overdue\nexpires +2027-01-31/) });
  const { api: carl } = { api: new Client(server.url, { authorization: `Token ${await server.app.store.transaction(async (tx) => tx.keys.token((await tx.accounts.named('carl')).id, new Date()))}` }) };
  expect(await account(carl)).toMatchObject({ service_plan: 'Pro', image_quota: 7, disk_quota: 1000, incidents: 'payment overdue', account_expires: '2027-01-31T00:00:00Z' });
  expect(run('--images', 'none').text).toMatch(/images +none\nbytes +1000/);
  for (const wrong of [['--images', '-1'], ['--web', 'maybe'], ['--incident', 'late'], ['--expires', '2027-02-30']]) expect([wrong, run(...wrong).status]).toEqual([wrong, 1]);
}, 120_000);

test('IM-025 IM-026 IM-016 only uploads can be written to, and 10 MiB of it', async () => {
  const bytes = await encodePng(micrograph('mine', 200, 150));
  const put = (path: string, body: Uint8Array) => fetch(`${server.url}/api/v1/media/api.demo/${path}`, { method: 'PUT', body: body as Uint8Array<ArrayBuffer>, headers: { ...api.headers, 'content-type': 'image/jpeg' } });
  for (const path of ['images/paris/new.jpg', 'images/paris/tour-eiffel.jpeg', 'new.jpg', 'images/new.jpg']) expect([path, (await put(path, bytes)).status]).toEqual([path, 403]);
  expect((await api.send('DELETE', '/api/v1/media/api.demo/images/paris/tour-eiffel.jpeg')).status).toBe(403);
  expect((await put('uploads/2018/new.jpg', bytes)).status).toBe(201);
  const { children } = (await api.get('/api/v1/media/api.demo/images/paris')).json<{ children: { path: string }[] }>();
  expect(children.map(({ path }) => path)).toContain('api.demo/images/paris/tour-eiffel.jpeg');
});

test('the playground is given web, press and credit matches: really found, each of the right picture, by its watermark; nothing leaves the machine', async () => {
  await seedWatch(server.app, playground.account);
  await server.app.work();
  const list = async (type: string) => (await api.get(`/api/v1/matches/${type}/`)).json<{ results: { query_url?: string; watermarked?: boolean; image_url?: string; page_number?: number; paths?: { path: string }[] }[] }>().results;
  await until(async () => (await server.app.store.crawls.list({ accountId: playground.account.id }, { limit: 1, backwards: false }))[0]?.state, (state) => state === 'done' || state === 'failed');
  await until(async () => (await server.app.store.press.list(playground.account.id, 1))[0]?.state, (state) => state === 'done' || state === 'failed');

  const web = (await list('web')).map(({ query_url, watermarked, paths }) => [query_url?.split('/').at(-1), watermarked, paths?.[0]?.path]);
  expect(web.sort()).toEqual([['banner.jpeg', true, 'api.demo/images/new-york/brooklyn-bridge.jpeg'], ['poster.jpeg', true, 'api.demo/images/paris/tour-eiffel.jpeg']]);
  expect((await list('press')).map(({ page_number, paths }) => [page_number, paths?.[0]?.path])).toEqual([[2, 'api.demo/images/paris/montmartre.jpeg']]);
  expect((await list('credit')).map(({ image_url }) => image_url)).toEqual(['http://postcards.touchstone.example/unregistered.jpeg']);
}, 120_000);
