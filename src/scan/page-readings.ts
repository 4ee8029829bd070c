/** Runs page detectors on one page. */
import type { NamedReading, PageInput } from '../detectors/detector.ts';
import { pageDetectors } from './catalog.ts';
import { COPIES, copiesOn } from './page-copies.ts';

/** Which detectors are asked: a page can be read on two threads at once. */
export type ReadingShare = 'all' | 'slow' | 'quick';

export async function readingsOf(page: PageInput, share: ReadingShare = 'all'): Promise<readonly NamedReading[]> {
  const readings: NamedReading[] = [];
  const asked = pageDetectors().filter(({ slow = false }) => share === 'all' || slow === (share === 'slow'));
  for (const { name, only, params, detect } of asked) {
    const reading = only === undefined || only === page.subject ? await detect(page, params) : { abstain: 'photograph' as const };
    readings.push({ detector: name, reading });
  }
  if (share !== 'quick' && page.subject === 'photograph') readings.push({ detector: COPIES, reading: copiesOn(page) });
  return readings;
}
