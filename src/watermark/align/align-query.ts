/** Lays a query over an original in every way that is worth a try, and keeps the few that show the same picture best. */
import { multiply, type Matrix } from '../../core/geometry.ts';
import type { LumaImage } from '../../core/image.ts';
import type { Keypoints } from '../../imaging/features/keypoints.ts';
import { extractKeypoints } from '../../imaging/features/sift.ts';
import { resizeLuma } from '../../imaging/resample.ts';
import type { Hypothesis } from '../engine.types.ts';
import { COARSE, FINE, type Host } from '../prepare-host.ts';
import { agreementOf, type Agreement } from './agreement.ts';
import { isMirrored, mirrorMatrix } from './hypothesis-keypoints.ts';
import { proposePoses } from './propose.ts';
import { localZoom, queryLevels, seenFrom, type QueryLevels, type Target } from './query-levels.ts';
import { refineHomography } from './refine-homography.ts';
import { searchFrames } from './search-frames.ts';

export interface Alignment extends Agreement {
  /** Grid → query pixels. */
  readonly matrix: Matrix;
  readonly hypothesis: Hypothesis;
}

/** Every hypothesis, the commonest first. */
const HYPOTHESES = ['direct', 'mirrored', 'inverted', 'mirrored-inverted'] as const satisfies readonly Hypothesis[];
/** px² of the query while coarse keypoints are sought. */
const COARSE_AREA = 600_000;
/** px² of the query while fine ones are. */
const FINE_AREA = 1_600_000;
/** An alignment this good ends the search. */
const SURE = { correlation: 0.5, weight: 120 } as const;
const KEPT = 3;
/** Correlation at a quarter of the size from which an alignment is sharpened at once. */
const PROMISING = 0.4;

export interface Aligned {
  readonly levels: QueryLevels;
  /** Best first, at most three. */
  readonly alignments: readonly Alignment[];
}

export function alignQuery(host: Host, query: LumaImage): Aligned {
  const levels = queryLevels(query);
  const found: Alignment[] = [];
  for (const fine of [false, true]) {
    for (const keypoints of keypointsOf(levels, host, fine)) {
      for (const hypothesis of HYPOTHESES) {
        const poses = proposePoses(host.keypoints(hypothesis, fine), keypoints, { ratio: fine ? 0.88 : 0.82, most: fine ? 3 : 2 })
          .map(({ matrix }) => ({ hypothesis, matrix: isMirrored(hypothesis) ? multiply(matrix, mirrorMatrix(host.grid.columns)) : matrix }));
        found.push(...coarsely(host, levels, poses));
        const first = best(found)[0];
        if (!first || first.correlation < PROMISING) continue;
        const sharp = finely(host, levels, first);
        if (sharp && isSure(sharp)) return { levels, alignments: [sharp] };
      }
    }
  }
  found.push(...coarsely(host, levels, searchFrames(host, levels)));
  return { levels, alignments: best(best(found).flatMap((alignment) => finely(host, levels, alignment) ?? [])) };
}

function isSure({ correlation, weight }: Agreement): boolean {
  return correlation >= SURE.correlation && weight >= SURE.weight;
}

function best(found: readonly Alignment[]): readonly Alignment[] {
  return found.toSorted((p, q) => q.weight - p.weight).slice(0, KEPT);
}

/** The query's keypoints, in its own pixels. Fine: also at the size it has if it was cut out and not scaled. */
function* keypointsOf({ luma }: QueryLevels, host: Host, fine: boolean): Generator<Keypoints> {
  const area = luma.width * luma.height;
  if (!fine) {
    yield keypointsAt(luma, Math.min(1, Math.sqrt(COARSE_AREA / area)), COARSE);
    return;
  }
  const native = (2 * host.grid.columns) / host.design.width;
  if (native < 0.8) yield keypointsAt(luma, native, { ...FINE, upscaleBelowPx: 0 });
  yield keypointsAt(luma, Math.min(1, Math.sqrt(FINE_AREA / area)), FINE);
}

function keypointsAt(luma: LumaImage, zoom: number, options: Parameters<typeof extractKeypoints>[1]): Keypoints {
  if (zoom >= 1) return extractKeypoints(luma, options);
  const reduced = resizeLuma(luma, Math.max(8, Math.round(luma.width * zoom)), Math.max(8, Math.round(luma.height * zoom)));
  const keypoints = extractKeypoints(reduced, options);
  const [sx, sy] = [luma.width / reduced.width, luma.height / reduced.height];
  return { ...keypoints, x: keypoints.x.map((x) => x * sx), y: keypoints.y.map((y) => y * sy), scale: keypoints.scale.map((scale) => scale * sx) };
}

interface Proposal {
  readonly matrix: Matrix;
  readonly hypothesis: Hypothesis;
}

/** Poses sharpened at a quarter of the size and rated there. */
function coarsely(host: Host, levels: QueryLevels, poses: readonly Proposal[]): Alignment[] {
  return poses.flatMap((pose) => rated(host, levels, sharpened(host, levels, pose, [[4, 5, 6], [4, 3, 8]]), 4) ?? []);
}

/** Sharpened at half the size and rated there. */
function finely(host: Host, levels: QueryLevels, alignment: Proposal): Alignment | undefined {
  return rated(host, levels, sharpened(host, levels, alignment, [[2, 4, 8]]), 2);
}

type Step = readonly [shrink: 2 | 4, rounds: number, freedom: 6 | 8];

function sharpened(host: Host, levels: QueryLevels, { matrix: proposal, hypothesis }: Proposal, steps: readonly Step[]): Proposal {
  const size: Target = { width: host.grid.columns, height: host.grid.rows };
  if (!(localZoom(proposal, size, levels.luma) > 1e-3)) return { matrix: proposal, hypothesis };
  let matrix = proposal;
  for (const [shrink, rounds, freedom] of steps) {
    const onLevel = multiply(matrix, [shrink, 0, 0, 0, shrink, 0, 0, 0, 1]);
    const next = refineHomography(host.level(shrink), levels, onLevel, { rounds, freedom });
    if (next) matrix = multiply(next, [1 / shrink, 0, 0, 0, 1 / shrink, 0, 0, 0, 1]);
  }
  return { matrix, hypothesis };
}

/** @param shrink of the level it is rated on; weights of different levels do not compare. */
function rated(host: Host, levels: QueryLevels, { matrix, hypothesis }: Proposal, shrink: 2 | 4): Alignment | undefined {
  const level = host.level(shrink);
  const agreement = agreementOf(level, seenFrom(levels, multiply(matrix, [shrink, 0, 0, 0, shrink, 0, 0, 0, 1]), level));
  return Number.isFinite(agreement.weight) ? { matrix, hypothesis, ...agreement } : undefined;
}
