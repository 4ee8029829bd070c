/** The demo account is given matches on the web, in the press and by credit line: they are really found, and nothing leaves the machine. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedPlayground, type Playground } from '../../src/seed-playground.ts';
import { seedWatch } from '../../src/seed-watch.ts';
import { until } from '../support/client.ts';
import { startImatag } from '../dialects/imatag/tenant.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
let playground: Playground;
beforeAll(async () => {
  server = await startImatag({ config: { demo: 'true' } });
  playground = await seedPlayground(server.app);
});
afterAll(() => server.close());

test('web, press and credit matches of api.demo, each of the right picture, two of them by their watermark', async () => {
  await seedWatch(server.app, playground.account);
  const api = server.anonymous.with({ authorization: `Token ${playground.token}` });
  const list = async (type: string) => (await api.get(`/api/v1/matches/${type}/`)).json<{ results: { query_url?: string; watermarked?: boolean; image_url?: string; page_number?: number; paths?: { path: string }[] }[] }>().results;
  await until(async () => (await server.app.store.crawls.list({ accountId: playground.account.id }, { limit: 1, backwards: false }))[0]?.state, (state) => state === 'done' || state === 'failed');
  await until(async () => (await server.app.store.press.list(playground.account.id, 1))[0]?.state, (state) => state === 'done' || state === 'failed');

  const web = (await list('web')).map(({ query_url, watermarked, paths }) => [query_url?.split('/').at(-1), watermarked, paths?.[0]?.path]);
  expect(web.sort()).toEqual([['banner.jpeg', true, 'api.demo/images/new-york/brooklyn-bridge.jpeg'], ['poster.jpeg', true, 'api.demo/images/paris/tour-eiffel.jpeg']]);
  expect((await list('press')).map(({ page_number, paths }) => [page_number, paths?.[0]?.path])).toEqual([[2, 'api.demo/images/paris/montmartre.jpeg']]);
  expect((await list('credit')).map(({ image_url }) => image_url)).toEqual(['http://postcards.touchstone.example/unregistered.jpeg']);
}, 120_000);
