/** The watermark's part of docs/benchmark.md, made from the results on disk. */
import { readFile, writeFile } from 'node:fs/promises';
import { log10Tail } from '../../src/watermark/p-value.ts';
import { wilson } from '../metrics/scores.ts';
import { ATTACKS, type Family } from './attacks.ts';
import { STEPS } from './key-trials.ts';
import type { AttackResult, PhotoResult } from './measure.ts';

export interface MarkResults {
  readonly split: 'tune' | 'report';
  /** dB. */
  readonly strength: number;
  readonly seed: number;
  /** Day, as given by whoever measured. */
  readonly measured: string;
  readonly photosOfSplit: number;
  readonly photos: readonly PhotoResult[];
}

/** Attacks that are listed one by one. */
const WEAKEST = 10;

export async function keepMarks(results: MarkResults): Promise<void> {
  const round = (_: string, value: unknown): unknown => (typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value);
  const { photos, ...head } = results;
  const lines = photos.map((photo) => `  ${JSON.stringify(photo, round)}`).join(',\n');
  await writeFile(fileOf(results.strength, results.split), `${JSON.stringify(head, round, 1).slice(0, -2)},\n "photos": [\n${lines}\n ]\n}\n`);
}

/** What keepMarks wrote. @throws {Error} where it did not. */
export async function keptMarks(strength: number, split: MarkResults['split']): Promise<MarkResults> {
  return JSON.parse(await readFile(fileOf(strength, split), 'utf8')) as MarkResults;
}

function fileOf(strength: number, split: MarkResults['split']): string {
  return `eval/results/watermark-${strength}.${split}.json`;
}

export async function writeSection(): Promise<void> {
  const results = await keptMarks(45, 'report');
  await writeFile('eval/watermark/section.md', sectionOf(results));
}

function sectionOf({ strength, measured, seed, photos, photosOfSplit }: MarkResults): string {
  const marked = photos.filter(({ refused }) => refused === undefined);
  const all = marked.flatMap(({ attacks }) => attacks);
  const byAttack = ATTACKS.map(({ name, family }) => ({ name, family, found: all.filter(({ attack }) => attack === name) }));
  const families = [...new Set(ATTACKS.map(({ family }) => family))];
  const sizes = marked.map(({ width, height }) => (width * height) / 1e6);
  const trials = marked.flatMap(({ trials: own = [] }) => own);
  return [
    '## Watermarks\n',
    `Measured ${measured}, seed ${seed}: ${marked.length} photos of the ${photosOfSplit} of the report split${refusedText(photos)}, each marked once at ${strength} dB with a payload of 24 bit, then altered in the ${ATTACKS.length} ways of \`eval/watermark/attacks.ts\`. `
    + 'Constants were set on the other split; no photo is in both (`eval/watermark/photos.ts`). '
    + `${rangeOf(sizes.map((size) => Number(size.toFixed(1))))} megapixels: camera originals, web photos and wallpapers of Debian. ${coverageText(marked, byAttack, photosOfSplit - photos.length)}The detector has what a registration file holds: key and thumb. `
    + 'Every p pays for all 2²⁴ payloads, for 100 more keys and for every alignment. Averages are over attacks, each attack weighing the same.\n',
    summaryTable(byAttack, marked),
    '### By family\n', familyTable(families, byAttack),
    '### Weakest attacks\n', weakestTable(byAttack),
    '### False positives\n', falseTable(trials, all, marked),
    '### Copies that were mixed\n', collusionText(marked),
  ].join('\n');
}

