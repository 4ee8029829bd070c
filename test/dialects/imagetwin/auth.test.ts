import { afterAll, beforeAll, expect, test } from 'vitest';
import { Client } from '../../support/client.ts';
import { issueKey, startServer, type TestServer, type TestUser } from '../../support/server.ts';
import { finishedScan } from './finished-scan.ts';
import { png } from './fixtures.ts';

let server: TestServer;
let ada: TestUser;
let bob: TestUser;
let scan: string;

beforeAll(async () => {
  server = await startServer({ config: { faultInjection: true, resultsPerMinute: 10_000 }, work: false });
  ada = await server.user('ada');
  bob = await server.user('bob');
  scan = await finishedScan(server, ada);
});
afterAll(() => server.close());

const bearer = (key: string, scheme = 'Bearer'): Client => new Client(server.url, { authorization: `${scheme} ${key}` });

test.each([
  ['GET', '/v1/result/x'], ['GET', '/v1/scan-overview'], ['POST', '/v1/scan'], ['POST', '/v1/scanPdf'], ['POST', '/v1/scanImages'],
  ['POST', '/v1/sandbox/scan'], ['POST', '/v1/sandbox/scanPdf'], ['POST', '/v1/sandbox/scanImages'], ['GET', '/v1/sandbox/result/x'], ['GET', '/v1/sandbox/scan-overview'],
])('IT-001 IT-011 A027 %s %s needs a key', async (method, path) => {
  const wrong = `ts_it_${'0'.repeat(64)}`;
  for (const client of [server.anonymous, bearer(wrong), bearer('nonsense'), bearer('')]) {
    const answer = await client.send(method, path);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.json()).toMatchObject({ message: expect.any(String), code: expect.stringMatching(/^auth\//), requestId: answer.headers.get('x-request-id') });
  }
});

test('IT-001 a key of another of our APIs is no key here', async () => {
  const native = await issueKey(server.app, ada.account, 'native');
  expect((await bearer(native).get(`/v1/result/${scan}`)).status).toBe(401);
});

test('IT-002 the scheme is matched in any case; Token is another scheme', async () => {
  expect((await bearer(ada.key, 'bearer').get(`/v1/result/${scan}`)).status).toBe(200);
  expect((await bearer(ada.key, 'BEARER').get(`/v1/result/${scan}`)).status).toBe(200);
  expect((await bearer(ada.key, 'Token').get(`/v1/result/${scan}`)).status).toBe(401);
});

test('IT-003 IT-004 IT-006 one key a user: a new one is shown once and ends the old one at once', async () => {
  const eve = await server.user('eve');
  const web = await server.anonymous.signIn('eve', eve.password);
  const made = (await web.send('POST', '/native/v1/keys/imagetwin')).json<{ value: string; prefix: string }>();
  const { keys } = (await web.get('/native/v1/keys')).json<{ keys: { prefix: string; value?: string }[] }>();
  const rows = await server.app.store.sql<{ hash: string }>`select hash from api_key where account_id = ${eve.account.id}`;

  expect(made.value).toMatch(/^ts_it_[0-9a-f]{64}$/);
  expect(keys).toEqual([expect.objectContaining({ prefix: made.value.slice(0, 12) })]);
  expect(JSON.stringify([keys, rows])).not.toContain(made.value);
  expect((await eve.api.get('/v1/result/x')).status).toBe(401);
  expect((await bearer(made.value).get('/v1/result/x')).status).toBe(404);
});

test('IT-003 two keys made at once leave one that works', async () => {
  const max = await server.user('max');
  const values = await Promise.all(Array.from({ length: 4 }, () => issueKey(server.app, max.account, 'imagetwin')));
  const statuses = await Promise.all(values.map(async (value) => (await bearer(value).get('/v1/result/x')).status));
  expect(statuses.toSorted()).toEqual([401, 401, 401, 404].toSorted());
});

test('IT-005 a deleted key is refused', async () => {
  const tom = await server.user('tom');
  const web = await server.anonymous.signIn('tom', tom.password);
  expect((await tom.api.get('/v1/result/x')).status).toBe(404);
  expect((await web.send('DELETE', '/native/v1/keys/imagetwin')).status).toBe(204);
  expect((await tom.api.get('/v1/result/x')).status).toBe(401);
});

test('IT-007 the API is off for a user until it is switched on', async () => {
  await server.app.store.accounts.setApiEnabled(bob.account.id, false);
  const off = await bob.api.get('/v1/result/x');
  await server.app.store.accounts.setApiEnabled(bob.account.id, true);
  expect([off.status, off.json()['message']]).toEqual([401, 'API access is not enabled']);
  expect((await bob.api.get('/v1/result/x')).status).toBe(404);
});

test("IT-012 A028 another user's scan is not there, neither is one that never was", async () => {
  expect((await ada.api.get(`/v1/result/${scan}`)).status).toBe(200);
  const [theirs, none] = [await bob.api.get(`/v1/result/${scan}`), await bob.api.get(`/v1/result/${'ab'.repeat(32)}`)];
  const strip = (text: string): string => text.replace(/"requestId":"[^"]+"/, '');
  expect([theirs.status, none.status]).toEqual([404, 404]);
  expect(strip(theirs.text)).toBe(strip(none.text));
});

test.each(['x', '..%2f..%2fetc', '%00', 'ä'.repeat(40), "'; drop table scan; --"])('IT-012 an odd id %j is 404', async (id) => {
  expect((await ada.api.get(`/v1/result/${encodeURIComponent(id)}`)).status).toBe(404);
});

test('IT-017 A031 maintenance: all API calls are 503 with Retry-After, the web shows a page, health stays', async () => {
  await server.app.store.settings.write('maintenance', true);
  const paths = ['/v1/result/x', '/v1/scan-overview', '/v1/sandbox/result/x', '/native/v1/scans', '/native/v1/me'];
  const answers = await Promise.all(paths.map((path) => ada.api.get(path)));
  const anonymous = await server.anonymous.get('/v1/result/x');
  const page = await server.anonymous.get('/');
  const health = await server.anonymous.get('/health');
  await server.app.store.settings.write('maintenance', false);

  expect([...answers, anonymous].map(({ status }) => status)).toEqual(Array(6).fill(503));
  expect(answers[0]?.headers.get('retry-after')).toBe('300');
  expect(answers[0]?.json()).toMatchObject({ code: 'maintenance' });
  expect([page.status, page.headers.get('retry-after'), page.headers.get('content-type')]).toEqual([503, '300', 'text/html; charset=utf-8']);
  expect(page.text).toContain('maintenance');
  expect(health.status).toBe(200);
  expect((await ada.api.get('/v1/result/x')).status).toBe(404);
});

test('IT-018 A032 a worker that took too long is 504; one that broke is 500', async () => {
  const late = await ada.api.get(`/v1/result/${scan}`, { 'x-touchstone-fault': 'timeout' });
  const broken = await ada.api.get(`/v1/result/${scan}`, { 'x-touchstone-fault': 'crash' });
  expect([late.status, late.json()['code']]).toEqual([504, 'compute/timeout']);
  expect([broken.status, broken.json()['code']]).toEqual([500, 'compute/crashed']);
});

test('IT-018 without FAULT_INJECTION the header means nothing', async () => {
  const plain = await startServer({ work: false });
  const user = await plain.user('ada');
  const answer = await user.api.get('/v1/result/x', { 'x-touchstone-fault': 'timeout' });
  await plain.close();
  expect(answer.status).toBe(404);
});

test('IT-019 IT-020 every refusal is valid JSON with message, code and the request id', async () => {
  const answers = [
    await ada.api.get('/v1/result/x'), await ada.api.get('/v1/nothing-here'), await ada.api.send('DELETE', '/v1/scan'), await ada.api.get('/v1/scan-overview'),
    await ada.api.send('POST', '/v1/scan', '{"broken":', { 'content-type': 'application/json' }),
    await ada.api.send('POST', '/v1/scan', 'x', { 'content-type': 'text/weird' }),
    await ada.api.form('/v1/scan', []),
  ];
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 400, 400, 400, 400]);
  for (const answer of answers) {
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(answer.json()).toEqual({ message: expect.any(String), code: expect.any(String), requestId: answer.headers.get('x-request-id') });
    expect(answer.text).not.toMatch(/node_modules|\/src\/|\n\s+at /);
  }
});

test('an unexpected failure is 500 without its details', async () => {
  const { read } = server.app.store.settings;
  Object.assign(server.app.store.settings, { read: async () => { throw new Error('secret detail of the inside'); } });
  const answer = await ada.api.get('/v1/result/x');
  Object.assign(server.app.store.settings, { read });
  expect([answer.status, answer.json()['code']]).toEqual([500, 'internal']);
  expect(answer.text).not.toContain('secret detail');
});

test('IT-010 A026 a request without a file is 400', async () => {
  expect((await ada.api.form('/v1/scan', [], { minScore: '0.5' })).status).toBe(400);
});

test('IT-008 A024 starting a scan is 200', async () => {
  expect((await ada.api.form('/v1/scan', [{ name: 'a.png', bytes: await png() }])).status).toBe(200);
});
