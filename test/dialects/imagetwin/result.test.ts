import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { blot, box, crop, encodePng, paste } from '../../support/synthetic.ts';
import { until, type Answer } from '../../support/client.ts';
import { DAY_MS, startServer, type TestServer, type TestUser } from '../../support/server.ts';
import { docx, padded, pdf, png } from './fixtures.ts';
import { finishedScan } from './finished-scan.ts';

interface Result {
  readonly scanId: string;
  readonly alterationCount: number;
  readonly localDuplicateCount: number;
  readonly externDuplicateCount: number;
  readonly aiImageCount: number;
  readonly pdfReport: string;
  readonly resultUrl: string;
  readonly minScore: number;
  readonly highestScore: number;
  readonly highestScoreAll: number;
}

vi.setConfig({ testTimeout: 180_000 }); // real scans, on whatever machine this is

let server: TestServer;
let ada: TestUser;
let bob: TestUser;

beforeAll(async () => {
  server = await startServer({ config: { resultsPerMinute: 10_000, scansPerMinute: 10_000 } });
  ada = await server.user('ada');
  bob = await server.user('bob');
});
afterAll(() => server.close());

const golden = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../../src/http/dialects/imagetwin/golden/${name}.json`, import.meta.url), 'utf8'));
/** The answer with our address as BASE and its request id as REQUEST, to compare with a golden file. */
const plain = (answer: Answer): unknown => JSON.parse(answer.text.replaceAll(server.url.replace('127.0.0.1', 'localhost'), 'BASE').replace(answer.headers.get('x-request-id') ?? '-', 'REQUEST'));
const result = (id: string): Promise<Answer> => ada.api.get(`/v1/result/${id}`);
const pathOf = (url: string): string => new URL(url).pathname;
const ended = (id: string): Promise<Answer> => until(() => result(id), ({ status }) => status !== 202);
const start = async (name: string, bytes: Uint8Array): Promise<string> => (await ada.api.form('/v1/scan', [{ name, bytes }])).json<{ scanId: string }>().scanId;

test('IT-060 IT-064 IT-073 A003 a finished scan has every field of 1.5, and those of 1.1 among them, in the order printed', async () => {
  const id = await finishedScan(server, ada);
  const answer = await result(id);
  expect(answer.status).toBe(200);
  expect(Object.keys(answer.json())).toEqual([
    'scanId', 'alterationCount', 'localDuplicateCount', 'externDuplicateCount', 'aiImageCount', 'pdfReport', 'resultUrl', 'minScore', 'highestScore', 'highestScoreAll',
  ]);
  expect(answer.json()).toMatchObject({ scanId: id, alterationCount: 0, localDuplicateCount: 0, externDuplicateCount: 0, aiImageCount: 0, minScore: 0.33, highestScore: 0 });
});

test('IT-061 a GET with a form content type and a body is answered as one without', async () => {
  const id = await finishedScan(server, ada);
  const { status } = await fetchWithBody(`/v1/result/${id}`, 'multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n--b--\r\n');
  expect(status).toBe(200);
});

test('IT-009 IT-062 A025 a waiting scan is 202 with its progress, then 200', async () => {
  const id = await start('a.png', await png());
  const first = await result(id);
  expect([first.status, first.json()]).toEqual([202, { scanId: id, message: 'Scan in progress.', progress: expect.any(Number) }]);
  expect((await ended(id)).status).toBe(200);
});

test('IT-016 IT-063 A030 a file that cannot be read is accepted and fails with its reason', async () => {
  const broken = (await pdf()).slice(0, 700);
  const id = await start('broken.pdf', broken);
  const answer = await ended(id);
  expect(answer.status).toBe(500);
  expect(answer.json()).toEqual({ message: 'Scan failed.', code: expect.stringMatching(/^document\//), requestId: expect.any(String), scanId: id, reason: expect.stringMatching(/\w{4}/) });
});

test('IT-063 a document without images fails and says so', async () => {
  const answer = await ended(await start('text.pdf', await pdf({ picture: false })));
  expect([answer.status, answer.json()['code']]).toEqual([500, 'document/no-images']);
});

test('IT-063 a cancelled scan is a failed one', async () => {
  const web = await server.anonymous.signIn('ada', ada.password);
  const id = await start('a.png', await png());
  const cancelled = await web.send('POST', `/native/v1/scans/${id}/cancel`);
  const answer = await result(id);
  expect(cancelled.status).toBe(200);
  expect([answer.status, answer.json()['code'], answer.json()['reason']]).toEqual([500, 'scan/cancelled', 'the scan was cancelled']);
});

test('IT-065 IT-066 IT-067 IT-068 A004–A007 each kind of finding goes to its count', async () => {
  const id = await finishedScan(server, ada, {
    findings: [
      ['splice', 0.9], ['tampered-region', 0.8], ['copy-move', 0.7], ['copy-move', 0.6], ['duplicate', 0.5],
      ['external-duplicate', 0.95], ['generated', 0.4], ['watermark', 0.99],
    ],
  });
  expect((await result(id)).json()).toMatchObject({ alterationCount: 2, localDuplicateCount: 3, externDuplicateCount: 1, aiImageCount: 1, highestScore: 0.95, highestScoreAll: 0.95 });
});

test('IT-066 the same image twice is a duplicate, found for real', async () => {
  const image = await png({ width: 220, height: 160, seed: 5 });
  const files = [{ name: 'a.png', bytes: image }, { name: 'b.png', bytes: image }];
  const { scanId } = (await ada.api.form('/v1/scan', files)).json<{ scanId: string }>();
  expect((await ended(scanId)).json<Result>().localDuplicateCount).toBeGreaterThanOrEqual(1);
});

test('IT-065 IT-089 a blot joined from two is an alteration, found for real; one of the two alone is none', async () => {
  const [one, other] = [blot('alteration', 240, 100, { lanes: 4, rows: 1 }), blot('another', 240, 100, { lanes: 4, rows: 1 })];
  const joined = paste(one, crop(other, box(101, 0, 139, 100)), { x: 101, y: 0 });
  const counts = await Promise.all([joined, one].map(async (picture, i) => {
    const id = await start(`blot-${i}.png`, new Uint8Array(await encodePng(picture)));
    return (await ended(id)).json<Result>().alterationCount;
  }));
  expect(counts).toEqual([1, 0]);
});

test('IT-041 IT-043 IT-071 IT-072 A010 A011 findings under minScore are not counted, and highestScore is over those counted', async () => {
  const findings = [['duplicate', 0.2], ['duplicate', 0.33], ['copy-move', 0.65], ['splice', 0.89]] as const;
  const read = async (minScore: number): Promise<Result> => (await result(await finishedScan(server, ada, { findings, minScore }))).json<Result>();
  const [all, standard, most, none] = [await read(0), await read(0.33), await read(0.66), await read(0.9)];
  expect([all, standard, most, none].map(({ localDuplicateCount, alterationCount }) => [localDuplicateCount, alterationCount])).toEqual([[3, 1], [2, 1], [0, 1], [0, 0]]);
  expect([all, standard, most, none].map(({ highestScore }) => highestScore)).toEqual([0.89, 0.89, 0.89, 0]);
  expect(none.highestScoreAll).toBe(0.89);
  expect([all.minScore, none.minScore]).toEqual([0, 0.9]);
});

test('IT-042 what minScore hides stays in the evidence, for the web application to show', async () => {
  const id = await finishedScan(server, ada, { findings: [['duplicate', 0.2], ['duplicate', 0.8]], minScore: 0.5, apiScan: true });
  const web = await server.anonymous.signIn('ada', ada.password);
  expect((await result(id)).json()['localDuplicateCount']).toBe(1);
  expect((await web.get(`/native/v1/scans/${id}/result`)).json<{ findings: unknown[] }>().findings).toHaveLength(2);
});

test('IT-069 IT-070 A008 A009 report and page share one token, which is not the scan id and needs no key', async () => {
  const id = await finishedScan(server, ada, { findings: [['duplicate', 0.8]] });
  const { pdfReport, resultUrl } = (await result(id)).json<Result>();
  const token = /^\/result\/([0-9a-f]{64})$/.exec(pathOf(resultUrl))?.[1];
  const [report, head, page] = [await server.anonymous.get(pathOf(pdfReport)), await server.anonymous.send('HEAD', pathOf(pdfReport)), await server.anonymous.send('HEAD', pathOf(resultUrl))];
  const row = await server.app.store.scans.get(id, server.app.clock());

  expect(pathOf(pdfReport)).toBe(`/pdfreport/${token}.pdf`);
  expect(token).not.toBe(id);
  expect(JSON.stringify(row)).not.toContain(token); // hashed at rest
  expect([report.status, report.headers.get('content-type'), report.text.slice(0, 5)]).toEqual([200, 'application/pdf', '%PDF-']);
  expect([head.status, head.headers.get('content-type'), head.bytes.length]).toEqual([200, 'application/pdf', 0]);
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(page.headers.get('referrer-policy')).toBe('no-referrer');
});

test('IT-069 a token that never was is gone, for the report and the page alike', async () => {
  for (const path of [`/pdfreport/${'ab'.repeat(32)}.pdf`, `/result/${'ab'.repeat(32)}`, '/result/short', '/pdfreport/short.pdf']) {
    const answer = await server.anonymous.get(path);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([410, 'text/html; charset=utf-8']);
  }
});

test('IT-075 a report prints the best 1000 findings and says how many more there are', async () => {
  const findings = Array.from({ length: 1003 }, (_, i) => ['duplicate', 0.4 + (i % 50) / 100] as const);
  const id = await finishedScan(server, ada, { findings });
  const { pdfReport, localDuplicateCount } = (await result(id)).json<Result>();
  const report = await server.anonymous.get(pathOf(pdfReport));
  const pages = new TextDecoder('latin1').decode(report.bytes).match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;
  expect(localDuplicateCount).toBe(1003);
  expect(report.status).toBe(200);
  expect(pages).toBeGreaterThanOrEqual(1000);
}, 180_000);

test('IT-074 results are kept 90 days: a day later they are gone from API, report and page', async () => {
  const cara = await server.user('cara');
  const id = await finishedScan(server, cara, { createdAt: new Date(server.app.clock().getTime() - 89 * DAY_MS) });
  const read = (): Promise<Answer> => cara.api.get(`/v1/result/${id}`);
  const { pdfReport, resultUrl } = (await read()).json<Result>();
  const statuses = async (): Promise<number[]> => Promise.all([read(), server.anonymous.get(pathOf(pdfReport)), server.anonymous.get(pathOf(resultUrl))].map(async (answer) => (await answer).status));

  expect(await statuses()).toEqual([200, 200, 200]);
  server.travel(2 * DAY_MS);
  expect(await statuses()).toEqual([404, 410, 410]);
  server.travel(-2 * DAY_MS);
});

test('C5 a web scan has a UUID, an API scan 64 hex, and every endpoint takes both', async () => {
  const id = await finishedScan(server, ada, { apiScan: false });
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect((await result(id)).status).toBe(200);
  expect((await bob.api.get(`/v1/result/${id}`)).status).toBe(404);
});

test.each([
  ['document', 'd904c90756d6653f27ce9fc27847a5bf61e35b4cb288d0a301e879cbef3e4579', 200], ['images', '6ec90027ee710cd153924e84fee89bbcbf5142a6f38edf017d70c5c6bcb0cbc8', 200],
  ['running', 'bbe5489089af902791419a29f3fac98606c43359afc623f852c5e00e10afd0d9', 202], ['failed', '21e16e8c71c015715dae4a64b6c12fc5f267b776ebafa27f175e27b48da788fd', 500],
] as const)('IT-076 IT-077 the predefined %s scan answers as printed, here and in the sandbox', async (name, id, status) => {
  for (const path of [`/v1/result/${id}`, `/v1/sandbox/result/${id}`]) {
    const answer = await bob.api.get(path);
    expect(answer.status).toBe(status);
    expect(plain(answer)).toEqual(golden(`result-${name}`));
  }
});

test('the links of the predefined scans lead to a sample report and a sample page', async () => {
  const { pdfReport, resultUrl } = (await result('d904c90756d6653f27ce9fc27847a5bf61e35b4cb288d0a301e879cbef3e4579')).json<Result>();
  const [report, page] = [await server.anonymous.get(pathOf(pdfReport)), await server.anonymous.get(pathOf(resultUrl))];
  expect([report.status, report.text.slice(0, 5), page.status]).toEqual([200, '%PDF-', 200]);
});

test('IT-049 IT-052 C12 the sandbox checks like the real thing, answers the predefined ids and stores nothing', async () => {
  const dora = await server.user('dora');
  const scans = [
    await dora.api.form('/v1/sandbox/scan', [{ name: 'p.pdf', bytes: await pdf() }]),
    await dora.api.form('/v1/sandbox/scan', [{ name: 'p.docx', bytes: await docx() }]),
    await dora.api.form('/v1/sandbox/scanPdf', [{ name: 'p.pdf', bytes: await pdf(), field: 'pdfFile' }]),
    await dora.api.form('/v1/sandbox/scanImages', [{ name: 'a.png', bytes: await png(), field: 'imageFile' }]),
  ];
  expect(scans.map((answer) => [answer.status, answer.json()['scanId'], answer.json()['message']])).toEqual([
    ...Array(3).fill([200, 'd904c90756d6653f27ce9fc27847a5bf61e35b4cb288d0a301e879cbef3e4579', 'Scan started successfully.']),
    [200, '6ec90027ee710cd153924e84fee89bbcbf5142a6f38edf017d70c5c6bcb0cbc8', 'Scan started successfully.'],
  ]);
  expect((await dora.api.form('/v1/sandbox/scan', [])).status).toBe(400);
  expect((await dora.api.form('/v1/sandbox/scan', [{ name: 'p.pdf', bytes: padded(await pdf(), 30 * 2 ** 20) }])).status).toBe(400);
  expect((await dora.api.get(`/v1/sandbox/result/${await finishedScan(server, dora)}`)).status).toBe(404);
  expect(await server.app.store.scans.count(dora.account.id, server.app.clock())).toBe(1);
});

/** `fetch` refuses to send a body with GET; curl and the reference's own clients do not. */
async function fetchWithBody(path: string, type: string, body: string): Promise<{ status: number }> {
  const { request } = await import('undici');
  const { statusCode, body: answer } = await request(server.url + path, { method: 'GET', body, headers: { authorization: `Bearer ${ada.key}`, 'content-type': type } });
  await answer.dump();
  return { status: statusCode };
}
