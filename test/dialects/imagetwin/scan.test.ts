import http from 'node:http';
import net from 'node:net';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { request } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededRandom } from '../../../src/core/random.ts';
import type { FilePart } from '../../support/client.ts';
import { startServer, type TestServer, type TestUser } from '../../support/server.ts';
import { docx, everyImage, padded, pdf, png } from './fixtures.ts';

const MiB = 2 ** 20;
let server: TestServer;
let ada: TestUser;

beforeAll(async () => {
  server = await startServer({ config: { scansPerMinute: 10_000 }, work: false });
  ada = await server.user('ada');
});
afterAll(() => server.close());

const scan = (files: readonly FilePart[], fields?: Record<string, string>) => ada.api.form('/v1/scan', files, fields);
const stored = async (scanId: string) => server.app.store.scans.get(scanId, server.app.clock());
const count = async (): Promise<number> => server.app.store.scans.count(ada.account.id, server.app.clock());

test('IT-030 IT-047 IT-048 A001 A002 a scan is started: 64 lower-case hex and the message', async () => {
  const answer = await scan([{ name: 'p.pdf', bytes: await pdf() }]);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  expect(answer.json()).toEqual({ scanId: expect.stringMatching(/^[0-9a-f]{64}$/), message: 'Scan started successfully.' });
});

test('IT-031 A035 A038 A039 one PDF or one DOCX', async () => {
  for (const [name, bytes, format] of [['p.pdf', await pdf(), 'pdf'], ['p.docx', await docx({ pages: 3 }), 'docx']] as const) {
    const answer = await scan([{ name, bytes }]);
    expect([name, answer.status]).toEqual([name, 200]);
    expect((await stored(answer.json<{ scanId: string }>().scanId)).files).toEqual([expect.objectContaining({ name, format, bytes: bytes.length })]);
  }
});

test('IT-032 two images in one request, in their order', async () => {
  const answer = await scan([{ name: '1.png', bytes: await png({ seed: 1 }) }, { name: '2.jpg', bytes: (await everyImage()).jpg }]);
  expect(answer.status).toBe(200);
  expect((await stored(answer.json<{ scanId: string }>().scanId)).files.map(({ name, format }) => [name, format])).toEqual([['1.png', 'png'], ['2.jpg', 'jpeg']]);
});

test('IT-033 A033 a document must be smaller than 30 · 2^20 bytes', async () => {
  const file = await pdf();
  const [under, at] = [await scan([{ name: 'p.pdf', bytes: padded(file, 30 * MiB - 1) }]), await scan([{ name: 'p.pdf', bytes: padded(file, 30 * MiB) }])];
  expect([under.status, at.status]).toEqual([200, 400]);
  expect(at.json()['message']).toContain('31457280');
});

test('IT-034 A034 49 pages are taken, 50 are not', async () => {
  const [taken, refused] = [await scan([{ name: 'p.pdf', bytes: await pdf({ pages: 49 }) }]), await scan([{ name: 'p.pdf', bytes: await pdf({ pages: 50 }) }])];
  expect([taken.status, refused.status]).toEqual([200, 400]);
  expect(refused.json()).toMatchObject({ code: 'document/too-many-pages', message: '"p.pdf" has 50 pages; the limit is 49 (fewer than 50). Split it, or raise LIMIT_PAGES' });
});

test('IT-034b A035 pages of a DOCX: by its properties, else by page breaks, else taken', async () => {
  const statuses = [];
  for (const options of [{ pages: 49 }, { pages: 50 }, { breaks: 48 }, { breaks: 49 }, {}]) statuses.push((await scan([{ name: 'p.docx', bytes: await docx(options) }])).status);
  expect(statuses).toEqual([200, 400, 200, 400, 200]);
});

test('IT-035 A036 25 images are taken, 26 are not', async () => {
  const file = { name: 'a.png', bytes: await png() };
  const [taken, refused] = [await scan(Array(25).fill(file)), await scan(Array(26).fill(file))];
  expect([taken.status, refused.status]).toEqual([200, 400]);
  expect(refused.json()['message']).toContain('25');
});

test('IT-036 A037 an image must be smaller than 20 · 2^20 bytes, each by itself', async () => {
  const file = await png();
  const small = { name: 'b.png', bytes: await png({ seed: 2 }) };
  const [under, at] = [await scan([{ name: 'a.png', bytes: padded(file, 20 * MiB - 1) }, small]), await scan([small, { name: 'a.png', bytes: padded(file, 20 * MiB) }])];
  expect([under.status, at.status]).toEqual([200, 400]);
});

