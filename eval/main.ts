/**
 * Measures how well the product finds what is there and leaves alone what is not.
 *
 *   npm run eval -- --data DIR [suite …] [--split report|tune] [--limit N] [--seed S] [--via direct|scan] [--date YYYY-MM-DD]
 *   npm run eval -- --data DIR calibrate DETECTOR --features a,b [--limit N]
 *   npm run eval -- --data DIR show SUITE --out FOLDER      writes the cases as pictures, to look at
 *
 * DIR holds `science/`. With --date the results are kept in eval/results and docs/benchmark.md is written from them; without, they are only printed.
 */
import { parseArgs } from 'node:util';
import { calibrate } from './calibrate.ts';
import { loadPool } from './generate/suites.ts';
import { writeBenchmark } from './report/benchmark.ts';
import { printRow, printTable } from './report/table.ts';
import { keepResult, type SuiteResult } from './report/results.ts';
import { summarize, type Outcome } from './run/outcome.ts';
import { ALL_SUITES } from './run/suites.ts';
import { show } from './show.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string' }, split: { type: 'string', default: 'report' }, limit: { type: 'string' }, seed: { type: 'string', default: '1' },
    via: { type: 'string', default: 'direct' }, date: { type: 'string' }, features: { type: 'string', default: '' }, out: { type: 'string', default: 'build/cases' }, verbose: { type: 'boolean', default: false },
  },
});
const { data, features, out, verbose } = values;
if (!data) throw new RangeError('--data DIR is missing: the folder that holds science/');
if (values.split !== 'report' && values.split !== 'tune') throw new RangeError(`--split ${values.split}: expected report or tune`);
if (values.via !== 'direct' && values.via !== 'scan') throw new RangeError(`--via ${values.via}: expected direct or scan`);
const options = { split: values.split, via: values.via, seed: Number(values.seed), ...(values.limit ? { limit: Number(values.limit) } : {}) } as const;
const pool = await loadPool(data);
const [command = '', ...rest] = positionals;

if (command === 'calibrate') {
  await calibrate(pool, rest[0] ?? '', features.split(',').filter(Boolean), { ...options, split: 'tune', via: 'direct' });
} else if (command === 'show') {
  await show(pool, rest[0] ?? '', out, options);
} else {
  const unknown = positionals.filter((name) => !ALL_SUITES.some((suite) => suite.name === name));
  if (unknown.length > 0) throw new RangeError(`no suite ${unknown.join(', ')}; there are ${ALL_SUITES.map(({ name }) => name).join(', ')}`);
  printTable();
  for (const suite of ALL_SUITES.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
    const outcomes: Outcome[] = [];
    for await (const outcome of suite.run(pool, options)) {
      outcomes.push(outcome);
      if (verbose) console.log(outcome.id, outcome.located ? 'located' : '', outcome.findings.map(({ kind, score, isTrue, context }) => `${kind} ${score.toFixed(2)}${isTrue ? ' true' : ''}${context ? ` ${context}` : ''}`).join('; '), outcome.note, outcome.sources.join(' '), `${outcome.ms.toFixed(0)} ms`);
    }
    const result: Omit<SuiteResult, 'measured'> = { name: suite.name, title: suite.title, end: suite.end, via: suite.end === 'end-to-end' ? 'scan' : options.via, split: options.split, seed: options.seed, target: suite.target, summary: summarize(outcomes), outcomes };
    printRow(result);
    if (values.date) await keepResult({ ...result, measured: values.date });
  }
  if (values.date) await writeBenchmark();
}
