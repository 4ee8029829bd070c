import { afterAll, beforeAll, expect, test } from 'vitest';
import { PASSWORD, type TestServer } from '../../support/server.ts';
import { Client } from '../../support/client.ts';
import { startImatag, tenant, type Tenant } from './tenant.ts';

let server: TestServer;
let ada: Tenant;
beforeAll(async () => {
  server = await startImatag({ work: false });
  ada = await tenant(server, 'ada.l');
});
afterAll(() => server.close());

const LIST = '/api/v1/domains/blacklist/';
const withToken = (value: string): Client => new Client(server.url, { authorization: value });

test('IM-001 A068 every call needs `Authorization: Token`; wrong, absent and foreign keys are 401 with the error body', async () => {
  expect((await ada.api.get(LIST)).status).toBe(200);
  expect((await withToken(`token  ${ada.token}`).get(LIST)).status).toBe(200);
  const native = (await server.user('bea')).key;
  for (const client of [server.anonymous, withToken('Token x'), withToken(`Bearer ${ada.token}`), withToken(ada.token), withToken(`Token ${native}`), withToken(`Token ${ada.token}0`)]) {
    const answer = await client.get(LIST);
    expect([answer.status, answer.json()['status_code'], answer.headers.get('www-authenticate')]).toEqual([401, 401, 'Token']);
  }
});

test('IM-001 a revoked token, and one of a user without API access, are 401 at once', async () => {
  const carl = await tenant(server, 'carl');
  await server.app.store.accounts.setApiEnabled(carl.account.id, false);
  expect((await carl.api.get(LIST)).json()['code']).toBe('auth_disabled');
  await server.app.store.accounts.setApiEnabled(carl.account.id, true);
  await server.app.store.keys.revoke(carl.account.id, 'imatag', server.app.clock());
  expect((await carl.api.get(LIST)).status).toBe(401);
});

test('IM-002 IM-183 A212–A214 C77 the token is given for name or e-mail and password, again and again the same; the account page makes the next', async () => {
  const ask = (username: string, password: string) => server.anonymous.send('POST', '/api/v1/account/token/', { username, password });
  const [first, second, byMail] = [await ask('ada.l', PASSWORD), await ask('ADA.L', PASSWORD), await ask('ada.l@example.org', PASSWORD)];
  expect([first.status, first.json(), second.json(), byMail.json()]).toEqual([200, { token: ada.token }, { token: ada.token }, { token: ada.token }]);

  const web = await server.anonymous.signIn('ada.l', PASSWORD);
  const { value } = (await web.send('POST', '/native/v1/keys/imatag')).json<{ value: string }>();
  expect(value).not.toBe(ada.token);
  expect((await ask('ada.l', PASSWORD)).json()).toEqual({ token: value });
  expect([(await ada.api.get(LIST)).status, (await withToken(`Token ${value}`).get(LIST)).status]).toEqual([401, 200]);
  ada = { ...ada, token: value, api: withToken(`Token ${value}`) };
  expect(await server.app.store.sql`select from api_key where hash = ${value} or prefix = ${value}`).toHaveLength(0);
});

test('IM-183 a user without a token gets one; two at once get the same; wrong passwords and unknown names look alike', async () => {
  await server.user('dan');
  const ask = (username: unknown, password: unknown = PASSWORD) => server.anonymous.send('POST', '/api/v1/account/token', { username, password });
  const [a, b] = await Promise.all([ask('dan'), ask('dan')]);
  expect([a?.status, a?.json()]).toEqual([200, b?.json()]);
  expect((await withToken(`Token ${a?.json<{ token: string }>().token}`).get(LIST)).status).toBe(200);
  const [wrong, unknown] = [await ask('dan', 'wrong'), await ask('nobody', 'wrong')];
  expect([wrong.status, wrong.text]).toEqual([401, unknown.text]);
  expect([(await ask(undefined)).status, (await ask({ a: 1 })).status, (await server.anonymous.send('POST', '/api/v1/account/token/')).status]).toEqual([400, 400, 411]);
});

test('IM-003 A050 X-Request-Id is on every response and never the one a client sends', async () => {
  const ids = await Promise.all([ada.api.get(LIST, { 'x-request-id': 'mine' }), server.anonymous.get(LIST), ada.api.get('/api/v1/nothing'), ada.api.get('/api/v3/x'), ada.api.send('PATCH', LIST), ada.api.get('/1,00000000000000000000000000000000')]);
  const values = ids.map(({ headers }) => headers.get('x-request-id') ?? '');
  expect(values.every((value) => /^[0-9a-f-]{36}$/.test(value))).toBe(true);
  expect(new Set(values).size).toBe(values.length);
});

test('IM-014 A060–A062 A067 the error body is status_code, code, details', async () => {
  const answer = await ada.api.get(`${LIST}?page_size=0`);
  expect(answer.json()).toEqual({ status_code: 400, code: 'request_invalid', details: 'page_size is "0"; expected a whole number from 1 to 1000' });
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
});

test('IM-014 A063 when several parameters are wrong, each is told', async () => {
  const answer = await ada.api.get('/api/v1/matches/web/?watermarked=2&exclusive=maybe&date=never');
  expect(answer.json()).toMatchObject({
    status_code: 400, code: 'request_invalid', details: expect.stringContaining('3 parameters'),
    errors: [{ code: 'request_invalid', details: 'watermarked is "2"; expected true or false' }, { details: expect.stringContaining('exclusive') }, { details: expect.stringContaining('date') }],
  });
});

