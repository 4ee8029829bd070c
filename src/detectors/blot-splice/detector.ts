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
import { definePanelDetector, type Detection, type PanelInput, type PatchReading } from '../detector.ts';
import { evidenceMap } from './evidence-map.ts';
import { examine } from './examine.ts';
import type { Patch, PatchSide } from './patches.ts';
import { patchScore, seamScore } from './score.ts';
import type { Seam } from './seams.ts';

/** px; half the strip that is shown along a seam. */
const HALF_STRIP = 4;
/** Detections below are noise to a reader. */
const LEAST_SCORE = 0.15;
/** Of a join that is shown by a line or a gap: it hides nothing. */
const MOST_DECLARED = 0.3;
/** A line that runs right across jumps more than this even where it is weak. */
const LEAST_THROUGHOUT = 0.15;
const LIKELY = 0.33;
/** A patch that is shown takes its sides to itself, however strong they are as lines. */
const SHOWN = 0.5;
/** Crispness that the edge of a band reaches, the side of a patch passes. */
const SOFT_SIDE = 0.05;
/** Mean contrast of the side of a patch, and what share of it may go on beyond the corners. */
const LEAST_SIDE_CONTRAST = 0.2;
const MOST_BEYOND = 0.5;
/** Share of the panel's width or height: what covers more is a part put in, not a patch. */
const MOST_OF_SIDE = 0.75;
/** Seams of one blot that are shown; more are a pattern. */
const MOST_SEAMS = 4;

export default definePanelDetector({
  name: 'blot-splice', version: 4, finds: ['splice', 'tampered-region'], classes: ['blot'], params: { leastSidePx: 24 },

  detect(panel, { leastSidePx }) {
    if (panel.class !== 'blot') return { abstain: 'other-class' };
    if (Math.min(panel.width, panel.height) < leastSidePx) return { abstain: 'too-small' };
    const { upright, level, patches, groups } = examine(panel);
    const maps = new Map<Line['direction'], readonly PatchReading[]>();
    const mapOf = (direction: Line['direction']): readonly PatchReading[] => {
      const known = maps.get(direction) ?? evidenceMap(groups[direction], direction === 'level');
      maps.set(direction, known);
      return known;
    };
    const lines: readonly Line[] = [
      ...upright.map((seam) => ({ direction: 'upright' as const, seam, score: seamScore(seam, 'upright') })),
      ...level.map((seam) => ({ direction: 'level' as const, seam, score: seamScore(seam, 'level') })),
    ];
    const found = patches.map((patch) => ({ patch, score: patchScore(patch), borne: patch.sides.flatMap((side) => lines.filter((line) => isPartOf(line, side))) }));
    const likely = found.filter(({ patch }) => !isLane(patch, lines)).map(({ patch, score, borne }) => {
      const isBorne = score >= LEAST_SCORE && borne.length >= 2 && patch.box.width <= MOST_OF_SIDE * panel.width && patch.box.height <= MOST_OF_SIDE * panel.height;
      return { patch, score: isBorne ? Math.max(score, ...borne.map((line) => line.score)) : score };
    });
    const areas = likely.filter(({ score }) => score >= LEAST_SCORE).map(({ patch, score }) => patchDetection(patch, score));
    const seams = lines.filter((line) => !likely.some(({ patch, score }) => score >= Math.min(SHOWN, Math.max(LIKELY, line.score)) && isSideOf(line, patch)))
      .map((line) => ({ ...seamDetection(line, panel), direction: line.direction }))
      .filter(({ score }) => score >= LEAST_SCORE)
      .sort((a, b) => b.score - a.score).slice(0, MOST_SEAMS)
      .map(({ direction, ...detection }): Detection => (detection.score >= LIKELY ? { ...detection, patches: mapOf(direction) } : detection));
    return [...areas, ...seams].sort((a, b) => b.score - a.score);
  },
});

interface Line {
  readonly direction: PatchSide['direction'];
  readonly seam: Seam;
  readonly score: number;
}

/** Whether a likely line is the side of a patch: it jumps between the corners and no longer beyond them. */
function isPartOf({ direction, seam, score }: Line, side: PatchSide): boolean {
  return score >= LIKELY && direction === side.direction && Math.abs(side.at - seam.at) <= HALF_STRIP
    && side.mean >= LEAST_SIDE_CONTRAST && side.beyond <= MOST_BEYOND * side.mean;
}

/** Two lines right across, and between them only the soft edges of bands: a lane was put in, and what looks like a patch are its two seams. */
function isLane({ sides }: Patch, lines: readonly Line[]): boolean {
  const across = (['upright', 'level'] as const).find((direction) => sides.every((side) => side.direction === direction || side.crisp < SOFT_SIDE));
  return across !== undefined && sides.filter(({ direction }) => direction === across)
    .every(({ at }) => lines.some(({ direction, seam, score }) => direction === across && score >= SHOWN && Math.abs(seam.at - at) <= HALF_STRIP));
}

/** Whether a line only runs along the side of a patch that is found anyway. */
function isSideOf(line: Line, patch: Patch): boolean {
  return patch.sides.some((side) => isPartOf(line, side) || (line.direction === side.direction && line.seam.evidence.throughout < LEAST_THROUGHOUT && Math.abs(side.at - line.seam.at) <= HALF_STRIP));
}

function seamDetection({ direction, seam: { at, evidence, declared }, score }: Line, { width, height }: PanelInput): Detection {
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
      seamSpread: { value: evidence.spread, unit: '1' },
      bothSides: { value: evidence.both, unit: '1' },
      latticeChange: { value: evidence.lattice, unit: '1' },
      ridge: { value: evidence.ridge, unit: '1' },
      grainChange: { value: evidence.grain, unit: '1' },
      sharpnessChange: { value: evidence.sharpness, unit: '1' },
      ...(declared ? { lineWidth: { value: declared.to - declared.from + 1, unit: 'px' as const } } : {}),
    },
  };
}

function patchDetection({ box, evidence: { sides, contrasts, beyond } }: Patch, score: number): Detection {
  return {
    kind: 'tampered-region', score, sides: [{ panel: 0, region: boxRegion(box) }], matches: [],
    measures: {
      weakestSide: { value: sides[0], unit: '1' },
      strongestSide: { value: sides[3], unit: '1' },
      seamContrast: { value: contrasts.reduce((sum, v) => sum + v, 0) / 4, unit: '1' },
      beyondCorners: { value: beyond, unit: '1' },
      area: { value: box.width * box.height, unit: 'px²' },
    },
  };
}
