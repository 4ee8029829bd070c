import { afterAll, beforeAll, expect, test } from 'vitest';
import sharp from 'sharp';
import type { FindingView, ScanPage, ScanResult, ScanSummary } from '../../src/http/native/wire.ts';
import { Client, until } from '../support/client.ts';
import { DAY_MS, issueKey, PASSWORD, startServer, type TestServer, type TestUser } from '../support/server.ts';
import { pdf, png } from '../dialects/imagetwin/fixtures.ts';
import { finishedScan } from '../dialects/imagetwin/finished-scan.ts';

let server: TestServer;
let ada: TestUser;
let web: Client;

beforeAll(async () => {
  server = await startServer({ config: { loginsPerMinute: 1000 } });
  ada = await server.user('ada');
  web = await server.anonymous.signIn('ada', PASSWORD);
});
afterAll(() => server.close());

const scans = '/native/v1/scans';
const summary = async (id: string): Promise<ScanSummary> => (await web.get(`${scans}/${id}`)).json<ScanSummary>();
const ended = (id: string): Promise<ScanSummary> => until(() => summary(id), ({ state }) => state !== 'queued' && state !== 'running', 120_000);
const send = async (name: string, bytes: Uint8Array, fields: Record<string, string> = {}): Promise<ScanSummary> =>
  (await web.form(scans, [{ name, bytes }], fields)).json<ScanSummary>();

test('signing in sets a cookie that scripts and other sites cannot use; signing out ends it', async () => {
  const answer = await server.anonymous.send('POST', '/native/v1/session', { user: 'ADA@example.org', password: PASSWORD });
  const [cookie = ''] = answer.headers.getSetCookie();
  const client = new Client(server.url, { cookie: cookie.split(';')[0] ?? '', 'x-csrf-token': answer.json<{ csrf: string }>().csrf });
  const stored = await server.app.store.sql`select hash from session`;

  expect(answer.json()).toEqual({ name: 'ada', email: 'ada@example.org', admin: false, apiEnabled: true, csrf: expect.stringMatching(/^[0-9a-f]{64}$/), demo: false });
  expect(cookie).toMatch(/^ts_session=[0-9a-f]{64}; .*HttpOnly/);
  expect(cookie).toContain('SameSite=Lax');
  expect(cookie).not.toContain('Secure'); // http
  expect(JSON.stringify(stored)).not.toContain(cookie.slice(11, 75));
  expect((await client.get('/native/v1/me')).status).toBe(200);
  expect((await client.send('DELETE', '/native/v1/session')).status).toBe(204);
  expect((await client.get('/native/v1/me')).status).toBe(401);
});

test('behind https the cookie is Secure', async () => {
  const https = await startServer({ work: false, config: { publicUrl: 'https://images.example.org/' } });
  await https.user('ada');
  const { headers } = await https.anonymous.send('POST', '/native/v1/session', { user: 'ada', password: PASSWORD });
  await https.close();
  expect(headers.getSetCookie()[0]).toContain('Secure');
});

test('a new password ends all sessions', async () => {
  const zoe = await server.user('zoe');
  const client = await server.anonymous.signIn('zoe', PASSWORD);
  await server.app.store.accounts.setPassword(zoe.account.id, 'another one');
  expect((await client.get('/native/v1/me')).status).toBe(401);
  expect((await (await server.anonymous.signIn('zoe', 'another one')).get('/native/v1/me')).status).toBe(200);
});

test('a session ends after two weeks', async () => {
  const client = await server.anonymous.signIn('ada', PASSWORD);
  server.travel(15 * DAY_MS);
  const { status } = await client.get('/native/v1/me');
  server.travel(-15 * DAY_MS);
  expect(status).toBe(401);
});

test('a native key works like a session, except that it makes no keys', async () => {
  const client = new Client(server.url, { authorization: `Bearer ${await issueKey(server.app, ada.account, 'native')}` });
  expect((await client.get(scans)).status).toBe(200);
  expect((await client.send('POST', '/native/v1/keys/imagetwin')).status).toBe(403);
  expect((await new Client(server.url, { authorization: `Bearer ${ada.key}` }).get(scans)).status).toBe(401);
});

