/**
 * Speed and memory of whole paths, medians where there are rounds.
 *
 *   npm run bench -- [pair] [server] [marks] [pages] [origin] [--date YYYY-MM-DD] [--figures N]
 *   npm run bench -- growth [--date YYYY-MM-DD] [--figures 50]      never among the others: minutes of processor time
 *   npm run bench -- kernels [--date YYYY-MM-DD]
 *
 * With --date the figures are kept in bench/results.json and their section of docs/benchmark.md is written anew.
 */
import { cpus, loadavg, totalmem } from 'node:os';
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { writeBenchmark } from '../eval/report/benchmark.ts';
import { measureGrowth, type GrowthFigures } from './growth.ts';
import { growthSection } from './growth-section.ts';
import { measureKernels } from './kernels.ts';
import { measureMarks, type MarkFigures } from './marks.ts';
import { measureOrigin, type OriginFigures } from './origin.ts';
import { measurePages, type PageFigures } from './pages.ts';
import { measurePair, type PairFigures } from './pair.ts';
import { largePaper } from './paper.ts';
import { measureServer, type ServerFigures } from './server.ts';

interface Results {
  /** Of pair and server; the others have their own. */
  readonly date: string;
  readonly machine: string;
  readonly pair?: PairFigures;
  readonly server?: ServerFigures;
  readonly marks?: MarkFigures;
  readonly pages?: PageFigures;
  readonly origin?: OriginFigures;
  readonly growth?: GrowthFigures;
}

