import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import deliverCallback, { announce, SCHEDULE } from '../../../src/jobs/deliver-callback.ts';
import type { JobContext } from '../../../src/jobs/context.ts';
import type { SendOptions } from '../../../src/jobs/queue.ts';
import { until } from '../../support/client.ts';
import { startListener, type Listener, type Reply } from '../../support/listener.ts';
import { startServer, type TestServer, type TestUser } from '../../support/server.ts';
import { pdf, png } from './fixtures.ts';
import { finishedScan } from './finished-scan.ts';

vi.setConfig({ testTimeout: 180_000 }); // real scans, on whatever machine this is

let listener: Listener;
let server: TestServer;
let ada: TestUser;

beforeAll(async () => {
  listener = await startListener();
  server = await startServer({ config: { allowPrivateFetch: listener.host, scansPerMinute: 10_000, resultsPerMinute: 10_000 } });
  ada = await server.user('ada');
});
afterAll(async () => {
  await server.close();
  await listener.close();
});
afterEach(() => {
  listener.received.length = 0;
});

const startWith = async (name: string, bytes: Uint8Array): Promise<string> =>
  (await ada.api.form('/v1/scan', [{ name, bytes }], { callbackUrl: listener.url })).json<{ scanId: string }>().scanId;
const called = (n: number) => until(async () => listener.received, (received) => received.length >= n);

test('IT-044 IT-078 A012–A015 one POST with exactly {scanId, status} as JSON when the scan has finished', async () => {
  const scanId = await startWith('a.png', await png());
  const [call] = await called(1);
  expect(call?.method).toBe('POST');
  expect(call?.headers['content-type']).toBe('application/json');
  expect(call?.body).toBe(`{"scanId":"${scanId}","status":"finished"}`);
});

test('IT-078 a failed scan is told as failed', async () => {
  const scanId = await startWith('broken.pdf', (await pdf()).slice(0, 700));
  const [call] = await called(1);
  expect(call?.body).toBe(`{"scanId":"${scanId}","status":"failed"}`);
});

test('IT-079 when the call comes, the result can be read', async () => {
  let status = 0;
  listener.answer(async ({ body }) => {
    status = (await ada.api.get(`/v1/result/${(JSON.parse(body) as { scanId: string }).scanId}`)).status;
    return { status: 200 };
  });
  await startWith('a.png', await png({ seed: 3 }));
  await called(1);
  expect(status).toBe(200);
});

test('IT-080 the call carries Standard-Webhooks headers, signed with the secret of the account page', async () => {
  await startWith('a.png', await png({ seed: 4 }));
  const [call] = await called(1);
  const web = await server.anonymous.signIn('ada', ada.password);
  const { secret } = (await web.get('/native/v1/callbacks')).json<{ secret: string }>();
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = call?.headers ?? {};
  const expected = createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64')).update(`${String(id)}.${String(timestamp)}.${call?.body}`).digest('base64');

  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(signature).toBe(`v1,${expected}`);
  expect(Math.abs(Number(timestamp) * 1000 - Date.now())).toBeLessThan(60_000);
});

test('IT-080 a refused call comes again after 5 s with the same id, and the log shows both', async () => {
  listener.answer({ status: 500 });
  const scanId = await startWith('a.png', await png({ seed: 6 }));
  const [first, second] = await called(2);
  const web = await server.anonymous.signIn('ada', ada.password);
  const log = await until(
    async () => (await web.get('/native/v1/callbacks')).json<{ callbacks: { scanId: string; state: string; attempts: { status: number }[] }[] }>().callbacks.find((one) => one.scanId === scanId),
    (one) => one?.state === 'delivered',
  );
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  expect(Number(second?.headers['webhook-timestamp'])).toBeGreaterThanOrEqual(Number(first?.headers['webhook-timestamp']) + 4);
  expect(log?.attempts.map(({ status }) => status)).toEqual([500, 200]);
});

