/** The lines and patches that `blot-splice` considers in a case, and whether the forger drew them. */
import { boundingBox, boxIou } from '../../src/core/regions.ts';
import { examine } from '../../src/detectors/blot-splice/examine.ts';
import { PATCH_FEATURES, SEAM_FEATURES, type PatchFeature, type SeamFeature } from '../../src/detectors/blot-splice/score.ts';
import type { PanelInput } from '../../src/detectors/detector.ts';
import type { Truth } from '../generate/case.ts';
import type { Sample } from '../metrics/logistic.ts';

export const SEAM_NAMES = Object.keys(SEAM_FEATURES) as SeamFeature[];
export const PATCH_NAMES = Object.keys(PATCH_FEATURES) as PatchFeature[];

/** px between a line and the true seam. */
const TOLERANCE = 3;
/** Intersection over union from which a patch is true, and up to which it is false; between the two it is no sample. */
const TRUE_FROM = 0.5;
const FALSE_TO = 0.2;

export interface Samples {
  readonly upright: readonly Sample[];
  readonly level: readonly Sample[];
  readonly patch: readonly Sample[];
}

export function samplesOf(panel: Pick<PanelInput, 'luma' | 'mask'>, truths: readonly Truth[]): Samples {
  const { upright, level, patches } = examine(panel);
  const boxes = truths.map(({ kind, sides: [{ region }] }) => ({ kind, box: boundingBox(region) }));
  const seams = (isUpright: boolean): number[] => boxes.flatMap(({ kind, box: { x, y, width, height } }) => (kind !== 'splice' || width < height !== isUpright ? [] : [isUpright ? x + width / 2 : y + height / 2]));
  // The straight sides of a true patch are seams of another kind: they teach neither.
  const sides = boxes.filter(({ kind }) => kind === 'tampered-region').map(({ box }) => box);
  const ofSeams = (found: typeof upright, isUpright: boolean): Sample[] => found
    .filter(({ at, declared }) => !declared && !sides.some(({ x, y, width, height }) => (isUpright ? [x, x + width] : [y, y + height]).some((side) => Math.abs(side - at) <= TOLERANCE + 2)))
    .map(({ at, evidence }) => ({ x: SEAM_NAMES.map((name) => SEAM_FEATURES[name](evidence)), isTrue: seams(isUpright).some((seam) => Math.abs(seam - at) <= TOLERANCE) }));
  return {
    upright: ofSeams(upright, true), level: ofSeams(level, false),
    patch: patches.flatMap(({ box, evidence }) => {
      const iou = Math.max(0, ...sides.map((side) => boxIou(side, box)));
      return iou > FALSE_TO && iou < TRUE_FROM ? [] : [{ x: PATCH_NAMES.map((name) => PATCH_FEATURES[name](evidence)), isTrue: iou >= TRUE_FROM }];
    }),
  };
}
