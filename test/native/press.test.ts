/** The press: an issue is read page by page, its matches have issue, page and place, and the tear sheet shows them. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import evidence from '../../src/cli/commands/evidence.ts';
import type { PressIssueView } from '../../src/http/native/press-wire.ts';
import watchPress from '../../src/jobs/watch-press.ts';
import { registerMedium } from '../../src/registry/register-medium.ts';
import { until, type Client } from '../support/client.ts';
import { PASSWORD, type TestServer } from '../support/server.ts';
import { box, crop, encodeJpeg, photo } from '../support/synthetic.ts';
import { unzip } from '../support/unzip.ts';
import { startImatag, tenant, type Tenant } from '../dialects/imatag/tenant.ts';

/** Where the copy stands on page 2: pt. The copy is the left three quarters of the picture. */
const PLACE = { x: 150, y: 220, width: 240, height: 240 } as const;
const picture = photo('in the press', 480, 360);
const folder = mkdtempSync(path.join(os.tmpdir(), 'touchstone-press-'));
let server: TestServer;
let ada: Tenant;
let native: Client;
let eve: Client;
let issue: Uint8Array;
let medium: number;

beforeAll(async () => {
  server = await startImatag({ config: { pressFolder: folder } });
  [ada] = [await tenant(server, 'ada')];
  await server.user('eve');
  [native, eve] = [await server.anonymous.signIn('ada', PASSWORD), await server.anonymous.signIn('eve', PASSWORD)];
  ({ medium: { id: medium } } = await registerMedium(ada.account, { path: { home: 'ada', names: ['seen.jpg'] }, bytes: await encodeJpeg(picture, 92), exclusive: null }, server.app));
  await server.app.store.accounts.setMatchCallback(ada.account.id, 'https://listener.invalid/');
  issue = await newspaper(await encodeJpeg(photo('another', 400, 300), 85), await encodeJpeg(crop(picture, box(0, 0, 360, 360)), 82));
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function newspaper(first: Uint8Array, second: Uint8Array): Promise<Uint8Array> {
  const doc = new PDFDocument({ size: 'A4', margin: 40, info: { CreationDate: new Date(0) } });
  const done = buffer(doc);
  doc.fontSize(30).text('The Paper').image(Buffer.from(first), 60, 200, { width: 300 });
  doc.addPage().fontSize(18).text('A page with a picture').image(Buffer.from(second), PLACE.x, PLACE.y, { width: PLACE.width });
  doc.end();
  return new Uint8Array(await done);
}

const read = (id: string, who = native): Promise<PressIssueView> => until(async () => (await who.get(`/native/v1/press/${id}`)).json<PressIssueView>(), ({ state }) => state === 'done' || state === 'failed');
const send = (bytes: Uint8Array, fields: Record<string, string>, name = 'paper.pdf') => native.form('/native/v1/press', [{ name, bytes }], fields);
interface PressMatches { readonly count: number; readonly results: readonly Record<string, unknown>[] }
const matches = async (): Promise<PressMatches> => (await ada.api.get('/api/v1/matches/press')).json<PressMatches>();

test('IM-099 IM-091 IM-092 A120–A127 an issue that was sent becomes a match with its issue and page, once', async () => {
  const answer = await send(issue, { name: 'The Paper', date: '2026-03-31' });
  expect([answer.status, answer.json<PressIssueView>()]).toEqual([202, expect.objectContaining({ name: 'The Paper', date: '2026-03-31', mine: true })]);
  const { id } = answer.json<PressIssueView>();

  expect(await read(id)).toMatchObject({ state: 'done', pages: 2, pagesDone: 2, matches: 1, problem: null });
  expect((await server.app.store.deliveries.list(ada.account.id, 10)).map(({ body }) => (JSON.parse(body) as { data: object }).data)).toEqual([{ source: { press: Number(id) }, web: 0, credit: 0, press: 1 }]);
  const { count, results } = await matches();
  expect([count, results[0]]).toEqual([1, expect.objectContaining({ type: 'press', watermarked: false, issue: { name: 'The Paper', date: '2026-03-31' }, page_number: 2, paths: [expect.objectContaining({ path: 'ada/seen.jpg' })] })]);
  expect((await send(issue, { name: 'The Paper', date: '2026-03-31' })).json<PressIssueView>().id).toBe(id);
  expect((await matches()).count).toBe(1);
});

test('the outline lies where the copy stands on its page', async () => {
  const [match] = await server.app.store.matches.list({ accountId: ada.account.id, type: 'press' }, { limit: 1, backwards: false });
  const xs = (match?.outline ?? []).map(([x]) => x);
  const ys = (match?.outline ?? []).map(([, y]) => y);

  for (const [found, placed] of [[Math.min(...xs), PLACE.x], [Math.max(...xs), PLACE.x + PLACE.width], [Math.min(...ys), PLACE.y], [Math.max(...ys), PLACE.y + PLACE.height]] as const) expect(Math.abs(found - placed)).toBeLessThan(2);
});

test('the tear sheet is a PDF of one page, for its owner alone', async () => {
  const [match] = await server.app.store.matches.list({ accountId: ada.account.id, type: 'press' }, { limit: 1, backwards: false });
  const address = `/native/v1/matches/${match?.id}/tear-sheet.pdf`;
  const sheet = await native.get(`${address}?lang=fr`);
  expect([sheet.status, sheet.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  const { format, pages } = await server.app.compute.run('inspect-file', { bytes: sheet.bytes });

  expect([format, pages]).toEqual(['pdf', 1]);
  expect([(await eve.get(address)).status, (await server.anonymous.get(address)).status, (await native.get('/native/v1/matches/999999/tear-sheet.pdf')).status]).toEqual([404, 401, 404]);
});

test('the evidence of a press match: the issue as handed in, the tear sheet, the registered image, hashes; the same from the command line', async () => {
  const [match] = await server.app.store.matches.list({ accountId: ada.account.id, type: 'press' }, { limit: 1, backwards: false });
  const { bytes } = await native.get(`/native/v1/matches/${match?.id}/evidence.zip`);
  const files = await unzip(bytes);
  const out = path.join(folder, 'evidence.zip');
  await evidence.run({ user: 'ada', out }, [String(match?.id)], { config: server.app.config, app: async () => server.app, print: () => undefined, note: () => undefined });

  expect([...files.keys()].sort()).toEqual(['README.txt', 'SHA256SUMS', 'evidence.json', 'issue.pdf', expect.stringMatching(/^registered-\d+\.jpeg$/), 'tear-sheet.pdf']);
  expect(files.get('issue.pdf')?.equals(issue)).toBe(true);
  expect(readFileSync(out).equals(bytes)).toBe(true);
  expect((await native.get(`/native/v1/matches/${match?.id}`)).json()).toMatchObject({ press: { name: 'The Paper', page: 2 }, found: { width: expect.closeTo(595.28, 0), transform: expect.any(Array), outline: expect.any(Array) } });
});

test('what is no issue is refused with a sentence', async () => {
  for (const [fields, bytes] of [[{ name: '', date: '2026-03-31' }, issue], [{ name: 'N', date: '2026-02-31' }, issue], [{ name: 'N', date: 'yesterday' }, issue], [{ name: 'N', date: '2026-03-31' }, await encodeJpeg(picture, 80)]] as const) {
    const answer = await send(bytes, fields);
    expect([answer.status >= 400 && answer.status < 500, answer.text.length > 20]).toEqual([true, true]);
  }
  expect((await eve.get('/native/v1/press')).json()).toEqual({ issues: [] });
});

test('a file of the watched folder is taken in for all accounts when it has rested, and only once; what is broken is noted', async () => {
  mkdirSync(path.join(folder, 'The Daily'));
  const files = [path.join(folder, 'The Daily', '2026-04-01.pdf'), path.join(folder, 'broken 2026-04-01.pdf'), path.join(folder, 'young.pdf')] as const;
  writeFileSync(files[0], issue);
  writeFileSync(files[1], 'no pdf');
  writeFileSync(files[2], issue);
  for (const file of files.slice(0, 2)) utimesSync(file, new Date(2026, 0, 1), new Date(2026, 0, 1));
  const context = { ...server.app };
  await watchPress.run({}, context);
  await watchPress.run({}, context);
  const { issues } = (await eve.get('/native/v1/press')).json<{ issues: PressIssueView[] }>();

  expect(issues).toMatchObject([{ name: 'The Daily', date: '2026-04-01', mine: false }]);
  expect((await server.app.store.press.seen(files[1]))?.problem).toMatch(/PDF/);
  expect(await server.app.store.press.seen(files[2])).toBeUndefined();
  expect(await read(issues[0]?.id ?? '', native)).toMatchObject({ state: 'done', matches: 1 });
  expect((await native.send('DELETE', `/native/v1/press/${issues[0]?.id}`)).status).toBe(404);
});

test('who switched the press search off has no new matches; forgetting an issue forgets its matches', async () => {
  await server.app.store.accounts.setPlan(ada.account.id, { press_tracking: false });
  const { id } = (await send(issue, { name: 'Unread', date: '2026-05-01' })).json<PressIssueView>();
  expect(await read(id)).toMatchObject({ state: 'done', matches: 0 });
  const before = (await matches()).count;
  const { issues } = (await native.get('/native/v1/press')).json<{ issues: PressIssueView[] }>();
  const first = issues.find(({ name }) => name === 'The Paper');
  expect((await native.send('DELETE', `/native/v1/press/${first?.id}`)).status).toBe(204);

  expect((await matches()).count).toBe(before - 1);
  expect(medium).toBeGreaterThan(0);
});
