/** A scan of a paper whose figure was enrolled says so, with the right source. */
import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { IngestView } from '../../src/http/native/reference-wire.ts';
import type { ScanPage, ScanResult, ScanSummary } from '../../src/http/native/wire.ts';
import { applyTo } from '../../src/core/geometry.ts';
import { boundingBox } from '../../src/core/regions.ts';
import { until, type Client } from '../support/client.ts';
import { PASSWORD, startServer, type TestServer, type TestUser } from '../support/server.ts';
import { encodePng, tissue } from '../support/synthetic.ts';

vi.setConfig({ testTimeout: 300_000 }); // real scans, on whatever machine this is

let server: TestServer;
let web: Client;
let ada: TestUser;
let original: Uint8Array;

beforeAll(async () => {
  server = await startServer({ config: { resultsPerMinute: 10_000 } });
  ada = await server.user('ada');
  web = await server.anonymous.signIn('ada', PASSWORD);
  original = new Uint8Array(await encodePng(tissue('paper', 420, 340)));
  const source = { title: 'A study of tissue', doi: '10.1234/abc', licence: 'CC-BY-4.0', figure: 'f2', page: 3 };
  await server.app.index.enroll({ scope: 'reference', ref: 'one', name: 'paper.pdf#f2', source }, original);
  await server.app.index.enroll({ scope: 'media:other', ref: 'private', name: 'private.png' }, original);
  await server.app.index.enroll({ scope: 'reference', ref: 'two', name: 'other.png' }, new Uint8Array(await encodePng(tissue('other', 300, 300))));
});
afterAll(() => server.close());

const scan = async (bytes: Uint8Array, fields: Record<string, string> = {}): Promise<{ id: string; result: ScanResult }> => {
  const { id } = (await web.form('/native/v1/scans', [{ name: 'ours.jpg', bytes }], fields)).json<ScanSummary>();
  await until(async () => (await web.get(`/native/v1/scans/${id}`)).json<ScanSummary>(), ({ state }) => state !== 'queued' && state !== 'running', 180_000);
  return { id, result: (await web.get(`/native/v1/scans/${id}/result`)).json<ScanResult>() };
};

test('the finding names the work, shows the reference image and where the two agree', async () => {
  const ours = new Uint8Array(await sharp(original).extract({ left: 60, top: 40, width: 300, height: 260 }).flop().jpeg({ quality: 85 }).toBuffer());
  const { id, result } = await scan(ours);
  const [finding] = result.findings.filter(({ kind }) => kind === 'external-duplicate');

  expect(result.references).toMatchObject([{ id: 'x1', name: 'paper.pdf#f2', match: 'derived', source: { title: 'A study of tissue', doi: '10.1234/abc', licence: 'CC-BY-4.0' }, enrolled: { width: 420, height: 340 } }]);
  expect(result.parameters.reference).toMatchObject({ scope: 'reference', images: 2 });
  expect(finding).toMatchObject({ detector: 'reference-index', sides: [{ image: 'f1', panel: 'f1p1' }, { image: 'x1' }] });
  expect(finding?.score).toBeGreaterThan(0.66);
  // Ours is the part at (60, 40), mirrored: x of theirs = 60 + 300 − x of ours.
  const p = applyTo(finding?.transform ?? [1, 0, 0, 0, 1, 0, 0, 0, 1], { x: 100, y: 50 });
  expect(p.x).toBeCloseTo(260, -0.7);
  expect(p.y).toBeCloseTo(90, -0.7);
  const box = boundingBox(finding?.sides[1]?.region ?? { polygon: [] });
  expect([box.x, box.y, box.width, box.height].map((value) => Math.round(value / 10))).toEqual([6, 4, 30, 26]);

  const picture = await web.get(`/native/v1/scans/${id}/figures/x1/image`);
  expect(await sharp(picture.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 420, height: 340 });
  expect((await web.get(`/native/v1/scans/${id}/report.pdf`)).status).toBe(200);
  expect((await web.send('POST', `/native/v1/scans/${id}/replay`)).json()).toMatchObject({ identical: true });

  // What is enrolled afterwards changes nothing in the replay; what was removed does, and the replay says so.
  await server.app.index.enroll({ scope: 'reference', ref: 'three', name: 'again.png' }, original);
  expect((await web.send('POST', `/native/v1/scans/${id}/replay`)).json()).toMatchObject({ identical: true });
  await server.app.index.remove('reference', 'one');
  expect((await web.send('POST', `/native/v1/scans/${id}/replay`)).json()).toMatchObject({ identical: false });
  expect((await web.get(`/native/v1/scans/${id}/figures/x1/image`)).status).toBe(200);
});

