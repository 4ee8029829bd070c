/** Marking, detection and registration of marked images, as a client of the API sees them. */
import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { MatchPage } from '../../../src/http/native/matches-wire.ts';
import type { VerifyReply } from '../../../src/http/native/verify-wire.ts';
import { readJpeg } from '../../../src/imaging/codecs/jpeg/read.ts';
import { readCredentials } from '../../../src/imaging/metadata/c2pa.ts';
import { WATERMARK_BINDING } from '../../../src/imaging/metadata/soft-binding.ts';
import { jpegPixelHash, pixelHashText } from '../../../src/watermark/lmk/pixel-hash.ts';
import { markJpeg } from '../../../src/watermark/files/mark-jpeg.ts';
import { markRaster } from '../../../src/watermark/files/mark-raster.ts';
import { newKey, type KeySource } from '../../../src/watermark/lmk/mark-key.ts';
import { newRegistration } from '../../../src/watermark/lmk/new-registration.ts';
import { writeRegistration } from '../../../src/watermark/lmk/registration.ts';
import { until } from '../../support/client.ts';
import { signImage } from '../../support/content-credentials.ts';
import { DAY_MS, PASSWORD, type TestServer } from '../../support/server.ts';
import { addressOf, codeOf, MEDIA, picture, put } from './media-client.ts';
import { startImatag, tenant, type Tenant } from './tenant.ts';

vi.setConfig({ testTimeout: 600_000 });

interface Made extends Record<string, unknown> {
  readonly original: string;
  readonly watermarked: string;
  readonly registration: string;
  readonly expiry: string;
}

const LIMITS = { maxPixels: 1e7 };
const MARK = '/api/v1/watermarking/';
let server: TestServer;
let ada: Tenant;
let bob: Tenant;
let original: Uint8Array<ArrayBuffer>;
let made: Made;
/** Crop, half size, recompressed. */
let leaked: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  server = await startImatag({ config: { marksPerDay: 6, signMarked: true } });
  [ada, bob] = [await tenant(server, 'ada'), await tenant(server, 'bob')];
  original = await picture('marked', 720, 540);
  const answer = await ada.api.send('POST', MARK, new Blob([original]), { 'content-type': 'image/jpeg' });
  expect([answer.status, answer.status === 200 ? '' : answer.text]).toEqual([200, '']);
  expect(answer.headers.get('x-ratelimit-watermarking-daily')).toBe('6');
  expect(answer.headers.get('x-ratelimit-watermarking-daily-remaining')).toBe('5');
  made = answer.json<Made>();
  leaked = await attacked(await fileAt(made.watermarked));
}, 180_000);
afterAll(() => server.close());

const fileAt = async (url: string): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array((await server.anonymous.get(addressOf(url))).bytes);
const attacked = async (bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await sharp(bytes).extract({ left: 60, top: 50, width: 600, height: 440 }).resize(420).jpeg({ quality: 70 }).toBuffer());
const upload = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> => (await ada.api.send('POST', '/api/v1/uploads/', new Blob([bytes]), { 'content-type': 'image/jpeg' })).json<{ url: string }>().url;
const dataUri = (bytes: Uint8Array, type = 'image/jpeg'): string => `data:${type};base64,${Buffer.from(bytes).toString('base64')}`;
const detect = async (body: Readonly<Record<string, unknown>>, client = ada.api) => client.send('POST', `${MARK}detect/`, body);
const verified = async (bytes: Uint8Array, who: string): Promise<VerifyReply> => (await (await server.anonymous.signIn(who, PASSWORD)).form('/native/v1/verify', [{ name: 'q.jpg', bytes }])).json<VerifyReply>();
const search = async (bytes: Uint8Array<ArrayBuffer>, query = '') => {
  const form = new FormData();
  form.append('file', new Blob([bytes]), 'leaked.jpg');
  return (await ada.api.send('POST', `/api/v1/searches/?transform=perspective${query}`, form)).json<{ matches: readonly { watermarked: boolean; paths: readonly { path: string }[] }[] }>().matches;
};