function refusedText(photos: readonly PhotoResult[]): string {
  const refused = photos.filter((photo) => photo.refused !== undefined);
  return refused.length > 0 ? ` (${refused.length} more ${refused.length > 1 ? 'were' : 'was'} refused: ${refused.map(({ photo, refused: why = '' }) => `\`${photo}\` is ${why.replace('-', ' ')}`).join(', ')})` : '';
}

/** What was left out when the processor time was over. */
function coverageText(marked: readonly PhotoResult[], rows: readonly Row[], unseen: number): string {
  const [attacks, photos] = [marked.map((photo) => photo.attacks.length), rows.map(({ found }) => found.length)];
  if (Math.min(...attacks) === rows.length && unseen === 0) return '';
  return `The run ended when its processor time was over${unseen > 0 ? `, before ${unseen} of the photos; these come last in an order drawn by chance` : ''}. `
    + (Math.min(...attacks) === rows.length ? '' : `A photo met ${rangeOf(attacks)} of the attacks, an attack ${rangeOf(photos)} of the photos; which, its place in that order says, and not what it gave. `);
}

function rangeOf(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? `${least}` : `${least} to ${most}`;
}

interface Row {
  readonly name: string;
  readonly family: Family;
  readonly found: readonly AttackResult[];
}

const at = (threshold: number) => ({ log10p }: AttackResult): boolean => log10p <= threshold;
const share = (results: readonly AttackResult[], test: (result: AttackResult) => boolean): number => results.filter(test).length / Math.max(1, results.length);
const macro = (rows: readonly Row[], test: (result: AttackResult) => boolean): number => mean(rows.map(({ found }) => share(found, test)));
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
/** Wilson's interval at 95 %; attacks on one photo are not independent, so it is too narrow. */
function between(results: readonly AttackResult[], test: (result: AttackResult) => boolean): string {
  const [low, high] = wilson(results.filter(test).length, results.length);
  return ` (${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)} %)`;
}

const isRight = ({ payloadRight, ambiguous }: AttackResult): boolean => payloadRight === true && ambiguous !== true;
/** A number was given and is not the one laid. */
const isWrong = ({ payloadRight, ambiguous }: AttackResult): boolean => payloadRight === false && ambiguous !== true;

function summaryTable(rows: readonly Row[], marked: readonly PhotoResult[]): string {
  const all = rows.flatMap(({ found }) => found);
  const judged = (value: number, target: number): string => (value >= target ? 'met' : '**below**');
  const [six, nine, payload, wrong] = [macro(rows, at(-6)), macro(rows, at(-9)), macro(rows, isRight), all.filter(isWrong).length];
  const psnr = marked.flatMap((photo) => photo.psnr ?? []);
  const ssim = marked.flatMap((photo) => photo.ssim ?? []);
  return [
    '| what | measured | n | target | |', '|---|---|---|---|---|',
    `| detected at p ≤ 10⁻⁶ | ${percent(six)}${between(all, at(-6))} | ${all.length} | ≥ 99.5 % | ${judged(six, 0.995)} |`,
    `| detected at p ≤ 10⁻⁹ | ${percent(nine)}${between(all, at(-9))} | ${all.length} | ≥ 99 % | ${judged(nine, 0.99)} |`,
    `| 24-bit payload right | ${percent(payload)}${between(all, isRight)} | ${all.length} | ≥ 98.5 % | ${judged(payload, 0.985)} |`,
    `| 24-bit payload wrong | ${wrong} | ${all.length} | 0 | ${judged(-wrong, 0)} |`,
    `| called ambiguous | ${all.filter(({ ambiguous }) => ambiguous === true).length} | ${all.length} | | |`,
    `| PSNR, mean (least) | ${mean(psnr).toFixed(2)} (${Math.min(...psnr).toFixed(2)}) dB | ${psnr.length} | ≥ 45 dB | ${judged(mean(psnr), 45)} |`,
    `| SSIM, mean (least) | ${mean(ssim).toFixed(4)} (${Math.min(...ssim).toFixed(4)}) | ${ssim.length} | ≥ 0.990 | ${judged(mean(ssim), 0.99)} |`,
    '',
  ].join('\n');
}

function familyTable(families: readonly Family[], rows: readonly Row[]): string {
  const lines = families.map((family) => {
    const own = rows.filter((row) => row.family === family);
    const found = own.flatMap((row) => row.found);
    return `| ${family} | ${own.length} | ${found.length} | ${percent(macro(own, at(-6)))} | ${percent(macro(own, at(-9)))} | ${percent(macro(own, isRight))} | ${found.filter(isWrong).length} | ${median(found.map(({ x }) => x)).toFixed(0)} |`;
  });
  return ['| family | attacks | n | p ≤ 10⁻⁶ | p ≤ 10⁻⁹ | payload right | wrong | median x |', '|---|---|---|---|---|---|---|---|', ...lines, ''].join('\n');
}

/** Those that left least of the mark on some photo. */
function weakestTable(rows: readonly Row[]): string {
  const least = ({ found }: Row): number => Math.min(...found.map(({ x }) => x));
  const lines = rows.toSorted((a, b) => least(a) - least(b)).slice(0, WEAKEST).map((row) => {
    const hits = row.found.filter(at(-6)).length;
    const [low, high] = wilson(hits, row.found.length);
    return `| ${row.name} | ${hits} of ${row.found.length} (${(100 * low).toFixed(0)}–${(100 * high).toFixed(0)} %) | ${row.found.filter(isRight).length} | ${least(row).toFixed(1)} | ${median(row.found.map(({ x }) => x)).toFixed(0)} |`;
  });
  return [`By the least x on any photo; the ${WEAKEST} lowest. With 24 bit of payload about x = 7.9 is needed for p ≤ 10⁻⁶. Intervals are Wilson's at 95 %.\n`, '| attack | p ≤ 10⁻⁶ | payload right | least x | median x |', '|---|---|---|---|---|', ...lines, ''].join('\n');
}