test('IM-016 A070 an address that is not there, also one that cannot be decoded, has the error body', async () => {
  for (const [path, status] of [['/api/v1/nothing/here', 404], ['/api/v1/%E0%A4%A', 400], ['/api/v1', 404], ['/api/v1/', 404]] as const) {
    const answer = await ada.api.get(path);
    expect([path, answer.status, answer.json()['status_code']]).toEqual([path, status, status]);
  }
});

test('IM-017 A071 another method is 405 with Allow', async () => {
  const patch = await ada.api.send('PATCH', LIST);
  expect([patch.status, patch.headers.get('allow'), patch.json()['code']]).toEqual([405, 'DELETE, GET, HEAD, POST', 'request_method_not_allowed']);
  const put = await ada.api.send('PUT', '/api/v1/uploads', 'x', { 'content-type': 'image/jpeg' });
  expect([put.status, put.headers.get('allow')]).toEqual([405, 'POST']);
});

test.each([
  ['text/csv', 406], ['text/html, image/*', 406], ['application/json;q=0', 406], ['application/json;q=0, */*', 406], ['application/xml;q=0.9', 406],
  ['*/*', 200], ['application/*', 200], ['text/csv, application/json;q=0.1', 200], ['text/html,*/*;q=0.8', 200], ['Application/JSON', 200],
])('IM-018 A072 Accept: %s → %i', async (accept, status) => {
  expect((await ada.api.get(LIST, { accept })).status).toBe(status);
});

test('IM-021 A075 a body that is needed and empty is 411', async () => {
  for (const [method, path] of [['POST', LIST], ['DELETE', LIST], ['POST', '/api/v1/uploads/'], ['POST', '/api/v1/account/token/']] as const) {
    expect([path, (await ada.api.send(method, path, undefined, { 'content-type': 'image/jpeg' })).status]).toEqual([path, 411]);
  }
});

test('IM-022 A076 a media type that is not taken is 415', async () => {
  expect((await ada.api.send('POST', LIST, 'hello', { 'content-type': 'text/plain' })).status).toBe(415);
  expect((await ada.api.send('POST', '/api/v1/uploads/', 'hello', { 'content-type': 'text/plain' })).status).toBe(415);
});

test('IM-023 A079 watermarking stands behind the same door', async () => {
  for (const [method, path] of [['POST', 'watermarking/'], ['POST', 'watermarking/detect/'], ['GET', 'watermarking/key/']] as const) {
    expect((await server.anonymous.send(method, `/api/v1/${path}`)).status).toBe(401);
  }
});

test('IM-023 A078 A081 a crash of a worker is 500, a timeout 504', async () => {
  const faulty = await startImatag({ work: false, config: { faultInjection: true } });
  const { api } = await tenant(faulty, 'fay');
  const provoked = async (fault: string): Promise<unknown> => (await api.get(LIST, { 'x-touchstone-fault': fault })).json()['status_code'];
  const statuses = [await provoked('crash'), await provoked('timeout')];
  await faulty.close();
  expect(statuses).toEqual([500, 504]);
});

test('IM-023 A080 maintenance is 503 with Retry-After', async () => {
  await server.app.store.settings.write('maintenance', true);
  const answer = await ada.api.get(LIST);
  await server.app.store.settings.write('maintenance', false);
  expect([answer.status, answer.headers.get('retry-after'), answer.json()['code']]).toEqual([503, '300', 'maintenance']);
});

test('IM-029 C30 other versions are 404 `unsupported_version` naming v1', async () => {
  for (const path of ['/api/v3/x', '/api/v2', '/api/v4/', '/api/v11/media/a']) {
    const answer = await ada.api.get(path);
    expect([path, answer.status, answer.json()['code'], answer.text.includes('/api/v1')]).toEqual([path, 404, 'unsupported_version', true]);
  }
});

test('IM-030 C40 with or without a slash at the end, and never a redirect', async () => {
  for (const path of [LIST, LIST.slice(0, -1)]) {
    expect((await ada.api.send('POST', path, { url: 'slash.example' })).status).toBeLessThan(300);
    expect((await ada.api.get(path)).status).toBe(200);
  }
});

test('IM-034 bodies over their limit are 400 that names the limit, before and while they are read', async () => {
  const small = await startImatag({ work: false, config: { maxBinaryBytes: 5000, maxJsonBytes: 1000 } });
  const { api } = await tenant(small, 'eve');
  try {
    const upload = await api.send('POST', '/api/v1/uploads/', 'x'.repeat(5001), { 'content-type': 'image/jpeg' });
    expect([upload.status, upload.json()['details']]).toEqual([400, expect.stringContaining('5000')]);
    const json = await api.send('POST', LIST, { url: 'x'.repeat(1000) });
    expect([json.status, json.json()['details']]).toEqual([400, expect.stringContaining('1000')]);
    const unlabelled = await api.send('POST', LIST, JSON.stringify({ url: 'x'.repeat(1000) }), { 'content-type': 'image/jpeg' });
    expect([unlabelled.status, unlabelled.json()['details']]).toEqual([400, expect.stringContaining('1000')]);
    const stream = new ReadableStream({ start(c) { for (let i = 0; i < 10; i++) c.enqueue(new Uint8Array(1000)); c.close(); } });
    const chunked = await fetch(`${small.url}/api/v1/uploads/`, { method: 'POST', body: stream, duplex: 'half', headers: { authorization: api.headers['authorization'] ?? '', 'content-type': 'image/jpeg' } } as RequestInit);
    expect(chunked.status).toBe(400);
  } finally {
    await small.close();
  }
});
