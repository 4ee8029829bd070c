/** The suites of picture cases, by name. Each draws its cases one at a time: case n is the same whatever the limit. */
import { seededRandom } from '../../src/core/random.ts';
import { blotReuseCase } from './blot-reuse.ts';
import type { Draw, PictureCase, Role } from './case.ts';
import { blotCopyMove, micrographCopyMove } from './copy-move.ts';
import { foreignCases } from './foreign.ts';
import { lookAlikeCase } from './look-alikes.ts';
import { overlapCase } from './overlap.ts';
import { pastedCase, seamCase, spliceLookAlike } from './splice.ts';
import { loadBlots, loadMicrographs, type Source, type Split } from './sources.ts';

export interface Pool {
  readonly dataDir: string;
  readonly micrographs: readonly Source[];
  readonly blots: readonly Source[];
}

export interface Suite {
  readonly name: string;
  readonly title: string;
  /** `pair`: two pictures compared; `panel`: one looked at alone. */
  readonly scope: 'pair' | 'panel';
  readonly detector: 'panel-overlap' | 'copy-move' | 'blot-splice';
  readonly roles: readonly Role[];
  /** Positives and cleans by default, of each. */
  readonly count: number;
  readonly make: (pool: Pool, draw: Draw) => Promise<PictureCase>;
  /** Share of positives to be located at score ≥ .5, and share of cleans with a false positive; design targets. */
  readonly target: { readonly located?: number; readonly falsePositives: number; readonly pixelF1?: number };
}

const BOTH = ['positive', 'clean'] as const;
const pair = { scope: 'pair', detector: 'panel-overlap', roles: BOTH, count: 40 } as const;
const splice = { scope: 'panel', detector: 'blot-splice', roles: BOTH, count: 60 } as const;
const panel = { scope: 'panel', detector: 'copy-move', roles: BOTH, count: 40 } as const;

export const SUITES = [
  { ...pair, name: 'whole', title: 'Whole duplicate, 8 poses', make: ({ micrographs }, draw) => overlapCase({ name: 'whole', share: 'whole', severity: 'normal' }, micrographs, draw), target: { located: 0.98, falsePositives: 0.02 } },
  { ...pair, name: 'overlap', title: 'Overlap 20–60 %', make: ({ micrographs }, draw) => overlapCase({ name: 'overlap', share: [0.2, 0.6], severity: 'normal' }, micrographs, draw), target: { located: 0.98, falsePositives: 0.02 } },
  { ...pair, name: 'overlap-hard', title: 'Overlap 7–22 %, degraded', make: ({ micrographs }, draw) => overlapCase({ name: 'overlap-hard', share: [0.07, 0.22], severity: 'hard' }, micrographs, draw), target: { located: 0.95, falsePositives: 0.02 } },
  { ...pair, name: 'blot-reuse', title: 'Blot strip used twice', make: ({ blots }, draw) => blotReuseCase('normal', blots, draw), target: { located: 0.95, falsePositives: 0.02 } },
  { ...pair, name: 'blot-reuse-hard', title: 'Blot strip used twice, degraded', make: ({ blots }, draw) => blotReuseCase('hard', blots, draw), target: { located: 0.9, falsePositives: 0.02 } },
  { ...panel, name: 'copy-move-micrograph', title: 'Copy–move in micrographs', make: ({ micrographs }, draw) => micrographCopyMove('normal', micrographs, draw), target: { located: 0.9, falsePositives: 0.02, pixelF1: 0.8 } },
  { ...panel, name: 'copy-move-micrograph-hard', title: 'Copy–move in micrographs, small and degraded', make: ({ micrographs }, draw) => micrographCopyMove('hard', micrographs, draw), target: { located: 0.6, falsePositives: 0.02, pixelF1: 0.45 } },
  { ...panel, name: 'copy-move-blot', title: 'Copy–move of blot bands', make: ({ blots }, draw) => blotCopyMove('normal', blots, draw), target: { located: 0.8, falsePositives: 0.02, pixelF1: 0.75 } },
  { ...panel, name: 'copy-move-blot-hard', title: 'Copy–move of blot bands, degraded', make: ({ blots }, draw) => blotCopyMove('hard', blots, draw), target: { located: 0.6, falsePositives: 0.02 } },
  { ...pair, name: 'look-alikes', title: 'Legitimate look-alikes', roles: ['look-alike'], count: 36, make: ({ micrographs, blots }, draw) => lookAlikeCase(micrographs, blots, draw), target: { falsePositives: 1 / 12 } },
  { ...splice, name: 'splice', title: 'Blots joined by a hard cut', make: ({ blots }, draw) => seamCase('normal', blots, draw), target: { located: 0.9, falsePositives: 0.05 } },
  { ...splice, name: 'splice-hard', title: 'Blots joined, half of them blended, recompressed or shrunk', make: ({ blots }, draw) => seamCase('hard', blots, draw), target: { located: 0.8, falsePositives: 0.05 } },
  { ...splice, name: 'splice-pasted', title: 'Patch laid over a part of a blot', count: 40, make: ({ blots }, draw) => pastedCase(blots, draw), target: { falsePositives: 0.05 } },
  { ...splice, name: 'splice-look-alikes', title: 'Declared joins, micrographs', roles: ['look-alike'], count: 60, make: ({ blots, micrographs }, draw) => spliceLookAlike(blots, micrographs, draw), target: { falsePositives: 1 / 12 } },
] as const satisfies readonly Suite[];

export async function loadPool(dataDir: string): Promise<Pool> {
  return { dataDir, micrographs: await loadMicrographs(dataDir), blots: await loadBlots(dataDir) };
}

export interface Selection {
  readonly split: Split;
  readonly seed: number;
  /** Cases of each role; absent = the suite's own count. */
  readonly limit?: number;
}

export async function* casesOf(suite: Suite, pool: Pool, { split, seed, limit }: Selection): AsyncGenerator<PictureCase> {
  for (const role of suite.roles) {
    for (let index = 0; index < (limit ?? suite.count); index++) {
      const drawn = role === 'clean' ? 'clean' : 'positive';
      const random = seededRandom(`${seed}/${suite.name}/${split}/${role}/${index}`);
      yield suite.make(pool, { random, order: seededRandom(`${seed}/${suite.name}/${split}/${role}`), role: drawn, split, index });
    }
  }
}

/** The forgeries of other hands are few: all of them, whatever the limit. */
export const FOREIGN = { ...panel, name: 'foreign', title: 'Copy–move by other hands', count: 13, target: { falsePositives: 0.02 } } as const;

export async function* foreign(pool: Pool): AsyncGenerator<PictureCase> {
  yield* await foreignCases(pool.dataDir);
}