function falseTable(trials: readonly { readonly trials: number; readonly tail: readonly number[]; readonly largestX: number; readonly marked: number }[], all: readonly AttackResult[], marked: readonly PhotoResult[]): string {
  const total = trials.reduce((sum, one) => sum + one.trials, 0);
  const largest = trials.reduce((most, { largestX }) => Math.max(most, largestX), 0);
  const others = all.reduce((sum, one) => sum + one.others, 0);
  const lines = STEPS.map((step, i) => {
    const count = trials.reduce((sum, { tail }) => sum + (tail[i] ?? 0), 0);
    return `| ${step} | ${count} | ${(count / Math.max(1, total)).toExponential(2)} | ${(10 ** log10Tail(step)).toExponential(2)} |`;
  });
  return [
    `${total.toLocaleString('en')} key trials: on each photo as it was before marking, and on its copy with another mark after JPEG 75, aligned as in a detection, keys that were never laid. `
    + `${trials.reduce((sum, one) => sum + one.marked, 0)} of them came to p ≤ 10⁻⁶ taken by themselves (x of at least ${leastX(-6).toFixed(2)}), where a p that says the truth lets up to ${(1e-6 * total).toFixed(1)} of so many through; the largest x was ${largest.toFixed(2)}. `
    + `A detection pays for both residuals of every alignment it tries, so it calls nothing below x = ${leastX(-6 - Math.log10(2)).toFixed(2)} marked: ${largest < leastX(-6 - Math.log10(2)) ? 'none of these keys would have been' : '**some of these keys would have been**'}. `
    + `In the battery, ${all.reduce((sum, { otherMarked }) => sum + otherMarked, 0)} of ${others.toLocaleString('en')} other keys were found, and ${marked.filter(({ clean }) => (clean?.marked ?? 0) > 0).length} of ${marked.length} unmarked photos.\n`,
    '| x ≥ | keys | share | bound of the p-value |', '|---|---|---|---|', ...lines, '',
  ].join('\n');
}

/** The x from which the bound of the p-value is at most this. @param log10p below 0. */
function leastX(log10p: number): number {
  let [low, high] = [0, 100];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (log10Tail(middle) <= log10p) high = middle;
    else low = middle;
  }
  return high;
}

function collusionText(marked: readonly PhotoResult[]): string {
  const done = marked.flatMap(({ collusion }) => collusion ?? []);
  const [colluders, found] = [done.reduce((sum, one) => sum + one.colluders, 0), done.reduce((sum, one) => sum + one.found, 0)];
  const [innocents, accused] = [done.reduce((sum, one) => sum + one.innocents, 0), done.reduce((sum, one) => sum + one.accused, 0)];
  return `The mean of 5 copies, then three quarters of the size and JPEG 70; asked among ${done[0] ? done[0].colluders + done[0].innocents : 0} recipients. On ${done.length} photos ${found} of ${colluders} who mixed were found (on ${done.filter((one) => one.found === one.colluders).length} photos all of them), and ${accused} of ${innocents.toLocaleString('en')} innocents were accused.\n`;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
