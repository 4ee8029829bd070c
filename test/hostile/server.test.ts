/** What people send by mistake or malice, against a whole server: refused or failed with a code and a sentence that helps, while other scans go on. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { deflateSync } from 'node:zlib';
import PDFDocument from 'pdfkit';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ScanPage, ScanResult, ScanSummary } from '../../src/http/native/wire.ts';
import { until, type Client, type FilePart } from '../support/client.ts';
import { startListener, type Listener } from '../support/listener.ts';
import { PASSWORD, startServer, type TestServer, type TestUser } from '../support/server.ts';
import { encodeJpeg, encodePng, micrograph } from '../support/synthetic.ts';
import { paragraph, picture, writeDocx } from './intake-support/docx.ts';
import { texture } from './intake-support/pictures.ts';
import { pdfOf, rgbObject } from './intake-support/pdf.ts';
import { BOUNDARY, brokenOff, FORM, FORM_END, partHead, pngClaiming, rawRequest } from './server-support.ts';

vi.setConfig({ testTimeout: 240_000 });

const MAX_DOCUMENT = 400_000;
const MAX_IMAGE = 150_000;

let server: TestServer;
let ada: TestUser;
let web: Client;
let elsewhere: Listener;
let png: Uint8Array;
let jpeg: Uint8Array;
let pdf: Uint8Array;

beforeAll(async () => {
  server = await startServer({ config: { maxDocumentBytes: MAX_DOCUMENT, maxImageBytes: MAX_IMAGE, scansPerMinute: 10_000, resultsPerMinute: 10_000, loginsPerMinute: 100 } });
  ada = await server.user('ada');
  web = await server.anonymous.signIn('ada', PASSWORD);
  elsewhere = await startListener();
  const field = micrograph('hostile', 200, 160);
  png = await encodePng(field);
  jpeg = await encodeJpeg(field, 90);
  pdf = pdfOf([{ content: 'q 400 0 0 300 50 50 cm /Im0 Do Q' }], { Im0: rgbObject(texture(120, 90, 'hostile')) });
}, 300_000);
afterAll(async () => {
  await elsewhere.close();
  await server.close();
});

const scanOf = async (id: string): Promise<ScanSummary> => (await web.get(`/native/v1/scans/${id}`)).json<ScanSummary>();
const ended = (id: string): Promise<ScanSummary> => until(() => scanOf(id), ({ state }) => state !== 'queued' && state !== 'running', 200_000);
const resultOf = async (id: string): Promise<ScanResult> => (await web.get(`/native/v1/scans/${id}/result`)).json<ScanResult>();
const count = async (): Promise<number> => (await web.get('/native/v1/scans?limit=1')).json<ScanPage>().count;
const uploads = (): string[] => readdirSync(path.join(server.app.config.dataDir, 'uploads'));
const file = (name: string, bytes: Uint8Array): FilePart => ({ name, bytes });

/** Nothing of a refused or finished request stays behind, and the server still works. */
afterEach(async () => {
  await until(async () => uploads(), (left) => left.length === 0, 20_000);
  expect((await server.anonymous.get('/health')).status).toBe(200);
});

