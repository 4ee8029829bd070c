/** The reference library from the command line: what is added is found, with its name; what is removed is not. */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodePng, tissue } from '../support/synthetic.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'touchstone-library-'));
const at = (...parts: string[]): string => path.join(folder, ...parts);
let database: TestDatabase;

beforeAll(async () => {
  chmodSync(folder, 0o755);
  database = await testDatabase();
  mkdirSync(at('library', 'article'), { recursive: true });
  const pictures = await Promise.all([0, 1, 2].map(async (seed) => encodePng(tissue(`library ${seed}`, 300, 240))));
  writeFileSync(at('library', 'a.png'), pictures[0] ?? '');
  writeFileSync(at('library', 'broken.png'), 'not a picture');
  writeFileSync(at('library', 'notes.txt'), 'text');
  writeFileSync(at('library', 'article', 'g001.png'), pictures[1] ?? '');
  writeFileSync(at('library', 'article', 'paper.nxml'), '<article xmlns:xlink="http://www.w3.org/1999/xlink"><front><article-meta><article-id pub-id-type="doi">10.1/x</article-id><title-group><article-title>A paper</article-title></title-group></article-meta></front><body><fig><label>Figure 1</label><graphic xlink:href="g001"/></fig></body></article>');
  const pdf = new PDFDocument();
  const chunks: Buffer[] = [];
  const done = new Promise((resolve) => pdf.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', resolve));
  pdf.image(pictures[2] ?? Buffer.alloc(0), 72, 72).end();
  await done;
  writeFileSync(at('paper.pdf'), Buffer.concat(chunks));
  execFileSync('tar', ['-czf', at('package.tar.gz'), '-C', at('library'), 'article']);
  writeFileSync(at('query.jpg'), await sharp(pictures[1]).extract({ left: 30, top: 20, width: 240, height: 200 }).rotate(90).jpeg({ quality: 80 }).toBuffer());
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

function touchstone(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['src/cli/main.ts', ...args], { env: { ...process.env, DATABASE_URL: database.url, DATA_DIR: at('data'), WORKERS: '1' } });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text; });
  child.stderr.setEncoding('utf8').on('data', (text: string) => { err += text; });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

const search = async (...args: string[]): Promise<{ file: string; error?: string; matches: { id: string; name: string; verified: boolean; class: string; transform: number[] }[] }[]> =>
  (await touchstone('search', '--json', ...args)).out.trim().split('\n').map((line) => JSON.parse(line));

test('adds folders, documents and article packages, says what it skipped and why, and goes on where it was', async () => {
  const first = await touchstone('reference', 'add', at('library'), at('paper.pdf'), at('nothing.png'), '--collection', 'c', '--licence', 'CC0-1.0');
  expect(first.out).toMatch(/^3 images enrolled from 3 files; 0 files were there already; 3 skipped/);
  for (const name of ['broken.png', 'notes.txt', 'nothing.png']) expect(first.err).toMatch(new RegExp(`skipped .*${name}: .+`));
  const again = await touchstone('reference', 'add', at('library'), at('paper.pdf'), '--collection', 'c');
  expect(again.out).toMatch(/^0 images enrolled from 0 files; 3 files were there already; 2 skipped/);

  const packed = await touchstone('reference', 'add', at('package.tar.gz'));
  expect(packed.out).toMatch(/^1 images enrolled from 1 files/);
  const { out } = await touchstone('reference', 'stats', '--json');
  expect(JSON.parse(out)).toMatchObject({ images: 4, collections: [{ collection: 'c', images: 3 }, { collection: null, images: 1 }] });
}, 120_000);

test('search gives one line a file in the order given, with the name as enrolled', async () => {
  const lines = await search(at('query.jpg'), at('missing.jpg'), at('library', 'a.png'));
  expect(lines.map(({ file }) => file)).toEqual([at('query.jpg'), at('missing.jpg'), at('library', 'a.png')]);
  expect(lines[1]?.error).toMatch(/no such file/i);
  const [turned] = lines[0]?.matches ?? [];
  expect(turned).toMatchObject({ verified: true, class: 'derived' });
  expect([at('library', 'article', 'g001.png'), `${at('package.tar.gz')}/article/g001.png`]).toContain(turned?.name);
  expect(turned?.transform).toHaveLength(9);
  expect(lines[2]?.matches[0]).toMatchObject({ name: at('library', 'a.png'), verified: true, class: 'identical' });

  const upright = await search('--transform', 'scale', at('query.jpg'));
  expect(upright[0]?.matches.filter(({ verified }) => verified)).toEqual([]);
}, 120_000);

test('what is removed by path or collection is not found again', async () => {
  expect((await touchstone('reference', 'remove', at('paper.pdf'), at('package.tar.gz'))).out).toMatch(/^2 images removed/);
  expect((await touchstone('reference', 'remove', at('paper.pdf'))).code).toBe(2);
  expect((await touchstone('reference', 'remove', '--collection', 'c')).out).toMatch(/^2 images removed/);
  expect((await search(at('query.jpg')))[0]?.matches).toEqual([]);
}, 120_000);
