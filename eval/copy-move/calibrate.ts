/**
 * Fits `src/detectors/copy-move/calibration.json` on the tuning split: every clone the detector considers is a sample,
 * true where most of it is carried as the forger carried it. Class and masks are those the product sees.
 *
 *   node eval/copy-move/calibrate.ts DATA_DIR [LIMIT] [SEEDS]
 */
import { writeFile } from 'node:fs/promises';
import { applyTo } from '../../src/core/geometry.ts';
import { seededRandom } from '../../src/core/random.ts';
import { contains } from '../../src/core/regions.ts';
import { findCandidates, type Candidate } from '../../src/detectors/copy-move/candidates.ts';
import { pointsOf } from '../../src/detectors/copy-move/grow.ts';
import { PARAMS } from '../../src/detectors/copy-move/params.ts';
import { FEATURES, scorable, type FeatureName } from '../../src/detectors/copy-move/score.ts';
import { mapX, mapY } from '../../src/detectors/copy-move/similarity.ts';
import type { Truth } from '../generate/case.ts';
import { casesOf, loadPool, SUITES } from '../generate/suites.ts';
import { fitLogistic, type Sample } from '../metrics/logistic.ts';
import { inputOf } from '../run/examine.ts';

const NAMES = Object.keys(FEATURES) as FeatureName[];
/** Share of a clone that must be carried rightly to be true; between the two it is no sample. */
const TRUE_FROM = 0.6;
const FALSE_TO = 0.2;
/** px. */
const TOLERANCE = 4;
/** Pull to zero, chosen on the tuning split: specimens left out were scored best, and neither too surely nor too timidly. */
const RIDGE = 3e-3;

const [dataDir, limit = '24', seeds = '1,2'] = process.argv.slice(2);
if (!dataDir) throw new RangeError('usage: node eval/copy-move/calibrate.ts DATA_DIR [LIMIT] [SEEDS]');
const pool = await loadPool(dataDir);
const samples: { readonly isBlot: boolean; readonly sample: Sample }[] = [];
for (const suite of SUITES.filter(({ detector }) => detector === 'copy-move')) {
  for (const seed of seeds.split(',').map(Number)) {
    for await (const { id, pictures: [picture], truth } of casesOf(suite, pool, { split: 'tune', seed, limit: Number(limit) })) {
      if (!picture) continue;
      const panel = inputOf(picture, 0);
      const candidates = findCandidates(panel, PARAMS, seededRandom(id));
      scorable(candidates).forEach((one, i) => {
        const share = rightShare(candidates[i], truth);
        if (share > FALSE_TO && share < TRUE_FROM) return;
        samples.push({ isBlot: panel.class === 'blot', sample: { x: NAMES.map((name) => FEATURES[name](one)), isTrue: share >= TRUE_FROM } });
      });
    }
  }
  console.log(`${suite.name}: ${samples.length} samples so far`);
}
const fitted = { other: fitOf(false), blot: fitOf(true) };
await writeFile('src/detectors/copy-move/calibration.json', `${JSON.stringify(fitted, undefined, 2)}\n`);
console.log(JSON.stringify(fitted, undefined, 1));

function rightShare(candidate: Candidate | undefined, truths: readonly Truth[]): number {
  if (!candidate) return 0;
  const { region, similarity, agreement: { window } } = candidate.clone;
  const points = pointsOf(region, window);
  const right = points.filter(([x, y]) => {
    const [u, v] = [mapX(similarity, x, y), mapY(similarity, x, y)];
    return truths.some((truth) => isCarried(truth, { x, y }, { x: u, y: v }) || isCarried(truth, { x: u, y: v }, { x, y }));
  });
  return points.length === 0 ? 0 : right.length / points.length;
}

function isCarried({ sides: [source, copy], matrix }: Truth, from: { x: number; y: number }, to: { x: number; y: number }): boolean {
  if (!copy || !contains(source.region, from) || !contains(copy.region, to)) return false;
  if (!matrix) return true;
  const { x, y } = applyTo(matrix, from);
  return Math.hypot(x - to.x, y - to.y) < TOLERANCE;
}

function fitOf(blots: boolean): { bias: number; weights: Record<string, number>; samples: number; true: number; loss: number } {
  const chosen = samples.filter(({ isBlot }) => isBlot === blots).map(({ sample }) => sample);
  const { bias, weights, loss } = fitLogistic(chosen, { ridge: RIDGE, balanced: false });
  const round = (value: number): number => Number(value.toFixed(4));
  return {
    bias: round(bias), weights: Object.fromEntries(NAMES.map((name, i) => [name, round(weights[i] ?? 0)])),
    samples: chosen.length, true: chosen.filter(({ isTrue }) => isTrue).length, loss: round(loss),
  };
}
