/**
 * Measures the forged-document detector, and fits it.
 *
 *   node eval/document-forgery/main.ts --data DIR collect FOLDER --split tune|taught|held|report --count 240 [--only receipt|photo] [--seed S] [--part 0/2]
 *   node eval/document-forgery/main.ts fit FOLDER --subject document|photograph      on collected pages of the tune half; writes that part of the detector's calibration.json
 *   node eval/document-forgery/main.ts --data DIR fit-copies --count 336             on photographs of the tune half; prints the weights of src/scan/page-copies.ts
 *   node eval/document-forgery/main.ts report FOLDER [--date YYYY-MM-DD]     on collected pages of the report half; with --date it writes section.md and docs/benchmark.md
 */
import { parseArgs } from 'node:util';
import { collect } from './collect.ts';
import { fit } from './fit.ts';
import { fitCopies } from './fit-copies.ts';
import { report } from './report.ts';

const { values, positionals: [command = '', folder = ''] } = parseArgs({
  allowPositionals: true,
  options: { data: { type: 'string', default: '' }, split: { type: 'string', default: 'report' }, count: { type: 'string', default: '240' }, seed: { type: 'string', default: '1' }, part: { type: 'string', default: '0/1' }, only: { type: 'string' }, subject: { type: 'string', default: 'document' }, date: { type: 'string' } },
});
const split = (['tune', 'taught', 'held'] as const).find((name) => name === values.split) ?? 'report';

const only = (['receipt', 'photo'] as const).find((name) => name === values.only);

if (command === 'collect') {
  const [part = 0, parts = 1] = values.part.split('/').map(Number);
  await collect(folder, { data: values.data, split, seed: Number(values.seed), count: Number(values.count), part: [part, parts], ...(only ? { only } : {}) });
} else if (command === 'fit') {
  await fit(folder, values.subject === 'photograph' ? 'photograph' : 'document', 'src/detectors/document-forgery/calibration.json');
} else if (command === 'fit-copies') {
  await fitCopies({ data: values.data, seed: Number(values.seed), count: Number(values.count) });
} else if (command === 'report') {
  await report(folder, values.date);
} else throw new RangeError(`no command ${command}`);