/** As `lamark` would, with this server's key. */
async function lamark(bytes: Uint8Array, { kind = 'full', secret, payload }: { readonly kind?: 'full' | 'transactional'; readonly secret?: string; readonly payload?: number } = {}) {
  const { key } = (await ada.api.get(`${MARK}key/`)).json<{ key: string }>();
  let source: KeySource | undefined;
  const marked = markJpeg(bytes, {
    maxPixels: 1e7, ...(payload === undefined ? {} : { payload, maxPayload: 65_535 }),
    keyFor(hash) {
      const fresh = newKey(hash, randomBytes, { kind, ...(secret === undefined ? {} : { secret }) });
      source = fresh.source;
      return fresh.key;
    },
  });
  if (!source) throw new Error('no key');
  const registration = newRegistration(marked, { kind, key: source, now: Date.now(), tool: 'test', random: randomBytes, ...(payload === undefined ? {} : { payload }) });
  return { bytes: new Uint8Array(marked.bytes), lmk: new Uint8Array(writeRegistration(registration, createPublicKey(key), randomBytes)) };
}

test('IM-140 IM-141 IM-144 IM-147 A197–A200 marking gives original, marked file and registration, which are kept for a day', async () => {
  expect(Object.keys(made).sort()).toEqual(['expiry', 'original', 'registration', 'watermarked']);
  expect(Date.parse(made.expiry) - Date.now()).toBeGreaterThan(DAY_MS - 600_000);
  expect(Buffer.from(await fileAt(made.original)).equals(original)).toBe(true);
  const marked = readJpeg(await fileAt(made.watermarked), LIMITS);
  expect([marked.width, marked.height]).toEqual([720, 540]);
  expect(pixelHashText(jpegPixelHash(marked))).not.toBe(pixelHashText(jpegPixelHash(readJpeg(original, LIMITS))));
  expect(Buffer.from(await fileAt(made.registration)).toString('latin1')).toMatch(/^eyJ/);
});

test('IM-142 IM-143 A194–A196 sync false, and a timeout of 0, answer 202 with an address that has the same answer later', async () => {
  const url = await upload(original);
  for (const wait of [{ sync: false }, { timeout: 0 }]) {
    const answer = await ada.api.send('POST', MARK, { url, ...wait });
    expect([answer.status, answer.json()]).toEqual([202, { status: 'pending', url: expect.stringMatching(/\/watermarking\/[A-Za-z0-9]{12}\/$/) as string }]);
    const at = addressOf(answer.json()['url']);
    const done = await until(() => ada.api.get(at), ({ status }) => status !== 202);
    expect([done.status, Object.keys(done.json()).sort()]).toEqual([200, ['expiry', 'original', 'registration', 'watermarked']]);
    expect((await bob.api.get(at)).status).toBe(404);
  }
  for (const timeout of [-1, 121, 'soon', 1.5]) expect([timeout, (await ada.api.send('POST', `${MARK}detect/`, { query: url, registration: url, timeout })).status]).toEqual([timeout, 400]);
});

test('IM-146 A057 A058 the daily limit is told, and 429 beyond it', async () => {
  const gif = await bob.api.send('POST', MARK, new Blob([new Uint8Array(await sharp(original).gif().toBuffer())]), { 'content-type': 'image/gif' });
  expect(codeOf(gif)).toEqual([400, 'image_unsupported']); // never an unmarked file with success
  for (let i = 0; i < 5; i++) expect((await bob.api.send('POST', MARK, { url: 'nowhere' })).status).toBe(400);
  const over = await bob.api.send('POST', MARK, { url: 'nowhere' });
  expect([...codeOf(over), Number(over.headers.get('retry-after')) > 0, over.headers.get('x-ratelimit-watermarking-daily-remaining')]).toEqual([429, 'rate_limited', true, '0']);
});

