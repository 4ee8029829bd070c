/**
 * Panel cutting on real compound figures, against boxes drawn by hand (truth.json), at IoU ≥ 0.5 and ≥ 0.75.
 * Usage: node eval/panels/measure-truth.ts DATA_DIR [--write YYYY-MM-DD]; DATA_DIR holds science/figures. With --write the section of docs/benchmark.md is kept.
 *
 * The boxes began as the product's own, drawn over each figure with a grid; every figure was then looked at, and boxes were drawn anew, joined, split or
 * taken out wherever a reader would name other panels. A chart is taken with its labels; a drawing of many parts that belong together is one.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Box } from '../../src/core/geometry.ts';
import { boxIou } from '../../src/core/regions.ts';
import { findPanels } from '../../src/intake/panels/find-panels.ts';
import { percent } from '../report/table.ts';
import { readRgb } from './read-rgb.ts';

const SECTION = new URL('section.md', import.meta.url);
const LEVELS = [0.5, 0.75] as const;

/** `image`: what is to be examined. `graphic`: charts, drawings, tables. */
type Kind = 'image' | 'graphic';

interface TrueFigure {
  readonly file: string;
  readonly width: number;
  readonly height: number;
  /** [x, y, width, height, kind], px of the figure. */
  readonly panels: readonly (readonly [number, number, number, number, Kind])[];
}

interface Cut {
  readonly box: Box;
  readonly kind: Kind;
}

const [dataDir, flag, date] = process.argv.slice(2);
if (!dataDir) throw new RangeError('say where the data are: node eval/panels/measure-truth.ts DATA_DIR');
const figures = JSON.parse(await readFile(new URL('truth.json', import.meta.url), 'utf8')) as readonly TrueFigure[];
const measured: { readonly file: string; readonly truth: readonly Cut[]; readonly given: readonly Cut[] }[] = [];
for (const { file, width, height, panels } of figures) {
  const rgb = await readRgb(path.join(dataDir, 'science', 'figures', file));
  if (rgb.width !== width || rgb.height !== height) throw new RangeError(`${file}: ${rgb.width} × ${rgb.height}, the boxes were drawn on ${width} × ${height}`);
  measured.push({
    file, truth: panels.map(([x, y, w, h, kind]) => ({ box: { x, y, width: w, height: h }, kind })),
    given: findPanels(rgb, 'f1').map(({ box, examined }) => ({ box, kind: examined ? 'image' : 'graphic' })),
  });
}

const rows = ([['images', ['image']], ['charts, drawings, tables', ['graphic']], ['all', ['image', 'graphic']]] as const).map(([title, kinds]) => {
  const has = ({ kind }: Cut): boolean => (kinds as readonly Kind[]).includes(kind);
  const [truths, given] = [sum(measured.map(({ truth }) => truth.filter(has).length)), sum(measured.map((figure) => figure.given.filter(has).length))];
  const shares = LEVELS.flatMap((least) => {
    const right = sum(measured.map(({ truth, given: cuts }) => pairsOf(truth.filter(has), cuts.filter(has), least)));
    return [right / truths, right / given];
  });
  return `| ${[title, truths, given, ...shares.map(percent)].join(' | ')} |`;
});
for (const { file, truth, given } of measured) {
  const [found, images] = [pairsOf(truth, given, 0.5), truth.filter(({ kind }) => kind === 'image')];
  if (found < truth.length || given.length > truth.length) console.log(`${file}: ${found} of ${truth.length} (images ${pairsOf(images, given.filter(({ kind }) => kind === 'image'), 0.5)} of ${images.length}), ${given.length} cut`);
}
const table = [
  '| panels | true | cut | recall, IoU ≥ 0.5 | precision | recall, IoU ≥ 0.75 | precision |', '|---|---|---|---|---|---|---|', ...rows, '',
].join('\n');
console.log(table);
/** Where images are lost: a figure that is not cut at all loses many at once. */
const lost = measured.map(({ file, truth, given }) => {
  const images = truth.filter(({ kind }) => kind === 'image');
  return { file, images: images.length, lost: images.length - pairsOf(images, given.filter(({ kind }) => kind === 'image'), 0.5) };
}).filter((figure) => figure.lost > 0).sort((a, b) => b.lost - a.lost);
const told = `Images lost at IoU ≥ 0.5, by figure: ${lost.map(({ file, images, lost: n }) => `${n} of ${images} in \`${file}\``).join(', ')}.`;
console.log(told);
if (flag === '--write') {
  await writeFile(SECTION, `## Panels of real figures

Measured ${date}. ${figures.length} published compound figures with ${sum(figures.map(({ panels }) => panels.length))} panels drawn by hand (\`eval/panels/truth.json\`): the product's own boxes over each figure were looked at and corrected, so they may be a little kind. One box answers one true panel. Images are what is examined, and count as cut only where they are; rules were not set on these boxes, but most of these figures were looked at while the rules were made.

${table}
${told}
`);
}

/** Pairs of one true and one cut box, best IoU first. */
function pairsOf(truth: readonly Cut[], given: readonly Cut[], least: number): number {
  const pairs = truth.flatMap((t, i) => given.map((g, j) => ({ i, j, iou: boxIou(t.box, g.box) }))).filter(({ iou }) => iou >= least).sort((p, q) => q.iou - p.iou);
  const [usedTruth, usedGiven] = [new Set<number>(), new Set<number>()];
  for (const { i, j } of pairs) {
    if (usedTruth.has(i) || usedGiven.has(j)) continue;
    usedTruth.add(i);
    usedGiven.add(j);
  }
  return usedTruth.size;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
