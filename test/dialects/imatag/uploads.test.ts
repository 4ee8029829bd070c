import { afterAll, beforeAll, expect, test } from 'vitest';
import sharp from 'sharp';
import { type Client } from '../../support/client.ts';
import { DAY_MS, type TestServer } from '../../support/server.ts';
import { encodePng, micrograph } from '../../support/synthetic.ts';
import { startImatag, tenant, type Tenant } from './tenant.ts';

const UPLOADS = '/api/v1/uploads/';
let server: TestServer;
let ada: Tenant;
let jpeg: Buffer;
beforeAll(async () => {
  server = await startImatag({ work: false });
  ada = await tenant(server, 'ada');
  jpeg = await sharp(await encodePng(micrograph('upload', 200, 150))).jpeg().toBuffer();
});
afterAll(() => server.close());

const upload = async (body: Uint8Array = jpeg, type = 'image/jpeg', api: Client = ada.api) => {
  const response = await fetch(server.url + UPLOADS, { method: 'POST', body: body as Uint8Array<ArrayBuffer>, headers: { ...api.headers, 'content-type': type } });
  return { status: response.status, body: (await response.json()) as { url: string; expiry: string; code: string } };
};
const path = (url: string): string => new URL(url).pathname;

test('IM-170 C58 C59 C64 A210 A211 an upload is kept a day at an address of its own, which needs no token', async () => {
  const before = Date.now();
  const { status, body } = await upload();
  expect([status, Object.keys(body).sort()]).toEqual([201, ['expiry', 'url']]);
  expect(body.url).toMatch(/^http:\/\/localhost:\d+\/\d+,[0-9a-f]{32}$/);
  expect(body.expiry).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  expect(Math.abs(Date.parse(body.expiry) - before - DAY_MS)).toBeLessThan(60_000);
  const file = await server.anonymous.get(path(body.url));
  expect([file.status, file.headers.get('content-type'), Buffer.from(file.bytes).equals(jpeg)]).toEqual([200, 'image/jpeg', true]);
  expect(file.headers.get('content-security-policy')).toContain('sandbox');
});

test('C59 an address with another token or number is 404, and so is a link of another kind of number', async () => {
  const url = path((await upload()).body.url);
  const flip = (text: string): string => text.replace(/[0-9a-f]$/, (c) => (c === '0' ? '1' : '0'));
  for (const wrong of [flip(url), url.replace(/^\/\d+/, (n) => `/${Number(n.slice(1)) + 1}`), `/999999,${'0'.repeat(32)}`, url.slice(0, -1), `${url}0`, '/1,abc', `/-1,${'0'.repeat(32)}`]) {
    expect([wrong, (await server.anonymous.get(wrong)).status]).toEqual([wrong, 404]);
  }
});

test('C64 A066 after a day it is gone, and its bytes with it', async () => {
  const other = await startImatag({ work: false });
  try {
    const { api, account } = await tenant(other, 'bob');
    const response = await fetch(other.url + UPLOADS, { method: 'POST', body: jpeg as Uint8Array<ArrayBuffer>, headers: { ...api.headers, 'content-type': 'image/jpeg' } });
    const { url } = (await response.json()) as { url: string };
    const [{ sha256 = '' } = {}] = await other.app.store.sql<{ sha256: string }>`select sha256 from static_link where account_id = ${account.id}`;
    other.travel(DAY_MS + 1000);
    expect((await other.anonymous.get(path(url))).status).toBe(404);
    const { default: expire } = await import('../../../src/jobs/expire.ts');
    await expire.run({}, { ...other.app, signal: new AbortController().signal });
    await expect(other.app.blobs.read(sha256)).rejects.toMatchObject({ code: 'blob/missing' });
  } finally {
    await other.close();
  }
});

test('IM-027 IM-028 C62 what it is decides the content, not the type that is announced', async () => {
  const png = Buffer.from(await encodePng(micrograph('png', 80, 60)));
  for (const [bytes, type] of [[jpeg, 'image/jpg'], [png, 'image/jpeg'], [jpeg, 'application/octet-stream'], [jpeg, 'image/webp']] as const) expect([type, (await upload(bytes, type)).status]).toEqual([type, 201]);
  const shown = await server.anonymous.get(path((await upload(png)).body.url));
  expect(shown.headers.get('content-type')).toBe('image/png');
  expect((await upload(Buffer.from('no picture'))).body.code).toBe('image_unsupported');
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  const answer = await server.anonymous.get(path((await upload(svg, 'image/svg+xml')).body.url));
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
});

test('an upload as a form works too; a form without a file does not', async () => {
  expect((await ada.api.form(UPLOADS, [{ name: 'a.jpg', bytes: jpeg }])).status).toBe(201);
  expect((await ada.api.form(UPLOADS, [], { x: '1' })).status).toBe(400);
});

test('IM-033 the sample files of the reference are there, without a token', async () => {
  for (const name of ['tour-eiffel.jpeg', 'query.jpeg']) {
    const answer = await server.anonymous.get(`/api/doc/images/${name}`);
    expect([name, answer.status, answer.headers.get('content-type'), (await sharp(answer.bytes).metadata()).format]).toEqual([name, 200, 'image/jpeg', 'jpeg']);
  }
});

test('IM-033 IM-150 the sample registration is sealed to this server: the sample query is found with it, and it can be registered', async () => {
  const [query, registration] = ['images/query.jpeg', 'registration.lmk'].map((name) => `${server.url}/api/doc/${name}`);
  const file = await server.anonymous.get('/api/doc/registration.lmk');
  expect([file.status, file.headers.get('content-type'), file.text.slice(0, 3)]).toEqual([200, 'application/lmk', 'eyJ']);

  expect((await ada.api.send('POST', '/api/v1/watermarking/detect/', { query, registration })).json()).toEqual({ marked: true });
  expect((await ada.api.send('PUT', '/api/v1/media/ada/sample.jpg', { url: registration })).status).toBe(201);
});