test('IM-150 IM-155 A201–A209 detection is a boolean: true for the altered copy, false for the unmarked original and for another image', async () => {
  const { registration } = made;
  expect((await detect({ query: dataUri(leaked), registration })).json()).toEqual({ marked: true });
  expect((await detect({ query: made.original, registration })).json()).toEqual({ marked: false });
  expect((await detect({ query: dataUri(await picture('another', 720, 540)), registration })).json()).toEqual({ marked: false });
  const later = await detect({ query: dataUri(leaked), registration, sync: false });
  expect((await until(() => ada.api.get(addressOf(later.json()['url'])), ({ status }) => status !== 202)).json()).toEqual({ marked: true });
});

test('IM-153 IM-154 passphrase and payload', async () => {
  const { bytes, lmk } = await lamark(original, { secret: 'open sesame', payload: 777 });
  const [query, registration] = [dataUri(await attacked(bytes)), dataUri(lmk, 'application/lmk')];
  expect((await detect({ query, registration, secret: 'open sesame', payload_max: 65_535 })).json()).toEqual({ marked: true });
  expect((await detect({ query, registration, secret: 'open barley' })).json()).toEqual({ marked: false });
  expect((await detect({ query, registration })).json()).toEqual({ marked: false });
  for (const payload_max of [-1, 16_777_216, 'many']) expect([payload_max, (await detect({ query, registration, payload_max })).status]).toEqual([payload_max, 400]);
});

test('IM-156 the key is PKCS#1 in PEM, the same each time', async () => {
  const { key } = (await ada.api.get(`${MARK}key/`)).json<{ key: string }>();
  expect(key).toMatch(/^-----BEGIN RSA PUBLIC KEY-----\n[^]+\n-----END RSA PUBLIC KEY-----$/);
  expect((await bob.api.get(`${MARK}key/`)).json()).toEqual({ key });
  expect((await server.anonymous.get(`${MARK}key/`)).status).toBe(401);
});

test('IM-064 IM-075 IM-152 IM-164 garbage, another server\'s file and a transactional one without its original are errors with names', async () => {
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
  const marked = markJpeg(original, { maxPixels: 1e7, keyFor: () => randomBytes(32) });
  const foreign = writeRegistration(newRegistration(marked, { kind: 'full', key: { key: randomBytes(32) }, now: 1, tool: 'test', random: randomBytes }), other, randomBytes);
  for (const [what, bytes] of [['garbage', randomBytes(500)], ['another server', foreign]] as const) expect([what, ...codeOf(await put(ada.api, 'ada/x.jpg', Uint8Array.from(bytes), 'application/lmk'))]).toEqual([what, 400, 'invalid_registration']);
  const { lmk, bytes } = await lamark(await picture('unregistered', 720, 540), { kind: 'transactional' });
  expect(codeOf(await put(ada.api, 'ada/x.jpg', lmk, 'application/lmk'))).toEqual([400, 'original_not_registered']);
  expect(codeOf(await detect({ query: dataUri(bytes), registration: dataUri(lmk) }))).toEqual([400, 'original_not_registered']);
  expect((await detect({ query: dataUri(bytes), registration: dataUri(lmk), original: dataUri(await picture('unregistered', 720, 540)) })).json()).toEqual({ marked: true }); // IM-152
  expect((await ada.api.get(`${MEDIA}/ada/x.jpg`)).status).toBe(404);
});

