/**
 * Splice: a blot or gel put together from parts that were not side by side, and patches laid over it.
 *
 * Sees straight upright and level cuts of one column or row, also after JPEG 75, a change of contrast or shrinking to .8, as long as the two sides differ.
 * Blind to cuts between two stretches of clean white or black, cuts on a slant, blends wider than about 3 px, and anything but blots and gels.
 * Sources: Rossner and Yamada, J. Cell Biol. 166(1), 2004, doi:10.1083/jcb.200406019 (what a joined blot looks like);
 * Bik, Casadevall, Fang, mBio 7(3), 2016, doi:10.1128/mBio.00809-16 (how often, and declared joins).
 */
import type { Box } from '../../core/geometry.ts';
import { boxRegion } from '../../core/regions.ts';
import { definePanelDetector, type Detection, type PanelInput } from '../detector.ts';
import { examine } from './examine.ts';
import type { Patch } from './patches.ts';
import { patchScore, seamScore } from './score.ts';
import type { Seam } from './seams.ts';

/** px; half the strip that is shown along a seam. */
const HALF_STRIP = 4;
/** Detections below are noise to a reader. */
const LEAST_SCORE = 0.15;
/** Of a join that is shown by a line or a gap: it hides nothing. */
const MOST_DECLARED = 0.3;
/** Seams of one blot that are shown; more are a pattern. */
const MOST_SEAMS = 4;

export default definePanelDetector({
  name: 'blot-splice', version: 1, finds: ['splice', 'tampered-region'], classes: ['blot'], params: { leastSidePx: 40 },

  detect(panel, { leastSidePx }) {
    if (panel.class !== 'blot') return { abstain: 'other-class' };
    if (Math.min(panel.width, panel.height) < leastSidePx) return { abstain: 'too-small' };
    const { upright, level, patches } = examine(panel);
    const areas = patches.map((patch) => patchDetection(patch)).filter(({ score }) => score >= LEAST_SCORE);
    const seams = [...upright.map((seam) => seamDetection(seam, 'upright', panel)), ...level.map((seam) => seamDetection(seam, 'level', panel))]
      .filter(({ score }) => score >= LEAST_SCORE)
      .sort((a, b) => b.score - a.score).slice(0, MOST_SEAMS);
    return [...areas, ...seams].sort((a, b) => b.score - a.score);
  },
});

type Direction = 'upright' | 'level';

function seamDetection(seam: Seam, direction: Direction, { width, height }: PanelInput): Detection {
  const { at, evidence, declared } = seam;
  const score = seamScore(seam, direction);
  const strip: Box<'panel'> = direction === 'upright'
    ? { x: at - HALF_STRIP, y: 0, width: 2 * HALF_STRIP, height }
    : { x: 0, y: at - HALF_STRIP, width, height: 2 * HALF_STRIP };
  return {
    kind: 'splice', score: declared ? Math.min(score, MOST_DECLARED) : score, ...(declared ? { context: 'declared-join' as const } : {}),
    sides: [{ panel: 0, region: boxRegion(strip) }], matches: [],
    measures: {
      seamContrast: { value: evidence.mean, unit: '1' },
      seamStanding: { value: Math.max(evidence.hard[0], evidence.soft[0]), unit: '1' },
      seamShare: { value: evidence.share, unit: '1' },
      seamThroughout: { value: evidence.throughout, unit: '1' },
      seamCrispness: { value: evidence.crisp, unit: '1' },
      seamLead: { value: evidence.lead, unit: '1' },
      groundStep: { value: evidence.level, unit: 'grey' },
      ridge: { value: evidence.ridge, unit: '1' },
      grainChange: { value: evidence.grain, unit: '1' },
      sharpnessChange: { value: evidence.sharpness, unit: '1' },
      ...(declared ? { lineWidth: { value: declared.width, unit: 'px' as const } } : {}),
    },
  };
}

function patchDetection(patch: Patch): Detection {
  const { box, evidence: { sides, contrasts, beyond } } = patch;
  return {
    kind: 'tampered-region', score: patchScore(patch), sides: [{ panel: 0, region: boxRegion(box) }], matches: [],
    measures: {
      weakestSide: { value: sides[0], unit: '1' },
      strongestSide: { value: sides[3], unit: '1' },
      seamContrast: { value: contrasts.reduce((sum, v) => sum + v, 0) / 4, unit: '1' },
      beyondCorners: { value: beyond, unit: '1' },
      area: { value: box.width * box.height, unit: 'px²' },
    },
  };
}
