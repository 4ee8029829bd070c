/** How this installation scans: engine, seed, limits. */
import type { ScanOptions } from './ports.ts';

/** Any number would do; it is part of the evidence. */
const SEED = 20261122;

interface Limits {
  readonly version: string;
  readonly maxPixels: number;
  readonly maxFigures: number;
}

/** bytes that a DOCX may unpack to. */
const MAX_UNPACKED = 500 * 2 ** 20;

export function scanOptions({ version, maxPixels, maxFigures }: Limits, { panels, excludeIdenticalPaper }: Pick<ScanOptions, 'panels' | 'excludeIdenticalPaper'> = {}): ScanOptions {
  return { engine: `touchstone ${version}`, seed: SEED, limits: { maxPixels, maxFigures, maxUnpackedBytes: MAX_UNPACKED }, ...(panels ? { panels } : {}), ...(excludeIdenticalPaper ? { excludeIdenticalPaper } : {}) };
}