test.each(['jpg', 'jpeg', 'png', 'gif', 'jfif', 'bmp', 'tif', 'tiff', 'svg', 'webp'] as const)('IT-037 IT-038 A040–A049 .%s is taken on every address for images', async (extension) => {
  const { [extension]: bytes } = await everyImage();
  const name = `a.${extension}`;
  expect((await scan([{ name, bytes }])).status).toBe(200);
  expect((await ada.api.form('/v1/scanImages', [{ name, bytes, field: 'imageFile' }])).status).toBe(200);
});

test('IT-037 judged by content: the name is only a hint', async () => {
  const answer = await scan([{ name: 'picture.exe', bytes: await png() }]);
  expect(answer.status).toBe(200);
  expect((await stored(answer.json<{ scanId: string }>().scanId)).files[0]?.format).toBe('png');
  for (const [name, text] of [['a.png', 'MZ\x90\0\x03 this is a program'], ['a.jpg', '<html>hello</html>'], ['a.pdf', 'just text'], ['a.docx', 'PK\x03\x04 nothing']] as const) {
    const refused = await scan([{ name, bytes: new TextEncoder().encode(text) }]);
    expect([name, refused.status, refused.json()['code']]).toEqual([name, 400, 'image/unsupported']);
  }
});

test('IT-039 a document and an image, or two documents, are refused', async () => {
  const [a, b] = [{ name: 'a.pdf', bytes: await pdf() }, { name: 'b.png', bytes: await png() }];
  for (const files of [[a, b], [b, a], [a, a], [a, { name: 'd.docx', bytes: await docx() }]]) {
    const answer = await scan(files);
    expect([answer.status, answer.json()['code']]).toEqual([400, 'request/invalid']);
  }
});

test.each([['0', 0], ['0.0', 0], ['0.9', 0.9], ['.5', 0.5], ['0.33', 0.33]] as const)('IT-040 minScore %s is taken', async (text, value) => {
  const answer = await scan([{ name: 'a.png', bytes: await png() }], { minScore: text });
  expect((await stored(answer.json<{ scanId: string }>().scanId)).min_score).toBe(value);
});

test.each(['0.95', '0.91', '1', '-0.1', 'NaN', 'Infinity', 'high', '', '0,5', '0x1', '1e-400x'])('IT-040 minScore %j is refused', async (minScore) => {
  expect((await scan([{ name: 'a.png', bytes: await png() }], { minScore })).status).toBe(400);
});

test('IT-040 A010 without minScore it is 0.33; fields may stand behind the files', async () => {
  const form = new FormData();
  form.append('file', new Blob([await png() as Uint8Array<ArrayBuffer>]), 'a.png');
  form.append('minScore', '0.7');
  const behind = await ada.api.send('POST', '/v1/scan', form);
  const without = await scan([{ name: 'a.png', bytes: await png() }]);
  const scores = await Promise.all([behind, without].map(async (answer) => (await stored(answer.json<{ scanId: string }>().scanId)).min_score));
  expect(scores).toEqual([0.7, 0.33]);
});

test.each(['nonsense', 'ftp://example.org/x', 'javascript:alert(1)', 'http://', 'https://user:secret@example.org/', 'http://127.0.0.1:9/', 'http://169.254.169.254/latest', `https://example.org/${'x'.repeat(2000)}`])(
  'IT-044 callbackUrl %s is refused', async (callbackUrl) => {
    expect((await scan([{ name: 'a.png', bytes: await png() }], { callbackUrl })).status).toBe(400);
  },
);

test('IT-045 IT-046 excludeIdenticalPaper is true or false, false by default', async () => {
  const flags = [];
  for (const fields of [{ excludeIdenticalPaper: 'true' }, { excludeIdenticalPaper: 'false' }, {}]) {
    const answer = await scan([{ name: 'a.png', bytes: await png() }], fields as Record<string, string>);
    flags.push((await stored(answer.json<{ scanId: string }>().scanId)).exclude_identical_paper);
  }
  expect(flags).toEqual([true, false, false]);
  for (const excludeIdenticalPaper of ['yes', '1', '', 'True']) {
    expect((await scan([{ name: 'a.png', bytes: await png() }], { excludeIdenticalPaper })).status).toBe(400);
  }
});

test('IT-050 /v1/scanPdf takes one PDF in the part pdfFile, nothing else', async () => {
  const post = (files: readonly FilePart[]) => ada.api.form('/v1/scanPdf', files);
  const good = { name: 'p.pdf', bytes: await pdf(), field: 'pdfFile' };
  const answer = await post([good]);
  expect([answer.status, answer.json()['message']]).toEqual([200, 'Scan started successfully.']);
  for (const files of [
    [{ name: 'p.docx', bytes: await docx(), field: 'pdfFile' }], [{ name: 'a.png', bytes: await png(), field: 'pdfFile' }], [{ ...good, field: 'file' }], [good, good], [],
    [{ ...good, bytes: await pdf({ pages: 50 }) }],
  ]) {
    expect((await post(files)).status).toBe(400);
  }
});

