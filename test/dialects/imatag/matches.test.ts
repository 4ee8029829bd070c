import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerMedium } from '../../../src/registry/register-medium.ts';
import type { NewMatch } from '../../../src/store/matches.ts';
import type { TestServer } from '../../support/server.ts';
import { encodePng, micrograph } from '../../support/synthetic.ts';
import { startImatag, tenant, type Tenant } from './tenant.ts';

let server: TestServer;
let ada: Tenant;
let medium: number;
const at = (text: string): Date => new Date(text);

beforeAll(async () => {
  server = await startImatag({ work: false });
  ada = await tenant(server, 'ada');
  const bytes = await encodePng(micrograph('matched', 320, 240));
  medium = (await registerMedium(ada.account, { path: { home: 'ada', names: ['a.png'] }, bytes, exclusive: true }, server.app)).medium.id;
  const web = (day: string, more: Partial<NewMatch> = {}) => add({ type: 'web', created_at: at(day), query_url: 'https://shop.example/a.png', query_page_url: 'https://shop.example/', domain: 'shop.example', ...more });
  await web('2018-08-01T10:00:00Z', { watermarked: true });
  await web('2018-08-02T12:44:59Z', { watermarked: true, exclusive: true });
  await web('2018-08-02T12:45:00Z', { exclusive: false, domain: 'a.blocked.example' });
  await web('2018-08-03T00:00:00Z', { domain: 'unblocked.example' });
  await add({ type: 'press', created_at: at('2018-08-03T12:35:23Z'), watermarked: true, issue: { name: 'The Paper', date: '2018-08-03' }, page_number: 4 });
  await add({ type: 'press', created_at: at('2018-08-04T12:35:23Z'), issue: {}, page_number: 1 });
  await add({ type: 'credit', created_at: at('2018-01-23T16:39:31.569Z'), credit: '© Ada', image_url: 'https://blocked.example/i.jpg', page_url: 'https://blocked.example/p', domain: 'blocked.example', media_ids: [] });
});
afterAll(() => server.close());

const add = ({ media_ids = [medium], ...match }: Omit<NewMatch, 'account_id' | 'media_ids'> & Partial<Pick<NewMatch, 'media_ids'>>): Promise<number> =>
  server.app.store.transaction((tx) => tx.matches.insert({ account_id: ada.account.id, media_ids, ...match }));

interface List { readonly count: number; readonly next: string | null; readonly previous: string | null; readonly results: readonly Record<string, unknown>[] }
const list = async (path: string, api = ada.api): Promise<List> => (await api.get(`/api/v1/matches/${path}`)).json<List>();
const times = async (path: string): Promise<unknown[]> => (await list(path)).results.map(({ created }) => String(created).slice(0, 19));

test('IM-082 IM-088 IM-089 IM-090 A111–A119 web matches, newest first, each at its own address; exclusive as it was then', async () => {
  const { count, next, previous, results } = await list('web');
  expect([count, next, previous, results.map(({ created }) => created)]).toEqual([4, null, null, ['2018-08-03T00:00:00.000000Z', '2018-08-02T12:45:00.000000Z', '2018-08-02T12:44:59.000000Z', '2018-08-01T10:00:00.000000Z']]);
  expect(results[2]).toMatchObject({
    type: 'web', watermarked: true, exclusive: true, query_url: 'https://shop.example/a.png', query_page_url: 'https://shop.example/',
    paths: [{ path: 'ada/a.png', type: 'image' }], image: { type: 'registered', width: 320, height: 240, credit: null },
  });
  expect(results.map((match) => match['exclusive'])).toEqual([undefined, false, true, undefined]);
  for (const match of results) expect((await ada.api.get(new URL(String(match['url'])).pathname)).json()).toEqual(match);
  await server.app.store.media.setExclusive(medium, false);
  expect((await list('web')).results[2]?.['exclusive']).toBe(true);
});

test('IM-083 IM-084 IM-031 A135 A136 the filters watermarked and exclusive', async () => {
  expect([(await list('web?watermarked=True')).count, (await list('web?watermarked=false')).count, (await list('web?watermarked=')).count]).toEqual([2, 2, 4]);
  expect([(await list('web/?exclusive=true')).count, (await list('web/?exclusive=0')).count]).toEqual([1, 3]);
  expect([(await list('press?watermarked=1')).count, (await list('press?watermarked=0')).count]).toEqual([1, 1]);
  for (const wrong of ['web?watermarked=2', 'web?exclusive=maybe', 'press?watermarked=x', 'credit?blacklist=x']) expect([wrong, (await ada.api.get(`/api/v1/matches/${wrong}`)).status]).toEqual([wrong, 400]);
});