test('IM-059 IM-060 IM-151 IM-162 IM-163 IM-171 A095 registered, a leaked copy is found as marked and as that copy; deleted, it is found no more', async () => {
  const first = await ada.api.send('PUT', `${MEDIA}/ada/shown/first.jpg`, { url: made.registration });
  expect([first.status, first.json()]).toEqual([201, expect.objectContaining({ type: 'image', path: 'ada/shown/first.jpg', image: expect.any(String) as string, thumbnail: expect.any(String) as string })]);
  const preview = readJpeg(await fileAt(String(first.json()['image'])), LIMITS);
  expect(Math.abs(preview.width / preview.height - 720 / 540)).toBeLessThan(0.01);
  expect((await detect({ query: dataUri(leaked), registration: first.json()['url'] })).json()).toEqual({ marked: true });

  const withComment = Uint8Array.from([...original.slice(0, 2), 0xff, 0xfe, 0, 6, 1, 2, 3, 4, ...original.slice(2)]); // other metadata, the same pixels
  const second = await lamark(withComment, { kind: 'transactional' });
  const answer = await put(ada.api, 'ada/shown/second.jpg', second.lmk, 'application/lmk');
  expect([answer.status, Number(answer.json()['disk_usage']) * 10 < Number(first.json()['disk_usage'])]).toEqual([201, true]);

  expect(await search(leaked)).toMatchObject([{ watermarked: true, paths: [{ path: 'ada/shown/first.jpg' }] }]);
  expect(await search(await attacked(second.bytes))).toMatchObject([{ watermarked: true, paths: [{ path: 'ada/shown/second.jpg' }] }]);
  expect(await search(await attacked(original))).toMatchObject([{ watermarked: false, paths: [{ path: 'ada/shown/first.jpg' }] }]);
  expect(await search(leaked, '&similar=true')).toMatchObject([{ watermarked: false }]);

  // It was signed when it was marked; the leaked copy has lost that, and its mark leads back to it. Of an unmarked copy nothing is claimed.
  const signed = await readCredentials(await fileAt(made.watermarked), 'jpeg');
  expect(signed).toMatchObject({ holds: true, softBindings: [{ algorithm: WATERMARK_BINDING }], actions: [{ action: 'c2pa.opened' }, { action: 'c2pa.watermarked' }] });
  const [of, ofOther] = [await verified(leaked, 'ada'), await verified(leaked, 'bob')];
  expect(of).toMatchObject({ facts: [], recovered: [{ by: 'watermark', medium: { name: 'first.jpg' } }] });
  expect(of.recovered[0]?.facts.find(({ field }) => field === 'C2PA soft binding')).toMatchObject({ value: `${WATERMARK_BINDING} ${signed?.softBindings[0]?.value ?? ''}`, holds: true });
  expect([ofOther.recovered, (await verified(await attacked(original), 'ada')).recovered]).toEqual([[], []]);

  await ada.api.send('DELETE', `${MEDIA}/ada/shown/first.jpg`);
  expect(await search(leaked)).toMatchObject([{ watermarked: false, paths: [{ path: 'ada/shown/second.jpg' }] }]);
  await ada.api.send('DELETE', `${MEDIA}/ada/shown`);
  expect(await search(leaked)).toEqual([]);
});

