/** Results on disk: one file for each suite, split and way. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Outcome, Summary } from '../run/outcome.ts';
import type { RunnableSuite } from '../run/suites.ts';

export interface SuiteResult {
  readonly name: string;
  readonly title: string;
  readonly end: RunnableSuite['end'];
  readonly via: 'direct' | 'scan';
  readonly split: 'tune' | 'report';
  readonly seed: number;
  /** Day, as given by whoever measured. */
  readonly measured: string;
  readonly target: RunnableSuite['target'];
  readonly summary: Summary;
  readonly outcomes: readonly Outcome[];
}

const FOLDER = 'eval/results';

export async function keepResult(result: SuiteResult): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  const round = (_: string, value: unknown): unknown => (typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value);
  const { outcomes, ...head } = result;
  const rows = outcomes.map((outcome) => `  ${JSON.stringify(outcome, round)}`).join(',\n');
  await writeFile(path.join(FOLDER, `${result.name}.${result.split}.${result.via}.json`), `${JSON.stringify(head, round, 1).slice(0, -2)},\n "outcomes": [\n${rows}\n ]\n}\n`);
}

export async function readResults(): Promise<readonly SuiteResult[]> {
  const names = (await readdir(FOLDER)).filter((name) => /\.(report|tune)\.(direct|scan)\.json$/.test(name)).sort();
  return Promise.all(names.map(async (name) => JSON.parse(await readFile(path.join(FOLDER, name), 'utf8')) as SuiteResult));
}
