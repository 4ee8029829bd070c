/** One paper through the browser's way in, the Imagetwin API and the command line: the same findings, number for number. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { boundingBox } from '../../src/core/regions.ts';
import type { ScanResult, ScanSummary } from '../../src/http/native/wire.ts';
import { until, type Client } from '../support/client.ts';
import { PASSWORD, startServer, type TestServer, type TestUser } from '../support/server.ts';
import { agreement, paper, type Paper, type Placed } from './support/paper.ts';

/** One JSON object of `touchstone scan --json`, as far as it is read here. */
interface CliAnswer {
  readonly images: readonly { readonly id: string; readonly page: number; readonly pageBox: readonly [number, number, number, number]; readonly width: number; readonly height: number }[];
  readonly findings: readonly {
    readonly kind: string; readonly score: number; readonly measures: Readonly<Record<string, { readonly value: number }>>;
    readonly sides: readonly { readonly image: string; readonly box: readonly number[]; readonly polygon: readonly (readonly [number, number])[] }[];
    readonly transform: readonly number[];
  }[];
}
interface ImagetwinResult { readonly localDuplicateCount: number; readonly highestScore: number; readonly minScore: number }

vi.setConfig({ testTimeout: 240_000 });

const project = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(path.join(os.tmpdir(), 'touchstone-agrees-'));
let server: TestServer;
let ada: TestUser;
let web: Client;
let sample: Paper;
let result: ScanResult;
let cli: CliAnswer;

beforeAll(async () => {
  sample = await paper();
  server = await startServer({ config: { resultsPerMinute: 10_000 } });
  ada = await server.user('ada');
  web = await server.anonymous.signIn('ada', PASSWORD);
  result = await scanOnTheWeb();
  cli = await scanByCommand();
}, 300_000);
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function scanOnTheWeb(): Promise<ScanResult> {
  const started = await web.form('/native/v1/scans', [{ name: 'paper.pdf', bytes: sample.bytes }]);
  const { id } = started.json<ScanSummary>();
  const { state } = await until(async () => (await web.get(`/native/v1/scans/${id}`)).json<ScanSummary>(), (scan) => scan.state !== 'queued' && scan.state !== 'running', 200_000);
  expect(state).toBe('finished');
  return (await web.get(`/native/v1/scans/${id}/result`)).json<ScanResult>();
}

async function scanByCommand(minScore?: number): Promise<CliAnswer> {
  const file = path.join(folder, 'paper.pdf');
  writeFileSync(file, sample.bytes);
  const args = ['src/cli/main.ts', 'scan', '--json', ...(minScore === undefined ? [] : ['--min-score', String(minScore)]), file];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: project, env: { ...process.env, DATA_DIR: path.join(folder, 'data'), WORKERS: '1', LOG_LEVEL: 'error' }, maxBuffer: 2 ** 26 });
  return JSON.parse(stdout) as CliAnswer;
}

async function scanByApi(fields: Readonly<Record<string, string>>): Promise<ImagetwinResult> {
  const started = await ada.api.form('/v1/scan', [{ name: 'paper.pdf', bytes: sample.bytes }], fields);
  expect(started.status).toBe(200);
  const answer = await until(() => ada.api.get(`/v1/result/${started.json<{ scanId: string }>().scanId}`), ({ status }) => status !== 202, 200_000);
  expect(answer.status).toBe(200);
  return answer.json<ImagetwinResult>();
}

test('the two re-uses of the paper are the findings from 0.33 up, in their places', () => {
  const { shared, copied } = sample.truths;
  const strong = cli.findings;

  expect(strong.map(({ kind }) => kind).toSorted()).toEqual(['copy-move', 'duplicate']);
  for (const truth of [shared, copied]) {
    const sides = strong.find(({ kind }) => kind === truth.kind)?.sides.map(({ image, polygon }) => ({ figure: figureOf(image), polygon })) ?? [];
    expect(sides).toHaveLength(2);
    for (const side of truth.sides) {
      const best = Math.max(...sides.filter(({ figure }) => figure === side.figure).map(({ polygon }) => agreement(onPage(side.figure, polygon), side)));
      expect(best).toBeGreaterThan(0.8);
    }
  }
});

test('the command line measures what the web measures', () => {
  const measured = (findings: readonly Pick<CliAnswer['findings'][number], 'kind' | 'score' | 'measures'>[]): unknown => findings.map(({ kind, score, measures }) => ({ kind, score, measures }));

  expect(measured(cli.findings)).toEqual(measured(result.findings.filter(({ score }) => score >= 0.33)));
});

test('the command line says what the web says', () => {
  const asPrinted = result.findings.filter(({ score }) => score >= 0.33).map(({ kind, score, sides, transform }) => ({
    kind, score, transform,
    sides: sides.map(({ image, region }) => ({ image, box: Object.values(boundingBox(region)), polygon: region.polygon.map(({ x, y }) => [x, y]) })),
  }));

  expect(cli.findings.map(({ kind, score, transform, sides }) => ({ kind, score, transform, sides: sides.map(({ image, box, polygon }) => ({ image, box, polygon })) }))).toEqual(asPrinted);
  expect(cli.images.map(({ id, page, width, height }) => ({ id, page, width, height }))).toEqual(result.figures.map(({ id, page, width, height }) => ({ id, page, width, height })));
});

test('the Imagetwin API counts the same findings, at the least score that was asked for', async () => {
  const usual = await scanByApi({});
  const all = await scanByApi({ minScore: '0' });
  const from = (min: number): number => result.findings.filter(({ kind, score }) => score >= min && (kind === 'duplicate' || kind === 'copy-move')).length;

  expect(usual).toMatchObject({ localDuplicateCount: from(0.33), minScore: 0.33 });
  expect(all).toMatchObject({ localDuplicateCount: from(0), minScore: 0 });
  expect(usual.highestScore).toBeCloseTo(Math.max(...result.findings.map(({ score }) => score)), 2);
  expect(from(0.33)).toBe(2);
});

test('the web knows its counts by band', () => {
  const { counts, highestScore } = result.scan;
  const inBand = (band: string): number => result.findings.filter((finding) => finding.band === band).length;

  expect(counts).toEqual({ low: inBand('low'), fair: inBand('fair'), high: inBand('high') });
  expect(highestScore).toBe(Math.max(...result.findings.map(({ score }) => score)));
});

function figureOf(id: string): Placed | undefined {
  const image = cli.images.find((one) => one.id === id);
  return sample.figures.find(({ page, box }) => page === image?.page && Math.abs(box.x - (image.pageBox[0])) < 0.5 && Math.abs(box.y - image.pageBox[1]) < 0.5);
}

function onPage({ box, width, height }: Placed, polygon: readonly (readonly [number, number])[]): { x: number; y: number }[] {
  return polygon.map(([x, y]) => ({ x: box.x + (x * box.width) / width, y: box.y + (y * box.height) / height }));
}
