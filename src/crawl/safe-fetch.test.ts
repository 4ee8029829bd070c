import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { safeFetch, type SafeFetchOptions } from './safe-fetch.ts';
import { isPublicAddress, readExemptions } from './safe-fetch-guard.ts';

const SECRET = 'the inside of our network';
let server: http.Server;
let port: number;
let hits = 0;

beforeAll(async () => {
  server = http.createServer((request, response) => {
    hits++;
    const target = new URL(request.url ?? '/', 'http://x').searchParams.get('to');
    if (target !== null) response.writeHead(302, { location: target }).end();
    else response.end(request.url === '/large' ? 'x'.repeat(5000) : SECRET);
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const options = (more: Partial<SafeFetchOptions> & { exempt?: string } = {}): SafeFetchOptions =>
  ({ exemptions: readExemptions(more.exempt ?? ''), timeoutMs: 5000, maxBytes: 1000, ...more });

test.each([
  'http://127.0.0.1:PORT/', 'http://localhost:PORT/', 'http://[::1]:PORT/', 'http://[::ffff:127.0.0.1]:PORT/', 'http://[::ffff:7f00:1]:PORT/', 'http://2130706433:PORT/',
  'http://0x7f.1:PORT/', 'http://0177.0.0.1:PORT/', 'http://127.1:PORT/', 'http://0.0.0.0:PORT/', 'http://[::]:PORT/', 'http://①②⑦.0.0.1:PORT/', 'http://127.0.0.1.:PORT/', 'http://LOCALHOST:PORT/',
  'http://169.254.169.254/latest/meta-data/', 'http://[fe80::1]/', 'http://[fd00::1]/', 'http://[64:ff9b::7f00:1]/', 'http://[64:ff9b:1::1]/', 'http://[2002:7f00:1::]/', 'http://[::127.0.0.1]/',
  'http://10.1.2.3/', 'http://172.16.0.1/', 'http://192.168.1.1/', 'http://100.64.0.1/', 'http://100.100.100.200/', 'http://224.0.0.1/', 'http://255.255.255.255/', 'http://[ff02::1]/',
  'http://192.0.2.1/', 'http://198.18.0.1/', 'http://168.63.129.16/', 'http://[2001:db8::1]/', 'http://[fec0::1]/',
])('%s is not called', async (url) => {
  const before = hits;
  await expect(safeFetch(url.replace('PORT', String(port)), options())).rejects.toMatchObject({ code: 'fetch/blocked' });
  expect(hits).toBe(before);
});

test.each(['file:///etc/passwd', 'ftp://example.org/', 'gopher://example.org/', 'javascript:alert(1)', 'http://', 'nonsense', 'http://user:password@example.org/', 'http://user@example.org/'])(
  '%s is no address to call', async (url) => {
    await expect(safeFetch(url, options())).rejects.toMatchObject({ code: 'request/invalid' });
  },
);

test('a name is refused when any of its addresses is private', async () => {
  for (const addresses of [['127.0.0.1'], ['93.184.216.34', '127.0.0.1'], ['::ffff:10.0.0.1'], []]) {
    await expect(safeFetch(`http://rebind.example:${port}/`, options({ resolve: async () => addresses }))).rejects.toMatchObject({ code: 'fetch/blocked' });
  }
});

test('a name that changes its mind is asked once: the connection goes to the address that was judged', async () => {
  let asked = 0;
  const resolve = async (): Promise<string[]> => [asked++ === 0 ? '127.0.0.1' : '10.255.255.1'];
  const answer = await safeFetch(`http://rebind.example:${port}/`, options({ exempt: '127.0.0.1', resolve }));
  expect([asked, answer.status, new TextDecoder().decode(answer.body)]).toEqual([1, 200, SECRET]);
});

test('a redirect is an answer; when it is followed, it goes through the same gate', async () => {
  const start = (to: string): string => `http://127.0.0.1:${port}/?to=${encodeURIComponent(to)}`;
  const exempt = `127.0.0.1:${port}`;
  expect((await safeFetch(start('/there'), options({ exempt }))).status).toBe(302);
  expect((await safeFetch(start('/there'), options({ exempt, maxRedirects: 1 }))).status).toBe(200);
  for (const to of ['http://169.254.169.254/', 'http://localhost:1/', 'http://[::ffff:127.0.0.1]:1/', `http://0x7f.2:${port}/`]) {
    await expect(safeFetch(start(to), options({ exempt, maxRedirects: 5 }))).rejects.toMatchObject({ code: 'fetch/blocked' });
  }
  await expect(safeFetch(start('file:///etc/passwd'), options({ exempt, maxRedirects: 5 }))).rejects.toMatchObject({ code: 'request/invalid' });
});

test.each([
  ['127.0.0.1', true], ['127.0.0.0/8', true], ['127.0.0.1:PORT', true], ['localhost', true], ['localhost:PORT', true], ['10.0.0.0/8, localhost:PORT', true], ['[::1]:PORT, 127.0.0.1/32', true],
  ['', false], ['127.0.0.1:1', false], ['10.0.0.0/8', false], ['otherhost', false], ['localhost:1', false],
])('ALLOW_PRIVATE_FETCH=%s lets localhost through: %s', async (exempt, allowed) => {
  const call = safeFetch(`http://localhost:${port}/`, options({ exempt: exempt.replaceAll('PORT', String(port)), resolve: async () => ['127.0.0.1'] }));
  if (allowed) expect((await call).status).toBe(200);
  else await expect(call).rejects.toMatchObject({ code: 'fetch/blocked' });
});

test('an exemption that cannot be read is refused', () => {
  expect(() => readExemptions('127.0.0.1:port')).toThrow(/ALLOW_PRIVATE_FETCH/);
});

test('an answer that is too large, and one that never comes', async () => {
  await expect(safeFetch(`http://127.0.0.1:${port}/large`, options({ exempt: '127.0.0.1' }))).rejects.toMatchObject({ code: 'fetch/too-large' });
  const mute = http.createServer(() => {});
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(mute.address() as AddressInfo).port}/`;
  await expect(safeFetch(url, options({ exempt: '127.0.0.1', timeoutMs: 200 }))).rejects.toMatchObject({ code: 'fetch/timeout' });
  mute.closeAllConnections();
  mute.close();
  await expect(safeFetch(url, options({ exempt: '127.0.0.1' }))).rejects.toMatchObject({ code: 'fetch/failed' });
});

test('public addresses are public', () => {
  expect(['93.184.216.34', '8.8.8.8', '2606:4700::1111', '::ffff:8.8.8.8'].map(isPublicAddress)).toEqual([true, true, true, true]);
});
