/** Runs page detectors on one page. */
import type { NamedReading, PageInput } from '../detectors/detector.ts';
import { pageDetectors } from './catalog.ts';

/** Which detectors are asked: a page can be read on two threads at once. */
export type ReadingShare = 'all' | 'slow' | 'quick';

export async function readingsOf(page: PageInput, share: ReadingShare = 'all'): Promise<readonly NamedReading[]> {
  const readings: NamedReading[] = [];
  const asked = pageDetectors().filter(({ slow = false }) => share === 'all' || slow === (share === 'slow'));
  for (const detector of asked) readings.push({ detector: detector.name, reading: await detector.detect(page, detector.params) });
  return readings;
}
