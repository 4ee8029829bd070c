import { afterAll, beforeAll, expect, test } from 'vitest';
import { request } from 'undici';
import type { Answer } from '../../support/client.ts';
import { startServer, type TestServer, type TestUser } from '../../support/server.ts';
import { png } from './fixtures.ts';
import { finishedScan } from './finished-scan.ts';

interface Overview {
  readonly startDate: string;
  readonly endDate: string;
  readonly scans: readonly { readonly scanId: string; readonly scanDate: string; readonly user: string; readonly freeOfCharge: boolean; readonly apiScan: boolean }[];
}

let server: TestServer;
let ada: TestUser;
const ids: Record<string, string> = {};

beforeAll(async () => {
  server = await startServer({ config: { resultsPerMinute: 10_000, scansPerMinute: 10_000, retentionMs: 36_500 * 86_400_000 }, work: false });
  ada = await server.user('ada');
  const at = (text: string): Date => new Date(text);
  ids['before'] = await finishedScan(server, ada, { createdAt: at('2025-04-09T23:59:59.999Z') });
  ids['first'] = await finishedScan(server, ada, { createdAt: at('2025-04-10T00:00:00Z') });
  ids['web'] = await finishedScan(server, ada, { createdAt: at('2025-04-11T13:54:05.678Z'), apiScan: false });
  ids['last'] = await finishedScan(server, ada, { createdAt: at('2025-04-12T23:59:59.999Z'), freeOfCharge: true });
  ids['after'] = await finishedScan(server, ada, { createdAt: at('2025-04-13T00:00:00Z') });
});
afterAll(() => server.close());

const overview = (query: string): Promise<Answer> => ada.api.get(`/v1/scan-overview?${query}`);
const SPAN = 'startDate=2025-04-10&endDate=2025-04-12';

test('IT-081 IT-082 IT-084 IT-086 A016–A023 scans of the span, both days included, in the order they were made', async () => {
  const answer = await overview(SPAN);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  expect(answer.text).toBe(JSON.stringify({
    startDate: '2025-04-10', endDate: '2025-04-12',
    scans: [
      { scanId: ids['first'], scanDate: '2025-04-10T00:00:00', user: 'ada@example.org', freeOfCharge: false, apiScan: true },
      { scanId: ids['web'], scanDate: '2025-04-11T13:54:05', user: 'ada@example.org', freeOfCharge: false, apiScan: false },
      { scanId: ids['last'], scanDate: '2025-04-12T23:59:59', user: 'ada@example.org', freeOfCharge: true, apiScan: true },
    ],
  }));
});

test('IT-082 a span of one day has that day', async () => {
  expect((await overview('startDate=2025-04-10&endDate=2025-04-10')).json<Overview>().scans.map(({ scanId }) => scanId)).toEqual([ids['first']]);
});

test.each([
  '', 'startDate=2025-04-10', 'endDate=2025-04-12', 'startDate=2025-04-12&endDate=2025-04-10', 'startDate=10.04.2025&endDate=2025-04-12', 'startDate=2025-4-1&endDate=2025-04-12',
  'startDate=2025-02-30&endDate=2025-04-12', 'startDate=2025-04-10T00:00:00&endDate=2025-04-12', `${SPAN}&exportFormat=xml`, `${SPAN}&exportFormat=`,
])('IT-082 IT-083 %j is 400', async (query) => {
  expect((await overview(query)).status).toBe(400);
});

test('C16 without its endDate the answer shows the command with its quotes', async () => {
  const { message } = (await overview('startDate=2023-01-01')).json<{ message: string }>();
  expect(message).toContain('endDate missing');
  expect(message).toContain("curl 'HOST/v1/scan-overview?startDate=2023-01-01&endDate=2023-06-30'");
});

test('IT-083 IT-085 CSV with its header row', async () => {
  const answer = await overview(`${SPAN}&exportFormat=csv`);
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(answer.text.split('\r\n')).toEqual([
    'scanId,scanDate,user,freeOfCharge,apiScan',
    `${ids['first']},2025-04-10T00:00:00,ada@example.org,false,true`,
    `${ids['web']},2025-04-11T13:54:05,ada@example.org,false,false`,
    `${ids['last']},2025-04-12T23:59:59,ada@example.org,true,true`,
    '',
  ]);
  expect((await overview(`${SPAN}&exportFormat=json`)).json()).toEqual((await overview(SPAN)).json());
});

