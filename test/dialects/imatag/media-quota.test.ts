import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestServer } from '../../support/server.ts';
import { rawRequest } from '../../hostile/server-support.ts';
import { codeOf, FOLDER, MEDIA, picture, put, type MediaAnswer } from './media-client.ts';
import { startImatag, tenant, type Tenant } from './tenant.ts';

let server: TestServer;
let ada: Tenant;
let bea: Tenant;
let jpeg: Uint8Array;
beforeAll(async () => {
  server = await startImatag({ work: false });
  [ada, bea] = [await tenant(server, 'ada'), await tenant(server, 'bea')];
  jpeg = await picture('quota');
});
afterAll(() => server.close());

const account = async (who: Tenant): Promise<Record<string, unknown>> => (await who.api.get('/api/v1/account/')).json();
const plan = (who: Tenant, change: { image_quota?: number | null; disk_quota?: number | null }) => server.app.store.accounts.setPlan(who.account.id, change);

/** Sends `bytes` in pieces of 64 kB, without saying how many, and counts how many went out. */
async function stream(who: Tenant, path: string, bytes: number, headers: Record<string, string> = {}): Promise<{ status: number; text: string; sent: number }> {
  let sent = 0;
  const body = (async function* () {
    yield jpeg;
    for (sent = jpeg.length; sent < bytes; sent += 65_536) yield Buffer.alloc(65_536, 7);
  })();
  const answer = await rawRequest(server.url, `${MEDIA}/${path}`, { method: 'PUT', headers: { ...who.api.headers, 'content-type': 'image/jpeg', ...headers }, body });
  return { ...answer, sent };
}

test('IM-074 IM-182 over the number of images: 403 quota_exceeded and an incident, until one is deleted; a replacement is not one more', async () => {
  await plan(ada, { image_quota: 2 });
  for (const name of ['1', '2']) expect((await put(ada.api, `ada/q/${name}`, await picture(name))).status).toBe(201);
  expect(await account(ada)).toMatchObject({ image_count: 2, image_quota: 2, incidents: null });
  expect(codeOf(await put(ada.api, 'ada/q/3', jpeg))).toEqual([403, 'quota_exceeded']);
  expect(await account(ada)).toMatchObject({ image_count: 2, incidents: 'quota exceeded' });
  expect((await put(ada.api, 'ada/q/2', jpeg)).status).toBe(200);
  expect((await put(ada.api, 'ada/q/folder', undefined, FOLDER)).status).toBe(201);
  expect(codeOf(await put(ada.api, 'ada/q/3', jpeg, 'application/octet-stream'))).toEqual([403, 'quota_exceeded']);
  await ada.api.send('DELETE', `${MEDIA}/ada/q/1`);
  expect(await account(ada)).toMatchObject({ image_count: 1, incidents: null });
  expect((await put(ada.api, 'ada/q/3', jpeg)).status).toBe(201);
});

test('IM-074 over the bytes: refused by its length before the body is sent', async () => {
  await plan(bea, { disk_quota: 200_000 });
  let sent = 0;
  const answer = await rawRequest(server.url, `${MEDIA}/bea/large`, {
    method: 'PUT', headers: { ...bea.api.headers, 'content-type': 'image/jpeg', 'content-length': '50000000' },
    body: (async function* () { for (; sent < 700; sent++) yield Buffer.alloc(65_536); })(),
  }).catch(() => ({ status: 0, text: '' }));
  expect(sent).toBeLessThan(700);
  expect([answer.status === 0 || JSON.parse(answer.text).code === 'quota_exceeded', (await account(bea))['incidents']]).toEqual([true, 'quota exceeded']);
});

test('IM-074 the quota passed in the middle of an upload that never says its size: 403, nothing is kept, and what fits still goes', async () => {
  await plan(bea, { disk_quota: 300_000 });
  expect((await put(bea.api, 'bea/fits', jpeg)).status).toBe(201);
  expect((await account(bea))['incidents']).toBeNull();
  const { status, text } = await stream(bea, 'bea/stream', 5_000_000);
  expect([status, JSON.parse(text).code, (await bea.api.get(`${MEDIA}/bea/stream`)).status]).toEqual([403, 'quota_exceeded', 404]);
  expect(await account(bea)).toMatchObject({ incidents: 'quota exceeded', disk_usage: jpeg.length });
  expect((await put(bea.api, 'bea/fits', jpeg)).status).toBe(200);
});

test('IM-074 several at once never pass the quota together', async () => {
  const cy = await tenant(server, 'cy');
  await plan(cy, { image_quota: 3, disk_quota: null });
  const statuses = await Promise.all(Array.from({ length: 8 }, async (_, i) => (await put(cy.api, `cy/${i}`, await picture(`cy${i}`, 80, 60))).status));
  expect(statuses.filter((status) => status === 201)).toHaveLength(3);
  expect(statuses.filter((status) => status === 403)).toHaveLength(5);
  expect(await account(cy)).toMatchObject({ image_count: 3 });
});

test('IM-042 IM-042b IM-016 IM-025 other homes look like none to read and are 403 to write to; a granted folder can be read, and written to when it says so', async () => {
  const [dan, eve] = [await tenant(server, 'dan'), await tenant(server, 'eve')];
  await plan(dan, { image_quota: null, disk_quota: null });
  await put(dan.api, 'dan/open/a.jpg', jpeg);
  const statuses = async (): Promise<number[]> => [
    (await eve.api.get(`${MEDIA}/dan`)).status, (await eve.api.get(`${MEDIA}/dan/open`)).status, (await eve.api.get(`${MEDIA}/dan/open/a.jpg`)).status, (await eve.api.get(`${MEDIA}/dan/open/a.jpg/matches/web/`)).status,
    (await put(eve.api, 'dan/open/b.jpg', jpeg)).status, (await put(eve.api, 'dan/c.jpg', jpeg)).status, (await eve.api.send('DELETE', `${MEDIA}/dan/open/a.jpg`)).status,
  ];
  expect(await statuses()).toEqual([404, 404, 404, 404, 403, 403, 404]);
  expect((await put(eve.api, 'nobody/b.jpg', jpeg)).status).toBe(403);
  const web = await server.anonymous.signIn('dan', 'correct horse battery staple');
  const folder = (await web.get('/native/v1/media')).json<{ home: { id: number } }>().home.id;
  const open = (await web.get(`/native/v1/media/${folder}/children`)).json<{ media: { id: number }[] }>().media[0]?.id ?? 0;
  expect((await web.send('PUT', `/native/v1/media/${open}/grants`, { account: 'eve', mode: 'read' })).status).toBe(200);
  expect(await statuses()).toEqual([404, 200, 200, 200, 403, 403, 403]);
  expect((await web.send('PUT', `/native/v1/media/${open}/grants`, { account: 'eve', mode: 'write' })).json()).toMatchObject({ path: 'dan/open', account: 'eve', mode: 'write' });
  expect(await statuses()).toEqual([404, 200, 200, 200, 201, 403, 204]);
  expect((await eve.api.get(`${MEDIA}/`)).json<MediaAnswer>().children.map(({ path }) => path)).toEqual(['dan/open', 'eve']);
  expect((await eve.api.send('DELETE', `${MEDIA}/dan/open`)).status).toBe(403);
  expect((await web.send('DELETE', `/native/v1/media/${open}/grants/eve`)).status).toBe(204);
  expect((await eve.api.get(`${MEDIA}/dan/open`)).status).toBe(404);
});
