/** Every detector, in the order of their names. Made by `npm run generate`; do not edit. */
import copyMove from './copy-move/detector.ts';
import panelOverlap from './panel-overlap/detector.ts';
import type { Detector } from './detector.ts';

export const DETECTORS = [copyMove, panelOverlap] as unknown as readonly Detector[];
