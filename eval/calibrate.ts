/** Fits the logistic constants of a detector on the tune split, and keeps the raw measures it was fitted on. */
import { mkdir, writeFile } from 'node:fs/promises';
import { fitLogistic } from './metrics/logistic.ts';
import type { Pool } from './generate/suites.ts';
import type { JudgedFinding, Outcome } from './run/outcome.ts';
import { ALL_SUITES, type RunOptions } from './run/suites.ts';

/**
 * Runs every suite of the detector on the tune split. Each finding is a sample: its measures, and whether it was true.
 * Writes eval/results/<detector>.samples.json and prints the fit; the detector keeps it in its calibration.json.
 *
 * @param features names of measures, `log(name)` for log10(1 + |value|); none = only the samples are written.
 */
export async function calibrate(pool: Pool, detector: string, features: readonly string[], options: RunOptions): Promise<void> {
  const suites = ALL_SUITES.filter((suite) => suite.detector === detector);
  if (suites.length === 0) throw new RangeError(`no suite measures detector ${detector}`);
  const outcomes: Outcome[] = [];
  for (const suite of suites) {
    if (suite.name === 'foreign') continue; // report only
    for await (const outcome of suite.run(pool, options)) outcomes.push(outcome);
    console.log(`${suite.name}: ${outcomes.length} cases so far`);
  }
  const samples = outcomes.flatMap(({ id, role, note, findings }) => findings.map((finding) => ({ case: id, role, note, ...finding })));
  await mkdir('eval/results', { recursive: true });
  await writeFile(`eval/results/${detector}.samples.json`, JSON.stringify(samples.map(({ score, ...rest }) => ({ ...rest, score: Number(score.toFixed(4)) })), undefined, 1));
  console.log(`${samples.length} findings, ${samples.filter(({ isTrue }) => isTrue).length} true; measures: ${[...new Set(samples.flatMap(({ measures }) => Object.keys(measures)))].join(', ')}`);
  if (features.length === 0) return;
  const fit = fitLogistic(samples.map((sample) => ({ x: features.map((feature) => valueOf(sample, feature)), isTrue: sample.isTrue })));
  console.log(JSON.stringify({ features, ...fit, samples: samples.length, split: options.split, seed: options.seed }, undefined, 1));
}

function valueOf({ measures }: JudgedFinding, feature: string): number {
  const [, inner] = /^log\((.+)\)$/.exec(feature) ?? [];
  const value = measures[inner ?? feature];
  if (value === undefined) throw new RangeError(`no measure ${inner ?? feature}`);
  return inner ? Math.log10(1 + Math.abs(value)) : value;
}