const { values: { date, figures }, positionals } = parseArgs({ allowPositionals: true, options: { date: { type: 'string' }, figures: { type: 'string', default: '25' } } });
const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`;
if (positionals.includes('kernels')) {
  await measureKernels(date, machine);
  process.exit();
}
const wanted = (name: string): boolean => positionals.length === 0 || positionals.includes(name);
const kept = JSON.parse(await readFile('bench/results.json', 'utf8').catch(() => '{}')) as Partial<Results>;
const results: Results = {
  ...kept, date: wanted('pair') || wanted('server') ? date ?? '' : kept.date ?? '', machine,
  ...(wanted('pair') ? { pair: measurePair() } : {}),
  ...(wanted('server') ? { server: await measureServer(await largePaper(Number(figures))) } : {}),
  ...(wanted('marks') ? { marks: await measureMarks(date ?? '') } : {}),
  ...(wanted('pages') ? { pages: await measurePages(date ?? '') } : {}),
  ...(positionals.includes('growth') ? { growth: await measureGrowth(await largePaper(Number(figures)), date ?? '', () => loadavg()[0] ?? Number.NaN) } : {}),
  ...(wanted('origin') ? { origin: await measureOrigin(date ?? '') } : {}),
};
console.log(JSON.stringify(results, undefined, 1));
if (date) {
  const round = (_: string, value: unknown): unknown => (typeof value === 'number' ? Number(value.toPrecision(4)) : value);
  await writeFile('bench/results.json', `${JSON.stringify(results, round, 1)}\n`);
  await writeFile('bench/section.md', section(results));
  await writeBenchmark();
}

function section({ date: day, machine, pair, server, marks, pages, origin, growth }: Results): string {
  const row = (what: string, value: number | undefined, unit: string, limit: number, digits = 1): string =>
    value === undefined ? `| ${what} | not measured | ≤ ${limit} ${unit} | |` : `| ${what} | ${value.toFixed(digits)} ${unit} | ≤ ${limit} ${unit} | ${value <= limit ? `${(value / limit).toFixed(2)} of it` : `**${(value / limit).toFixed(2)} ×**`} |`;
  return [
    '## Speed and memory\n', `Measured ${day} on ${machine}.\n`, '| what | measured | target | ratio |', '|---|---|---|---|',
    row(`A paper with 25 figures, 150 panels, ${server?.workers ?? '?'} workers`, server?.paperS, 's', 60),
    row('Processor time of that, all threads', server?.paperCpuS, 's', 120),
    row('Largest resident memory of the server', server?.peakMb, 'MB', 1536, 0),
    row(`Other requests meanwhile, 95th percentile of ${server?.latency.requests ?? 0}`, server?.latency.p95, 'ms', 100),
    row('Two panels of 1 megapixel that overlap: proposal and pixel check', pair?.overlappingMs, 'ms', 500, 0),
    row('Two panels of 1 megapixel that do not', pair?.unrelatedMs, 'ms', 500, 0),
    row('First start on an empty data folder, to the first page', server?.firstStartS, 's', 240),
    row('Later starts', server?.laterStartS, 's', 10), '',
    pair ? `Keypoints, once for each panel of 1 megapixel: ${pair.keypointsMs.toFixed(0)} ms (not in the two rows above). Medians of ${pair.rounds} rounds.\n` : '',
    ...(growth ? [growthSection(growth)] : []), ...(marks ? [marksSection(marks)] : []), ...(pages ? [pagesSection(pages)] : []), ...(origin ? [originSection(origin)] : []),
  ].join('\n');
}

function originSection({ measured, smallMs, largeMs, rounds }: OriginFigures): string {
  const row = (what: string, value: number): string => `| ${what} | ${value.toFixed(0)} ms | ≤ 300 ms | ${value <= 300 ? `${(value / 300).toFixed(2)} of it` : `**${(value / 300).toFixed(2)} ×**`} |`;
  return [
    '### Origin of an image\n', `Measured ${measured}: processor time of one thread from the JPEG to the score, medians of ${rounds} rounds; other work on the machine inflates it.\n`,
    '| what | measured | target | ratio |', '|---|---|---|---|', row('1 megapixel', smallMs), row('12 megapixels, of which the middle is looked at', largeMs), '',
    'About two fifths of it is the choice of the panel’s class, which other detectors need as well.', '',
  ].join('\n');
}

/** A new key pays only for its sum; a copy that needs more than the first attempt at laying it over takes longer (median of the battery above). */
function marksSection({ measured, embedMs, fileMs, detectMs, hostMs, keysMs, embed50Ms, embed50Mb, rounds }: MarkFigures): string {
  const row = (what: string, value: number, unit: string, limit: number): string => `| ${what} | ${value.toFixed(0)} ${unit} | ≤ ${limit} ${unit} | ${value <= limit ? `${(value / limit).toFixed(2)} of it` : `**${(value / limit).toFixed(2)} ×**`} |`;
  return [
    '### Marks\n', `Measured ${measured}: processor time of one thread, medians of ${rounds} rounds (50 megapixels: one); other work on the machine inflates it. The picture is a drawn scene, enlarged, with grain.\n`,
    '| what | measured | target | ratio |', '|---|---|---|---|',
    row('Mark of 12 megapixels, without codec', embedMs, 'ms', 900), row('12 megapixels from JPEG to marked JPEG and thumb', fileMs, 'ms', 1200), row('Copy of 12 megapixels against one original, JPEG 75', detectMs, 'ms', 500),
    row('10 000 keys of one original', keysMs, 'ms', 1000), row('Mark of 50 megapixels, without codec', embed50Ms, 'ms', 4000), row('Largest resident memory for that, Node and the image included', embed50Mb, 'MB', 700), '',
    `An original is made ready once: ${hostMs.toFixed(0)} ms (thumb decoded, keypoints).\n`,
  ].join('\n');
}

function pagesSection({ measured, ms: [half, most], cpuMs, rounds, mb, largeS, largeMb }: PageFigures): string {
  const row = (what: string, value: number, unit: string, limit: number): string => `| ${what} | ${value.toFixed(0)} ${unit} | ≤ ${limit} ${unit} | ${value <= limit ? `${(value / limit).toFixed(2)} of it` : `**${(value / limit).toFixed(2)} ×**`} |`;
  return [
    '### Pages of documents\n', `Measured ${measured}: one page judged with its heat map, ${rounds} rounds: processor time of the longer of the two threads that read it, and of weighing; other work on the machine inflates it. A dense drawn sheet with grain, JPEG.\n`,
    '| what | measured | target | ratio |', '|---|---|---|---|',
    row('2 megapixels, median', half, 'ms', 2000), row('2 megapixels, 95th percentile', most, 'ms', 2000), row('Largest resident memory for that', mb, 'MB', 1024), '',
    `Both threads together: ${cpuMs.toFixed(0)} ms. 8192 × 8192 px, the largest that is taken: ${largeS.toFixed(0)} s, ${largeMb.toFixed(0)} MB; such a page is read on one thread.\n`,
  ].join('\n');
}
