/**
 * Fits `src/intake/panels/blot-calibration.json` on the tuning half: windows on blots as they are and in six other looks, against windows on micrographs
 * and photographs and the panels of published figures that the rules call no blots. Prints what sources left out of the fit are called.
 *
 *   node eval/panels/calibrate-blots.ts DATA_DIR
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RgbImage } from '../../src/core/image.ts';
import { seededRandom, type Random } from '../../src/core/random.ts';
import { decodeImage } from '../../src/imaging/codecs/decode.ts';
import { crop } from '../../src/imaging/resample.ts';
import { blotLikeness, LIKENESS_FEATURES, type LikenessFeature } from '../../src/intake/panels/blot-likeness.ts';
import { classOf } from '../../src/intake/panels/classify-panel.ts';
import { findPanels } from '../../src/intake/panels/find-panels.ts';
import { panelTraits } from '../../src/intake/panels/panel-traits.ts';
import type { Bytes } from '../../test/support/synthetic-edit.ts';
import { decodeSource, plain } from '../generate/decode.ts';
import { casesOf, loadPool, SUITES } from '../generate/suites.ts';
import { fitLogistic } from '../metrics/logistic.ts';
import { LOOKS, shownAs } from './blot-looks.ts';

interface Shown { readonly label: string; readonly source: string; readonly isTrue: boolean; readonly x: readonly number[]; readonly rule: string }

const NAMES = Object.keys(LIKENESS_FEATURES) as LikenessFeature[];
const RIDGE = 3e-3;
const FOLDS = 6;
const PHOTOS = 60;
const [dataDir] = process.argv.slice(2);
if (!dataDir) throw new RangeError('usage: node eval/panels/calibrate-blots.ts DATA_DIR');
const shown: Shown[] = [];
const pool = await loadPool(dataDir);

const suite = SUITES.find(({ name }) => name === 'splice');
if (!suite) throw new RangeError('no suite of joined blots');
for (const seed of [11, 12]) {
  for await (const { role, pictures: [picture], sources: [source = ''] } of casesOf(suite, pool, { split: 'tune', seed, limit: 50 })) {
    if (role !== 'clean' || !picture) continue;
    add('blot', source, picture);
    const random = seededRandom(`${seed}/${shown.length}`);
    const looks = Object.entries(LOOKS);
    for (let k = 0; k < 2; k++) {
      const [name, look] = looks[random.int(looks.length)] ?? [];
      if (name && look) add(`blot, ${name}`, source, shownAs(look, picture, random));
    }
  }
}
for (const source of pool.micrographs.filter(({ split }) => split === 'tune')) {
  const random = seededRandom(source.file);
  for (let k = 0; k < 3; k++) add('micrograph', source.file, window(await decodeSource(source), random));
}
const photos = path.join(dataDir, 'forensics', 'real');
for (const name of (await readdir(photos)).sort().filter((file, i) => i % 2 === 0 && /\.(jpe?g|png)$/i.test(file)).slice(0, PHOTOS)) {
  const random = seededRandom(name);
  for (let k = 0; k < 2; k++) add('photo', name, window(await plain(path.join(photos, name)), random));
}
const figures = path.join(dataDir, 'science', 'figures');
for (const name of (await readdir(figures)).sort().filter((_, i) => i % 2 === 0)) {
  const { image: rgb } = await decodeImage(await readFile(path.join(figures, name)), name.endsWith('png') ? 'png' : 'jpeg', { maxPixels: 100_000_000 });
  for (const { class: panelClass, box } of findPanels(rgb, 'f1')) if (!['blot', 'text', 'blank'].includes(panelClass)) add(`figure, ${panelClass}`, name, crop(rgb, box));
}

const sources = [...new Set(shown.map(({ source }) => source))];
const foldOf = ({ source }: Shown): number => sources.indexOf(source) % FOLDS;
const tally = new Map<string, number[]>();
for (let fold = 0; fold < FOLDS; fold++) {
  const { bias, weights } = fitLogistic(shown.filter((one) => foldOf(one) !== fold), { ridge: RIDGE });
  for (const { label, x, rule } of shown.filter((one) => foldOf(one) === fold)) {
    const likeness = 1 / (1 + Math.exp(-(bias + x.reduce((sum, v, i) => sum + v * (weights[i] ?? 0), 0))));
    const row = tally.get(label) ?? [0, 0, 0, 0];
    tally.set(label, [(row[0] ?? 0) + 1, (row[1] ?? 0) + Number(rule === 'blot'), (row[2] ?? 0) + Number(likeness >= 0.5), (row[3] ?? 0) + Number(likeness >= 0.85)]);
  }
}
for (const [label, [n, byRules, half, high]] of tally) console.log(`${label}: ${n}, by rules ${byRules}, likeness ≥ .5 ${half}, ≥ .85 ${high}`);
const { bias, weights, loss } = fitLogistic(shown, { ridge: RIDGE });
const round = (v: number): number => Number(v.toFixed(4));
const calibration = { bias: round(bias), weights: Object.fromEntries(NAMES.map((name, i) => [name, round(weights[i] ?? 0)])), samples: shown.length, true: shown.filter(({ isTrue }) => isTrue).length, loss: round(loss) };
await writeFile('src/intake/panels/blot-calibration.json', `${JSON.stringify(calibration, undefined, 2)}\n`);

function add(label: string, source: string, picture: Bytes<3>): void {
  const { traits, bands } = panelTraits(picture as RgbImage);
  const both = { traits, bands: bands(undefined) };
  if (!Number.isFinite(blotLikeness(both)) || traits.brightest - traits.darkest < 5) return;
  shown.push({ label, source, isTrue: label.startsWith('blot'), x: NAMES.map((name) => LIKENESS_FEATURES[name](both)), rule: classOf(traits) });
}

/** 160–560 by 120–420 px of a picture. */
function window(picture: Bytes<3>, random: Random): Bytes<3> {
  const [width, height] = [Math.min(picture.width, 160 + random.int(400)), Math.min(picture.height, 120 + random.int(300))];
  return crop(picture as RgbImage, { x: random.int(picture.width - width + 1), y: random.int(picture.height - height + 1), width, height });
}
