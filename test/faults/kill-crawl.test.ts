/** kill -9 of the whole server while it crawls: the crawl goes on where it was, no match is lost or doubled. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { seededRandom } from '../../src/core/random.ts';
import { Client, until } from '../support/client.ts';
import { startSite, type FixtureSite } from '../support/fixture-site.ts';
import { encodeJpeg, photo } from '../support/synthetic.ts';
import { killableServer, type KillableServer } from './killable-server.ts';

/** More in `npm run test:long`. */
const KILLS = process.env['TEST_LONG'] ? 10 : 2;
const PAGES = 12;
const random = seededRandom('kill-crawl');
let site: FixtureSite;
let server: KillableServer;

beforeAll(async () => {
  const copy = new Uint8Array(await encodeJpeg(photo('harbour', 320, 240), 85));
  const pages = Array.from({ length: PAGES }, (_, i) => [`/page/${i}`, { body: `<img src="/copy/${i}.jpg"><a href="/page/${(i + 1) % PAGES}">next</a>` }] as const);
  site = await startSite({ ...Object.fromEntries(pages), '/copy/*': { type: 'image/jpeg', body: copy } });
  server = killableServer('kill-crawl', { ALLOW_PRIVATE_FETCH: site.host, RATE_IMATAG_PER_SECOND: '1000' });
});
afterAll(async () => {
  await server.remove();
  await site.close();
});

test(`${KILLS} kills at random moments of a crawl: every page and picture is had, each match once`, async () => {
  const app = await openApp(readConfig({ DATA_DIR: server.dataDir, LOG_LEVEL: 'silent', WORKERS: '1' }));
  const account = await app.store.accounts.create({ name: 'ada', email: 'ada@example.org', password: 'not used here' });
  const authorization = `Token ${await app.store.transaction((tx) => tx.keys.token(account.id, app.clock()))}`;
  await app.close();
  let api = new Client(await server.start(), { authorization });
  const registered = await api.send('PUT', '/api/v1/media/ada/harbour.jpg', new Blob([new Uint8Array(await encodeJpeg(photo('harbour', 320, 240), 95))]), { 'content-type': 'image/jpeg' });
  expect(registered.status).toBe(201);
  const { id } = (await api.send('POST', '/api/v1/crawling/sessions/', { url: `${site.url}/page/0`, download_delay: 0.15, crawl_delay: 600 })).json<{ id: number }>();

  for (let kill = 0; kill < KILLS; kill++) {
    await pause(1200 + random.int(1500));
    await server.kill();
    api = new Client(await server.start(), { authorization });
  }
  const session = await until(() => api.get(`/api/v1/crawling/sessions/${id}/`), (answer) => ['done', 'failed'].includes(answer.json<{ state: string }>().state));

  const { results: [batch] } = (await api.get(`/api/v1/crawling/sessions/${id}/batches/`)).json<{ results: { pages: { count: number }; images: { count: number } }[] }>();
  const matches = (await api.get('/api/v1/matches/web?page_size=1000')).json<{ results: { query_url: string }[] }>().results.map(({ query_url }) => query_url);
  const counts = [...Map.groupBy(site.paths(), (path) => path).values()].map(({ length }) => length);
  expect(session.json()).toMatchObject({ state: 'done' });
  expect(batch).toMatchObject({ pages: { count: PAGES }, images: { count: PAGES } });
  expect([...new Set(matches)]).toHaveLength(PAGES);
  expect(matches).toHaveLength(PAGES);
  // What a kill interrupts is asked for again, and nothing else.
  expect(counts.reduce((sum, count) => sum + count - 1, 0)).toBeLessThanOrEqual(KILLS);
}, KILLS > 2 ? 900_000 : 300_000);