test('IT-051 /v1/scanImages takes images in parts imageFile, no document', async () => {
  const image = { name: 'a.png', bytes: await png(), field: 'imageFile' };
  expect((await ada.api.form('/v1/scanImages', [image, image])).status).toBe(200);
  expect((await ada.api.form('/v1/scanImages', [{ name: 'p.pdf', bytes: await pdf(), field: 'imageFile' }])).status).toBe(400);
  expect((await ada.api.form('/v1/scanImages', Array(26).fill(image))).status).toBe(400);
});

test('IT-053 the old addresses say that they are deprecated and by what', async () => {
  const old = [
    await ada.api.form('/v1/scanPdf', [{ name: 'p.pdf', bytes: await pdf(), field: 'pdfFile' }]),
    await ada.api.form('/v1/scanImages', [{ name: 'a.png', bytes: await png(), field: 'imageFile' }]),
    await ada.api.form('/v1/scanImages', []),
  ];
  for (const { headers } of old) {
    expect(headers.get('deprecation')).toBe('@1733184000');
    expect(new Date(headers.get('sunset') ?? '').getTime()).toBeGreaterThan(Date.UTC(2026, 11, 1));
    expect(headers.get('link')).toContain('</v1/scan>; rel="successor-version"');
  }
  expect((await scan([{ name: 'a.png', bytes: await png() }])).headers.get('deprecation')).toBeNull();
});

/** Sends the head of an upload and waits for what the server says before a byte of the body. */
function sendHead(headers: Record<string, string>): Promise<{ status: number; asked: boolean }> {
  return new Promise((resolve, reject) => {
    const upload = http.request(`${server.url}/v1/scan`, { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=b', expect: '100-continue', ...headers } });
    upload.on('continue', () => {
      resolve({ status: 100, asked: true });
      upload.destroy();
    });
    upload.on('response', (response) => {
      resolve({ status: response.statusCode ?? 0, asked: false });
      upload.destroy();
    });
    upload.on('error', reject);
    upload.flushHeaders();
  });
}

test('IT-054 without a key, or too large, an upload is refused before its body is asked for; else it is asked for', async () => {
  const length = String(2 * MiB);
  const authorization = `Bearer ${ada.key}`;
  expect(await sendHead({ 'content-length': length })).toEqual({ status: 401, asked: false });
  expect(await sendHead({ 'content-length': String(2 ** 31), authorization })).toEqual({ status: 400, asked: false });
  expect(await sendHead({ 'content-length': length, authorization })).toEqual({ status: 100, asked: true });
});

test('an empty file, a missing file, text instead of a file, and the wrong part name are told apart', async () => {
  const message = async (answer: Promise<{ status: number; json(): Record<string, unknown> }>) => [(await answer).status, (await answer).json()['message']];
  expect(await message(scan([{ name: 'a.png', bytes: new Uint8Array() }]))).toEqual([400, '"a.png" is empty']);
  expect(await message(scan([]))).toEqual([400, 'the form has no file in a part named "file"']);
  expect(await message(scan([], { file: 'a.png' }))).toEqual([400, '"file" is text, not a file; with curl write -F file=@path/to/file']);
  expect(await message(scan([{ name: 'p.pdf', bytes: await pdf(), field: 'pdfFile' }]))).toEqual([400, 'the file is in a part named "pdfFile"; it must be named "file"']);
});

test.each([
  ['논문 그림.png', '논문 그림.png'], ['a "quoted" name.png', 'a "quoted" name.png'], ['../../etc/passwd', 'passwd'], ['C:\\Users\\ada\\fig.png', 'fig.png'],
  ['exe\u202egpj.png', 'exegpj.png'], ['tab\tand\u0007bell.png', 'tabandbell.png'], ['..', 'file'], [`${'ü'.repeat(200)}.png`, `${'ü'.repeat(125)}.png`],
])('a file called %j is kept as %j', async (sent, kept) => {
  const name = sent.replaceAll('"', '%22').replaceAll(/[\r\n]/g, '');
  const boundary = 'b-1';
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${sent.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), await png(), Buffer.from(`\r\n--${boundary}--\r\n`)]);
  const response = await fetch(`${server.url}/v1/scan`, { method: 'POST', body, headers: { authorization: `Bearer ${ada.key}`, 'content-type': `multipart/form-data; boundary=${boundary}` } });
  const { scanId } = (await response.json()) as { scanId: string };
  expect([name.length > 0, response.status]).toEqual([true, 200]);
  expect((await stored(scanId)).files[0]?.name).toBe(kept);
});

