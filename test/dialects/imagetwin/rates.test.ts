import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildServer } from '../../../src/http/server.ts';
import { Client, type Answer } from '../../support/client.ts';
import { startServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ work: false });
});
afterAll(() => server.close());

const statuses = async (n: number, ask: () => Promise<Answer>): Promise<Record<number, number>> => {
  const counts: Record<number, number> = {};
  for (let i = 0; i < n; i++) {
    const { status } = await ask();
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
};

test('IT-013 A029 the 21st start of a scan in a minute is 429 with Retry-After; a minute after the first it works again', async () => {
  const { api } = await server.user('ada');
  const start = (): Promise<Answer> => api.form('/v1/scan', []);
  expect(await statuses(20, start)).toEqual({ 400: 20 });
  const refused = await start();
  const wait = Number(refused.headers.get('retry-after'));
  expect([refused.status, refused.json()['code']]).toEqual([429, 'request/rate-limited']);
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(60);
  server.travel(61_000);
  expect((await start()).status).toBe(400);
});

test('IT-014 A029 the 61st result in a minute is 429', async () => {
  const { api } = await server.user('bob');
  expect(await statuses(61, () => api.get('/v1/result/x'))).toEqual({ 404: 60, 429: 1 });
});

test('IT-015 C13 the old scan addresses share the bucket of the new one; overview and sandbox have their own', async () => {
  const { api } = await server.user('cleo');
  expect(await statuses(10, () => api.form('/v1/scan', []))).toEqual({ 400: 10 });
  expect(await statuses(5, () => api.form('/v1/scanPdf', []))).toEqual({ 400: 5 });
  expect(await statuses(6, () => api.form('/v1/scanImages', []))).toEqual({ 400: 5, 429: 1 });
  expect(await statuses(21, () => api.form('/v1/sandbox/scan', []))).toEqual({ 400: 20, 429: 1 });
  expect(await statuses(61, () => api.get('/v1/scan-overview'))).toEqual({ 400: 60, 429: 1 });
  expect(await statuses(61, () => api.get('/v1/sandbox/result/x'))).toEqual({ 404: 60, 429: 1 });
  expect(await statuses(61, () => api.get('/v1/sandbox/scan-overview'))).toEqual({ 400: 60, 429: 1 });
  expect((await api.get('/v1/result/x')).status).toBe(404);
});

test('IT-013 limits are of one user, hold for a new key, and survive a restart', async () => {
  const dora = await server.user('dora');
  const other = await server.user('eve');
  await statuses(20, () => dora.api.form('/v1/scan', []));
  const web = await server.anonymous.signIn('dora', dora.password);
  const { value } = (await web.send('POST', '/native/v1/keys/imagetwin')).json<{ value: string }>();

  const restarted = buildServer(server.app);
  const again = new Client(await restarted.listen({ port: 0, host: '127.0.0.1' }), { authorization: `Bearer ${value}` });
  const [fresh, theirs] = [await again.form('/v1/scan', []), await other.api.form('/v1/scan', [])];
  await restarted.close();
  expect([fresh.status, theirs.status]).toEqual([429, 400]);
});

test('at one moment no more calls pass than the limit', async () => {
  const { api } = await server.user('fay');
  const all = await Promise.all(Array.from({ length: 40 }, () => api.form('/v1/scan', [])));
  expect(all.filter(({ status }) => status === 400)).toHaveLength(20);
});

test('signing in is limited to 5 a minute and address, and tells nothing about who exists', async () => {
  await server.user('gus');
  server.travel(61_000);
  const attempt = (user: string, password: string): Promise<Answer> => server.anonymous.send('POST', '/native/v1/session', { user, password });
  const [wrong, unknown] = [await attempt('gus', 'wrong'), await attempt('nobody', 'wrong')];
  const strip = (text: string): string => text.replace(/"requestId":"[^"]+"/, '');
  expect([wrong.status, strip(wrong.text)]).toEqual([401, strip(unknown.text)]);
  expect(await statuses(4, () => attempt('gus', 'wrong'))).toEqual({ 401: 3, 429: 1 });
  server.travel(61_000);
  expect((await attempt('gus', 'correct horse battery staple')).status).toBe(200);
});