/** A sentence for people: no stack, no class name, nothing of our machine. */
function expectSentence(message: string, says: RegExp): void {
  expect(message).toMatch(says);
  expect(message.length).toBeGreaterThan(15);
  expect(message).not.toMatch(/\bat .+:\d+:\d+|node_modules|Error:|undefined|\[object/);
  expect(message).not.toContain(server.app.config.dataDir);
}

describe('refused at the door, on both APIs', () => {
  const executable = Buffer.concat([Buffer.from('MZ\x90\0\x03', 'latin1'), Buffer.alloc(2000)]);
  const fifty = (): Uint8Array => pdfOf(Array.from({ length: 50 }, () => ({ content: 'q 400 0 0 300 50 50 cm /Im0 Do Q' })), { Im0: rgbObject(texture(40, 30, 'fifty')) });

  test.each<[string, () => readonly FilePart[], number, string, RegExp]>([
    ['a document over its size', () => [file('large.pdf', Buffer.concat([pdf, Buffer.alloc(MAX_DOCUMENT)]))], 413, 'request/too-large', /large\.pdf.*400000/],
    ['an image over its size, though under that of a document', () => [file('large.png', Buffer.concat([png, Buffer.alloc(MAX_IMAGE)]))], 413, 'document/too-large', /large\.png.*150000/],
    ['50 pages', () => [file('long.pdf', fifty())], 400, 'document/too-many-pages', /50 pages.*49.*Split/],
    ['50 pages of a DOCX', () => [file('long.docx', writeDocx({ body: paragraph('x'), pages: 50 }))], 400, 'document/too-many-pages', /50 pages.*49/],
    ['26 images', () => Array.from({ length: 26 }, (_, i) => file(`${i}.png`, png)), 413, 'request/too-large', /25 images/],
    ['a document and an image', () => [file('a.pdf', pdf), file('b.png', png)], 400, 'request/invalid', /1 document.*1 image/],
    ['two documents', () => [file('a.pdf', pdf), file('b.pdf', pdf)], 400, 'request/invalid', /2 document/],
    ['a program named .png', () => [file('cat.png', executable)], 400, 'image/unsupported', /cat\.png.*PNG/],
    ['a zip that is no DOCX', () => [file('paper.docx', Buffer.from('PK\x05\x06'.padEnd(22, '\0'), 'latin1'))], 400, 'image/unsupported', /paper\.docx/],
    ['text named .pdf', () => [file('notes.pdf', Buffer.from('these are only words, no PDF at all\n'.repeat(20)))], 400, 'image/unsupported', /notes\.pdf.*PDF/],
    ['nothing', () => [file('empty.png', new Uint8Array())], 400, 'request/invalid', /empty\.png.*empty/],
    ['a web page', () => [file('page.svg', Buffer.from('<!doctype html><html><body>hi</body></html>'))], 400, 'image/unsupported', /page\.svg/],
  ])('%s', async (_, files, status, code, says) => {
    const before = await count();
    const native = await web.form('/native/v1/scans', files());
    const api = await ada.api.form('/v1/scan', files());

    expect([native.status, native.json()['code']]).toEqual([status, code]);
    expect([api.status, api.json()['code']]).toEqual([400, code]);
    expectSentence(String(native.json()['message']), says);
    expectSentence(String(api.json()['message']), says);
    expect(await count()).toBe(before);
  });

  test('a body that is too large by its Content-Length is refused before it is sent', async () => {
    let sent = 0;
    const answer = await rawRequest(server.url, '/v1/scan', {
      method: 'POST', headers: { ...FORM, authorization: `Bearer ${ada.key}`, 'content-length': '5000000000' },
      body: (async function* () { for (; sent < 200; sent++) { await pause(20); yield Buffer.alloc(65_536); } })(),
    }).catch((error: Error) => ({ status: 0, text: error.message }));

    expect(answer).toMatchObject({ status: 400, text: expect.stringContaining('5000000000') });
    expect(sent).toBeLessThan(200);
  });

  test('a body in chunks that never says its size is refused when it has grown too large', async () => {
    const chunk = Buffer.alloc(65_536, 1);
    const answer = await rawRequest(server.url, '/v1/scan', {
      method: 'POST', headers: { ...FORM, authorization: `Bearer ${ada.key}` },
      body: (function* () { yield partHead('endless.pdf'); yield pdf; for (let i = 0; i < 100; i++) yield chunk; yield FORM_END; })(),
    });

    expect(answer.status).toBe(400);
    expectSentence((JSON.parse(answer.text) as { message: string }).message, /endless\.pdf.*400000/);
  });

  test.each([
    ['no form at all', { 'content-type': 'application/json' }, '{"file":"x"}'],
    ['a form that ends in the middle', FORM, `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\nhalf`],
    ['a form without its boundary', { 'content-type': 'multipart/form-data' }, 'x'],
    ['a form of another boundary', FORM, '--other\r\n\r\nx\r\n--other--\r\n'],
    ['an address instead of a file', FORM, `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"\r\n\r\nfile:///etc/passwd\r\n--${BOUNDARY}--\r\n`],
  ])('%s', async (_, headers, body) => {
    const { status, text } = await rawRequest(server.url, '/v1/scan', { method: 'POST', headers: { ...headers, authorization: `Bearer ${ada.key}` }, body: [body] });

    expect(status).toBe(400);
    expectSentence((JSON.parse(text) as { message: string }).message, /form|file|multipart|boundary/i);
  });
});

describe('accepted, and failed or read with a reason', () => {
  const entities = `<!DOCTYPE w [${Array.from({ length: 9 }, (_, i) => `<!ENTITY e${i} "${i === 0 ? 'lol' : `&e${i - 1};`.repeat(10)}">`).join('')}]>`;
  const svg = (inner: string): Buffer => Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="120" height="90">${inner}<rect width="120" height="90" fill="#ddd"/><circle cx="50" cy="40" r="30" fill="#246"/></svg>`);
  const scanned = async (name: string, bytes: Uint8Array): Promise<{ refused?: { code: string; message: string }; scan?: ScanSummary }> => {
    const answer = await web.form('/native/v1/scans', [file(name, bytes)]);
    if (answer.status !== 201) return { refused: answer.json<{ code: string; message: string }>() };
    return { scan: await ended(answer.json<ScanSummary>().id) };
  };

  test.each<[string, string, () => Uint8Array | Promise<Uint8Array>, string, RegExp]>([
    ['a PDF cut in the middle', 'half.pdf', () => pdf.slice(0, Math.floor(pdf.length / 2)), 'document/corrupt', /damaged|cut off/],
    ['an encrypted PDF', 'locked.pdf', () => encrypted(), 'document/encrypted', /password/],
    ['a PDF of words', 'words.pdf', () => pdfOf([{ content: 'BT (x) Tj ET' }]), 'document/no-images', /no image/i],
    ['a PNG cut after its header', 'cut.png', () => png.slice(0, 60), 'image/(truncated|corrupt)', /png.*(damaged|cut off).*send/],
    ['a JPEG cut after its header', 'cut.jpg', () => jpeg.slice(0, 160), 'image/(truncated|corrupt)', /jpeg.*(damaged|cut off).*send/],
    ['a PNG of 30 000 × 30 000', 'bomb.png', () => pngClaiming(30_000, 30_000, deflateSync(Buffer.alloc(1_000_000))), 'image/too-many-pixels', /30000|900|megapixel|pixels/],
    ['a DOCX that unpacks to a gigabyte', 'bomb.docx', () => writeDocx({ body: picture('r1'), relationships: { r1: 'media/a.png' }, media: { 'a.png': png }, more: [{ name: 'word/media/b.bmp', data: Buffer.alloc(250_000_000) }] }), 'document/(bomb|corrupt)', /unpack|larger|more|bytes/i],
    ['a DOCX with entities of entities', 'lol.docx', () => writeDocx({ prolog: entities, body: paragraph('&e8;') + picture('r1'), relationships: { r1: 'media/a.png' }, media: { 'a.png': png } }), 'document/(bomb|corrupt)', /document type/],
    ['an SVG with entities of entities', 'lol.svg', () => Buffer.from(`${entities.replace('DOCTYPE w', 'DOCTYPE svg')}<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>&e8;</text></svg>`), 'image/(corrupt|unsupported|too-many-pixels)', /./],
  ])('%s', async (_, name, bytes, code, says) => {
    const { refused, scan } = await scanned(name, await bytes());
    const problem = refused ?? scan?.problem;

    expect(scan?.state ?? 'failed').toBe('failed');
    expect(problem?.code).toMatch(new RegExp(`^${code}$`));
    expectSentence(problem?.message ?? '', says);
  });

  test('an image that lacks its second half is examined as far as it goes, and the result says so', async () => {
    const { scan } = await scanned('half.jpg', jpeg.slice(0, Math.floor(jpeg.length * 0.6)));
    const result = await resultOf(scan?.id ?? '');

    expect(scan?.state).toBe('finished');
    expect(result.figures[0]?.notes).toContain('truncated');
  });

  test.each([
    ['a script', () => '<script>fetch("{url}")</script>'],
    ['an image from elsewhere', () => '<image xlink:href="{url}" width="50" height="50"/>'],
    ['a style sheet from elsewhere', () => '<style>@import url("{url}"); rect { fill: url("{url}") }</style>'],
    ['a file of this machine', () => '<image href="file:///etc/passwd" width="50" height="50"/><use href="file:///etc/passwd#x"/>'],
    ['a page inside', () => '<foreignObject width="50" height="50"><iframe xmlns="http://www.w3.org/1999/xhtml" src="{url}"/></foreignObject>'],
  ])('an SVG with %s is read without it', async (_, inner) => {
    const before = elsewhere.received.length;
    const { refused, scan } = await scanned('drawing.svg', svg(inner().replaceAll('{url}', elsewhere.url.replaceAll('&', '&amp;'))));

    expect(refused).toBeUndefined();
    expect(scan?.state).toBe('finished');
    expect(elsewhere.received.length).toBe(before);
  });

  test('an external entity in an SVG is not fetched', async () => {
    const { refused, scan } = await scanned('xxe.svg', Buffer.from(`<!DOCTYPE svg [<!ENTITY x SYSTEM "${elsewhere.url}"><!ENTITY f SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><text y="20">&x;&f;</text></svg>`));

    expect(refused?.code ?? scan?.problem?.code ?? scan?.state).toMatch(/^(image\/|finished)/);
    expect(elsewhere.received).toEqual([]);
  });

  test('a PDF with JavaScript, a form that submits, and a link is read and does nothing', async () => {
    const actions = `/OpenAction << /S /JavaScript /JS (app.launchURL\\("${elsewhere.url}"\\)) >> /AA << /WC << /S /URI /URI (${elsewhere.url}) >> >>`;
    const { scan } = await scanned('script.pdf', withCatalogueEntries(pdf, actions));

    expect(scan?.state).toBe('finished');
    expect((await resultOf(scan?.id ?? '')).figures).toHaveLength(1);
    expect(elsewhere.received).toEqual([]);
  });
});

describe('file names', () => {
  const send = async (name: string): Promise<ScanSummary> => {
    const { status, text } = await rawRequest(server.url, '/native/v1/scans', { method: 'POST', headers: { ...web.headers, ...FORM }, body: [partHead(name), png, FORM_END] });
    expect(status).toBe(201);
    return JSON.parse(text) as ScanSummary;
  };
  const escaped = (): string[] => [path.dirname(server.app.config.dataDir), server.app.config.dataDir, process.cwd()].flatMap((folder) => readdirSync(folder)).filter((name) => name.startsWith('escaped'));

  test.each<[string, string | RegExp]>([
    ['../../escaped.png', 'escaped.png'], ['../../../escaped', 'escaped'], ['..\\..\\escaped.png', 'escaped.png'], ['/etc/passwd', 'passwd'], ['C:\\Windows\\evil.png', 'evil.png'], ['..', 'file'], ['%2e%2e%2fx.png', /^[^/]+$/],
    ['a\0b.png', /^a.?b\.png$/], [`${'x'.repeat(300)}.png`, /^x{200,251}\.png$/], ['그림 1 – ä𝒳.png', '그림 1 – ä𝒳.png'], ['e\u0301.png', '\u00e9.png'],
    ['<img src=x onerror=alert(1)>.png', '<img src=x onerror=alert(1)>.png'], ['fig\u202egnp.exe', 'figgnp.exe'], ['con.png', 'con.png'], ["'; drop table scan; --.png", "'; drop table scan; --.png"],
  ])('%j', async (name, kept) => {
    const scan = await send(name);

    if (typeof kept === 'string') expect(scan.name).toBe(kept);
    else expect(scan.name).toMatch(kept);
    expect(Buffer.byteLength(scan.name)).toBeLessThanOrEqual(255);
    expect(escaped()).toEqual([]);
    expect((await scanOf(scan.id)).name).toBe(scan.name);
    expect((await web.send('DELETE', `/native/v1/scans/${scan.id}`)).status).toBe(204);
  });
});

describe('uploads that do not come as one expects', () => {
  test('one that breaks off leaves nothing behind', async () => {
    const before = await count();
    const blobs = blobCount();
    await brokenOff(server.url, '/native/v1/scans', { ...web.headers, ...FORM }, Buffer.concat([partHead('torn.pdf'), pdf, Buffer.alloc(100_000)]));
    await until(async () => uploads(), (left) => left.length === 0, 20_000);

    expect(await count()).toBe(before);
    expect(blobCount()).toBe(blobs);
  });

  test('a slow one holds nobody up, and is taken in the end', async () => {
    let finish = (): void => {};
    const until_ = new Promise<void>((resolve) => { finish = resolve; });
    const slow = rawRequest(server.url, '/native/v1/scans', {
      method: 'POST', headers: { ...web.headers, ...FORM },
      body: (async function* () { yield partHead('slow.png'); yield png.slice(0, 1000); await until_; yield png.slice(1000); yield FORM_END; })(),
    });
    const quick = (await web.form('/native/v1/scans', [file('quick.png', png)])).json<ScanSummary>();
    expect((await ended(quick.id)).state).toBe('finished');
    finish();
    const answer = await slow;

    expect(answer.status).toBe(201);
    expect((await ended((JSON.parse(answer.text) as ScanSummary).id)).state).toBe('finished');
  });

  test('other scans go on while bad ones are sent', async () => {
    const good = (await web.form('/native/v1/scans', [file('one.png', png), file('two.png', png)])).json<ScanSummary>();
    const bad = await Promise.all([
      web.form('/native/v1/scans', [file('bomb.png', pngClaiming(30_000, 30_000, deflateSync(Buffer.alloc(1_000_000))))]),
      web.form('/native/v1/scans', [file('cut.png', png.slice(0, 60))]),
      web.form('/native/v1/scans', [file('half.pdf', pdf.slice(0, 2000))]),
      web.form('/native/v1/scans', Array.from({ length: 26 }, (_, i) => file(`${i}.png`, png))),
      web.form('/native/v1/scans', [file('notes.pdf', Buffer.from('only words'.repeat(50)))]),
    ]);
    const { state } = await ended(good.id);
    const { findings } = await resultOf(good.id);

    expect(bad.every(({ status }) => status === 201 || (status >= 400 && status < 500))).toBe(true);
    expect(state).toBe('finished');
    expect(findings[0]).toMatchObject({ kind: 'duplicate', band: 'high' });
  });
});

describe('paths', () => {
  const secret = readFileSync(new URL('../../package.json', import.meta.url), 'utf8').slice(0, 40);

  test.each([
    '/..%2fpackage.json', '/..%2f..%2fpackage.json', '/assets/..%2f..%2f..%2fpackage.json', '/assets/../../../package.json', '/%2e%2e/%2e%2e/package.json', '/..\\..\\package.json', '/..%5c..%5cpackage.json',
    '/%00', '/index.html%00.png', '/assets/%00', '/%c0%ae%c0%ae/package.json', '/%', '/%zz', '//etc/passwd', '/.git/config', '/.npmrc', '/data/pg/PG_VERSION', '/assets/', '/pdfreport/..%2f..%2fpackage.json', '/pdfreport/%00.pdf',
    '/result/..%2fpackage.json', '/native/v1/scans/..%2f..%2fpackage.json/figures/f1/image', '/native/v1/scans/%00', '/native/v1/scans/%00/result', '/v1/result/%00', '/docs/..%2f..%2fpackage.json', `/${'a'.repeat(5000)}`,
  ])('%s', async (address) => {
    const { status, text } = await rawRequest(server.url, address, { headers: { ...web.headers } });

    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(text).not.toContain(secret);
    expect(text).not.toMatch(/root:x:0|\[core\]|node_modules/);
  });

  test('the files that are meant to be read are', async () => {
    expect((await rawRequest(server.url, '/')).status).toBe(200);
    expect((await rawRequest(server.url, '/health')).status).toBe(200);
  });
});

function blobCount(): number {
  return readdirSync(path.join(server.app.config.dataDir, 'blobs'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
}

/** The same PDF with more in its catalogue, as an update at its end. */
function withCatalogueEntries(bytes: Uint8Array, entries: string): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1');
  const catalogue = /1 0 obj\n<< (.*?) >>\nendobj/s.exec(text)?.[1] ?? '';
  const previous = /startxref\n(\d+)/.exec(text)?.[1] ?? '0';
  const size = /\/Size (\d+)/.exec(text)?.[1] ?? '0';
  const update = `1 0 obj\n<< ${catalogue} ${entries} >>\nendobj\n`;
  const at = text.length + update.length;
  return Buffer.from(`${text}${update}xref\n1 1\n${String(text.length).padStart(10, '0')} 00000 n \ntrailer\n<< /Size ${size} /Root 1 0 R /Prev ${previous} >>\nstartxref\n${at}\n%%EOF\n`, 'latin1');
}

function encrypted(): Promise<Uint8Array> {
  const document = new PDFDocument({ userPassword: 'secret', ownerPassword: 'secret' });
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    document.text('Locked');
    document.end();
  });
}
