/** Panel overlap: two panels show the same field, whole or in part, turned, mirrored, rescaled or re-toned.
 *
 * Sees overlaps from about 7 % of a panel, scales [0.4, 2.5]. Blind to fields without texture and to inverted contrast.
 * Source: Lowe, IJCV 60(2), 2004, doi:10.1023/B:VISI.0000029664.99615.94; the pixel check is ours. */
import type { Measure } from '../../core/finding.ts';
import { motionOf } from '../../core/geometry.ts';
import { boundingBox, boxIou, mapRegion } from '../../core/regions.ts';
import { glance } from '../../imaging/matching/glance.ts';
import { verifyOverlap, type Overlap } from '../../imaging/matching/verify.ts';
import { definePairDetector, type Detection, type Hypothesis, type PanelInput, type Relation } from '../detector.ts';
import { contextOf } from './context.ts';
import { clippedTo } from './clip.ts';
import { proposeOverlaps } from './propose.ts';
import { isBlotLike, scoreOf, termsOf } from './score.ts';

interface Proven {
  readonly hypothesis: Hypothesis;
  readonly overlap: Overlap;
  readonly score: number;
}

export default definePairDetector({
  name: 'panel-overlap', version: 1, finds: ['duplicate'],
  params: { ratio: 0.85, minInliers: 3, maxHypotheses: 6, minScore: 0.05 },

  propose: (a, b, params) => proposeOverlaps(a, b, params),

  verify(a, b, hypotheses, relation, params) {
    const proven: Proven[] = [];
    const kind = isBlotLike(a, b) ? 'blot' : 'other';
    for (const hypothesis of worthProof(a, b, hypotheses)) {
      const { inliers, matrix } = hypothesis;
      const overlap = verifyOverlap(a, b, matrix, { strips: kind === 'blot', ...(inliers === 1 ? { reach: SHORT_REACH } : {}), ...(inliers < ENOUGH ? { leastAligned: LEAST_ALIGNED } : {}) });
      if (!overlap) continue;
      const score = scoreOf(termsOf(overlap, inliers), kind) * (kind === 'blot' && inliers > 1 ? trustInTone(overlap, inliers) : trustOf(overlap, inliers));
      if (score >= params.minScore) proven.push({ hypothesis, overlap, score });
      if (score >= SETTLED.score && overlap.coverage >= SETTLED.coverage) break;
    }
    return distinct(proven).map((item) => toDetection(item, a, b, relation));
  },
});

/** Where nearly all that two panels can share is the same, no second way to share it is sought. */
const SETTLED = { score: 0.9, coverage: 0.8 } as const;
/** px; a pose that was sharpened at a glance is not far off. */
const SHORT_REACH = 3;
/** Single matches whose pixels are looked at closely. */
const MAX_LONE = 2;
/** Places from which an agreement of keypoints stands by itself. */
const ENOUGH = 6;
/**
 * Share of small windows that one motion must explain where fewer places agree: of true overlaps at least 0.15 did (tune split),
 * of chance agreements at most 0.09. It spares nine of ten proposals their proof.
 */
const LEAST_ALIGNED = 0.1;
/** Textured windows, weighted by their finer structure, from which chance no longer explains what a few places, or the best of hundreds of single matches, agree on. */
const SURE_STRUCTURE = { few: 4, lone: 9 } as const;
/** Agreement over all that is shared, from nothing to full trust: of one field nothing disagrees, of two fields that look alike somewhat does. */
const AGREEMENT = { none: 0.85, full: 0.95 } as const;

/** Correlation ratio of two strips, from nothing to full trust: of true repeats on which few places agree one in forty stayed below .93, of membranes that are alike none passed .9 (tune split). */
const ONE_TONE = { none: 0.75, full: 0.93 } as const;

/** All on which several keypoints agree, and of single matches those with which the pixels agree at a glance. */
function worthProof(a: PanelInput, b: PanelInput, hypotheses: readonly Hypothesis[]): Hypothesis[] {
  const alone = hypotheses.filter(({ inliers }) => inliers === 1);
  const glimpses = alone.length > 0 ? glance(a.luma, b.luma, alone.map(({ matrix }) => matrix), MAX_LONE) : [];
  return [...hypotheses.filter(({ inliers }) => inliers > 1), ...glimpses.map(({ matrix, pose }) => ({ matrix, inliers: 1, matches: alone[pose]?.matches ?? [] }))];
}

/** In [0, 1]: soft shapes agree by chance where few keypoints say that they should. */
function trustOf({ windows, band, agreeingOverall }: Overlap, inliers: number): number {
  if (inliers >= ENOUGH) return 1;
  const structure = windows * Math.max(0, band);
  if (inliers > 1) return Math.min(1, structure / SURE_STRUCTURE.few);
  const agreement = (agreeingOverall - AGREEMENT.none) / (AGREEMENT.full - AGREEMENT.none);
  return Math.min(1, structure / SURE_STRUCTURE.lone) * Math.min(1, Math.max(0, agreement));
}

/** In [0, 1]: rows of bands agree in few places by nature; but of two membranes no one tone curve makes one from the other. */
function trustInTone({ strips }: Overlap, inliers: number): number {
  if (!strips || inliers >= ENOUGH) return 1;
  return Math.min(1, Math.max(0, (strips.tone - ONE_TONE.none) / (ONE_TONE.full - ONE_TONE.none)));
}

/** The best of those that claim the same place. */
function distinct(proven: readonly Proven[]): Proven[] {
  const kept: Proven[] = [];
  for (const item of proven.toSorted((p, q) => q.score - p.score)) {
    const box = boundingBox(item.overlap.region);
    if (!kept.some(({ overlap }) => boxIou(boundingBox(overlap.region), box) > 0.3)) kept.push(item);
  }
  return kept;
}

function toDetection({ hypothesis, overlap, score }: Proven, a: PanelInput, b: PanelInput, relation: Relation): Detection {
  const context = contextOf(overlap, a, b, relation);
  const { rotation, scale, mirrored } = motionOf(overlap.matrix);
  return {
    kind: 'duplicate',
    score: context ? Math.min(0.3, score * 0.4) : score,
    sides: [
      { panel: 0, region: clippedTo(overlap.region, a) },
      { panel: 1, region: clippedTo(mapRegion(overlap.region, overlap.matrix), b) },
    ],
    transform: overlap.matrix,
    matches: hypothesis.matches.slice(0, 60),
    measures: {
      inliers: one(hypothesis.inliers), area: { value: overlap.area, unit: 'px²' }, zncc: one(overlap.zncc), agreeing: one(overlap.agreeing),
      agreeingOverall: one(overlap.agreeingOverall), windows: one(overlap.windows), coverage: one(overlap.coverage), close: one(overlap.close), band: one(overlap.band), detail: one(overlap.detail),
      rotation: { value: rotation, unit: 'deg' }, scale: one(scale), mirrored: one(mirrored ? 1 : 0),
      contrast: one(overlap.contrast), brightness: { value: overlap.brightness, unit: 'grey' },
      ...(overlap.strips ? { oneTone: one(overlap.strips.tone), stripResidual: one(overlap.strips.residual), stackedBands: one(overlap.strips.stacked) } : {}),
    },
    ...(context ? { context } : {}),
  };
}

function one(value: number): Measure {
  return { value, unit: '1' };
}
