import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { until } from '../../support/client.ts';
import { startServer, type TestServer, type TestUser } from '../../support/server.ts';
import { everyImage, pdf, png } from './fixtures.ts';

/** Every curl of the reference, version 1.5, as printed. */
const PRINTED = readFileSync(new URL('reference-curls.txt', import.meta.url), 'utf8').trim().split('\n');
const [SCAN_DOCUMENT = '', SCAN_IMAGES = '', SANDBOX = '', RESULT = '', OVERVIEW = ''] = PRINTED;

vi.setConfig({ testTimeout: 180_000 }); // real scans, on whatever machine this is

let server: TestServer;
let ada: TestUser;
let folder: string;

beforeAll(async () => {
  expect(spawnSync('curl', ['--version']).status).toBe(0);
  server = await startServer({ config: { resultsPerMinute: 10_000 } });
  ada = await server.user('ada');
  folder = mkdtempSync(path.join(os.tmpdir(), 'touchstone-curl-'));
  mkdirSync(path.join(folder, 'path', 'to'), { recursive: true });
  const put = (name: string, bytes: Uint8Array): void => writeFileSync(path.join(folder, 'path', 'to', name), bytes);
  put('file.pdf', await pdf());
  put('file1.png', await png());
  put('file2.jpg', (await everyImage()).jpg);
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Ran {
  readonly out: string;
  readonly code: number | null;
}

/** Runs a snippet in a shell, changed in nothing but host, key and the id; the files have the names printed. */
function run(snippet: string, changes: Readonly<Record<string, string>> = {}): Promise<Ran> {
  let command = snippet.replace('https://api.imagetwin.ai', server.url).replace('API_Key', ada.key);
  for (const [from, to] of Object.entries(changes)) command = command.replace(from, to);
  return new Promise((resolve) => {
    const shell = spawn('sh', ['-c', command], { cwd: folder });
    let out = '';
    shell.stdout.on('data', (chunk) => { out += String(chunk); });
    shell.on('close', (code) => resolve({ out, code }));
  });
}

test('the file holds every curl of the reference', () => {
  expect(PRINTED).toHaveLength(5);
});

test('IT-030 scanning a document, as printed; IT-060 its result, as printed', async () => {
  const { out } = await run(SCAN_DOCUMENT);
  const { scanId, message } = JSON.parse(out) as { scanId: string; message: string };
  expect(message).toBe('Scan started successfully.');
  const result = await until(() => run(RESULT, { '/result/scanId': `/result/${scanId}` }), ({ out: text }) => !text.includes('Scan in progress.'));
  expect(JSON.parse(result.out)).toMatchObject({ scanId, localDuplicateCount: expect.any(Number), minScore: 0.33 });
});

test('IT-032 scanning images, as printed', async () => {
  expect(JSON.parse((await run(SCAN_IMAGES)).out)).toMatchObject({ message: 'Scan started successfully.' });
});

test('IT-049 the sandbox, as printed', async () => {
  expect(JSON.parse((await run(SANDBOX)).out)).toEqual({ scanId: 'd904c90756d6653f27ce9fc27847a5bf61e35b4cb288d0a301e879cbef3e4579', message: 'Scan started successfully.' });
});

test('IT-081 C16 the overview is broken as printed; two quotes repair it, and our documentation shows the repair', async () => {
  const repaired = OVERVIEW.replace(/https:\S+/, "'$&'");
  const [broken, works] = [await run(OVERVIEW), await run(repaired)];
  const documentation = readFileSync(new URL('../../../docs/dialects/imagetwin.md', import.meta.url), 'utf8');

  expect(broken.code).not.toBe(0); // the shell cut it at the first & and took the header for a command
  expect(JSON.parse(broken.out)).toMatchObject({ code: 'auth/missing' });
  expect(JSON.parse(works.out)).toEqual({ startDate: '2023-01-01', endDate: '2023-06-30', scans: [] });
  expect(repaired.replaceAll("'", '')).toBe(OVERVIEW.replaceAll("'", '')); // nothing but quotes
  expect(documentation).toContain(`\`\`\`diff\n-${OVERVIEW}\n+${repaired}\n\`\`\``);
});

test('IT-054 curl waits for 100 before it sends more than 1 MB: the large upload works with a key and ends early without one', async () => {
  const large = await png({ width: 1400, height: 1400, seed: 9 });
  expect(large.length).toBeGreaterThan(2 ** 20);
  writeFileSync(path.join(folder, 'path', 'to', 'large.png'), large);
  const command = SCAN_DOCUMENT.replace('file.pdf', 'large.png').replace('curl', 'curl -s -w "\\n%{http_code} %{size_upload}"');
  const [sent, refused] = [await run(command), await run(command.replace('API_Key', 'wrong'))];
  expect(sent.out).toMatch(/Scan started successfully[^]*\n200 \d{7}$/);
  expect(refused.out).toMatch(/auth\/invalid[^]*\n401 0$/);
});