test('a scan from the web: accepted, followed by events to its end, with its result, pictures and the same evidence again', async () => {
  const started = await web.form(scans, [{ name: '그림 1.pdf', bytes: await pdf() }], { minScore: '0.5', excludeIdenticalPaper: 'true' });
  expect(started.status).toBe(201);
  const { id, ...rest } = started.json<ScanSummary>();
  expect(rest).toMatchObject({ name: '그림 1.pdf', state: expect.stringMatching(/^(queued|running)$/), minScore: 0.5, apiScan: false, user: 'ada', readOnly: false, counts: { low: 0, fair: 0, high: 0 } });
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);

  const stream = await web.get(`${scans}/${id}/events`);
  const events = stream.text.trim().split('\n\n').filter((event) => event.includes('data:'));
  const told = events.map((event) => JSON.parse(/^data: (.*)$/m.exec(event)?.[1] ?? '') as ScanSummary);
  expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(events.map((event) => /^id: (\d+)$/m.exec(event)?.[1])).toEqual(events.map((_, i) => String(i + 1)));
  expect(events.every((event) => /^event: progress$/m.test(event))).toBe(true);
  expect(told.at(-1)?.state).toBe('finished');
  expect(told.map(({ progress }) => progress.overall)).toEqual(told.map(({ progress }) => progress.overall).toSorted((a, b) => a - b));

  const result = (await web.get(`${scans}/${id}/result`)).json<ScanResult>();
  expect(result.files).toEqual([expect.objectContaining({ name: '그림 1.pdf', format: 'pdf' })]);
  expect(result.figures).toHaveLength(1);
  expect(result.evidenceSha256).toMatch(/^[0-9a-f]{64}$/);

  const [figure, page] = [await web.get(`${scans}/${id}/figures/f1/image?max=120`), await web.get(`${scans}/${id}/pages/0/1/image?max=200`)];
  expect([figure.status, page.status, page.headers.get('content-type')]).toEqual([200, 200, 'image/png']);
  expect(Math.max(...(await sizeOf(figure.bytes)))).toBe(120);
  expect(Math.max(...(await sizeOf(page.bytes)))).toBe(200);
  expect(figure.headers.get('cache-control')).toMatch(/^private/);
  const again = await web.get(`${scans}/${id}/figures/f1/image?max=120`, { 'if-none-match': figure.headers.get('etag') ?? '' });
  expect([again.status, again.bytes.length]).toEqual([304, 0]);
  expect((await web.get(`${scans}/${id}/figures/f9/image`)).status).toBe(404);
  expect((await web.get(`${scans}/${id}/pages/0/2/image`)).status).toBe(404);
  expect((await web.get(`${scans}/${id}/figures/f1/image?max=99999`)).status).toBe(400);

  const replay = await web.send('POST', `${scans}/${id}/replay`);
  expect(replay.json()).toEqual({ identical: true, engine: result.engine, differences: [] });
}, 240_000);

async function sizeOf(bytes: Uint8Array): Promise<[number, number]> {
  const { width, height } = await sharp(bytes).metadata();
  return [width, height];
}

test('a report in three languages, with its file name in every spelling', async () => {
  const id = await finishedScan(server, ada, { findings: [['duplicate', 0.8], ['copy-move', 0.1]] });
  for (const lang of ['en', 'ko', 'fr']) {
    const { status, headers, text } = await web.get(`${scans}/${id}/report.pdf?minScore=0&lang=${lang}`);
    expect([status, headers.get('content-type'), text.slice(0, 5)]).toEqual([200, 'application/pdf', '%PDF-']);
    expect(headers.get('content-disposition')).toBe(`inline; filename="touchstone-a.png.pdf"; filename*=UTF-8''touchstone-a.png.pdf`);
  }
  expect((await web.get(`${scans}/${id}/report.pdf?lang=xx`)).status).toBe(400);
});

test('evidence is sent byte for byte as it was kept', async () => {
  const id = await finishedScan(server, ada, { findings: [['duplicate', 0.8]] });
  const answer = await web.get(`${scans}/${id}/evidence`);
  const { sha256 } = await server.app.store.scans.evidence(id);
  const { createHash } = await import('node:crypto');
  expect(createHash('sha256').update(answer.bytes).digest('hex')).toBe(sha256);
  expect(answer.headers.get('x-evidence-sha256')).toBe(sha256);
});

