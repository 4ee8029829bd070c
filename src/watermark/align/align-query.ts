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

export interface Aligned {
  readonly levels: QueryLevels;
  /** Best first, at most three. */
  readonly alignments: readonly Alignment[];
}

export function alignQuery(host: Host, query: LumaImage): Aligned {
  const levels = queryLevels(query);
  const found: Alignment[] = [];
  const consider = (alignment: Alignment | undefined): void => {
    if (alignment) found.push(alignment);
  };
  const sure = (): boolean => found.some(({ correlation, weight }) => correlation >= SURE.correlation && weight >= SURE.weight);

  for (const fine of [false, true]) {
    for (const keypoints of keypointsOf(levels, host, fine)) {
      for (const hypothesis of HYPOTHESES) {
        for (const pose of proposePoses(host.keypoints(hypothesis, fine), keypoints, { ratio: fine ? 0.88 : 0.82, most: fine ? 3 : 2 })) {
          const matrix = isMirrored(hypothesis) ? multiply(pose.matrix, mirrorMatrix(host.grid.columns)) : pose.matrix;
          consider(refined(host, levels, matrix, hypothesis));
          if (sure()) break;
        }
        if (sure()) return { levels, alignments: best(found) };
      }
    }
  }
  for (const { matrix, hypothesis } of searchFrames(host, levels)) consider(refined(host, levels, matrix, hypothesis));
  return { levels, alignments: best(found) };
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

/** Sharpened from coarse to fine; small parts start finer. */
function refined(host: Host, levels: QueryLevels, proposal: Matrix, hypothesis: Hypothesis): Alignment | undefined {
  const size: Target = { width: host.grid.columns, height: host.grid.rows };
  if (!(localZoom(proposal, size, levels.luma) > 1e-3)) return undefined;
  let matrix = proposal;
  for (const [shrink, rounds, freedom] of [[4, 5, 6], [4, 4, 8], [2, 5, 8]] as const) {
    const level = host.level(shrink);
    const onLevel = multiply(matrix, [shrink, 0, 0, 0, shrink, 0, 0, 0, 1]);
    const next = refineHomography(level, levels, onLevel, { rounds, freedom });
    if (next) matrix = multiply(next, [1 / shrink, 0, 0, 0, 1 / shrink, 0, 0, 0, 1]);
  }
  const half = host.level(2);
  const agreement = agreementOf(half, seenFrom(levels, multiply(matrix, [2, 0, 0, 0, 2, 0, 0, 0, 1]), half));
  return Number.isFinite(agreement.weight) ? { matrix, hypothesis, ...agreement } : undefined;
}

