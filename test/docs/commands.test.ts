/** What the documentation tells people to type is typed here, and where it points there is something. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import PDFDocument from 'pdfkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/catalog.ts';
import { encodePng, micrograph } from '../support/synthetic.ts';
import { startServer, type TestServer, type TestUser } from '../support/server.ts';

const run = promisify(execFile);
const pages = ['README.md', 'CHANGELOG.md', 'SECURITY.md', ...readdirSync('docs', { recursive: true }).map(String).filter((file) => file.endsWith('.md')).map((file) => path.join('docs', file))];
const folder = mkdtempSync(path.join(os.tmpdir(), 'touchstone-docs-'));
let server: TestServer;
let user: TestUser;

beforeAll(async () => {
  server = await startServer();
  user = await server.user('reader');
  const pdf = new PDFDocument();
  const done = new Promise((resolve) => pdf.on('end', resolve));
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  pdf.image(await encodePng(micrograph('docs', 200, 160)), 72, 72).end();
  await done;
  writeFileSync(path.join(folder, 'paper.pdf'), Buffer.concat(chunks));
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the curls of the README work one after the other', async () => {
  const curls = readFileSync('README.md', 'utf8').split('\n').map((line) => line.trim()).filter((line) => line.startsWith('curl '));
  expect(curls).toHaveLength(2);
  let id = '';

  for (const line of curls) {
    const { stdout } = await run('bash', ['-c', line.replaceAll('localhost:8080', server.url)], { cwd: folder, env: { ...process.env, KEY: user.key, ID: id } });
    const answer = JSON.parse(stdout) as { scanId: string; message?: string };
    expect(answer.scanId).toMatch(/^[0-9a-f]{64}$/);
    id = answer.scanId;
  }
});

test('every command that a page shows exists', () => {
  const shown = pages.flatMap((page) => [...readFileSync(page, 'utf8').matchAll(/npx touchstone ([a-z]+)(?: ([a-z]+))?/g)].map(([, a, b]) => ({ page, words: [a, b] })));

  expect(shown.length).toBeGreaterThan(5);
  for (const { words: [a, b] } of shown) {
    expect(a === 'help' || COMMANDS.some(({ name }) => name === a || name === `${a} ${b}`), `touchstone ${a} ${b ?? ''}`).toBe(true);
  }
});

test('every npm script that a page shows exists', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

  for (const page of pages) {
    for (const [, name] of readFileSync(page, 'utf8').matchAll(/npm run ([a-z:]+)/g)) expect(Object.keys(scripts), page).toContain(name);
  }
});

test('every link inside the documentation leads to a file', () => {
  for (const page of pages) {
    for (const [, target] of readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|#|mailto:|\/)([^)#\s]+)/g)) {
      expect(existsSync(path.join(path.dirname(page), target as string)), `${page}: ${target}`).toBe(true);
    }
  }
});