test('IT-080 a call can be sent again by hand', async () => {
  const scanId = await startWith('a.png', await png({ seed: 7 }));
  const [first] = await called(1);
  const web = await server.anonymous.signIn('ada', ada.password);
  const find = async () => (await web.get('/native/v1/callbacks')).json<{ callbacks: { id: string; scanId: string; state: string; attempts: unknown[] }[] }>().callbacks.find((one) => one.scanId === scanId);
  const delivery = await until(find, (one) => one?.state === 'delivered');
  expect((await web.send('POST', `/native/v1/callbacks/${delivery?.id}/replay`)).status).toBe(202);
  const [, second] = await called(2);
  expect([second?.headers['webhook-id'], second?.body]).toEqual([first?.headers['webhook-id'], first?.body]);
  expect((await until(find, (one) => one?.attempts.length === 2))?.state).toBe('delivered');
});

/** Runs one attempt after the other as the queue would, without waiting, and notes the waits. */
async function attempts(replies: readonly Reply[], url = listener.url): Promise<{ waits: number[]; state: string; statuses: (number | string | undefined)[] }> {
  listener.answer(...replies);
  const { app } = server;
  const scan = { id: await finishedScan(server, ada), callback_url: url };
  const jobs: { payload: never; afterSeconds: number }[] = [];
  const queue = { ...app.queue, send: async (_: unknown, __: unknown, payload: unknown, options: SendOptions = {}) => void jobs.push({ payload: payload as never, afterSeconds: options.afterSeconds ?? 0 }) };
  const context: JobContext = { ...app, queue };
  await app.store.transaction((tx) => announce(tx, queue, scan, 'finished'));
  const waits: number[] = [];
  for (let job = jobs.shift(); job; job = jobs.shift()) {
    waits.push(job.afterSeconds);
    await deliverCallback.run(job.payload, context);
  }
  const [row] = await app.store.sql<{ state: string; attempts: { status?: number; error?: string }[] }>`select state, attempts from delivery where scan_id = ${scan.id}`;
  return { waits, state: row?.state ?? '', statuses: (row?.attempts ?? []).map(({ status, error }) => status ?? error) };
}

test('IT-080 the schedule is 0s 5s 5m 30m 2h 5h 10h 14h 20h 24h, then it is given up', async () => {
  const { waits, state, statuses } = await attempts(Array(10).fill({ status: 503 }));
  expect(SCHEDULE).toEqual([0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]);
  expect(statuses).toEqual(Array(10).fill(503));
  expect(state).toBe('given-up');
  waits.forEach((wait, i) => {
    expect(wait).toBeGreaterThanOrEqual(SCHEDULE[i] ?? 0);
    expect(wait).toBeLessThanOrEqual((SCHEDULE[i] ?? 0) * 1.1);
  });
});

test('IT-080 410 ends it at once; Retry-After is honoured; a redirect is not followed', async () => {
  expect(await attempts([{ status: 410 }])).toMatchObject({ state: 'given-up', statuses: [410] });
  const busy = await attempts([{ status: 429, headers: { 'retry-after': '600' } }]);
  expect([busy.statuses, busy.waits[1]]).toEqual([[429, 200], 600]);
  const moved = await attempts([{ status: 302, headers: { location: 'http://127.0.0.1:1/' } }]);
  expect(moved.statuses).toEqual([302, 200]);
});

test('a callback never goes to a private address that is not exempt, whatever its name resolves to', async () => {
  const other = await startListener(); // the exemption names another port
  const { state, statuses } = await attempts([], other.url.replace('127.0.0.1', 'localhost'));
  await other.close();
  expect(state).toBe('given-up');
  expect(String(statuses[0])).toMatch(/^fetch\/blocked/);
  expect(other.received).toEqual([]);
});

test('two jobs for one attempt make one call', async () => {
  const scan = { id: await finishedScan(server, ada), callback_url: listener.url };
  const sent: unknown[] = [];
  const queue = { ...server.app.queue, send: async (_: unknown, __: unknown, payload: unknown) => void sent.push(payload) };
  await server.app.store.transaction((tx) => announce(tx, queue, scan, 'finished'));
  await deliverCallback.run(sent[0] as never, { ...server.app, queue });
  await deliverCallback.run(sent[0] as never, { ...server.app, queue });
  expect(listener.received).toHaveLength(1);
});

test('a scan without callbackUrl calls nobody', async () => {
  const sent: unknown[] = [];
  await announce(server.app.store, { ...server.app.queue, send: async () => void sent.push(1) }, { id: 'x', callback_url: null }, 'finished');
  expect(sent).toEqual([]);
});
