import { afterAll, beforeAll, expect, test } from 'vitest';
import sharp from 'sharp';
import userGrant from '../../src/cli/commands/user-grant.ts';
import type { CommandContext } from '../../src/cli/command.ts';
import type { MediaPage, MediaRoots, MediaSearchReply, MediumView } from '../../src/http/native/media-wire.ts';
import type { Answer, Client } from '../support/client.ts';
import { PASSWORD, startServer, type TestServer } from '../support/server.ts';
import { encodeJpeg, photo } from '../support/synthetic.ts';

let server: TestServer;
let ada: Client;
let eve: Client;
let home: number;
let bytes: Uint8Array;
beforeAll(async () => {
  server = await startServer({ work: false });
  await server.user('ada');
  await server.user('eve');
  [ada, eve] = [await server.anonymous.signIn('ada', PASSWORD), await server.anonymous.signIn('eve', PASSWORD)];
  home = (await roots(ada)).home.id;
  bytes = new Uint8Array(await encodeJpeg(photo('native', 640, 420), 88));
});
afterAll(() => server.close());

const BASE = '/native/v1/media';
const roots = async (who: Client): Promise<MediaRoots> => (await who.get(BASE)).json<MediaRoots>();
const folder = async (name: string, parent = home): Promise<MediumView> => (await ada.send('POST', `${BASE}/${parent}/folders`, { name })).json<MediumView>();
const upload = (parent: number, name: string, content = bytes, query = '', who = ada): Promise<Answer> => who.form(`${BASE}/${parent}/files${query}`, [{ name, bytes: content }]);
const children = async (id: number, query = '', who = ada): Promise<MediaPage> => (await who.get(`${BASE}/${id}/children${query}`)).json<MediaPage>();
const picture = async (seed: string): Promise<Uint8Array> => new Uint8Array(await encodeJpeg(photo(seed, 120, 90), 85));

test('a file is uploaded into a folder, listed with its way, shown, flagged, renamed, moved and deleted', async () => {
  const a = await folder('Á folder');
  const made = await upload(a.id, 'x.jpg', bytes, '?exclusive=true');
  const medium = made.json<MediumView>();
  expect([made.status, medium]).toEqual([201, expect.objectContaining({ name: 'x.jpg', path: 'ada/Á folder/x.jpg', type: 'image', exclusive: true, writable: true, bytes: bytes.length, width: 640, height: 420, parents: [{ id: home, name: 'ada' }, { id: a.id, name: 'Á folder' }] })]);
  expect((await upload(a.id, 'x.jpg')).status).toBe(409);
  expect((await upload(a.id, 'x.jpg', bytes, '?replace=true')).json()).toMatchObject({ id: medium.id, exclusive: null });
  expect(await children(a.id)).toEqual({ media: [expect.objectContaining({ id: medium.id })], count: 1, next: null });
  const thumbnail = await ada.get(`${BASE}/${medium.id}/picture/thumbnail`);
  expect([thumbnail.headers.get('content-type'), (await sharp(thumbnail.bytes).metadata()).width, (await sharp((await ada.get(`${BASE}/${medium.id}/picture/stored`)).bytes).metadata()).width]).toEqual(['image/jpeg', 256, 640]);
  expect((await roots(ada)).usage).toMatchObject({ images: 1, bytes: bytes.length, exceeded: false });

  const b = await folder('b');
  const moved = await ada.send('PATCH', `${BASE}/${medium.id}`, { parent: b.id, name: 'y', exclusive: false });
  expect(moved.json()).toMatchObject({ id: medium.id, path: 'ada/b/y', exclusive: false });
  expect((await ada.send('PATCH', `${BASE}/${medium.id}`, { exclusive: null })).json()).toMatchObject({ exclusive: null });
  expect((await ada.send('PATCH', `${BASE}/${b.id}`, { parent: b.id })).status).toBe(409);
  expect((await ada.send('PATCH', `${BASE}/${b.id}`, { exclusive: true })).status).toBe(400);
  expect((await ada.send('PATCH', `${BASE}/${b.id}`, { name: 'a/b' })).status).toBe(400);
  expect((await ada.send('PATCH', `${BASE}/${home}`, { name: 'z' })).status).toBe(403);
  expect([(await ada.send('DELETE', `${BASE}/${b.id}`)).status, (await ada.get(`${BASE}/${medium.id}`)).status, (await roots(ada)).usage.images]).toEqual([204, 404, 0]);
});