test('IM-059 IM-140 IM-148 IM-162 a PNG is marked as PNG with its metadata, registered, joined by a transactional copy, and found', async () => {
  const pixels = await sharp(original).raw().toBuffer({ resolveWithObject: true });
  const png = new Uint8Array(await sharp(pixels.data, { raw: pixels.info }).png().withIccProfile('p3').withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>').toBuffer());
  const answer = await ada.api.send('POST', MARK, new Blob([png]), { 'content-type': 'image/png' });
  expect([answer.status, answer.status === 200 ? '' : answer.text]).toEqual([200, '']);
  const { watermarked, registration } = answer.json<Made>();
  const file = await server.anonymous.get(addressOf(watermarked));
  expect([file.headers.get('content-type'), file.headers.get('content-disposition')]).toEqual(['image/png', expect.stringContaining('image.png')]);
  const [before, after] = [await sharp(png).metadata(), await sharp(file.bytes).metadata()];
  expect(after).toMatchObject({ format: 'png', width: 720, height: 540, icc: before.icc, xmp: before.xmp });

  expect((await ada.api.send('PUT', `${MEDIA}/ada/png/first.png`, { url: registration })).status).toBe(201);
  const key = randomBytes(32);
  const second = await markRaster(png, 'png', { maxPixels: 1e7, keyFor: () => key });
  const recipient = createPublicKey((await ada.api.get(`${MARK}key/`)).json<{ key: string }>().key);
  const slim = writeRegistration(newRegistration(second, { kind: 'transactional', key: { key }, now: Date.now(), tool: 'test', random: randomBytes }), recipient, randomBytes);
  expect((await put(ada.api, 'ada/png/second.png', Uint8Array.from(slim), 'application/lmk')).status).toBe(201);
  expect(await search(await attacked(file.bytes))).toMatchObject([{ watermarked: true, paths: [{ path: 'ada/png/first.png' }] }]);
  expect(await search(await attacked(second.bytes))).toMatchObject([{ watermarked: true, paths: [{ path: 'ada/png/second.png' }] }]);
});

test('the owner’s list of recorded matches says how sure the mark is; the IMATAG API and other accounts are not told', async () => {
  expect((await ada.api.send('PUT', `${MEDIA}/ada/listed.jpg`, { url: made.registration })).status).toBe(201);
  const { url } = (await ada.api.send('POST', '/api/v1/searches/', { url: made.watermarked, sync: false })).json<{ url: string }>();
  await until(() => ada.api.get(addressOf(url)), (answer) => answer.json()['status'] === 'complete');
  const [owner, stranger] = [await server.anonymous.signIn('ada', PASSWORD), await server.anonymous.signIn('bob', PASSWORD)];

  const { matches, count, next } = (await owner.get('/native/v1/matches?type=user&watermarked=true')).json<MatchPage>();

  expect({ count, next }).toEqual({ count: 1, next: null });
  expect(matches).toMatchObject([{ type: 'user', watermarked: true, media: [{ path: 'ada/listed.jpg' }], search: expect.any(String) as string }]);
  expect(matches[0]?.mark?.log10p).toBeLessThan(-9);
  expect(matches[0]?.mark).toMatchObject({ medium: matches[0]?.media[0]?.id, transform: expect.any(Array) as number[] });
  expect((await ada.api.get('/api/v1/matches/user/')).text).not.toContain('log10p');
  expect((await stranger.get('/native/v1/matches')).json()).toEqual({ matches: [], count: 0, next: null });
  expect([(await server.anonymous.get('/native/v1/matches')).status, (await owner.get('/native/v1/matches?cursor=x')).status]).toEqual([401, 400]);
});

test('credentials that a copy has lost are found again in the registered image it was made of, signed and unmarked, by its owner alone', async () => {
  const registered = await signImage(await picture('signed', 720, 540), 'jpeg', 'trainedAlgorithmicMedia');
  expect((await put(ada.api, 'ada/signed.jpg', registered, 'image/jpeg')).status).toBe(201);
  const copy = await attacked(registered);
  const [owner, stranger] = [await verified(copy, 'ada'), await verified(copy, 'bob')];

  expect(await readCredentials(copy, 'jpeg')).toBeUndefined();
  expect([owner.facts, owner.recovered.map(({ by, medium: { name } }) => [by, name])]).toEqual([[], [['copy', 'signed.jpg']]]);
  expect(owner.recovered[0]?.facts).toContainEqual(expect.objectContaining({ kind: 'c2pa', says: 'generated', holds: true }));
  expect(stranger.recovered).toEqual([]);
  expect((await verified(await attacked(await picture('another', 720, 540)), 'ada')).recovered).toEqual([]);
});

test('IM-145 after a day what was made is gone', async () => {
  server.travel(DAY_MS + 60_000);
  expect((await server.anonymous.get(addressOf(made.watermarked))).status).toBe(404);
  expect(codeOf(await ada.api.send('PUT', `${MEDIA}/ada/late.jpg`, { url: made.registration }))).toEqual([400, 'request_invalid']);
});
