/** The leak desk on the wire, and what the account page gives out for marking. */
import { createPublicKey } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { LeakView, TraceView } from '../../src/http/native/leaks-wire.ts';
import type { Client } from '../support/client.ts';
import { PASSWORD, startServer, type TestServer } from '../support/server.ts';
import { encodePng, photo } from '../support/synthetic.ts';

vi.setConfig({ testTimeout: 600_000 });

const BASE = '/native/v1/leaks';
let server: TestServer;
let ada: Client;
let eve: Client;
let original: Uint8Array;
let leak: LeakView;

beforeAll(async () => {
  server = await startServer({ work: false });
  await server.user('ada');
  await server.user('eve');
  [ada, eve] = [await server.anonymous.signIn('ada', PASSWORD), await server.anonymous.signIn('eve', PASSWORD)];
  original = new Uint8Array(await encodePng(photo('leaked', 600, 440)));
  const made = await ada.form(BASE, [{ name: 'secret.png', bytes: original }], { recipients: 'name,desk\n"Doe, Jane",a\nBob,b\nÉve,c\n' });
  expect([made.status, made.status === 201 ? '' : made.text]).toEqual([201, '']);
  leak = made.json<LeakView>();
}, 300_000);
afterAll(() => server.close());

const copyOf = async (name: string) => ada.get(`${BASE}/${leak.id}/copies/${leak.recipients.find((recipient) => recipient.name === name)?.id}`);
const trace = async (bytes: Uint8Array): Promise<TraceView> => (await ada.form(`${BASE}/${leak.id}/trace`, [{ name: 'found.jpg', bytes }])).json<TraceView>();
const altered = async (bytes: Uint8Array): Promise<Uint8Array> => new Uint8Array(await sharp(bytes).extract({ left: 40, top: 30, width: 500, height: 370 }).resize(420).jpeg({ quality: 75 }).toBuffer());

test('each recipient has a copy of their own in the format of the original, the same one each time', async () => {
  expect(leak).toMatchObject({ name: 'secret.png', width: 600, height: 440, recipients: [{ name: 'Doe, Jane' }, { name: 'Bob' }, { name: 'Éve' }] });
  expect((await ada.get(BASE)).json<{ leaks: LeakView[] }>().leaks).toEqual([leak]);
  const [jane, again, bob] = [await copyOf('Doe, Jane'), await copyOf('Doe, Jane'), await copyOf('Bob')];

  expect([jane.status, jane.headers.get('content-type'), jane.headers.get('content-disposition')]).toEqual([200, 'image/png', expect.stringContaining('secret.png')]);
  expect(Buffer.from(jane.bytes).equals(again.bytes)).toBe(true);
  expect(Buffer.from(jane.bytes).equals(bob.bytes)).toBe(false);
  expect(Buffer.from(jane.bytes).equals(original)).toBe(false);
});

test('a leaked copy, cropped, reduced and recompressed, names its recipient; the unmarked original names nobody; another picture is not comparable', async () => {
  const found = await trace(await altered((await copyOf('Bob')).bytes));
  expect(found).toMatchObject({ comparable: true, suspects: [{ recipient: { name: 'Bob' } }], transform: expect.any(Array) as number[] });
  expect(found.suspects[0]?.log10p).toBeLessThan(-9);

  expect(await trace(await altered(original))).toMatchObject({ comparable: true, suspects: [] });
  expect(await trace(new Uint8Array(await encodePng(photo('unrelated', 600, 440))))).toEqual({ comparable: false, suspects: [] });
});

test('what cannot be handed out is refused with its reason, and nothing is kept', async () => {
  const flat = new Uint8Array(await sharp({ create: { width: 400, height: 300, channels: 3, background: '#888' } }).png().toBuffer());
  const codes = await Promise.all([
    ada.form(BASE, [{ name: 'flat.png', bytes: flat }], { recipients: 'a' }), ada.form(BASE, [{ name: 'x.png', bytes: original }], { recipients: 'a\na' }), ada.form(BASE, [{ name: 'x.txt', bytes: Buffer.from('text') }], { recipients: 'a' }),
  ]);

  expect(codes.map((answer) => [answer.status, answer.json<{ code: string }>().code])).toEqual([[400, 'watermark/too-flat'], [400, 'request/invalid'], [400, 'image/unsupported']]);
  expect((await ada.get(BASE)).json<{ leaks: LeakView[] }>().leaks).toHaveLength(1);
});

test('another account sees, fetches, traces and deletes nothing of it; deleted, it is gone', async () => {
  const recipient = leak.recipients[0]?.id;
  expect((await eve.get(BASE)).json()).toEqual({ leaks: [] });
  for (const answer of [await eve.get(`${BASE}/${leak.id}/copies/${recipient}`), await eve.form(`${BASE}/${leak.id}/trace`, [{ name: 'x.png', bytes: original }]), await eve.send('DELETE', `${BASE}/${leak.id}`), await ada.get(`${BASE}/${leak.id}/copies/999999`)]) expect(answer.status).toBe(404);
  expect((await server.anonymous.get(BASE)).status).toBe(401);

  expect((await ada.send('DELETE', `${BASE}/${leak.id}`)).status).toBe(204);
  expect([(await ada.get(BASE)).json(), (await ada.get(`${BASE}/${leak.id}/copies/${recipient}`)).status]).toEqual([{ leaks: [] }, 404]);
});

test('IM-160 the account page offers the builds that are there, and the public key as DER', async () => {
  const page = (await ada.get('/native/v1/account/watermarking')).json<{ linux: number | null; windows: number | null }>();
  const key = await ada.get('/native/v1/account/watermarking/public_key.der');

  expect(createPublicKey({ key: Buffer.from(key.bytes), format: 'der', type: 'pkcs1' }).asymmetricKeyDetails?.modulusLength).toBe(3072);
  for (const system of ['linux', 'windows'] as const) {
    const file = await ada.get(`/native/v1/account/watermarking/software/${system}`);
    expect([system, file.status, file.status === 200 ? file.bytes.length : null]).toEqual([system, page[system] === null ? 404 : 200, page[system]]);
    if (file.status === 200) expect(file.headers.get('content-disposition')).toContain(system === 'linux' ? '"lamark"' : '"lamark.exe"');
  }
  expect((await server.anonymous.get('/native/v1/account/watermarking/public_key.der')).status).toBe(401);
});