test('decisions are kept with their history, and only sensible ones are taken', async () => {
  const id = await finishedScan(server, ada, { findings: [['duplicate', 0.8], ['copy-move', 0.5]] });
  const read = async (): Promise<FindingView[]> => (await web.get(`${scans}/${id}/findings?minScore=0`)).json<{ findings: FindingView[] }>().findings;
  const [first] = await read();
  const decide = (body: unknown, finding = first?.id) => web.send('PUT', `${scans}/${id}/findings/${finding}/decision`, body);

  expect((await decide({ verdict: 'dismiss', reason: 'legitimate-reuse', note: 'declared in the legend' })).json<FindingView>().history).toHaveLength(1);
  expect((await decide({ verdict: 'confirm', level: 'II' })).status).toBe(200);
  const [after, other] = await read();
  expect(after?.history.map(({ verdict, who }) => [verdict, who])).toEqual([['dismiss', 'ada'], ['confirm', 'ada']]);
  expect(after?.history[0]?.note).toBe('declared in the legend');
  expect(other?.history).toEqual([]);
  for (const body of [{ verdict: 'guilty' }, { verdict: 'dismiss' }, { verdict: 'confirm', reason: 'other' }, { verdict: 'unsure', level: 'I' }, { verdict: 'confirm', who: 'someone else' }, {}]) {
    expect([body, (await decide(body)).status]).toEqual([body, 400]);
  }
  expect((await decide({ verdict: 'confirm' }, '0000000000000000')).status).toBe(404);
});

test('corrected panels run the scan again with them; decisions on what is found again are kept', async () => {
  const { id } = await send('a.png', await png({ width: 400, height: 200 }));
  expect((await ended(id)).state).toBe('finished');
  const panel = (x: number) => ({ figure: 'f1', box: { x, y: 0, width: 200, height: 200 }, class: 'blot', examined: true });
  const answer = await web.send('PUT', `${scans}/${id}/panels`, { panels: [panel(0), panel(200)] });
  expect([answer.status, answer.json<ScanSummary>().state]).toEqual([202, expect.stringMatching(/^(queued|running)$/)]);
  expect((await ended(id)).state).toBe('finished');
  const { panels, parameters } = (await web.get(`${scans}/${id}/result`)).json<ScanResult>();
  expect(panels.map((one) => [one.id, one.box.x, one.class, one.corrected])).toEqual([['f1p1', 0, 'blot', true], ['f1p2', 200, 'blot', true]]);
  expect(parameters.panels).toEqual(panels);
  expect((await server.app.store.sql`select run from evidence where scan_id = ${id} order by run`).map(({ run }) => run)).toEqual([1, 2]);
}, 240_000);

test.each([
  [{ panels: [{ figure: 'f9', box: { x: 0, y: 0, width: 10, height: 10 }, examined: true }] }, 'no figure'],
  [{ panels: [{ figure: 'f1', box: { x: 100, y: 0, width: 100, height: 10 }, examined: true }] }, 'reaches outside'],
  [{ panels: [{ figure: 'f1', box: { x: -5, y: 0, width: 10, height: 10 }, examined: true }] }, 'reaches outside'],
  [{ panels: [{ figure: 'f1', box: { x: 0, y: 0, width: 0, height: 10 }, examined: true }] }, 'width'],
  [{ panels: [{ figure: 'f1', box: { x: 0, y: 0, width: 10, height: 10 }, examined: true, class: 'cat' }] }, 'class'],
  [{ panels: [{ figure: 'f1', box: { x: 0, y: 0, width: 10, height: 10 } }] }, 'examined'],
])('panels %j are refused', async (body, reason) => {
  const id = await finishedScan(server, ada);
  const answer = await web.send('PUT', `${scans}/${id}/panels`, body);
  expect([answer.status, answer.json()['message']]).toEqual([400, expect.stringContaining(reason)]);
});

