/** Runs every page detector on one page. */
import type { NamedReading, PageInput } from '../detectors/detector.ts';
import { pageDetectors } from './catalog.ts';

export async function readingsOf(page: PageInput): Promise<readonly NamedReading[]> {
  const readings: NamedReading[] = [];
  for (const detector of pageDetectors()) readings.push({ detector: detector.name, reading: await detector.detect(page, detector.params) });
  return readings;
}
