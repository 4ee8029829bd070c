/** Every clone a panel may hold, with its evidence, before it is judged. */
import type { LumaImage } from '../../core/image.ts';
import type { Random } from '../../core/random.ts';
import type { PanelInput } from '../detector.ts';
import { bandsOf, type Bands } from './bands.ts';
import { denseField, type DenseField } from './dense-field.ts';
import { evidenceOf, type CloneEvidence } from './evidence.ts';
import { areaOf, growClone, pointsOf, type Clone } from './grow.ts';
import { denseHypotheses, merged, type CloneHypothesis } from './hypotheses.ts';
import { keypointHypotheses } from './keypoint-hypotheses.ts';
import { mapX, mapY } from './similarity.ts';

export interface Candidate {
  readonly route: CloneHypothesis['route'];
  readonly inliers: number;
  readonly clone: Clone;
  readonly evidence: CloneEvidence;
}

export interface SearchParams {
  readonly discRadiusPx: number;
  readonly minShiftPx: number;
  readonly maxHypotheses: number;
  readonly keypointRounds: number;
  /** Grey levels of local standard deviation. */
  readonly minContrast: number;
  readonly minAreaPx: number;
  /** px², larger panels are examined smaller. */
  readonly maxPixels: number;
}

export function findCandidates({ luma, mask, keypoints }: Pick<PanelInput, 'luma' | 'mask' | 'keypoints'>, params: SearchParams, random: Random): Candidate[] {
  const bands = bandsOf(luma, mask);
  const textured = Uint8Array.from(bands.contrast, (sd, i) => (sd >= params.minContrast && !bands.masked[i] ? 1 : 0));
  const field = denseField(luma, textured, { discRadius: params.discRadiusPx, minShift: params.minShiftPx }, random.fork('dense'));
  const sparse = keypointHypotheses(keypoints, { width: luma.width, minShift: params.minShiftPx, rounds: params.keypointRounds });
  const dense = field ? denseHypotheses(field, params.maxHypotheses) : [];
  return proven({ luma, bands, field }, [...merged(sparse, params.maxHypotheses), ...dense], params);
}

interface Seen {
  readonly luma: LumaImage;
  readonly bands: Bands;
  readonly field: DenseField | undefined;
}

/** Hypotheses that stand on pixels; one that retells a clone already found is dropped. */
function proven({ luma, bands, field }: Seen, hypotheses: readonly CloneHypothesis[], { minShiftPx, minAreaPx }: SearchParams): Candidate[] {
  const found: Candidate[] = [];
  for (const { route, similarity, inliers, seeds } of hypotheses) {
    if (found.some(({ clone }) => carries(clone, seeds))) continue;
    const clone = growClone(bands, similarity, route === 'keypoints' ? aroundPoints(seeds) : seeds.map(([x, y]) => [x, y] as const), minShiftPx);
    if (!clone) continue;
    if (areaOf(clone.region) < minAreaPx || isRetold(found, clone)) continue;
    const evidence = evidenceOf(luma, bands, clone, field);
    if (!evidence || isMark(evidence)) continue;
    found.push({ route, inliers, clone, evidence });
  }
  return found;
}

/** px²; letters and marks are no larger at the size they are printed. */
const LARGEST_MARK = 2500;
/** Grey levels, and share of the region, under which the ground is too flat or too little to speak. */
const LEAST_GROUND = { detail: 0.4, share: 0.1 } as const;
/** Grounds that correlate less were not copied. Measured: letters ≤ .10, copies ≥ .15. */
const SAME_GROUND = 0.13;

/** Letters, arrows and the like: the strokes agree, the ground between them does not. */
function isMark({ area, ground: { share, detail, correlation } }: CloneEvidence): boolean {
  return area < LARGEST_MARK && share > LEAST_GROUND.share && detail > LEAST_GROUND.detail && correlation < SAME_GROUND;
}

/** px, offsets at which a matched keypoint stands for its surroundings. */
const AROUND = [-6, -3, 0, 3, 6] as const;

function aroundPoints(seeds: CloneHypothesis['seeds']): (readonly [number, number])[] {
  return seeds.flatMap(([x, y]) => AROUND.flatMap((dy) => AROUND.map((dx) => [x + dx, y + dy] as const)));
}

/** Most of the clone is carried by one found before, either way round. */
function isRetold(found: readonly Candidate[], { similarity, region, agreement: { window } }: Clone): boolean {
  if (found.length === 0) return false;
  const pairs = pointsOf(region, window).map(([x, y]) => [x, y, mapX(similarity, x, y), mapY(similarity, x, y)] as const);
  return found.some((other) => carriedShare(other.clone, pairs) > 0.5);
}

/** Nearly all seeds lie in the clone and move as it does: growing them would find it again. */
function carries(clone: Clone, seeds: CloneHypothesis['seeds']): boolean {
  return carriedShare(clone, seeds) > 0.8;
}

function carriedShare(clone: Clone, pairs: CloneHypothesis['seeds']): number {
  const { similarity } = clone;
  let [same, back] = [0, 0];
  for (const [x, y, u, v] of pairs) {
    if (holds(clone, x, y) && Math.hypot(mapX(similarity, x, y) - u, mapY(similarity, x, y) - v) < 4) same++;
    if (holds(clone, u, v) && Math.hypot(mapX(similarity, u, v) - x, mapY(similarity, u, v) - y) < 4) back++;
  }
  return Math.max(same, back) / Math.max(1, pairs.length);
}

function holds({ region, agreement: { window } }: Clone, x: number, y: number): boolean {
  const [i, j] = [Math.floor(x) - window.x, Math.floor(y) - window.y];
  return i >= 0 && j >= 0 && i < window.width && j < window.height && region[j * window.width + i] !== 0;
}
