/** The ImgAuth API as a client meets it. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listenOn, type Listener } from './image-host.ts';
import { Client } from '../../support/client.ts';
import { issueKey, startServer, type TestServer } from '../../support/server.ts';
import { page } from './page.ts';

interface Data { readonly detection_result: string; readonly tampered_location: readonly Record<string, number>[]; readonly tampered_confidence: number | null; readonly heatmap?: string; readonly tampered_proportion?: number; readonly abstained?: string }
interface Reply { readonly code: number; readonly message: string; readonly error?: string; readonly data: Data }

const run = promisify(execFile);
const folder = mkdtempSync(path.join(os.tmpdir(), 'touchstone-imgauth-'));
let server: TestServer;
let host: Listener;
let token: string;
let api: Client;
let jpeg: Buffer;
let base64: string;

beforeAll(async () => {
  host = await listenOn();
  server = await startServer({ config: { imgauthPerMinute: 10_000, faultInjection: true, allowPrivateFetch: `127.0.0.1:${host.port}` }, work: false });
  const { account } = await server.user('ada');
  token = await issueKey(server.app, account, 'imgauth');
  api = new Client(server.url, { authorization: `Bearer ${token}` });
  jpeg = await page(600, 520, 'jpeg');
  base64 = jpeg.toString('base64');
  host.serve({ '/page.jpg': jpeg, '/empty': Buffer.alloc(0) });
}, 60_000);
afterAll(async () => {
  await server.close();
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

const post = async (body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<{ status: number; reply: Reply }> => {
  const { status, text } = await api.send('POST', '/forgery_detection', body, headers);
  return { status, reply: JSON.parse(text) as Reply };
};
const error = async (body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<readonly [number, number]> => {
  const { status, reply } = await post(body, headers);
  expect(reply.error).toBe('API_ERROR');
  return [status, reply.code];
};

test('IA-001 IA-002 IA-013 IA-014 A236–A242 a page is judged; nothing is told that was not asked for', async () => {
  const { status, reply: { code, message, data } } = await post({ image: base64, return_heatmap: 'false', detect_proportion: 'false', restrict_probability: '0.8' });

  expect([status, code, message]).toEqual([200, 0, 'Success']);
  expect(['fake', 'real']).toContain(data.detection_result);
  expect(Array.isArray(data.tampered_location)).toBe(true);
  expect(data).not.toHaveProperty('heatmap');
  expect(data).not.toHaveProperty('tampered_proportion');
});

test('the bash sample of the reference runs with domain and token changed and nothing else', async () => {
  const tiny = await page(512, 512, 'jpeg', 30);
  const sample = readFileSync(new URL('reference-sample.sh', import.meta.url), 'utf8').replace('https://{your-api-domain}', server.url).replace('{YOUR_API_TOKEN}', token);
  writeFileSync(path.join(folder, 'sample.sh'), sample);
  writeFileSync(path.join(folder, 'testpaper.jpg'), tiny);

  const { stdout } = await run('bash', ['sample.sh'], { cwd: folder });

  expect(stdout).toContain('HTTP status: 200');
  expect(JSON.parse(readFileSync(path.join(folder, 'response.json'), 'utf8'))).toMatchObject({ code: 0, message: 'Success' });
});

describe('IA-004 base64 in disguise', () => {
  test.each([
    ['data: prefix', (text: string) => ({ image: `data:image/jpeg;base64,${text}` })],
    ['line breaks', (text: string) => ({ image: text.replaceAll(/(.{76})/g, '$1\r\n') })],
    ['URL-safe alphabet, no padding', (text: string) => ({ image: text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') })],
    ['percent signs', (text: string) => ({ image: encodeURIComponent(text) })],
  ] as const)('%s', async (_, dress) => {
    expect((await post(dress(base64))).status).toBe(200);
  });

  test('C91 a form, with plus signs escaped or not', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await post(`image=${encodeURIComponent(base64)}&return_heatmap=true`, form)).reply.data.heatmap).toBeDefined();
    expect((await post(`image=${base64}`, form)).status).toBe(200);
  });
});

test('IA-009 IA-010 IA-012 C92 heat map and proportion on request, in texts or JSON types', async () => {
  for (const yes of ['true', true]) {
    const { reply: { data } } = await post({ image: base64, return_heatmap: yes, detect_proportion: yes, restrict_probability: 0.1 });
    const heat = await sharp(Buffer.from(data.heatmap ?? '', 'base64')).metadata();
    expect([heat.format, heat.width, heat.height, heat.channels]).toEqual(['png', 600, 520, 1]);
    expect(data.tampered_proportion).toBeGreaterThanOrEqual(0);
  }
});

test('IA-014 IA-015 IA-016 a copied word is located: whole pixels inside the image, best first, fewer at a higher threshold', async () => {
  const forged = (await page(900, 700, 'png', 90, true)).toString('base64');
  const [low, high] = await Promise.all([0.1, 1].map(async (restrict_probability) => (await post({ image: forged, restrict_probability })).reply.data));

  expect(low?.detection_result).toBe('fake');
  expect(low?.tampered_location.length).toBeGreaterThan(0);
  for (const { left = -1, top = -1, width = 0, height = 0, probability = -1 } of low?.tampered_location ?? []) {
    expect([left, top, width, height].every((v) => Number.isInteger(v) && v >= 0)).toBe(true);
    expect(left + width).toBeLessThanOrEqual(900);
    expect(top + height).toBeLessThanOrEqual(700);
    expect(probability).toBeGreaterThanOrEqual(0.1);
  }
  expect(high?.tampered_location.length).toBeLessThan(low?.tampered_location.length ?? 0);
});

test('IA-005 IA-006 IA-021 the image behind an address; the image wins; nothing there; private addresses', async () => {
  expect((await post({ url: `${host.url}/page.jpg` })).status).toBe(200);
  expect((await post({ image: base64, url: 'http://10.0.0.1/' })).status).toBe(200);
  expect(await error({ url: `${host.url}/missing` })).toEqual([400, 1003]);
  expect(await error({ url: `${host.url}/empty` })).toEqual([400, 1003]);
  expect(await error({ url: `${host.url}/to-private` })).toEqual([400, 1001]);
  for (const url of ['http://169.254.169.254/latest', 'http://localhost/', 'file:///etc/passwd', 'nonsense', `${host.url}/${'a'.repeat(1100)}`]) expect(await error({ url }), url).toEqual([400, 1001]);
  expect(await error({})).toEqual([400, 1001]);
  expect(await error({ image: '' })).toEqual([400, 1003]);
});

test('IA-007 IA-022 C90 sides from 512 to 8192 px, base64 up to 10 MB', async () => {
  expect(await error({ image: (await page(600, 511, 'png')).toString('base64') })).toEqual([400, 1004]);
  const wide = async (width: number): Promise<string> => (await sharp({ create: { width, height: 512, channels: 3, background: 'white' } }).png().toBuffer()).toString('base64');
  expect(await error({ image: await wide(8193) })).toEqual([400, 1004]);
  expect(await error({ image: await wide(8192) })).toEqual([400, 2003]); // its size is right, and it is empty
  expect(await error({ image: 'A'.repeat(10 * 2 ** 20 + 4) })).toEqual([400, 1004]);
});

test('IA-008 IA-023 formats by content; whatever is no image is 1005', async () => {
  for (const format of ['png', 'webp', 'tiff', 'gif'] as const) expect((await post({ image: (await page(520, 512, format)).toString('base64') })).status, format).toBe(200);
  for (const image of ['hello', '!!! not base64 !!!', base64.slice(0, base64.length >> 1), Buffer.from('%PDF-1.7').toString('base64')]) expect(await error({ image }), image.slice(0, 20)).toEqual([400, 1005]);
  expect(await error({ image: 5 })).toEqual([400, 1001]);
});

test('IA-011 IA-019 C96 parameters out of range or of a wrong type', async () => {
  for (const restrict_probability of ['0.05', '1.1', 'x', 0, true, []]) expect(await error({ image: base64, restrict_probability }), String(restrict_probability)).toEqual([400, 1001]);
  for (const return_heatmap of ['maybe', 2, {}]) expect(await error({ image: base64, return_heatmap })).toEqual([400, 1001]);
});

test('IA-017 IA-018 IA-020 IA-025 bodies that are none', async () => {
  const json = { 'content-type': 'application/json; charset=UTF-8' };
  for (const body of ['{', '[]', '""', '']) expect(await error(body, json), body).toEqual([400, 1000]);
  expect(await error('image=x', { 'content-type': 'text/plain' })).toEqual([400, 1002]);
  expect(await error(JSON.stringify({ image: 'A'.repeat(20_000_000) }), json)).toEqual([413, 1007]);
});

test('IA-003 IA-026 IA-029 C99 the token decides; APPCODE is its other spelling; only its hash is kept', async () => {
  const call = async (authorization?: string): Promise<number> => (await new Client(server.url, authorization === undefined ? {} : { authorization }).send('POST', '/forgery_detection', { image: base64 })).status;
  expect(await call(`APPCODE ${token}`)).toBe(200);
  for (const wrong of [undefined, 'Bearer nonsense', `Token ${token}`, `Bearer ${token}x`]) expect(await call(wrong)).toBe(401);
  expect(await error({ image: base64 }, { authorization: 'Bearer x' })).toEqual([401, 1008]);
});

test.each([['timeout', 504, 2001], ['crash', 500, 2000], ['remote', 502, 3000], ['store', 502, 4000]] as const)('IA-027 IA-028 a fault: %s', async (fault, status, code) => {
  expect(await error({ image: base64 }, { 'x-touchstone-fault': fault })).toEqual([status, code]);
});

test('IA-027 an empty sheet is 2003', async () => {
  expect(await error({ image: (await sharp({ create: { width: 600, height: 600, channels: 3, background: '#fdfdfb' } }).jpeg().toBuffer()).toString('base64') })).toEqual([400, 2003]);
});
