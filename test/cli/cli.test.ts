/** The command line as a user types it: beside no server, and beside a running one. */
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pino } from 'pino';
import { openApp, type App } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { box, crop, encodePng, micrograph, tone } from '../support/synthetic.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'touchstone-cli-'));
const dataDir = path.join(folder, 'data');
const left = path.join(folder, 'left.png');
const right = path.join(folder, 'right.png');
const broken = path.join(folder, 'broken.png');
let server: App;

beforeAll(async () => {
  chmodSync(folder, 0o755);
  const field = micrograph('cli', 420, 240);
  writeFileSync(left, await encodePng(crop(field, box(0, 0, 250, 240))));
  writeFileSync(right, await encodePng(tone(crop(field, box(140, 0, 250, 240)), { contrast: 1.1 })));
  writeFileSync(broken, 'not a picture');
});
afterAll(async () => {
  await server?.close(200);
  rmSync(folder, { recursive: true, force: true });
});

function touchstone(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['src/cli/main.ts', ...args], { env: { ...process.env, DATABASE_URL: undefined, DATA_DIR: dataDir, WORKERS: '1' } });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text; });
  child.stderr.setEncoding('utf8').on('data', (text: string) => { err += text; });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

test('scan --json: several files are one submission, with boxes, polygons and a transform in pixels', async () => {
  const { code, out } = await touchstone('scan', left, right, '--json');

  const { images, findings, runs } = JSON.parse(out);
  expect(code).toBe(0);
  expect(images).toMatchObject([{ id: 'f1', file: 'left.png', width: 250, height: 240 }, { id: 'f2', file: 'right.png' }]);
  const finding = findings.find(({ kind }: { kind: string }) => kind === 'duplicate');
  expect(finding).toMatchObject({ detector: 'panel-overlap', version: expect.any(Number), sides: [{ image: 'f1' }, { image: 'f2' }] });
  expect(finding.score).toBeGreaterThanOrEqual(0.5);
  expect(finding.transform).toHaveLength(9);
  const [x, y, width, height] = finding.sides[0].box;
  expect(x).toBeGreaterThan(100);
  expect(y).toBeLessThan(40);
  expect(x + width).toBeLessThanOrEqual(250);
  expect(height).toBeGreaterThan(180);
  expect(finding.sides[0].polygon.length).toBeGreaterThanOrEqual(3);
  expect(runs.map(({ status }: { status: string }) => status)).toContain('completed');
});

test('scan --each: one JSON line a file, unreadable ones too, and exit 2 for them', async () => {
  const { code, out } = await touchstone('scan', '--each', '--json', left, broken);

  const lines = out.trim().split('\n').map((line) => JSON.parse(line));
  expect(code).toBe(2);
  expect(lines).toMatchObject([{ file: left, images: [{ id: 'f1' }] }, { file: broken, error: expect.stringContaining('none of the kinds that are read') }]);
});

test('scan --pdf writes a report; --fail-on gives exit 10', async () => {
  const pdf = path.join(folder, 'report.pdf');

  const { code } = await touchstone('scan', left, right, '--pdf', pdf, '--fail-on', '0.5');

  expect(code).toBe(10);
  expect(readFileSync(pdf, 'latin1').slice(0, 5)).toBe('%PDF-');
});

test.each([[['scan']], [['scan', 'x.png', '--min-score', '2']], [['key', 'new', '--user', 'x', '--api', 'nothing']], [['fly']], [['user', 'new']]])('%j is wrong usage: exit 1, with the usage on stderr', async (args) => {
  const { code, out, err } = await touchstone(...args);

  expect(code).toBe(1);
  expect(out).toBe('');
  expect(err).toContain('usage: touchstone');
});

test('a file that is not there is exit 2 with its name', async () => {
  const { code, err } = await touchstone('scan', path.join(folder, 'nowhere.pdf'));

  expect(code).toBe(2);
  expect(err).toContain('nowhere.pdf');
});

test('accounts, keys and switches work without a server, and beside one', async () => {
  expect(await touchstone('user', 'new', 'ann', '--email', 'ann@example.org')).toMatchObject({ code: 0, out: expect.stringMatching(/^user ann, password \S{12,}\n$/) });

  server = await openApp(readConfig({ DATA_DIR: dataDir }), { asServer: true, log: pino({ level: 'silent' }) });
  const { out: key } = await touchstone('key', 'new', '--user', 'ann', '--api', 'imagetwin');
  expect(key).toMatch(/^ts_it_[0-9a-f]{64}\n$/);
  expect(await server.store.keys.holder(key.trim(), 'imagetwin', new Date())).toMatchObject({ account: { name: 'ann', api_enabled: true } });

  expect(await touchstone('user', 'password', 'ann', '--password', 'a new one for ann')).toMatchObject({ code: 0, out: 'password of ann changed\n' });
  expect(await server.store.accounts.signIn('ann', 'a new one for ann')).toMatchObject({ name: 'ann' });

  await touchstone('admin', 'api', 'off', '--user', 'ann');
  await touchstone('admin', 'maintenance', 'on');
  expect(await server.store.accounts.named('ann')).toMatchObject({ api_enabled: false });
  expect(await server.store.settings.read('maintenance')).toBe(true);

  expect(await touchstone('user', 'new', 'ann', '--email', 'other@example.org')).toMatchObject({ code: 2, err: expect.stringContaining('ann') });
  const { out: doctor } = await touchstone('doctor', '--json');
  expect(JSON.parse(doctor).checks).toContainEqual(expect.objectContaining({ name: 'database', ok: true, says: expect.stringContaining('fsync on') }));
}, 120_000);
