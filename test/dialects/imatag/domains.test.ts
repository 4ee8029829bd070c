import { afterAll, beforeAll, expect, test } from 'vitest';
import { isBelow, toDomain } from '../../../src/http/domain-name.ts';
import type { TestServer } from '../../support/server.ts';
import { startImatag, tenant, type Tenant } from './tenant.ts';

const LIST = '/api/v1/domains/blacklist/';
let server: TestServer;
let ada: Tenant;
beforeAll(async () => {
  server = await startImatag({ work: false });
  ada = await tenant(server, 'ada');
});
afterAll(() => server.close());

test('IM-190 IM-192 IM-015 A215 A065 A066 add, list, remove; twice is 200, what is missing is 404', async () => {
  const add = await ada.api.send('POST', LIST, { url: 'imatag.com' });
  expect([add.status, add.json()]).toEqual([201, { url: 'imatag.com' }]);
  expect((await ada.api.send('POST', LIST, { url: 'IMATAG.com' })).status).toBe(200);
  expect((await ada.api.get(LIST)).json()).toEqual({ count: 1, next: null, previous: null, results: [{ url: 'imatag.com' }] });
  const removed = await ada.api.send('DELETE', LIST, { url: 'http://imatag.com/' });
  expect([removed.status, removed.text]).toEqual([204, '']);
  expect((await ada.api.send('DELETE', LIST, { url: 'imatag.com' })).status).toBe(404);
});

test.each([
  ['https://IMATAG.com/x?y#z', 'imatag.com'], ['imatag.com.', 'imatag.com'], ['http://shop.imatag.com:8080', 'shop.imatag.com'], ['bücher.example', 'xn--bcher-kva.example'],
  ['BÜCHER.example', 'xn--bcher-kva.example'], ['한국.kr', 'xn--3e0b707e.kr'], [' imatag.com ', 'imatag.com'], ['my_shop.example', 'my_shop.example'],
])('IM-191 %s is %s', (text, domain) => {
  expect(toDomain(text)).toBe(domain);
});

test.each(['', 'nodot', '..', 'a..b', 'ftp://a.b', '127.0.0.1', 'http://user@a.b/', 'a b.c', 'http://', `${'a.'.repeat(200)}b`, 'http://[::1]/', '/etc', 'a,b.c'])('IM-191 "%s" is no domain', async (url) => {
  expect((await ada.api.send('POST', LIST, { url })).status).toBe(400);
});

test('IM-191 a domain covers those below it and no others', () => {
  const domains = new Set(['imatag.com']);
  expect(['imatag.com', 'a.b.imatag.com', 'IMATAG.com.'].map((host) => isBelow(host, domains))).toEqual([true, true, true]);
  expect(['notimatag.com', 'com', 'imatag.com.evil.example', ''].map((host) => isBelow(host, domains))).toEqual([false, false, false, false]);
});

test('the blacklist of another account is another one', async () => {
  const eve = await tenant(server, 'eve');
  await ada.api.send('POST', LIST, { url: 'mine.example' });
  expect((await eve.api.get(LIST)).json()).toMatchObject({ count: 0, results: [] });
  expect((await eve.api.send('DELETE', LIST, { url: 'mine.example' })).status).toBe(404);
});

test('IM-004 IM-005 IM-006 IM-008 C39 A143 A144 pages: every object once while others are added and removed, forth and back', async () => {
  const { api } = await tenant(server, 'walker');
  const names = Array.from({ length: 25 }, (_, i) => `d${i}.example`);
  for (const url of names) await api.send('POST', LIST, { url });
  interface Page { count: number; next: string | null; previous: string | null; results: { url: string }[] }
  const get = async (url: string): Promise<Page> => (await api.get(url.replace(/^https?:\/\/[^/]+/, ''))).json<Page>();

  const seen: string[] = [];
  let page = await get(`${LIST}?page_size=7`);
  expect([page.count, page.results.length, page.previous]).toEqual([25, 7, null]);
  expect(page.next).toMatch(/^http:\/\/localhost:\d+\/api\/v1\/domains\/blacklist\/\?page_size=7&cursor=/);
  for (let n = 0; ; n++) {
    seen.push(...page.results.map(({ url }) => url));
    if (page.next === null) break;
    if (n === 0) await api.send('DELETE', LIST, { url: seen[2] });
    if (n === 1) await api.send('POST', LIST, { url: 'late.example' });
    page = await get(page.next);
  }
  expect(seen).toEqual([...names, 'late.example']);
  const back = [page.results.map(({ url }) => url)];
  while (page.previous !== null) {
    page = await get(page.previous);
    back.unshift(page.results.map(({ url }) => url));
  }
  expect(back.flat()).toEqual([...names, 'late.example'].filter((name) => name !== 'd2.example'));
  const onward = await get(page.next ?? '');
  expect(onward.previous).not.toBeNull();
});

test('IM-007 A143 a cursor that was changed, or is of another list or account, is 400', async () => {
  const { api } = await tenant(server, 'carl');
  for (let i = 0; i < 3; i++) await api.send('POST', LIST, { url: `c${i}.example` });
  const next = (await api.get(`${LIST}?page_size=1`)).json<{ next: string }>().next;
  const cursor = new URL(next).searchParams.get('cursor') ?? '';
  const forged = Buffer.from(JSON.stringify([0, 1])).toString('base64url');
  const wrong = [`${cursor}x`, cursor.slice(1), 'cD0xNTczNTgwNTgyNzQ5JmM9MzY4NTg=', '', '.', `${forged}.${cursor.split('.')[1]}`, `${cursor}.${cursor}`].filter((text) => text !== '');
  for (const text of wrong) expect([text, (await api.get(`${LIST}?cursor=${encodeURIComponent(text)}`)).status]).toEqual([text, 400]);
  expect((await ada.api.get(`${LIST}?cursor=${encodeURIComponent(cursor)}`)).status).toBe(400);
  expect((await api.get(`/api/v1/searches/?cursor=${encodeURIComponent(cursor)}`)).status).toBe(400);
  expect((await api.get(`${LIST}?cursor=${encodeURIComponent(cursor)}`)).status).toBe(200);
});

test.each(['0', '1001', '-1', 'ten', '1.5', '1e2', '١'])('IM-008 page_size=%s is 400', async (size) => {
  expect((await ada.api.get(`${LIST}?page_size=${encodeURIComponent(size)}`)).status).toBe(400);
});
