/**
 * Measures the forged-document detector, and fits it.
 *
 *   node eval/document-forgery/main.ts --data DIR collect FOLDER --split tune|taught|held|report --count 240 [--seed S] [--part 0/2]
 *   node eval/document-forgery/main.ts fit FOLDER            on collected pages of the tune half; writes the detector's calibration.json
 *   node eval/document-forgery/main.ts report FOLDER [--date YYYY-MM-DD]     on collected pages of the report half; with --date it writes section.md and docs/benchmark.md
 */
import { parseArgs } from 'node:util';
import { collect } from './collect.ts';
import { fit } from './fit.ts';
import { report } from './report.ts';

const { values, positionals: [command = '', folder = ''] } = parseArgs({
  allowPositionals: true,
  options: { data: { type: 'string', default: '' }, split: { type: 'string', default: 'report' }, count: { type: 'string', default: '240' }, seed: { type: 'string', default: '1' }, part: { type: 'string', default: '0/1' }, date: { type: 'string' } },
});
const split = (['tune', 'taught', 'held'] as const).find((name) => name === values.split) ?? 'report';

if (command === 'collect') {
  const [part = 0, parts = 1] = values.part.split('/').map(Number);
  await collect(folder, { data: values.data, split, seed: Number(values.seed), count: Number(values.count), part: [part, parts] });
} else if (command === 'fit') {
  await fit(folder, 'src/detectors/document-forgery/calibration.json');
} else if (command === 'report') {
  await report(folder, values.date);
} else throw new RangeError(`no command ${command}`);
