import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ work: false });
});
afterAll(() => server.close());

const get = (path: string, headers?: Record<string, string>) => server.anonymous.get(path, headers);

test.each(['/', '/health', '/docs/', '/docs/imagetwin', '/docs/openapi.json', '/v1/result/x', '/native/v1/me', '/nothing', `/result/${'a'.repeat(64)}`, `/pdfreport/${'a'.repeat(64)}.pdf`])('security headers of %s', async (path) => {
  const { headers } = await get(path);
  const policy = headers.get('content-security-policy') ?? '';
  expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('access-control-allow-origin')).toBeNull();
  expect(headers.get('server') ?? headers.get('x-powered-by')).toBeNull();
  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  if (path !== '/docs/') expect(policy).not.toContain('unsafe-inline');
});

test('every address of the application can be opened by itself', async () => {
  const router = readFileSync(new URL('../../web/src/app/router.tsx', import.meta.url), 'utf8');
  const addresses = [...router.matchAll(/path: '(\/[^']*)'/g)].map(([, address = '']) => address.replaceAll(/\$\w+/g, 'x')).filter((address) => !address.startsWith('/result/'));
  expect(addresses.length).toBeGreaterThan(10);
  for (const address of addresses) expect([address, (await get(address)).headers.get('content-type')?.split(';')[0]]).toEqual([address, 'text/html']);
});

test('another site may not read us, nor does asking first help', async () => {
  const answer = await server.anonymous.send('OPTIONS', '/native/v1/scans', undefined, { origin: 'https://evil.example', 'access-control-request-method': 'POST' });
  expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  expect(answer.status).toBe(404);
});

test('a request id of the client is not taken over', async () => {
  expect((await get('/health', { 'x-request-id': 'mine', 'request-id': 'mine' })).headers.get('x-request-id')).not.toBe('mine');
});

test('GET /health is 200 when ready, with versions', async () => {
  expect((await get('/health')).json()).toEqual({ status: 'ready', version: '0.1.0', engine: 'touchstone 0.1.0', database: expect.stringMatching(/^PostgreSQL \d+/), workers: 1 });
});

test('GET /health names the demo account while there is one', async () => {
  await server.app.store.accounts.create({ name: 'demo', email: 'demo@example.org', demo: true });
  const { demo } = (await get('/health')).json<{ demo?: string }>();
  await server.app.store.sql`delete from account where demo`;
  expect([demo, (await get('/health')).json()['demo']]).toEqual(['demo', undefined]);
});

test('GET /health is 503 while the database does not answer', async () => {
  const broken = await startServer({ work: false });
  const { sql } = broken.app.store;
  Object.assign(broken.app.store, { sql: Object.assign(() => Promise.reject(new Error('down')), sql) });
  const { status } = await broken.anonymous.get('/health');
  Object.assign(broken.app.store, { sql });
  await broken.close();
  expect(status).toBe(503);
});

test('X-Forwarded-For is believed only from a trusted proxy', async () => {
  const attempts = async (from: TestServer): Promise<number[]> => {
    const statuses = [];
    for (let i = 0; i < 7; i++) statuses.push((await from.anonymous.send('POST', '/native/v1/session', { user: 'x', password: 'x' }, { 'x-forwarded-for': `203.0.113.${i}` })).status);
    return statuses;
  };
  const behindProxy = await startServer({ work: false, config: { trustProxy: '127.0.0.1' } });
  const [plain, proxied] = [await attempts(server), await attempts(behindProxy)];
  await behindProxy.close();
  expect(plain).toEqual([401, 401, 401, 401, 401, 429, 429]);
  expect(proxied).toEqual(Array(7).fill(401));
});

test('IT-021 the documentation is served from here: OpenAPI, its page, and the Imagetwin reference with version, dated changelog and deprecations', async () => {
  const { openapi, paths } = (await get('/docs/openapi.json')).json<{ openapi: string; paths: Record<string, Record<string, { deprecated?: boolean; requestBody?: unknown }>> }>();
  expect(openapi).toBe('3.1.0');
  expect(Object.keys(paths)).toEqual(expect.arrayContaining([
    '/v1/scan', '/v1/result/{scanId}', '/v1/scan-overview', '/v1/scanPdf', '/v1/scanImages', '/v1/sandbox/scan', '/v1/sandbox/scan-overview', '/native/v1/scans/{ref}/events', '/health',
  ]));
  expect([paths['/v1/scanPdf']?.['post']?.deprecated, paths['/v1/scan']?.['post']?.deprecated]).toEqual([true, undefined]);
  expect(JSON.stringify(paths['/v1/scan']?.['post']?.requestBody)).toContain('multipart/form-data');

  const page = await get('/docs/');
  const scripts = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? '');
  expect(page.status).toBe(200);
  expect(scripts.filter((address) => /^(https?:)?\/\//.test(address))).toEqual([]);
  for (const address of scripts.filter((one) => one.endsWith('.js'))) expect((await get(new URL(address, 'http://x/docs/').pathname)).status).toBe(200);

  const reference = await get('/docs/imagetwin');
  expect([reference.status, reference.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  for (const text of ['version 1.5', '25.02.2026', '03.12.2024', '<h2>Deprecated</h2>', '<h2>Changelog</h2>', '<td>429</td>', 'class="']) {
    expect([text, reference.text.includes(text)]).toEqual([text, text !== 'class="']);
  }
});