test('panels without a class take the one they overlap, and keep its masks', async () => {
  const { toPanels } = await import('../../src/http/native/panels.ts');
  const figure = { id: 'f1', file: 0, width: 100, height: 100, source: 'file', sha256: '', format: 'png', notes: [] } as const;
  const mask = { polygon: [{ x: 60, y: 10 }, { x: 70, y: 10 }, { x: 70, y: 20 }] };
  const before = [
    { id: 'f1p1', figure: 'f1', box: { x: 0, y: 0, width: 50, height: 100 }, class: 'photo', examined: true, masks: [] },
    { id: 'f1p2', figure: 'f1', box: { x: 50, y: 0, width: 50, height: 100 }, class: 'chart', examined: false, masks: [mask] },
  ] as const;
  const drawn = [{ figure: 'f1', box: { x: 55, y: 0, width: 45, height: 100 }, examined: true }, { figure: 'f1', box: { x: 0, y: 0, width: 50.6, height: 100.4 }, examined: true }];
  const made = toPanels({ panels: drawn }, { figures: [figure], panels: before });
  expect(made.map(({ id, class: name, masks }) => [id, name, masks.length])).toEqual([['f1p1', 'chart', 1], ['f1p2', 'photo', 0]]);
  expect(made[1]?.box).toEqual({ x: 0, y: 0, width: 50.6, height: 100 });
});

test('the list is paged without gaps while scans are added, and searched by name', async () => {
  const user = await server.user('lister');
  const client = await server.anonymous.signIn('lister', PASSWORD);
  const ids: string[] = [];
  const start = server.app.clock().getTime() - 100_000;
  for (let i = 0; i < 7; i++) ids.unshift(await finishedScan(server, user, { createdAt: new Date(start + i * 1000), apiScan: i % 2 === 0 }));
  await server.app.store.sql`update scan set name = '50%_off.pdf' where id = ${ids[3]}`;
  const seen: string[] = [];
  for (let next: string | null = ''; next !== null;) {
    const page: ScanPage = (await client.get(`${scans}?limit=3${next && `&cursor=${next}`}`)).json<ScanPage>();
    expect(page.count).toBeGreaterThanOrEqual(7);
    seen.push(...page.scans.map(({ id }) => id));
    if (seen.length === 3) await finishedScan(server, user); // newer than all: must not shift the rest
    next = page.next;
  }
  expect(seen).toEqual(ids);
  const found = async (q: string): Promise<string[]> => (await client.get(`${scans}?q=${encodeURIComponent(q)}`)).json<ScanPage>().scans.map(({ id }) => id);
  expect([await found('%_OFF'), await found('%x')]).toEqual([[ids[3]], []]);
  for (const bad of ['cursor=nonsense', 'limit=0', 'limit=1000', `cursor=${Buffer.from('2026-01-01T00:00:00Z x').toString('base64url')}`]) expect((await client.get(`${scans}?${bad}`)).status).toBe(400);
});

test('a deleted scan is gone with all that belongs to it', async () => {
  const id = await finishedScan(server, ada, { findings: [['duplicate', 0.8]] });
  const { shareToken } = await summary(id);
  expect((await web.send('DELETE', `${scans}/${id}`)).status).toBe(204);
  expect((await web.get(`${scans}/${id}`)).status).toBe(404);
  expect((await server.anonymous.get(`/result/${shareToken.slice(2)}`)).status).toBe(410);
  expect(await server.app.store.sql`select 1 from evidence where scan_id = ${id} union select 1 from blob_use where scan_id = ${id}`).toEqual([]);
});

test('a scan that has not finished has no result; one that has ended cannot be cancelled', async () => {
  const { id } = await send('a.png', await png({ width: 900, height: 700, seed: 8 }));
  const early = await web.get(`${scans}/${id}/result`);
  const cancelled = await web.send('POST', `${scans}/${id}/cancel`);
  expect([early.status, early.json()['code']]).toEqual([409, 'scan/not-ready']);
  expect([cancelled.status, cancelled.json<ScanSummary>().state]).toEqual([200, 'cancelled']);
  expect((await web.send('POST', `${scans}/${id}/cancel`)).status).toBe(409);
  expect((await web.get(`${scans}/${id}/result`)).json()['code']).toBe('scan/cancelled');
  const stream = await web.get(`${scans}/${id}/events`);
  expect(stream.text).toContain('"state":"cancelled"');
});

test('unknown properties are refused, too large a body is 413, a wrong type 415', async () => {
  const session = (body: unknown, headers?: Record<string, string>) => server.anonymous.send('POST', '/native/v1/session', body, headers);
  expect((await session({ user: 'ada', password: PASSWORD, admin: true })).status).toBe(400);
  expect((await session({ user: 'ada', password: 'x'.repeat(2 ** 21) })).status).toBe(413);
  expect((await session('user=ada', { 'content-type': 'text/plain' })).status).toBe(415);
});