test('a body that breaks off in the middle leaves no scan and no file behind', async () => {
  const before = await count();
  await new Promise<void>((resolve) => {
    const socket = net.connect(Number(new URL(server.url).port), '127.0.0.1', () => {
      socket.write(`POST /v1/scan HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ada.key}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 5000\r\n\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\nabc`, () => socket.destroy());
    });
    socket.on('close', () => resolve());
  });
  const broken = await ada.api.send('POST', '/v1/scan', '--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\nabc', { 'content-type': 'multipart/form-data; boundary=b' });
  expect(broken.status).toBe(400);
  await expect.poll(() => readdirSync(path.join(server.app.config.dataDir, 'uploads'))).toEqual([]);
  expect(await count()).toBe(before);
});

test('after the 200 the bytes and the job are there', async () => {
  const bytes = await png({ seed: 77 });
  const { scanId } = (await scan([{ name: 'a.png', bytes }])).json<{ scanId: string }>();
  const { files } = await stored(scanId);
  const jobs = await server.app.store.sql`select 1 from pgboss.job where name = 'scan' and data->>'scanId' = ${scanId} and state = 'created'`;
  expect(await server.app.blobs.read(files[0]?.sha256 ?? '')).toEqual(bytes);
  expect(jobs).toHaveLength(1);
});

test('a chunked upload without a length is taken', async () => {
  const boundary = 'b-2';
  const body = Buffer.concat([Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n`), await png(), Buffer.from(`\r\n--${boundary}--\r\n`)]);
  const { statusCode, body: answer } = await request(`${server.url}/v1/scan`, {
    method: 'POST', headers: { authorization: `Bearer ${ada.key}`, 'content-type': `multipart/form-data; boundary=${boundary}` }, body: Readable.from([body.subarray(0, 100), body.subarray(100)]),
  });
  await answer.dump();
  expect(statusCode).toBe(200);
});

test('forms cut and twisted at random are taken or refused, never a failure of ours', async () => {
  const random = seededRandom('forms');
  const good = Buffer.concat([
    Buffer.from('--b\r\nContent-Disposition: form-data; name="minScore"\r\n\r\n0.5\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n'),
    await png({ width: 32, height: 24 }), Buffer.from('\r\n--b--\r\n'),
  ]);
  for (let i = 0; i < 120; i++) {
    const body = Buffer.from(random.int(3) === 0 ? good.subarray(0, random.int(good.length)) : good);
    const head = Math.min(body.length, 200);
    for (let n = random.int(4); n > 0 && head > 0; n--) body[random.int(head)] = random.int(256);
    const { statusCode, body: answer } = await request(`${server.url}/v1/scan`, { method: 'POST', body, headers: { authorization: `Bearer ${ada.key}`, 'content-type': 'multipart/form-data; boundary=b' } });
    const text = await answer.text();
    expect({ i, statusCode, text }).toEqual({ i, statusCode: statusCode === 200 ? 200 : 400, text });
  }
  expect(readdirSync(path.join(server.app.config.dataDir, 'uploads'))).toEqual([]);
});

test('clients that go away at any moment leave nothing behind', async () => {
  const random = seededRandom('leavers');
  const form = Buffer.concat([Buffer.from('--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'), await png()]);
  const before = await count();
  await Promise.all(Array.from({ length: 40 }, () => new Promise<void>((resolve) => {
    const socket = net.connect(Number(new URL(server.url).port), '127.0.0.1', () => {
      socket.write(`POST /v1/scan HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ada.key}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 5000000\r\n\r\n`);
      socket.write(form.subarray(0, random.int(form.length)), () => setTimeout(() => socket.destroy(), random.int(60)));
    });
    socket.on('close', () => resolve());
  })));
  await expect.poll(() => readdirSync(path.join(server.app.config.dataDir, 'uploads')), { timeout: 10_000 }).toEqual([]);
  expect(await count()).toBe(before);
});

test.each([
  ['no boundary', 'multipart/form-data', 'x'], ['JSON', 'application/json', '{}'], ['an urlencoded form', 'application/x-www-form-urlencoded', 'file=a'], ['nothing', 'multipart/form-data; boundary=b', ''],
  ['too many fields', 'multipart/form-data; boundary=b', `${'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'.repeat(60)}--b--\r\n`],
  ['a field called __proto__', 'multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\n1\r\n--b--\r\n'],
])('a body of %s is 400', async (_, type, body) => {
  const answer = await ada.api.send('POST', '/v1/scan', body, { 'content-type': type });
  expect([answer.status, answer.json()['code']]).toEqual([400, expect.stringMatching(/^request\//)]);
});
