import { readFileSync } from 'node:fs';
import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { registerMedium } from '../../../src/registry/register-medium.ts';
import { until, type Answer, type Client } from '../../support/client.ts';
import type { TestServer } from '../../support/server.ts';
import { startImatag, tenant, type Tenant } from './tenant.ts';

vi.setConfig({ testTimeout: 180_000 });

const SEARCHES = '/api/v1/searches/';
const picture = (name: string): Buffer => readFileSync(new URL(`../../../src/demo/media/${name}`, import.meta.url));
const TOWER = picture('tour-eiffel.jpeg');
const QUERY = picture('query.jpeg');
const BRIDGE = picture('brooklyn-bridge.jpeg');

let server: TestServer;
let ada: Tenant;
let eve: Tenant;

beforeAll(async () => {
  server = await startImatag();
  [ada, eve] = [await tenant(server, 'ada'), await tenant(server, 'eve')];
  await register(ada, ['a', 'tower.jpg'], TOWER);
  await register(ada, ['b', 'tower again.jpg'], TOWER, true);
  await register(ada, ['bridge'], BRIDGE);
});
afterAll(() => server.close());

const register = ({ account }: Tenant, names: readonly string[], bytes: Uint8Array, exclusive: boolean | null = null) => registerMedium(account, { path: { home: account.name, names }, bytes, exclusive }, server.app);

interface Found {
  readonly status: string;
  readonly matches: readonly { created: string; type: string; watermarked: boolean; exclusive?: boolean; image: Record<string, unknown>; paths: readonly Record<string, unknown>[]; geometry: { class: string; transform: number[] } }[];
}
const search = (api: Client, bytes: Uint8Array, fields: Readonly<Record<string, string>> = {}): Promise<Answer> => api.form(SEARCHES, [{ name: 'query.jpg', bytes }], fields);
const found = async (answer: Promise<Answer>): Promise<Found> => (await answer).json<Found>();
const ended = (api: Client, url: string) => until(async () => (await api.get(new URL(url).pathname)).json(), ({ status }) => status !== 'pending' && status !== 'in progress');

test('IM-120 IM-098 IM-080 IM-054 IM-055 A101–A106 A178 A179 A064 a picture is searched at once, and nothing is recorded', async () => {
  const answer = await search(ada.api, TOWER);
  expect(answer.status).toBe(200);
  const { status, matches } = answer.json<Found>();
  expect([status, matches.length]).toEqual(['complete', 1]);
  const [match] = matches;
  expect(match).toMatchObject({
    type: 'user', watermarked: false, exclusive: true, created: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
    image: { type: 'registered', width: 1280, credit: null, url: expect.stringMatching(/\/\d+,[0-9a-f]{32}$/), thumbnail: expect.stringMatching(/\/\d+,[0-9a-f]{32}$/) },
    paths: [
      { path: 'ada/a/tower.jpg', type: 'image', disk_usage: TOWER.length, url: `${server.app.config.publicUrl ?? baseOf(answer)}/api/v1/media/ada/a/tower.jpg` },
      { path: 'ada/b/tower again.jpg', exclusive: true, web_matches: expect.stringMatching(/\/media\/ada\/b\/tower%20again\.jpg\/_matches\/web\/$/), press_matches: expect.stringMatching(/_matches\/press\/$/) },
    ],
    geometry: { class: 'identical', verified: true },
  });
  for (const url of [match?.image['url'], match?.image['thumbnail'], match?.paths[0]?.['image'], match?.paths[0]?.['thumbnail']]) {
    expect((await server.anonymous.get(new URL(String(url)).pathname)).headers.get('content-type')).toBe('image/jpeg');
  }
  expect((await ada.api.get(SEARCHES)).json()).toEqual({ count: 0, next: null, previous: null, results: [] });
  expect((await ada.api.get('/api/v1/matches/user/')).json()).toMatchObject({ count: 0 });
});

const baseOf = (answer: Answer): string => new URL(String(answer.json<Found>().matches[0]?.image['url'])).origin;

test('IM-040 a copy that was cropped, scaled, recoloured and compressed again is found', async () => {
  const { matches } = await found(search(ada.api, QUERY));
  expect(matches.map(({ paths }) => paths[0]?.['path'])).toEqual(['ada/a/tower.jpg']);
  const [sx = 0, , tx = 0] = matches[0]?.geometry.transform ?? [];
  expect(sx).toBeCloseTo(820 / 1075, 1);
  expect(tx).toBeLessThan(0);
});

