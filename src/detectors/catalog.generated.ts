/** Every detector, in the order of their names. Made by `npm run generate`; do not edit. */
import copyMove from './copy-move/detector.ts';
import metadataProvenance from './metadata-provenance/detector.ts';
import panelOverlap from './panel-overlap/detector.ts';
import type { Detector } from './detector.ts';

export const DETECTORS = [copyMove, metadataProvenance, panelOverlap] as unknown as readonly Detector[];
