/**
 * Fits the score of panel-overlap on the tune split and writes src/detectors/panel-overlap/calibration.json.
 * Run: node eval/panel-overlap/calibrate.ts DATA_DIR (the folder that holds science/).
 */
import { writeFile } from 'node:fs/promises';
import type { PanelInput } from '../../src/detectors/detector.ts';
import detector from '../../src/detectors/panel-overlap/detector.ts';
import { isBlotLike, TERM_NAMES, termsOf, type ScoreClass } from '../../src/detectors/panel-overlap/score.ts';
import { extractKeypoints } from '../../src/imaging/features/sift.ts';
import { classifyPanel } from '../../src/intake/panels/classify-panel.ts';
import { summaryOf } from '../../src/scan/panel-input.ts';
import { seededRandom } from '../../src/core/random.ts';
import type { RgbImage } from '../../src/core/image.ts';
import { toLuma, type Bytes } from '../../test/support/synthetic-edit.ts';
import { casesOf, loadPool, SUITES } from '../generate/suites.ts';
import { isLocated } from '../metrics/located.ts';
import { fitLogistic, type Example } from './fit-logistic.ts';

const OUT = new URL('../../src/detectors/panel-overlap/calibration.json', import.meta.url);
const SEEDS = [1, 2] as const;

const dataDir = process.argv[2];
if (!dataDir) throw new Error('say where the data are: node eval/panel-overlap/calibrate.ts DATA_DIR');
const examples: Record<ScoreClass, Example[]> = { blot: [], other: [] };
const pool = await loadPool(dataDir);
for (const suite of SUITES) {
  if (suite.detector !== 'panel-overlap') continue;
  for (const seed of suite.roles.length > 1 ? SEEDS : [1]) {
    for await (const { pictures, truth, role } of casesOf(suite, pool, { split: 'tune', seed })) {
      const [a, b] = pictures.map(inputOf);
      if (!a || !b) continue;
      const truths = truth.map(({ kind, sides }) => ({ kind, sides: sides.map(({ picture, region }) => ({ place: picture as number, region })) }));
      for (const { kind, sides, measures, context } of detectionsOf(a, b)) {
        if (context && role === 'look-alike') continue; // the cap deals with it, not the weights
        if (measures['inliers']?.value === 1) continue; // single matches: the trust rule deals with chance, not the weights
        const isTrue = truths.some((one) => isLocated({ kind, sides: sides.map(({ panel, region }) => ({ place: panel as number, region })) }, one));
        const value = (name: string): number => measures[name]?.value ?? 0;
        const terms = termsOf({
          windows: value('windows'), zncc: value('zncc'), agreeingOverall: value('agreeingOverall'), close: value('close'), band: value('band'), detail: value('detail'),
        }, value('inliers'));
        examples[isBlotLike(a, b) ? 'blot' : 'other'].push({ terms: TERM_NAMES.map((name) => terms[name]), isTrue });
      }
    }
  }
  console.log(`${suite.name}: ${examples.blot.length} blot-like and ${examples.other.length} other examples so far`);
}

const weights = Object.fromEntries((Object.keys(examples) as ScoreClass[]).map((kind) => {
  const fit = fitLogistic(examples[kind]);
  const round = (value: number): number => Math.round(value * 1000) / 1000;
  const trues = examples[kind].filter(({ isTrue }) => isTrue).length;
  return [kind, { examples: examples[kind].length, trues, bias: round(fit.bias), ...Object.fromEntries(TERM_NAMES.map((name, k) => [name, round(fit.weights[k] ?? 0)])) }];
}));
await writeFile(OUT, `${JSON.stringify({ note: 'written by eval/panel-overlap/calibrate.ts from the tune split', ...weights }, undefined, 2)}\n`);

function inputOf(picture: Bytes<3>, index: number): PanelInput {
  const { width, height } = picture;
  const luma = toLuma(picture);
  return {
    id: `f${index + 1}p1`, figure: `f${index + 1}`, class: classifyPanel(picture as RgbImage), width, height, rgb: picture as RgbImage, luma,
    mask: { width, height, channels: 1, data: new Uint8Array(width * height) }, keypoints: extractKeypoints(luma),
  };
}

function detectionsOf(a: PanelInput, b: PanelInput): ReturnType<typeof detector.verify> {
  const params = { ...detector.params, minScore: 0 };
  const chance = { random: seededRandom(1) };
  const relation = { sameFigure: false, boxes: [{ x: 0, y: 0, width: a.width, height: a.height }, { x: 0, y: 0, width: b.width, height: b.height }] as const, captions: [undefined, undefined] as const };
  return detector.verify(a, b, detector.propose(summaryOf(a), summaryOf(b), params, chance), relation, params, chance);
}
