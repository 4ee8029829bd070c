/** The reference library over the native API: bulk ingest, pages, search, removal, and who may do what. */
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EntryPage, IngestDetail, IngestView, LibrarySearchReply, LibraryStats } from '../../src/http/native/reference-wire.ts';
import type { VerifyReply } from '../../src/http/native/verify-wire.ts';
import { writeZip } from '../hostile/intake-support/zip.ts';
import { until, type Client, type FilePart } from '../support/client.ts';
import { withPngText } from '../support/metadata.ts';
import { PASSWORD, startServer, type TestServer } from '../support/server.ts';
import { encodeJpeg, photo } from '../support/synthetic.ts';

const BASE = '/native/v1/reference';
let server: TestServer;
let admin: Client;
let eve: Client;

beforeAll(async () => {
  server = await startServer();
  await server.app.store.accounts.create({ name: 'root', email: 'root@example.org', password: PASSWORD, admin: true });
  await server.user('eve');
  [admin, eve] = [await server.anonymous.signIn('root', PASSWORD), await server.anonymous.signIn('eve', PASSWORD)];
});
afterAll(() => server.close());

const picture = async (seed: string): Promise<Uint8Array> => new Uint8Array(await encodeJpeg(photo(seed, 300, 220), 88));
const stats = async (who = admin): Promise<LibraryStats> => (await who.get(BASE)).json<LibraryStats>();
const entries = async (query = '', who = admin): Promise<EntryPage> => (await who.get(`${BASE}/entries${query}`)).json<EntryPage>();

async function ingest(files: readonly FilePart[], fields: Record<string, string> = {}): Promise<IngestDetail> {
  const answer = await admin.form(`${BASE}/ingests`, files, fields);
  expect([answer.status, answer.text]).toEqual([202, expect.anything()]);
  const { id } = answer.json<IngestView>();
  return until(async () => (await admin.get(`${BASE}/ingests/${id}`)).json<IngestDetail>(), ({ state }) => state !== 'queued' && state !== 'running');
}

test('files and an article package are enrolled with their source; what cannot be is told; a second time they are known', async () => {
  const article = '<article><front><article-meta><article-id pub-id-type="doi">10.5555/JATS.1</article-id><title-group><article-title>Cells</article-title></title-group></article-meta></front><body><fig><label>Figure 1</label><graphic href="fig1.jpg"/></fig></body></article>';
  const zip = writeZip([{ name: 'paper/article.nxml', data: article }, { name: 'paper/fig1.jpg', data: await picture('in-zip') }]);
  const files = [{ name: 'a.jpg', bytes: await picture('a') }, { name: 'package.zip', bytes: zip }, { name: 'broken.png', bytes: new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 0]) }, { name: 'notes.txt', bytes: Buffer.from('no picture') }];
  const first = await ingest(files, { collection: 'Tests', licence: 'CC0-1.0' });

  expect(first).toMatchObject({ state: 'finished', name: '4 files', total: 4, enrolled: 2, images: 2, known: 0, skipped: 2, source: { collection: 'Tests', licence: 'CC0-1.0' } });
  expect(first.skips.map(({ name }) => name)).toEqual(['broken.png', 'notes.txt']);
  expect(await stats()).toMatchObject({ images: 2, collections: [{ collection: 'Tests', images: 2 }], writable: true });
  const { entries: found } = await entries('?doi=https://doi.org/10.5555/jats.1');
  expect(found).toMatchObject([{ name: 'package.zip/paper/fig1.jpg', source: { title: 'Cells', doi: '10.5555/jats.1', licence: 'CC0-1.0', collection: 'Tests', figure: 'Figure 1' }, width: 300, height: 220 }]);
  expect((await sharp((await eve.get(`${BASE}/entries/${found[0]?.id}/picture`)).bytes).metadata()).format).toBe('jpeg');
  expect(await ingest(files, { collection: 'Tests' })).toMatchObject({ state: 'finished', enrolled: 0, known: 2, images: 0 });
  expect((await stats()).images).toBe(2);
  expect((await admin.get(`${BASE}/ingests/${first.id}/events`)).text).toContain('"state":"finished"');
  expect(await server.app.store.ingests.files(first.id)).toEqual([]); // what was sent is needed no more
});

