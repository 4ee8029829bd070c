import { execFile } from 'node:child_process';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import sharp from 'sharp';
import type { TestServer } from '../../support/server.ts';
import { rawRequest } from '../../hostile/server-support.ts';
import { addressOf, codeOf, FOLDER, MEDIA, picture, put, walk, type MediaAnswer } from './media-client.ts';
import { startImatag, tenant, type Tenant } from './tenant.ts';

let server: TestServer;
let ada: Tenant;
let jpeg: Uint8Array;
beforeAll(async () => {
  server = await startImatag({ work: false, config: { allowPrivateFetch: '127.0.0.1' } });
  ada = await tenant(server, 'ada.l');
  jpeg = await picture('first', 1600, 900);
});
afterAll(() => server.close());

const get = async (path: string): Promise<MediaAnswer> => (await ada.api.get(`${MEDIA}/${path}`)).json<MediaAnswer>();
const found = async (bytes: Uint8Array, who = ada): Promise<number> => (await server.app.index.search(bytes, { scopes: [`media:${who.account.id}`] })).length;
const move = (url: string, to: string, who = ada) => who.api.send('POST', `${MEDIA}/_move`, { url: url.startsWith('http') ? url : `${server.url}${MEDIA}/${url}`, to });

describe('register, read, delete', () => {
  test('IM-040 IM-048 IM-051 IM-053 IM-055 IM-058 IM-062 IM-065 A082–A085 A088–A094 A097 PUT image/jpeg is 201 with the media object; parents are made; GET gives the same', async () => {
    const made = await put(ada.api, 'ada.l/uploads/2018/my-image.jpg', jpeg);
    const media = made.json<MediaAnswer>();
    const base = server.url.replace('127.0.0.1', 'localhost');
    const url = `${base}${MEDIA}/ada.l/uploads/2018/my-image.jpg`;

    expect(made.status).toBe(201);
    expect(media).toEqual({
      created: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/), path: 'ada.l/uploads/2018/my-image.jpg', type: 'image', url,
      image: expect.stringMatching(new RegExp(`^${base}/\\d+,[0-9a-f]{32}$`)), thumbnail: expect.stringMatching(/\/\d+,[0-9a-f]{32}$/), disk_usage: jpeg.length,
      web_matches: `${url}/matches/web/`, press_matches: `${url}/matches/press/`, user_matches: `${url}/matches/user/`,
    });
    expect(await get('ada.l/uploads/2018/my-image.jpg')).toEqual(media);
    expect(await get('ada.l/uploads/2018/my-image.jpg/')).toEqual(media);
    const [preview, thumbnail] = await Promise.all([media['image'], media['thumbnail']].map(async (link) => sharp((await server.anonymous.get(addressOf(link))).bytes).metadata()));
    expect([preview?.format, preview?.width, preview?.height, thumbnail?.width, thumbnail?.height]).toEqual(['jpeg', 1280, 720, 256, 144]);
    expect(await found(jpeg)).toBe(1);
  });

  test('IM-041 IM-069 A100 DELETE is 204; it is never found again, its static URLs are gone, and a second one is 404', async () => {
    const bytes = await picture('gone');
    const media = (await put(ada.api, 'ada.l/gone.jpg', bytes)).json<MediaAnswer>();
    expect(await found(bytes)).toBe(1);
    expect((await ada.api.send('DELETE', `${MEDIA}/ada.l/gone.jpg`)).status).toBe(204);
    expect([await found(bytes), (await ada.api.get(`${MEDIA}/ada.l/gone.jpg`)).status, (await ada.api.send('DELETE', `${MEDIA}/ada.l/gone.jpg/`)).status]).toEqual([0, 404, 404]);
    expect((await server.anonymous.get(addressOf(media['image']))).status).toBe(404);
  });

  test('IM-066 C66 the same type is replaced (200), other bytes are found and the old ones are not; another type is 409', async () => {
    const [before, after] = [await picture('before'), await picture('after')];
    expect([(await put(ada.api, 'ada.l/r/x', before)).status, (await put(ada.api, 'ada.l/r/x', after)).status, await found(before), await found(after)]).toEqual([201, 200, 0, 1]);
    expect([codeOf(await put(ada.api, 'ada.l/r/x', undefined, FOLDER)), codeOf(await put(ada.api, 'ada.l/r', before)), codeOf(await put(ada.api, 'ada.l/r/x/y', before))]).toEqual([[409, 'conflict'], [409, 'conflict'], [409, 'conflict']]);
  });

  test('IM-067 IM-068 IM-052 A091 A096 A101 exclusive by header and by JSON, in any spelling; absent when not said; anything else is 400', async () => {
    const flag = async (headers: Record<string, string>) => (await put(ada.api, 'ada.l/flag', jpeg, 'image/jpeg', headers)).json()['exclusive'];
    expect([await flag({ 'x-lamark-exclusive': 'True' }), await flag({ 'X-Lamark-Exclusive': '0' }), await flag({ 'x-lamark-exclusive': 'yes' }), await flag({})]).toEqual([true, false, true, undefined]);
    expect((await put(ada.api, 'ada.l/flag', jpeg, 'image/jpeg', { 'x-lamark-exclusive': 'perhaps' })).status).toBe(400);
  });

  test('IM-060 IM-171 JSON with the URL of an upload registers it from the store, whatever its size; with exclusive', async () => {
    const upload = await ada.api.send('POST', '/api/v1/uploads/', new Blob([jpeg as Uint8Array<ArrayBuffer>]), { 'content-type': 'image/jpeg' });
    const { url } = upload.json<{ url: string }>();
    const made = await ada.api.send('PUT', `${MEDIA}/ada.l/by-url.jpg`, { url, exclusive: 'true' });
    expect([made.status, made.json()['exclusive'], made.json()['disk_usage']]).toEqual([201, true, jpeg.length]);
    const sample = await ada.api.send('PUT', `${MEDIA}/ada.l/sample.jpg`, { url: `${server.url}/api/doc/images/tour-eiffel.jpeg` });
    expect([sample.status, sample.json()['type']]).toEqual([201, 'image']);
    for (const body of [{}, { url: 'nonsense' }, { url: `${server.url}/1,00000000000000000000000000000000` }, { url: 'ftp://example.org/a.jpg' }]) expect((await ada.api.send('PUT', `${MEDIA}/ada.l/none.jpg`, body)).status).toBe(400);
  });

  test('IM-061 a file at another address must be smaller than 5 MB; private addresses are not called', async () => {
    const small = await picture('small');
    const files: Record<string, Buffer> = { '/small.jpg': Buffer.from(small), '/large.jpg': Buffer.concat([small, Buffer.alloc(5 * 2 ** 20 - small.length)]), '/edge.jpg': Buffer.concat([small, Buffer.alloc(5 * 2 ** 20 - 1 - small.length)]) };
    const other = http.createServer((request, response) => {
      const file = files[request.url ?? ''];
      response.writeHead(file ? 200 : 404).end(file);
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    const register = (url: string) => ada.api.send('PUT', `${MEDIA}/ada.l/remote.jpg`, { url });
    const large = await register(`${base}/large.jpg`);
    expect([(await register(`${base}/small.jpg`)).status, (await register(`${base}/edge.jpg`)).status, large.status, (await register(`${base}/none.jpg`)).status]).toEqual([201, 200, 400, 400]);
    expect(large.json()['details']).toContain('5 MB');
    for (const url of ['http://169.254.169.254/latest/meta-data', 'http://[::ffff:10.0.0.1]/a', 'http://0x0a000001/a.jpg']) expect(codeOf(await register(url))).toEqual([400, 'fetch_blocked']);
    other.closeAllConnections();
    await new Promise((resolve) => { other.close(resolve); });
  });

  test('IM-027 IM-028 IM-022 IM-044 C62 the content decides: PNG, WebP, TIFF and image/jpg are taken without an extension; others are 415, damaged ones 400', async () => {
    const image = sharp(jpeg).resize(200);
    for (const [type, bytes] of [['image/jpg', jpeg], ['image/png', await image.png().toBuffer()], ['image/webp', await image.webp().toBuffer()], ['image/tiff', await image.tiff().toBuffer()], ['application/octet-stream', jpeg], ['image/jpeg', await image.png().toBuffer()]] as const) {
      expect([type, codeOf(await put(ada.api, `ada.l/types/${type.replace('/', '-')}`, bytes, type))[0]]).toEqual([type, expect.toSatisfy((status: number) => status === 201 || status === 200)]);
    }
    expect((await get('ada.l/types/image-webp'))['type']).toBe('image');
    for (const [type, body] of [['text/plain', 'hello'], ['image/jpeg', 'hello'], ['application/zip', 'PK'], ['image/heic', 'ftypheic']] as const) expect([type, (await put(ada.api, 'ada.l/types/x', body, type)).status]).toEqual([type, 415]);
    expect(codeOf(await put(ada.api, 'ada.l/types/x', jpeg.slice(0, 30)))[0]).toBe(400);
    expect((await ada.api.get(`${MEDIA}/ada.l/types/x`)).status).toBe(404);
  });

  test('IM-021 an empty body is 411, but not of a folder; IM-064 what is announced as application/lmk must be one', async () => {
    expect((await put(ada.api, 'ada.l/empty', undefined)).status).toBe(411);
    expect(codeOf(await put(ada.api, 'ada.l/lmk', 'LMK', 'application/lmk'))).toEqual([400, 'invalid_registration']);
  });
});

describe('folders', () => {
  test('IM-070 A099 application/x-directory is 201, again 200, with neither body nor length; IM-056 IM-050 IM-006 the listing has children only of itself', async () => {
    const curl = async (...args: string[]): Promise<string> => (await promisify(execFile)('curl', ['-s', '-w', '\n%{http_code}', ...args, '-H', `Authorization: Token ${ada.token}`])).stdout;
    expect(await curl('-X', 'PUT', `${server.url}${MEDIA}/ada.l/uploads/2019`, '-H', `Content-Type: ${FOLDER}`)).toMatch(/"type":"folder".*\n201$/s);
    expect((await put(ada.api, 'ada.l/uploads/2019', undefined, FOLDER)).status).toBe(200);
    const listing = await get('ada.l/uploads');
    expect(listing).toEqual({
      children: [expect.objectContaining({ path: 'ada.l/uploads/2018', type: 'folder' }), expect.objectContaining({ path: 'ada.l/uploads/2019', type: 'folder' })],
      created: expect.any(String), next: null, previous: null, count: 2, path: 'ada.l/uploads', type: 'folder', url: expect.stringMatching(/^http:.*\/api\/v1\/media\/ada\.l\/uploads$/),
    });
    expect(Object.keys(listing.children[0] ?? {}).sort()).toEqual(['created', 'path', 'type', 'url']);
  });

  test('IM-057 C37 GET /media/ lists the homes; the home is found by name and by its slug, and printed with the name', async () => {
    const roots = await get('');
    expect([roots.children.map(({ path }) => path), roots.count, roots.type]).toEqual([['ada.l'], 1, 'folder']);
    expect([(await get('ada-l')).path, (await get('ADA.L/uploads')).path]).toEqual(['ada.l', 'ada.l/uploads']);
  });

  test('IM-071 deleting a folder deletes all in it; the home itself is 403', async () => {
    const bytes = await picture('in folder');
    await put(ada.api, 'ada.l/f/g/h/a.jpg', bytes);
    expect([(await ada.api.send('DELETE', `${MEDIA}/ada.l/f`)).status, await found(bytes), (await ada.api.get(`${MEDIA}/ada.l/f/g/h/a.jpg`)).status]).toEqual([204, 0, 404]);
    expect((await ada.api.send('DELETE', `${MEDIA}/ada.l`)).status).toBe(403);
  });

  test('IM-004 IM-005 IM-008 A086 A087 pages visit each child once while others are put', async () => {
    const names = Array.from({ length: 60 }, (_, i) => `n${String(i).padStart(2, '0')}`);
    for (const name of names) await put(ada.api, `ada.l/many/${name}`, undefined, FOLDER);
    let n = 0;
    const seen = await walk(ada.api, `${MEDIA}/ada.l/many?page_size=7`, () => put(ada.api, `ada.l/many/n${n % 2 === 0 ? '00' : '59'}-${n++}`, undefined, FOLDER));
    expect(seen.filter((path) => names.includes(path.slice('ada.l/many/'.length)))).toEqual(names.map((name) => `ada.l/many/${name}`));
    expect(new Set(seen).size).toBe(seen.length);
    const first = (await ada.api.get(`${MEDIA}/ada.l/many?page_size=7`)).json<MediaAnswer>();
    const second = (await ada.api.get(addressOf(first.next))).json<MediaAnswer>();
    const back = (await ada.api.get(addressOf(second['previous']))).json<MediaAnswer>();
    expect(back.children.map(({ path }) => path)).toEqual(first.children.map(({ path }) => path));
    for (const query of ['cursor=x', `cursor=${new URL(String(first.next)).searchParams.get('cursor')?.replace(/.$/, '!')}`, 'page_size=0', 'page_size=1001']) expect((await ada.api.get(`${MEDIA}/ada.l/many?${query}`)).status).toBe(400);
    const foreign = String(first.next).replace('/many', '/uploads');
    expect((await ada.api.get(addressOf(foreign))).status).toBe(400);
  });
});

describe('_move', () => {
  test('IM-072 C47 renames, moves into a folder, makes what is missing; `to` is a URL or a path; matches of it follow', async () => {
    const bytes = await picture('moved');
    await put(ada.api, 'ada.l/m/a.jpg', bytes);
    const renamed = await move('ada.l/m/a.jpg', `${server.url}${MEDIA}/ada.l/m2/deep/b%20c.jpg`);
    expect([renamed.status, renamed.json()]).toEqual([200, { path: 'ada.l/m2/deep/b c.jpg' }]);
    expect((await move('ada.l/m2/deep/b%20c.jpg', 'ada.l/m3/')).json()).toEqual({ path: 'ada.l/m3/b c.jpg' });
    expect((await move('ada.l/m3', 'ada.l/m4/')).json()).toEqual({ path: 'ada.l/m4/m3' });
    expect([(await get('ada.l/m4/m3/b%20c.jpg')).type, await found(bytes)]).toEqual(['image', 1]);
  });

  test('IM-073 IM-019 not a URL 400, nothing there 404, into itself or onto something 409, to another home 403', async () => {
    await put(ada.api, 'ada.l/k/a.jpg', jpeg);
    await put(ada.api, 'ada.l/k/b.jpg', jpeg);
    await tenant(server, 'zoe');
    const status = async (from: string, to: string) => (await move(from, to)).status;
    expect([
      await status('ada.l/k', 'ada.l/k/'), await status('ada.l/k', 'ada.l/k/x/y'), await status('ada.l/k/a.jpg', 'ada.l/k/b.jpg'), await status('ada.l/k/a.jpg', 'ada.l/k/'),
      await status('ada.l/none', 'ada.l/x'), await status('ada.l/k/a.jpg', 'zoe/a.jpg'), await status('ada.l/k/a.jpg', 'nobody/a.jpg'), await status('zoe/a.jpg', 'ada.l/a.jpg'),
      await status('https://', 'ada.l/x'), await status('https://example.org/elsewhere', 'ada.l/x'), await status('ada.l/k/a.jpg', 'ada.l/../b'), await status('ada.l/k/a.jpg', 'ada.l/_move'), await status('ada.l', 'ada.l/k/'),
    ]).toEqual([409, 409, 409, 409, 404, 403, 403, 404, 400, 400, 400, 400, 403]);
    expect((await ada.api.send('POST', `${MEDIA}/_move`, { url: 'ada.l/k/a.jpg', to: 'ada.l/x' })).status).toBe(400);
    expect((await ada.api.send('POST', `${MEDIA}/_move`, {})).status).toBe(400);
  });
});

describe('matches of a medium', () => {
  test('IM-054 IM-097 C33 matches/ and _matches/ both resolve; a folder called matches wins; a folder has none', async () => {
    await put(ada.api, 'ada.l/mm/a.jpg', jpeg);
    for (const word of ['matches', '_matches']) {
      for (const type of ['web', 'press', 'user']) {
        for (const end of ['', '/', '/?watermarked=True']) expect([word, type, end, (await ada.api.get(`${MEDIA}/ada.l/mm/a.jpg/${word}/${type}${end}`)).json()]).toEqual([word, type, end, { count: 0, next: null, previous: null, results: [] }]);
      }
    }
    await put(ada.api, 'ada.l/mm/matches/web', undefined, FOLDER);
    expect((await get('ada.l/mm/matches/web')).type).toBe('folder');
    expect([(await ada.api.get(`${MEDIA}/ada.l/mm/_matches/web`)).status, (await ada.api.get(`${MEDIA}/ada.l/mm/matches/press`)).status, (await ada.api.get(`${MEDIA}/ada.l/mm/a.jpg/matches/none`)).status]).toEqual([404, 404, 404]);
  });

  test('IM-098 what a recorded search found is listed with the medium', async () => {
    const { medium } = { medium: (await server.app.store.sql<{ id: number }>`select id from medium where name = 'a.jpg' and key = 'a.jpg' order by id desc limit 1`)[0]?.id ?? 0 };
    await server.app.store.transaction((tx) => tx.matches.insert({ account_id: ada.account.id, type: 'web', created_at: new Date(), media_ids: [medium], query_url: 'https://x.example/a.jpg', query_page_url: 'https://x.example/' }));
    const list = (await ada.api.get(`${MEDIA}/ada.l/mm/a.jpg/matches/web/`)).json<{ count: number; results: { paths: { path: string }[] }[] }>();
    expect([list.count, list.results[0]?.paths[0]?.path]).toEqual([1, 'ada.l/mm/a.jpg']);
  });
});

describe('names', () => {
  const raw = async (method: string, path: string, headers: Record<string, string> = {}): Promise<number> => (await rawRequest(server.url, `${MEDIA}/${path}`, { method, headers: { ...ada.api.headers, ...headers } })).status;

  test.each([
    'a%2Fb', 'a%2fb', '..', '%2e%2e', '..%2f..%2fetc', '.', '%00', 'a%00b', 'a%0Ab', 'a%7Fb', '%20a', 'a%20', '%E2%80%8Ba', 'a%E2%80%AEb', '%EF%BB%BFa', '_matches', '_move', 'x//y', '%', '%zz', '%E0%A4%A', '%C3%28', encodeURIComponent('ü'.repeat(128)),
  ])('IM-045 IM-047 %s is 400, to put and to read', async (name) => {
    expect([await raw('PUT', `ada.l/names/${name}`, { 'content-type': FOLDER }), await raw('GET', `ada.l/names/${name}/x`)]).toEqual([400, 400]);
  });

  test.each(['한글.jpg', 'un nom', 'a%b', 'a+b&c=d?e#f', '𝒳', 'CON', 'é', '"quoted"', '<b>', "'; drop table medium; --", 'matches', 'x'.repeat(255)])('IM-046 %s is kept as given', async (name) => {
    const made = await put(ada.api, `ada.l/odd/${encodeURIComponent(name)}`, undefined, FOLDER);
    expect([made.status, made.json()['path']]).toEqual([201, `ada.l/odd/${name}`]);
    expect((await ada.api.get(addressOf(made.json()['url']))).json()['path']).toBe(`ada.l/odd/${name}`);
  });

  test('IM-046 names that are canonically equivalent are one', async () => {
    await put(ada.api, `ada.l/nfc/${encodeURIComponent('e\u0301')}`, undefined, FOLDER);
    expect([(await put(ada.api, `ada.l/nfc/${encodeURIComponent('\u00e9')}`, undefined, FOLDER)).status, (await get('ada.l/nfc')).children.map(({ path }) => path)]).toEqual([200, ['ada.l/nfc/e\u0301']]);
  });

  test('IM-043 64 levels and 4096 bytes are taken, one more is 400; a 60-level path can be put, read and deleted', async () => {
    const deep = (n: number, name = 'd'): string => Array.from({ length: n }, () => name).join('/');
    expect([(await put(ada.api, `ada.l/${deep(60)}`, jpeg)).status, (await get(`ada.l/${deep(60)}`)).type]).toEqual([201, 'image']);
    expect([(await put(ada.api, `ada.l/e/${deep(63)}`, undefined, FOLDER)).status, (await put(ada.api, `ada.l/e/${deep(64)}`, undefined, FOLDER)).status]).toEqual([201, 400]);
    const long = `${deep(16, 'y'.repeat(255))}`; // 4095 bytes
    expect([(await put(ada.api, `ada.l/${long}`, undefined, FOLDER)).status, (await put(ada.api, `ada.l/${long}/zz`, undefined, FOLDER)).status]).toEqual([201, 400]);
    expect((await ada.api.send('DELETE', `${MEDIA}/ada.l/d`)).status).toBe(204);
  });
});

test('IM-017 other methods are 405 with Allow', async () => {
  for (const [method, path, allow] of [['POST', 'ada.l/x', 'DELETE, GET, HEAD, PUT'], ['PATCH', 'ada.l', 'DELETE, GET, HEAD, PUT'], ['DELETE', '', 'GET, HEAD']] as const) {
    const answer = await ada.api.send(method, `${MEDIA}/${path}`, {});
    expect([method, answer.status, answer.headers.get('allow')]).toEqual([method, 405, allow]);
  }
});
