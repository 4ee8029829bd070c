/** Parameters of the search, with how they were set in the method card. */
import type { SearchParams } from './candidates.ts';

export const PARAMS = {
  discRadiusPx: 8, minShiftPx: 18, maxHypotheses: 20, keypointRounds: 5, minContrast: 1.2, minAreaPx: 150, maxPixels: 400_000,
} as const satisfies SearchParams;