test('another file of the same name is another image', async () => {
  const before = (await stats()).images;
  await ingest([{ name: 'same.jpg', bytes: await picture('one') }]);
  await ingest([{ name: 'same.jpg', bytes: await picture('two') }]);

  expect((await stats()).images).toBe(before + 2);
  expect((await entries('?q=SAME.')).entries.map(({ name }) => name)).toEqual(['same.jpg', 'same.jpg']);
  expect((await entries('?collection=')).entries.map(({ name }) => name)).toEqual(['same.jpg', 'same.jpg']);
});

test('pages lead through every image once, newest first', async () => {
  const ids: number[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: EntryPage = await entries(`?limit=1${cursor ? `&cursor=${cursor}` : ''}`);
    ids.push(...page.entries.map(({ id }) => id));
    cursor = page.next;
  }
  expect(ids).toHaveLength((await stats()).images);
  expect(ids).toEqual([...new Set(ids)].sort((a, b) => b - a));
});

test('a part of an image is found, with its place; after removal it is not', async () => {
  const original = await picture('a');
  const part = new Uint8Array(await sharp(original).extract({ left: 40, top: 30, width: 220, height: 160 }).resize(440).jpeg({ quality: 85 }).toBuffer());
  const search = async (): Promise<LibrarySearchReply> => (await eve.form(`${BASE}/search`, [{ name: 'q.jpg', bytes: part }])).json<LibrarySearchReply>();
  const { query, matches: [hit, ...more] } = await search();

  expect([query.width, query.height, more]).toEqual([440, 320, []]);
  expect(hit).toMatchObject({ entry: { name: 'a.jpg', source: { collection: 'Tests' } }, verified: true, class: 'derived' });
  const [corner] = hit?.outline ?? [];
  expect([Math.round((corner?.x ?? 0) / 8), Math.round((corner?.y ?? 0) / 8)]).toEqual([-10, -7]); // (−80, −60) ± 4

  expect((await admin.send('DELETE', `${BASE}/entries/${hit?.entry.id}`)).status).toBe(204);
  expect((await search()).matches).toEqual([]);
  expect((await admin.get(`${BASE}/entries/${hit?.entry.id}`)).status).toBe(404);
  expect((await admin.send('POST', `${BASE}/removals`, { collection: 'Tests' })).json()).toEqual({ images: 1 });
  expect((await admin.send('POST', `${BASE}/removals`, { collection: null })).json()).toEqual({ images: 2 });
  expect((await stats()).images).toBe(0);
});

test('who is no administrator reads and searches, and changes nothing', async () => {
  const before = await stats();
  expect((await stats(eve)).writable).toBe(false);
  const answers = [
    await eve.form(`${BASE}/ingests`, [{ name: 'x.jpg', bytes: await picture('x') }]), await eve.get(`${BASE}/ingests`), await eve.get(`${BASE}/ingests/none`),
    await eve.send('POST', `${BASE}/removals`, { nonsense: 1 }), await eve.send('DELETE', `${BASE}/entries/1`),
  ];
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
  expect(await stats()).toEqual(before);
});

test('what makes no sense is refused with its reason', async () => {
  const x = { name: 'x.jpg', bytes: await picture('x') };
  expect((await admin.form(`${BASE}/ingests`, [x], { doi: 'none' })).json()).toMatchObject({ code: 'request/invalid', message: expect.stringContaining('"none" is no DOI') });
  expect((await admin.form(`${BASE}/ingests`, [x], { title: 'x'.repeat(1001) })).status).toBe(400);
  expect((await admin.form(`${BASE}/ingests`, [])).status).toBe(400);
  expect((await admin.send('POST', `${BASE}/removals`, {})).status).toBe(400);
  expect((await admin.send('POST', `${BASE}/removals`, { ids: [1], doi: '10.1234/a' })).status).toBe(400);
  expect((await admin.get(`${BASE}/entries/x`)).status).toBe(404);
  expect((await admin.get(`${BASE}/entries?cursor=1;`)).status).toBe(400);
  expect((await admin.form(`${BASE}/search?transform=none`, [x])).status).toBe(400);
});

