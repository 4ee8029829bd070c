/**
 * Fits `src/detectors/copy-move/calibration.json` on the tuning split: every clone the detector considers is a sample,
 * true where most of it is carried as the forger carried it.
 *
 *   node eval/copy-move/calibrate.ts DATA_DIR [LIMIT]
 */
import { writeFile } from 'node:fs/promises';
import { applyTo } from '../../src/core/geometry.ts';
import { seededRandom } from '../../src/core/random.ts';
import { contains } from '../../src/core/regions.ts';
import { image } from '../../src/core/image.ts';
import { findCandidates, type Candidate } from '../../src/detectors/copy-move/candidates.ts';
import { pointsOf } from '../../src/detectors/copy-move/grow.ts';
import { PARAMS } from '../../src/detectors/copy-move/params.ts';
import { FEATURES, type FeatureName } from '../../src/detectors/copy-move/score.ts';
import { mapX, mapY } from '../../src/detectors/copy-move/similarity.ts';
import { extractKeypoints } from '../../src/imaging/features/sift.ts';
import { toLuma } from '../../test/support/synthetic-edit.ts';
import type { PictureCase, Truth } from '../generate/case.ts';
import { casesOf, loadPool, SUITES } from '../generate/suites.ts';
import { fitLogistic, type Sample } from '../metrics/logistic.ts';

const NAMES = Object.keys(FEATURES) as FeatureName[];
/** Share of a clone that must be carried rightly to be true; between the two it is no sample. */
const TRUE_FROM = 0.6;
const FALSE_TO = 0.2;
/** px. */
const TOLERANCE = 4;

const [dataDir, limit = '24'] = process.argv.slice(2);
if (!dataDir) throw new RangeError('usage: node eval/copy-move/calibrate.ts DATA_DIR [LIMIT]');
const pool = await loadPool(dataDir);
const samples: { readonly isBlot: boolean; readonly sample: Sample }[] = [];
for (const suite of SUITES.filter(({ detector }) => detector === 'copy-move')) {
  for await (const one of casesOf(suite, pool, { split: 'tune', seed: 1, limit: Number(limit) })) {
    for (const candidate of candidatesOf(one)) {
      const share = rightShare(candidate, one.truth);
      if (share > FALSE_TO && share < TRUE_FROM) continue;
      samples.push({ isBlot: suite.name.includes('blot'), sample: { x: NAMES.map((name) => FEATURES[name](candidate)), isTrue: share >= TRUE_FROM } });
    }
  }
  console.log(`${suite.name}: ${samples.length} samples so far`);
}
const fitted = { other: fitOf(false), blot: fitOf(true) };
await writeFile('src/detectors/copy-move/calibration.json', `${JSON.stringify(fitted, undefined, 2)}\n`);
console.log(JSON.stringify(fitted, undefined, 1));

function candidatesOf({ pictures: [picture] }: PictureCase): readonly Candidate[] {
  if (!picture) return [];
  const luma = toLuma(picture);
  const mask = image(luma.width, luma.height, 1, new Uint8Array(luma.width * luma.height));
  return findCandidates({ luma, mask, keypoints: extractKeypoints(luma, { mask }) }, PARAMS, seededRandom('calibrate'));
}

function rightShare({ clone: { region, similarity, agreement: { window } } }: Candidate, truths: readonly Truth[]): number {
  const points = pointsOf(region, window);
  const right = points.filter(([x, y]) => {
    const [u, v] = [mapX(similarity, x, y), mapY(similarity, x, y)];
    return truths.some((truth) => isCarried(truth, { x, y }, { x: u, y: v }) || isCarried(truth, { x: u, y: v }, { x, y }));
  });
  return points.length === 0 ? 0 : right.length / points.length;
}

function isCarried({ sides: [source, copy], matrix }: Truth, from: { x: number; y: number }, to: { x: number; y: number }): boolean {
  if (!contains(source.region, from) || !contains(copy.region, to)) return false;
  if (!matrix) return true;
  const { x, y } = applyTo(matrix, from);
  return Math.hypot(x - to.x, y - to.y) < TOLERANCE;
}

function fitOf(blots: boolean): { bias: number; weights: Record<string, number>; samples: number; true: number; loss: number } {
  const chosen = samples.filter(({ isBlot }) => isBlot === blots).map(({ sample }) => sample);
  const { bias, weights, loss } = fitLogistic(chosen, { ridge: 1e-3, balanced: false });
  const round = (value: number): number => Number(value.toFixed(4));
  return {
    bias: round(bias), weights: Object.fromEntries(NAMES.map((name, i) => [name, round(weights[i] ?? 0)])),
    samples: chosen.length, true: chosen.filter(({ isTrue }) => isTrue).length, loss: round(loss),
  };
}
