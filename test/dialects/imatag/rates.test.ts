import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildServer } from '../../../src/http/server.ts';
import { Client, type Answer } from '../../support/client.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tenant } from './tenant.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ work: false, config: { imatagPerDay: 40 } });
});
afterAll(() => server.close());

const LIST = '/api/v1/domains/blacklist/';
const remaining = ({ headers }: Answer, period: string): number => Number(headers.get(`x-ratelimit-${period}-remaining`));

test('IM-009 IM-012 IM-013 A059 A077 of calls at one moment ten pass; the eleventh is 429 with Retry-After 1; a second later it works', async () => {
  const { api } = await tenant(server, 'ada');
  const all = await Promise.all(Array.from({ length: 12 }, () => api.get(LIST)));
  const refused = all.filter(({ status }) => status === 429);
  // The window may turn while they arrive, on a slow machine.
  expect(refused.length).toBeLessThanOrEqual(2);
  for (let i = 0; i < 12 && refused.length === 0; i++) refused.push(...(await Promise.all(Array.from({ length: 12 }, () => api.get(LIST)))).filter(({ status }) => status === 429));
  expect([refused[0]?.headers.get('retry-after'), refused[0]?.json()['code'], refused[0]?.json()['status_code']]).toEqual(['1', 'rate_limited', 429]);
  server.travel(1001);
  expect((await api.get(LIST)).status).toBe(200);
});

test('IM-010 IM-011 A051–A056 C31 both spellings are on every response, errors too, and count down', async () => {
  const { api } = await tenant(server, 'bob');
  for (const answer of [await api.get(LIST), await api.get('/api/v1/nothing'), await server.anonymous.get(LIST)]) {
    expect(answer.headers.get('x-ratelimit-secondly')).toBe('10');
    expect(answer.headers.get('x-rate-limit-secondly')).toBe('10');
    expect(answer.headers.get('x-ratelimit-daily')).toBe('40');
    expect(answer.headers.get('x-rate-limit-daily')).toBe('40');
    expect(answer.headers.get('x-rate-limit-daily-remaining')).toBe(answer.headers.get('x-ratelimit-daily-remaining'));
    expect(answer.headers.get('x-ratelimit-minutely')).toBeNull();
  }
  const [one, two] = [await api.get(LIST), await api.get(LIST)];
  expect(remaining(two, 'daily')).toBe(remaining(one, 'daily') - 1);
});

test('A055 minutes and hours are limited and told when they are configured', async () => {
  const other = buildServer({ ...server.app, config: { ...server.app.config, imatagPerMinute: 3, imatagPerHour: 100 } });
  const { token } = await tenant(server, 'cleo');
  const api = new Client(await other.listen({ port: 0, host: '127.0.0.1' }), { authorization: `Token ${token}` });
  const answers: Answer[] = [];
  for (let i = 0; i < 4; i++) answers.push(await api.get(LIST));
  await other.close();
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
  expect(answers.map((answer) => remaining(answer, 'minutely'))).toEqual([2, 1, 0, 0]);
  expect(answers[0]?.headers.get('x-rate-limit-hourly')).toBe('100');
});

test('IM-009 C81 the daily limit opens with the first call, is of the account, survives a restart and a new token, and ends after 24 hours', async () => {
  const dora = await tenant(server, 'dora');
  for (let i = 0; i < 40; i++) {
    if (i % 9 === 0) server.travel(1001);
    expect((await dora.api.get(LIST)).status).toBe(200);
  }
  server.travel(1001);
  const restarted = buildServer(server.app);
  const fresh = await server.app.store.transaction((tx) => tx.keys.issue(dora.account.id, 'imatag', server.app.clock()));
  const again = new Client(await restarted.listen({ port: 0, host: '127.0.0.1' }), { authorization: `Token ${fresh.value}` });
  const refused = await again.get(LIST);
  expect([refused.status, Number(refused.headers.get('retry-after')) > 80_000, remaining(refused, 'daily')]).toEqual([429, true, 0]);
  server.travel(86_400_000);
  expect((await again.get(LIST)).status).toBe(200);
  await restarted.close();
});

test('IM-183 five attempts a minute and address get to try a password', async () => {
  server.travel(86_400_000);
  const statuses: number[] = [];
  for (let i = 0; i < 7; i++) statuses.push((await server.anonymous.send('POST', '/api/v1/account/token/', { username: 'nobody', password: 'x' })).status);
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
});