test.each(['=HYPERLINK("http://evil")', '+1', '-1', '@sum', '\tx', '\rx'])('IT-085 a user called %j is no formula in a spreadsheet', async (email) => {
  const user = await server.user(`mallory-${Buffer.from(email).toString('hex')}`);
  await server.app.store.sql`update account set email = ${email} where id = ${user.account.id}`;
  const id = await finishedScan(server, user, { createdAt: new Date('2025-04-11T00:00:00Z') });
  const { text } = await user.api.get(`/v1/scan-overview?${SPAN}&exportFormat=csv`);
  expect(text).toContain(`${id},2025-04-11T00:00:00,"'${email.replaceAll('"', '""')}",false,true`);
});

test('IT-081 a team sees the scans of its members with who made them, no other team does', async () => {
  const { account } = await server.user('cleo');
  await server.app.store.sql`update account set team = ${account.team} where name = 'ada'`;
  const mate = await server.app.store.accounts.named('cleo');
  const key = (await server.app.store.transaction((tx) => tx.keys.issue(mate.id, 'imagetwin', server.app.clock()))).value;
  const stranger = await server.user('zoe');
  const seen = (await ada.api.with({ authorization: `Bearer ${key}` }).get(`/v1/scan-overview?${SPAN}`)).json<Overview>();
  expect(seen.scans.map(({ user }) => user)).toEqual(Array(3).fill('ada@example.org'));
  expect((await stranger.api.get(`/v1/scan-overview?${SPAN}`)).json<Overview>().scans).toEqual([]);
});

test.each([
  ['application/x-www-form-urlencoded', SPAN], ['application/json', JSON.stringify({ startDate: '2025-04-10', endDate: '2025-04-12' })],
])('C15 the parameters may also come as a body of the GET: %s', async (type, body) => {
  const { statusCode, body: answer } = await request(`${server.url}/v1/scan-overview`, { method: 'GET', body, headers: { authorization: `Bearer ${ada.key}`, 'content-type': type } });
  expect([statusCode, ((await answer.json()) as Overview).scans.length]).toEqual([200, 3]);
});

test('IT-086 IT-087 scans started for real: apiScan by how, freeOfCharge for a demo account and for a failed scan', async () => {
  const demo = await server.user('demo-user');
  await server.app.store.sql`update account set demo = true where id = ${demo.account.id}`;
  const today = server.app.clock().toISOString().slice(0, 10);
  const read = async (user: TestUser) => (await user.api.get(`/v1/scan-overview?startDate=${today}&endDate=${today}`)).json<Overview>().scans.map(({ apiScan, freeOfCharge }) => ({ apiScan, freeOfCharge }));
  const file = { name: 'a.png', bytes: await png() };
  const fay = await server.user('fay');
  const web = await server.anonymous.signIn('fay', fay.password);
  await demo.api.form('/v1/scan', [file]);
  const { scanId } = (await fay.api.form('/v1/scan', [file])).json<{ scanId: string }>();
  await web.form('/native/v1/scans', [file]);
  await server.app.store.scans.fail(scanId, 1, { code: 'image/corrupt', message: 'broken' }, server.app.clock());

  expect(await read(demo)).toEqual([{ apiScan: true, freeOfCharge: true }]);
  expect(await read(fay)).toEqual([{ apiScan: true, freeOfCharge: true }, { apiScan: false, freeOfCharge: false }]);
});

test('C12 the sandbox has an overview of its own, with the two scans that the reference prints', async () => {
  const answer = await ada.api.get(`/v1/sandbox/scan-overview?${SPAN}`);
  const { scans } = answer.json<Overview>();
  expect(scans.map(({ scanId, scanDate, freeOfCharge, apiScan }) => [scanId, scanDate, freeOfCharge, apiScan])).toEqual([
    ['1625b21d-0492-44b5-83bb-76161ab116eb', '2025-04-10T13:54:05', false, false],
    ['b8218b13-ad59-4f59-8067-d5406732440f', '2025-04-10T15:07:23', true, false],
  ]);
  expect((await ada.api.get('/v1/sandbox/scan-overview')).status).toBe(400);
});