test('IM-127 A193 what was turned is found only when the geometry allows it', async () => {
  const turned = await sharp(TOWER).rotate(25).resize(900).jpeg().toBuffer();
  expect((await found(search(ada.api, turned, { transform: 'scale' }))).matches).toEqual([]);
  expect((await found(search(ada.api, turned))).matches).toEqual([]);
  for (const transform of ['affine', 'perspective']) expect([transform, (await found(search(ada.api, turned, { transform }))).matches.length]).toEqual([transform, 1]);
  expect((await search(ada.api, TOWER, { transform: 'spline' })).status).toBe(400);
});

test('IM-126 A192 similar skips the proof, and nothing is watermarked', async () => {
  const { matches } = await found(search(ada.api, TOWER, { similar: 'true' }));
  expect(matches[0]?.paths[0]?.['path']).toBe('ada/a/tower.jpg');
  expect(matches.every(({ watermarked, geometry }) => !watermarked && geometry.class === 'similar')).toBe(true);
  expect((await search(ada.api, TOWER, { similar: 'perhaps' })).status).toBe(400);
});

test('IM-041 what is not registered is not found, nor what another account registered', async () => {
  expect((await found(search(ada.api, picture('times-square.jpeg')))).matches).toEqual([]);
  expect((await found(search(eve.api, TOWER))).matches).toEqual([]);
});

test('IM-125 IM-125b A191 A107–A110 IM-081 the web is searched when it is asked for: hits carry page and date, and no paths', async () => {
  const { store, index } = server.app;
  const image = await store.webImages.insert({
    account_id: ada.account.id, url: 'https://shop.example/t.jpg', page_url: 'https://shop.example/', domain: 'shop.example', crawl_date: new Date('2026-11-20T10:00:00Z'), width: 1280, height: 853,
    credit: 'Ada', thumbnail_id: null, md5: 'a'.repeat(32), last_modified_date: new Date('2026-11-01T00:00:00Z'),
  });
  await index.enroll({ scope: `web:${ada.account.id}`, ref: String(image.id), name: image.url }, picture('nyc-taxis.jpeg'));
  const { matches } = await found(search(ada.api, picture('nyc-taxis.jpeg'), { category: 'web' }));
  expect(matches).toMatchObject([{
    type: 'user', paths: [],
    image: {
      type: 'web', url: 'https://shop.example/t.jpg', page_url: 'https://shop.example/', crawl_date: '2026-11-20T10:00:00.000000Z', width: 1280, height: 853, credit: 'Ada', thumbnail: null,
      md5: 'a'.repeat(32), last_modified_date: '2026-11-01T00:00:00.000000Z',
    },
  }]);
  expect((await found(search(ada.api, picture('nyc-taxis.jpeg')))).matches).toEqual([]);
  expect((await found(search(eve.api, picture('nyc-taxis.jpeg'), { category: 'web' }))).matches).toEqual([]);
  expect((await found(search(ada.api, TOWER, { category: 'web' }))).matches).toEqual([]);
  expect((await search(ada.api, TOWER, { category: 'press' })).status).toBe(400);
});

test('IM-121 IM-129 IM-131 IM-132 IM-135 A065 A180–A185 in the background: pending, then complete with the address of its matches', async () => {
  const answer = await search(ada.api, QUERY, { sync: '0' });
  const pending = answer.json<{ url: string; image: string; name: string; status: string }>();
  expect([answer.status, Object.keys(pending).sort(), pending.status]).toEqual([201, ['created', 'image', 'name', 'status', 'type', 'url'], 'pending']);
  expect(pending.url).toMatch(/\/api\/v1\/searches\/[A-Za-z0-9]{12}\/$/);
  expect(Buffer.from((await server.anonymous.get(new URL(pending.image).pathname)).bytes).equals(QUERY)).toBe(true);

  const done = await ended(ada.api, pending.url);
  expect(done).toEqual({ ...pending, status: 'complete', matches: `${pending.url}matches/` });
  const list = (await ada.api.get(new URL(`${pending.url}matches/`).pathname)).json<{ count: number; results: { url: string }[] }>();
  expect(list).toMatchObject({ count: 1, next: null, previous: null, results: [{ type: 'user', paths: [{ path: 'ada/a/tower.jpg' }, { path: 'ada/b/tower again.jpg' }] }] });
  const [first] = list.results;
  expect((await ada.api.get(new URL(first?.url ?? '').pathname)).json()).toEqual(first);
  expect((await ada.api.get('/api/v1/matches/user/')).json()).toMatchObject({ count: 1 });
});

