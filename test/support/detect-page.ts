/** Runs one page detector on a picture, as the task does. */
import type { PageAbstention, PageDetector, PageReading } from '../../src/detectors/detector.ts';
import { sniffFormat } from '../../src/imaging/codecs/sniff.ts';
import { peakOf, BLOCK } from '../../src/imaging/pages/block-map.ts';
import { readPage } from '../../src/scan/page-input.ts';
import type { Box } from '../../src/core/geometry.ts';

export async function detectOnPage(detector: PageDetector, bytes: Uint8Array): Promise<PageReading | PageAbstention> {
  const format = sniffFormat(bytes);
  if (format === undefined || format === 'pdf' || format === 'docx') throw new RangeError('no picture');
  return detector.detect(await readPage(bytes, format, 1e8), detector.params);
}

/** Mean of a layer's four largest absolute values; 0 where the detector abstained. */
export function peakIn(reading: PageReading | PageAbstention, layer: string): number {
  const map = 'layers' in reading ? reading.layers?.[layer] : undefined;
  return map ? peakOf(map) : 0;
}

/** Largest absolute value of a layer within a box of the picture, and outside of it. */
export function insideAndOutside(reading: PageReading | PageAbstention, layer: string, box: Box): { readonly inside: number; readonly outside: number } {
  const map = 'layers' in reading ? reading.layers?.[layer] : undefined;
  let [inside, outside] = [0, 0];
  map?.values.forEach((v, i) => {
    const [x, y] = [(i % map.columns) * BLOCK, Math.floor(i / map.columns) * BLOCK];
    const within = x + BLOCK > box.x - 16 && y + BLOCK > box.y - 16 && x < box.x + box.width + 16 && y < box.y + box.height + 16;
    if (within) inside = Math.max(inside, Math.abs(v));
    else outside = Math.max(outside, Math.abs(v));
  });
  return { inside, outside };
}
