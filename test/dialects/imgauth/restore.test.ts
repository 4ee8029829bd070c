/** `/document_enhance` and `/remove_moire` of the ImgAuth API as a client meets them. */
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cornerError, grained, photographed, printedSheet, withMoire, type Photographed } from '../../support/photographed-page.ts';
import { Client } from '../../support/client.ts';
import { encodeJpeg, encodePng } from '../../support/synthetic.ts';
import { issueKey, startServer, type TestServer } from '../../support/server.ts';
import { listenOn, type Listener } from './image-host.ts';

interface Data { readonly image_processed: string; readonly points: readonly (readonly [number, number])[]; readonly corners_found: boolean; readonly moire_found: boolean; readonly strength: number }
interface Reply { readonly code: number; readonly message: string; readonly data: Data }

let server: TestServer;
let host: Listener;
let api: Client;
let made: Photographed;
let photo: string;
const screen = grained(printedSheet('screen', { width: 520, height: 560 }), 'screen');

beforeAll(async () => {
  host = await listenOn();
  server = await startServer({ config: { imgauthPerMinute: 10_000, faultInjection: true, allowPrivateFetch: `127.0.0.1:${host.port}` }, work: false });
  const { account } = await server.user('ada');
  api = new Client(server.url, { authorization: `Bearer ${await issueKey(server.app, account, 'imgauth')}` });
  made = photographed(printedSheet('form', { width: 380, height: 540 }), 'form', { width: 600, height: 760 });
  const jpeg = await encodeJpeg(made.picture, 92);
  photo = jpeg.toString('base64');
  host.serve({ '/photo.jpg': jpeg });
}, 60_000);
afterAll(async () => {
  await server.close();
  await host.close();
});

const post = async (address: string, body: unknown): Promise<{ readonly status: number; readonly code: number; readonly data: Data; readonly error?: string }> => {
  const { status, text } = await api.send('POST', address, body);
  return { status, ...(JSON.parse(text) as Reply) };
};
const sizeOf = async (base64: string): Promise<{ readonly width: number; readonly height: number }> => sharp(Buffer.from(base64, 'base64')).metadata();
const toPoints = (pairs: Data['points']): readonly { readonly x: number; readonly y: number }[] => pairs.map(([x, y]) => ({ x, y }));

test('IA-032 IA-032b corners of a skewed photo within 2 %, and the sheet cut out', async () => {
  const { status, code, data } = await post('/document_enhance', { image: photo });

  expect([status, code]).toEqual([200, 0]);
  expect(cornerError(toPoints(data.points), made)).toBeLessThan(0.02);
  const { width, height } = await sizeOf(data.image_processed);
  expect(width / height).toBeCloseTo(380 / 540, 1);
});

test('IA-032 scan_type 1 finds and does not cut; 2 cuts along the points given; numbers as texts; the other address; an address of the image', async () => {
  const found = await post('/doc_crop_enhance', { url: `${host.url}/photo.jpg`, scan_type: '1' });
  expect(found.data.image_processed).toBe(photo);

  const cut = await post('/document_enhance', { image: photo, scan_type: 2, points: [[100, 90], [400, 90], [400, 490], [100, 490]], enhance_type: 0 });
  expect(cut.data.points).toEqual([[100, 90], [400, 90], [400, 490], [100, 490]]);
  expect(await sizeOf(cut.data.image_processed)).toMatchObject({ width: 300, height: 400 });
});

test('IA-032 the three improvements', async () => {
  const [shadow, crisp, twoTone] = await Promise.all([1, 2, '3'].map(async (enhance_type) => (await post('/document_enhance', { image: photo, enhance_type })).data.image_processed));

  expect(new Set([shadow, crisp, twoTone]).size).toBe(3);
  const pixels = await sharp(Buffer.from(twoTone ?? '', 'base64')).raw().toBuffer();
  expect(new Set(pixels)).toEqual(new Set([0, 255]));
});

test('IA-032 no sheet: the whole frame, and the picture as it was', async () => {
  const page = (await encodePng(screen)).toString('base64');

  const { data } = await post('/document_enhance', { image: page });

  expect(data).toEqual({ image_processed: page, points: [[0, 0], [520, 0], [520, 560], [0, 560]], corners_found: false });
});

test('IA-032 a photo that its Exif note turns: points in the pixels as stored, the sheet the right way up', async () => {
  const turned = (await sharp(Buffer.from(photo, 'base64')).rotate(270).withMetadata({ orientation: 6 }).jpeg({ quality: 92 }).toBuffer()).toString('base64');

  const { data } = await post('/document_enhance', { image: turned });

  const back = toPoints(data.points).map(({ x, y }) => ({ x: 600 - y, y: x })); // stored: 760 × 600, seen: turned by 90°
  expect(cornerError(back, made)).toBeLessThan(0.02);
  const { width, height } = await sizeOf(data.image_processed);
  expect(height).toBeGreaterThan(width);
});

test('IA-033 IA-033b moiré is found and lowered; a page without it comes back as it was', async () => {
  const striped = (await encodePng(withMoire(screen, 'screen', 14))).toString('base64');
  const { data } = await post('/remove_moire', { image: striped });
  expect(data.moire_found).toBe(true);
  expect(data.strength).toBeGreaterThan(0.3);
  expect(data.image_processed).not.toBe(striped);

  const page = (await encodePng(screen)).toString('base64');
  expect((await post('/remove_moire', { image: page })).data).toEqual({ image_processed: page, moire_found: false, strength: 0 });
});

test('IA-024 IA-032 IA-033 errors are those of the table; no signature is asked for, so 1006 is never answered', async () => {
  const small = (await sharp({ create: { width: 511, height: 600, channels: 3, background: 'white' } }).png().toBuffer()).toString('base64');
  for (const address of ['/document_enhance', '/remove_moire']) {
    expect((await post(address, {})).code, address).toBe(1001);
    expect((await post(address, { image: small })).code).toBe(1004);
    expect((await post(address, { image: 'hello', signature: 'wrong' })).code).toBe(1005);
    expect((await post(address, { image: photo.slice(0, 20_000) })).code).toBe(1005);
    expect((await new Client(server.url, {}).send('POST', address, { image: photo })).status).toBe(401);
  }
  for (const wrong of [{ scan_type: 2 }, { scan_type: 4 }, { enhance_type: 9 }, { scan_type: 2, points: [[0, 0], [1, 1]] }, { scan_type: 2, points: [[0, 0], [0, 500], [500, 500], [500, 0]] }, { scan_type: 2, points: [[0, 0], [9000, 0], [9000, 500], [0, 500]] }]) {
    expect(await post('/document_enhance', { image: photo, ...wrong }), JSON.stringify(wrong)).toMatchObject({ status: 400, code: 1001, error: 'API_ERROR' });
  }
});

test('IA-031 IA-036 every token may call every feature of the plans, on most image formats, with nothing to buy', async () => {
  const page = await sharp(screen.data, { raw: { width: screen.width, height: screen.height, channels: 3 } }).resize(512, 552).toBuffer();
  const raw = { raw: { width: 512, height: 552, channels: 3 as const } };
  const [webp, tiff] = [await sharp(page, raw).webp().toBuffer(), await sharp(page, raw).tiff().toBuffer()];

  for (const [address, image] of [['/forgery_detection', webp], ['/document_enhance', tiff], ['/remove_moire', webp]] as const) {
    expect(await post(address, { image: image.toString('base64') }), address).toMatchObject({ status: 200, code: 0 });
  }
});