test('IM-122 A186 the pictures of a PDF are searched, in the background only', async () => {
  const bytes = await paper([BRIDGE, QUERY]);
  const refused = await search(ada.api, bytes, { sync: '1' });
  expect([refused.status, refused.json()['code']]).toEqual([400, 'request_invalid']);
  const started = (await search(ada.api, bytes, { name: 'my paper' })).json<{ url: string; type: string; document: string; name: string }>();
  expect([started.type, started.name]).toEqual(['document', 'my paper']);
  expect((await server.anonymous.get(new URL(started.document).pathname)).headers.get('content-type')).toBe('application/pdf');
  expect(await ended(ada.api, started.url)).toMatchObject({ status: 'complete' });
  const { results } = (await ada.api.get(new URL(`${started.url}matches/`).pathname)).json<{ results: Found['matches'] }>();
  expect(results.map(({ paths }) => paths[0]?.['path']).sort()).toEqual(['ada/a/tower.jpg', 'ada/bridge']);
});

test('IM-122 IM-136 A069 a plan without documents, or with so many searches', async () => {
  const fay = await tenant(server, 'fay');
  await server.app.store.accounts.setPlan(fay.account.id, { document_search: false, searches_per_day: 1 });
  const answer = await search(fay.api, await paper([QUERY]));
  expect([answer.status, answer.json()['code']]).toEqual([403, 'search_not_allowed']);
  expect((await search(fay.api, QUERY)).status).toBe(200);
  const over = await search(fay.api, QUERY);
  expect([over.status, Number(over.headers.get('retry-after')) > 80_000]).toEqual([429, true]);
});

test('IM-129 a document that cannot be read ends as failed and says why; a picture that cannot is 400', async () => {
  const broken = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(300, 1)]);
  const { url } = (await search(ada.api, broken)).json<{ url: string }>();
  expect(await ended(ada.api, url)).toMatchObject({ status: 'failed', details: expect.any(String) });
  expect((await search(ada.api, TOWER.subarray(0, 300))).status).toBe(400);
  expect((await search(ada.api, Buffer.from('no picture'))).json()).toMatchObject({ status_code: 400, code: 'image_unsupported' });
});

test('IM-123 IM-124 IM-128 A187–A190 one of file and url; parameters in query, form and JSON', async () => {
  const url = `${server.url}/api/doc/images/query.jpeg`;
  expect((await ada.api.send('POST', SEARCHES, { name: 'x' })).status).toBe(400);
  expect((await search(ada.api, TOWER, { url })).status).toBe(400);
  expect((await ada.api.send('POST', SEARCHES)).status).toBe(411);
  const pathOf = async (answer: Promise<Answer>): Promise<unknown> => (await found(answer)).matches[0]?.paths[0]?.['path'];
  expect(await pathOf(ada.api.send('POST', SEARCHES, { url, transform: 'scale' }))).toBe('ada/a/tower.jpg');
  expect(await pathOf(ada.api.send('POST', SEARCHES, `url=${encodeURIComponent(url)}`, { 'content-type': 'application/json' }))).toBe('ada/a/tower.jpg');
  expect(await pathOf(ada.api.send('POST', `${SEARCHES}?url=${encodeURIComponent(url)}&similar=0`, '{}'))).toBe('ada/a/tower.jpg');
  const named = (await ada.api.send('POST', SEARCHES, { url, sync: false })).json<{ name: string }>();
  expect(named.name).toBe(url);
  expect((await search(ada.api, QUERY, { sync: 'false' })).json()['name']).toBe('query.jpg');
  const whole = await fetch(`${server.url}${SEARCHES}?transform=affine`, { method: 'POST', body: QUERY, headers: { ...ada.api.headers, 'content-type': 'image/jpeg' } });
  expect(((await whole.json()) as Found).matches.length).toBe(1);
});

