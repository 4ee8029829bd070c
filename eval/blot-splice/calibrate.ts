/**
 * Fits `src/detectors/blot-splice/calibration.json` on the tuning split: every line and patch the detector considers is a sample,
 * true where the forger cut. Class and masks are those the product sees. The blots of whole papers, as the product cuts them out, add false ones.
 *
 *   node eval/blot-splice/calibrate.ts DATA_DIR [LIMIT] [SEEDS]
 */
import { writeFile } from 'node:fs/promises';
import blotSplice from '../../src/detectors/blot-splice/detector.ts';
import { casesOf, loadPool, SUITES } from '../generate/suites.ts';
import { inputOf } from '../run/examine.ts';
import { blotsOfPapers } from './papers.ts';
import { fitted, type Kept } from './fit.ts';
import { samplesOf } from './samples.ts';

const [dataDir, limit = '80', seeds = '1,2'] = process.argv.slice(2);
if (!dataDir) throw new RangeError('usage: node eval/blot-splice/calibrate.ts DATA_DIR [LIMIT] [SEEDS]');
const pool = await loadPool(dataDir);
const kept: Kept[] = [];
for (const suite of SUITES.filter(({ detector, name }) => detector === 'blot-splice' && name !== 'splice-look-alikes')) {
  for (const seed of seeds.split(',').map(Number)) {
    for await (const { pictures: [picture], truth } of casesOf(suite, pool, { split: 'tune', seed, limit: Number(limit) })) {
      const panel = picture && inputOf(picture, 0);
      if (panel?.class === 'blot' && Math.min(panel.width, panel.height) >= blotSplice.params.leastSidePx) kept.push(samplesOf(panel, truth));
    }
  }
  console.log(`${suite.name}: ${kept.length} panels so far`);
}
for (const seed of seeds.split(',').map(Number)) {
  for await (const panel of blotsOfPapers(pool, seed)) if (Math.min(panel.width, panel.height) >= blotSplice.params.leastSidePx) kept.push(samplesOf(panel, []));
}
console.log(`papers: ${kept.length} panels so far`);
const calibration = fitted(kept);
await writeFile('src/detectors/blot-splice/calibration.json', `${JSON.stringify(calibration, undefined, 2)}\n`);
console.log(JSON.stringify(calibration, undefined, 1));