test('a cancelled ingest keeps what it has enrolled, and no more', async () => {
  const { id } = (await admin.form(`${BASE}/ingests`, [{ name: 'x.jpg', bytes: await picture('x') }, { name: 'y.jpg', bytes: await picture('y') }])).json<IngestView>();
  const cancelled = (await admin.send('POST', `${BASE}/ingests/${id}/cancel`)).json<IngestView>();
  expect(cancelled).toMatchObject({ id, state: 'cancelled' });
  expect((await admin.send('POST', `${BASE}/ingests/${id}/cancel`)).status).toBe(409);
  await until(async () => (await admin.get(`${BASE}/ingests/${id}`)).json<IngestView>(), ({ state }) => state === 'cancelled');
  expect((await admin.send('DELETE', `${BASE}/ingests/${id}`)).status).toBe(204);
  expect((await admin.get(`${BASE}/ingests/${id}`)).status).toBe(404);
});

test('a file is noted with what it enrolled: a run that goes on after a kill passes it over and counts it once', async () => {
  const { ingests, transaction } = server.app.store;
  await ingests.insert({ id: 'resumed', account_id: null, name: 'two', source: {}, recheck: false, created_at: new Date() }, []);
  await ingests.start('resumed');
  const outcome = { key: 'k', name: 'one.jpg', outcome: 'enrolled', images: 3 } as const;
  await expect(transaction(async (tx) => {
    await tx.ingests.note('resumed', outcome);
    throw new Error('killed');
  })).rejects.toThrow('killed');
  expect([(await ingests.get('resumed')).images, await ingests.done('resumed')]).toEqual([0, new Set()]);
  await transaction((tx) => tx.ingests.note('resumed', outcome));
  await transaction((tx) => tx.ingests.note('resumed', outcome));
  expect(await ingests.get('resumed')).toMatchObject({ images: 3, enrolled: 1 });
  expect(await ingests.done('resumed')).toEqual(new Set(['k']));
});

test('verify tells what a file says of itself and what its pixels look like; a document or a stranger is refused', async () => {
  const told = withPngText(new Uint8Array(await sharp(await picture('told')).png().toBuffer()), [['parameters', 'a cell\nSteps: 20, Sampler: Euler, CFG scale: 7, Seed: 1']]);
  const ask = async (bytes: Uint8Array): Promise<VerifyReply> => (await eve.form('/native/v1/verify', [{ name: 'q.png', bytes }])).json<VerifyReply>();
  const [plain, claiming, tiny] = [await ask(await picture('plain')), await ask(told), await ask(new Uint8Array(await sharp(await picture('tiny')).resize(90).png().toBuffer()))];

  expect(plain).toMatchObject({ format: 'jpeg', facts: [], query: { width: 300, height: 220, picture: expect.stringMatching(/^data:image\//) }, pixels: { score: expect.any(Number) } });
  expect(plain).not.toHaveProperty('claimed');
  expect(plain.pixels.patches.length).toBeGreaterThanOrEqual(4);
  expect(claiming).toMatchObject({ claimed: 0.99, facts: [{ kind: 'generator', says: 'generated' }] });
  expect(tiny.pixels).toEqual({ abstained: 'too-small', patches: [] });
  expect((await eve.form('/native/v1/verify', [{ name: 'q.pdf', bytes: Buffer.from('%PDF-1.7') }])).status).toBe(400);
  expect((await server.anonymous.form('/native/v1/verify', [{ name: 'q.png', bytes: told }])).status).toBe(401);
});