test('IM-033 a url of ours is read from the store; others go through the guard', async () => {
  const upload = await fetch(`${server.url}/api/v1/uploads/`, { method: 'POST', body: QUERY, headers: { ...ada.api.headers, 'content-type': 'image/jpeg' } });
  const { url } = (await upload.json()) as { url: string };
  expect((await found(ada.api.send('POST', SEARCHES, { url }))).matches.length).toBe(1);
  for (const [wrong, code] of [
    ['http://127.0.0.1:1/a.jpg', 'fetch_blocked'], ['http://169.254.169.254/latest', 'fetch_blocked'], ['http://[::ffff:127.0.0.1]/', 'fetch_blocked'], ['file:///etc/passwd', 'request_invalid'], ['nonsense', 'request_invalid'],
    ['http://user:password@example.org/', 'request_invalid'], [`${server.url}/api/doc/images/none.jpeg`, 'request_invalid'], [`${server.url}/1,${'0'.repeat(32)}`, 'request_invalid'], [`${server.url}/health`, 'request_invalid'],
  ]) {
    const answer = await ada.api.send('POST', SEARCHES, { url: wrong });
    expect([wrong, answer.status, answer.json()['code']]).toEqual([wrong, 400, code]);
  }
});

test('IM-133 A137 the list is newest first, filtered by date, in pages', async () => {
  const gus = await tenant(server, 'gus');
  const urls: string[] = [];
  for (let i = 0; i < 5; i++) urls.unshift((await search(gus.api, QUERY, { sync: '0' })).json<{ url: string }>().url);
  interface List { count: number; next: string | null; results: { url: string; created: string }[] }
  const list = async (query: string): Promise<List> => (await gus.api.get(`${SEARCHES}${query}`)).json<List>();
  const all = await list('');
  expect([all.count, all.results.map(({ url }) => url)]).toEqual([5, urls]);
  const walked: string[] = [];
  for (let page = await list('?page_size=2'); ; page = (await gus.api.get((page.next ?? '').replace(/^https?:\/\/[^/]+/, ''))).json<List>()) {
    walked.push(...page.results.map(({ url }) => url));
    if (page.next === null) break;
  }
  expect(walked).toEqual(urls);
  const second = all.results[3]?.created ?? '';
  expect((await list(`?date=${second}`)).results.map(({ created }) => created)).toEqual([second]);
  expect((await list(`?date_gt=${second}`)).count).toBe(3);
  expect((await list(`?date_lte=${second}`)).count).toBe(2);
  expect((await list(`?date=${second.slice(0, 10)}`)).count + (await list('?date_lt=2018-01-01')).count).toBe(5);
  expect((await gus.api.get(`${SEARCHES}?date=2018-02-30`)).status).toBe(400);
});

test('IM-130 IM-134 IM-019 A073 progress is told while it runs; one that has not ended can be cancelled; deleting takes the matches along', async () => {
  const idle = await startImatag({ work: false });
  try {
    const hal = await tenant(idle, 'hal');
    const start = async (): Promise<string> => new URL((await search(hal.api, QUERY, { sync: '0' })).json<{ url: string }>().url).pathname;
    const url = await start();
    const id = url.split('/').at(-2) ?? '';
    const { store } = idle.app;
    await store.searches.start(id);
    await store.searches.report(id, 40);
    expect((await hal.api.get(url)).json()).toMatchObject({ status: 'in progress', progress: 40 });
    expect((await hal.api.send('POST', `${url}cancel/`)).json()).toMatchObject({ status: 'cancelled' });
    expect([await store.searches.report(id, 50), await store.searches.complete(id, new Date())]).toEqual([false, false]);
    expect((await hal.api.send('POST', `${url}cancel/`)).status).toBe(409);

    const other = await start();
    const otherId = other.split('/').at(-2) ?? '';
    const image = (await hal.api.get(other)).json<{ image: string }>().image;
    await store.matches.insert({ account_id: hal.account.id, type: 'user', created_at: new Date(), search_id: otherId, media_ids: [] });
    expect((await hal.api.send('DELETE', other)).status).toBe(204);
    expect([(await hal.api.get(other)).status, (await hal.api.get(`${other}matches/`)).status, (await hal.api.send('DELETE', other)).status, (await idle.anonymous.get(new URL(image).pathname)).status]).toEqual([404, 404, 404, 404]);
    expect(await store.sql`select from match`).toHaveLength(0);
    const { default: searchMedia } = await import('../../../src/jobs/search-media.ts');
    await searchMedia.run({ searchId: otherId }, { ...idle.app, signal: new AbortController().signal }); // its job still comes, and finds nothing to do
  } finally {
    await idle.close();
  }
});

async function paper(images: readonly Buffer[]): Promise<Buffer> {
  const document = new PDFDocument({ size: 'A4' });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  images.forEach((image, i) => {
    if (i > 0) document.addPage();
    document.text(`Figure ${i + 1}`, 72, 60).image(image, 72, 90, { width: 320 });
  });
  document.end();
  await new Promise((resolve) => document.on('end', resolve));
  return Buffer.concat(chunks);
}