test('IM-085 IM-086 A137–A141 dates: a day, a time, and spans', async () => {
  expect(await times('web?date=2018-08-02')).toEqual(['2018-08-02T12:45:00', '2018-08-02T12:44:59']);
  expect(await times('web?date=2018-08-02T12:45:00Z')).toEqual(['2018-08-02T12:45:00']);
  expect(await times('web?date_gt=2018-08-01&date_lte=2018-08-02T12:45:00Z&watermarked=true')).toEqual(['2018-08-02T12:44:59']);
  expect(await times('web?date_gte=2018-08-02T12:45:00Z')).toEqual(['2018-08-03T00:00:00', '2018-08-02T12:45:00']);
  expect(await times('web?date_lt=2018-08-02T12:44:59Z')).toEqual(['2018-08-01T10:00:00']);
  expect((await ada.api.get('/api/v1/matches/web?date=2018-08-02&date_gt=2018-08-01')).status).toBe(400);
});

test('IM-087 C71 A142 blacklisted domains, with those below them, are left out only when it is asked for', async () => {
  await ada.api.send('POST', '/api/v1/domains/blacklist/', { url: 'blocked.example' });
  expect([(await list('web')).count, (await list('web?blacklist=true')).count, (await list('web?blacklist=false')).count]).toEqual([4, 3, 4]);
  expect(await times('web?blacklist=1')).not.toContain('2018-08-02T12:45:00');
  expect([(await list('credit')).count, (await list('credit?blacklist=true')).count]).toEqual([1, 0]);
});

test('IM-091 IM-092 IM-093 A120–A127 press matches, newest first; an unknown issue is {}', async () => {
  const { results } = await list('press');
  expect(results).toMatchObject([{ type: 'press', issue: {}, page_number: 1 }, { type: 'press', watermarked: true, issue: { name: 'The Paper', date: '2018-08-03' }, page_number: 4, paths: [{ path: 'ada/a.png' }], image: { type: 'registered' } }]);
  expect(results[0]?.['issue']).toEqual({});
  expect((await ada.api.get(new URL(String(results[0]?.['url'])).pathname)).status).toBe(200);
});

test('IM-094 IM-095 A128–A134 credit matches have an address of their own', async () => {
  const [match] = (await list('credit')).results;
  expect(match).toEqual({
    url: expect.stringMatching(/\/api\/v1\/matches\/credit\/\d+\/$/), created: '2018-01-23T16:39:31.569000Z', type: 'credit', credit: '© Ada', image_url: 'https://blocked.example/i.jpg', page_url: 'https://blocked.example/p',
  });
  const path = new URL(String(match?.['url'])).pathname;
  expect((await ada.api.get(path)).json()).toEqual(match);
  expect((await ada.api.get(path.replace('credit/', ''))).status).toBe(404);
});

test('IM-004 IM-005 IM-008 a walk over 250 matches visits each once while others are made', async () => {
  const bob = await tenant(server, 'bob');
  const one = (i: number): Promise<number> => server.app.store.matches.insert({ account_id: bob.account.id, type: 'credit', created_at: new Date(1e12 + Math.floor(i / 3)), media_ids: [] });
  const ids = new Set<string>();
  for (let i = 0; i < 250; i++) ids.add(String(await one(i)));
  const walked: string[] = [];
  for (let url: string | null = '/api/v1/matches/credit/?page_size=60'; url !== null;) {
    const page: List = (await bob.api.get(url.replace(/^https?:\/\/[^/]+/, ''))).json<List>();
    walked.push(...page.results.map((match) => String(match['url']).split('/').at(-2) ?? ''));
    await one(1000 + walked.length);
    url = page.next;
  }
  expect(walked.length).toBe(250);
  expect(new Set(walked)).toEqual(ids);
  expect((await list('credit', bob.api)).results).toHaveLength(100);
});

test('matches of another account are not there, nor those whose media are gone', async () => {
  const eve = await tenant(server, 'eve');
  const url = new URL(String((await list('web')).results[0]?.['url'])).pathname;
  expect((await eve.api.get(url)).status).toBe(404);
  for (const type of ['web', 'press', 'credit', 'user']) expect([type, (await list(type, eve.api)).count]).toEqual([type, 0]);
  for (const path of ['0', '999999999', 'x', '1.5', '9'.repeat(30)]) expect([path, (await ada.api.get(`/api/v1/matches/${path}/`)).status]).toEqual([path, 404]);

  await server.app.store.media.delete(medium);
  expect([(await list('web')).count, (await list('press')).count, (await list('credit')).count, (await ada.api.get(url)).status]).toEqual([0, 0, 1, 404]);
});
