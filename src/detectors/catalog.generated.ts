/** Every detector, in the order of their names. Made by `npm run generate`; do not edit. */
import type { Detector } from './detector.ts';

export const DETECTORS = [] as unknown as readonly Detector[];