test('a paper whose figure was enrolled in bulk: an Imagetwin client gets the count, the finding names the source', async () => {
  const root = await server.app.store.accounts.create({ name: 'root', email: 'root@example.org', password: PASSWORD, admin: true });
  const admin = await server.anonymous.signIn(root.name, PASSWORD);
  const published = new Uint8Array(await encodePng(tissue('published', 360, 280)));
  const { id: ingest } = (await admin.form('/native/v1/reference/ingests', [{ name: 'figure-2.png', bytes: published }], { title: 'The earlier work', doi: 'https://doi.org/10.5555/EARLIER', licence: 'CC-BY-4.0' })).json<IngestView>();
  await until(async () => (await admin.get(`/native/v1/reference/ingests/${ingest}`)).json<IngestView>(), ({ state }) => state === 'finished');

  const paper = await pdfWith(await sharp(published).extract({ left: 30, top: 20, width: 300, height: 240 }).jpeg({ quality: 90 }).toBuffer());
  const { scanId: id } = (await ada.api.form('/v1/scan', [{ name: 'paper.pdf', bytes: paper }])).json<{ scanId: string }>();
  const answer = await until(() => ada.api.get(`/v1/result/${id}`), ({ status }) => status !== 202, 180_000);

  expect([answer.status, answer.json()]).toEqual([200, expect.objectContaining({ externDuplicateCount: 1 })]);
  const result = (await web.get(`/native/v1/scans/${id}/result`)).json<ScanResult>();
  expect(result.references).toMatchObject([{ name: 'figure-2.png', source: { title: 'The earlier work', doi: '10.5555/earlier', licence: 'CC-BY-4.0' }, match: 'derived' }]);
});

test('an ingest that asks for it re-opens the past scans that now match, and no others', async () => {
  const root = await server.anonymous.signIn('root', PASSWORD);
  const late = new Uint8Array(await encodePng(tissue('late', 300, 240)));
  const past = await scan(late);
  expect(past.result.findings.map(({ kind }) => kind)).not.toContain('external-duplicate');
  const { id: ingest } = (await root.form('/native/v1/reference/ingests', [{ name: 'late.png', bytes: late }], { recheck: 'true' })).json<IngestView>();
  const scans = (await web.get('/native/v1/scans')).json<ScanPage>().count;
  const { reopened } = await until(async () => (await root.get(`/native/v1/reference/ingests/${ingest}`)).json<IngestView>(), ({ rechecked }) => rechecked >= scans, 120_000);
  await until(async () => (await web.get(`/native/v1/scans/${past.id}`)).json<ScanSummary>(), ({ state }) => state === 'finished', 180_000);

  expect(reopened).toBe(2); // this one, and the first: `again.png` was enrolled behind it
  expect((await web.get(`/native/v1/scans/${past.id}/result`)).json<ScanResult>().findings.map(({ kind }) => kind)).toContain('external-duplicate');
});

test('an Imagetwin client gets the count, and may leave out the paper itself', async () => {
  const { sha256 } = await server.app.index.describe(original);
  await server.app.index.remove('reference');
  await server.app.index.enroll({ scope: 'reference', ref: 'own', name: 'own.pdf#f1', source: { documentSha256: sha256 } }, original);

  const counted = await scan(original);
  expect(counted.result.findings.map(({ kind }) => kind)).toContain('external-duplicate');
  const left = await scan(original, { excludeIdenticalPaper: 'true' });
  expect(left.result.findings.map(({ kind }) => kind)).not.toContain('external-duplicate');
  expect(left.result.parameters.excludeIdenticalPaper).toBe(true);
});

function pdfWith(picture: Buffer): Promise<Uint8Array> {
  const document = new PDFDocument({ size: 'A4' });
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    document.on('error', reject);
    document.image(picture, 72, 120, { width: 300 });
    document.end();
  });
}