test('a copy is found with its geometry: corners of the registered image in px of the query', async () => {
  const { id } = (await upload(home, 'found.jpg')).json<MediumView>();
  const half = new Uint8Array(await sharp(bytes).resize(320, 210).jpeg().toBuffer());
  const answer = await ada.form(`${BASE}/search?transform=scale`, [{ name: 'q.jpg', bytes: half }]);
  const { query, matches } = answer.json<MediaSearchReply>();
  expect([answer.status, query.width, query.height, query.picture.slice(0, 23), matches.length]).toEqual([200, 320, 210, 'data:image/jpeg;base64,', 1]);
  expect(matches[0]).toMatchObject({ medium: { id, path: 'ada/found.jpg' }, verified: true });
  const [first, , third] = matches[0]?.outline ?? [];
  for (const [got, wanted] of [[first?.x, 0], [first?.y, 0], [third?.x, 320], [third?.y, 210]] as const) expect(Math.abs((got ?? 99) - wanted)).toBeLessThan(4);
  expect((await eve.form(`${BASE}/search`, [{ name: 'q.jpg', bytes: half }])).json<MediaSearchReply>().matches).toEqual([]);
  expect((await ada.form(`${BASE}/search`, [{ name: 'q.txt', bytes: Buffer.from('text') }])).status).toBe(400);
});

test('children come in pages by name', async () => {
  const many = await folder('many');
  for (let i = 0; i < 5; i++) await folder(`n${i}`, many.id);
  const names: string[] = [];
  for (let next: string | null = ''; next !== null;) {
    const page: MediaPage = await children(many.id, `?limit=2${next ? `&cursor=${next}` : ''}`);
    names.push(...page.media.map(({ name }) => name));
    next = page.next;
  }
  expect(names).toEqual(['n0', 'n1', 'n2', 'n3', 'n4']);
});

test('another account gets 404 for every address of a medium, unless its folder is opened to it', async () => {
  const shared = await folder('shared');
  const { id } = (await upload(shared.id, 'a.jpg', await picture('shared'))).json<MediumView>();
  const calls: [string, string, unknown?][] = [
    ['GET', `${BASE}/${id}`], ['GET', `${BASE}/${shared.id}/children`], ['GET', `${BASE}/${id}/picture/preview`], ['POST', `${BASE}/${shared.id}/folders`, { name: 'x' }], ['PATCH', `${BASE}/${id}`, { exclusive: true }],
    ['DELETE', `${BASE}/${id}`], ['PUT', `${BASE}/${shared.id}/grants`, { account: 'eve', mode: 'write' }], ['DELETE', `${BASE}/${shared.id}/grants/eve`],
  ];
  for (const [method, path, body] of calls) expect([method, path, (await eve.send(method, path, body)).status]).toEqual([method, path, 404]);
  expect((await upload(shared.id, 'b.jpg', bytes, '', eve)).status).toBe(404);
  const into = (await roots(eve)).home.id;
  expect((await ada.send('PATCH', `${BASE}/${id}`, { parent: into })).status).toBe(404);
  expect((await eve.get(`${BASE}/grants`)).json()).toEqual({ grants: [] });

  const printed: string[] = [];
  const context = { app: async () => server.app, print: (text: string) => void printed.push(text) } as unknown as CommandContext;
  await userGrant.run({ folder: 'ada/shared', mode: 'read' }, ['eve'], context);
  expect((await roots(eve)).opened).toMatchObject([{ id: shared.id, path: 'ada/shared', writable: false, parents: [] }]);
  expect((await children(shared.id, '', eve)).media).toMatchObject([{ id, writable: false, parents: [{ id: shared.id }] }]);
  expect([(await eve.send('DELETE', `${BASE}/${id}`)).status, (await upload(shared.id, 'b.jpg', bytes, '', eve)).status, (await eve.send('PUT', `${BASE}/${shared.id}/grants`, { account: 'eve', mode: 'write' })).status]).toEqual([403, 403, 403]);
  await userGrant.run({ folder: 'ada/shared', mode: 'write', web: 'off' }, ['eve'], context);
  expect((await upload(shared.id, 'b.jpg', await picture('b'), '', eve)).status).toBe(201);
  expect((await eve.get('/native/v1/account/tracking')).json()).toEqual({ web: false, press: true });
  await userGrant.run({ folder: 'ada/shared', mode: 'none' }, ['eve'], context);
  expect([(await eve.get(`${BASE}/${id}`)).status, printed]).toEqual([404, ['eve may read ada/shared', 'eve may write ada/shared', 'eve: web search off, press search on', 'ada/shared is closed to eve']]);
});

test('the switches of the web and the press are of the account', async () => {
  expect((await ada.send('PATCH', '/native/v1/account/tracking', { press: false })).json()).toEqual({ web: true, press: false });
  expect((await ada.get('/native/v1/account/tracking')).json()).toEqual({ web: true, press: false });
  expect((await ada.send('PATCH', '/native/v1/account/tracking', { press: 'x', other: 1 })).status).toBe(400);
});

test('the quota holds for uploads of the page', async () => {
  await server.app.store.accounts.setPlan((await server.app.store.accounts.named('eve')).id, { disk_quota: 1000 });
  const own = (await roots(eve)).home.id;
  const answer = await upload(own, 'a.jpg', bytes, '', eve);
  expect([answer.status, answer.json()['code'], (await roots(eve)).usage.exceeded]).toEqual([403, 'media/quota-exceeded', true]);
});
