/** Fits the weights by which copy–move's findings in photographs are judged (src/scan/page-copies.ts), on photographs of the tune half. */
import { boundingBox, boxIou } from '../../src/core/regions.ts';
import type { Box } from '../../src/core/geometry.ts';
import type { ImageFormat } from '../../src/core/media.ts';
import { sniffFormat } from '../../src/imaging/codecs/sniff.ts';
import { copyTerms, findCopies } from '../../src/scan/page-copies.ts';
import { readPage } from '../../src/scan/page-input.ts';
import { fitLogistic, type Example } from '../panel-overlap/fit-logistic.ts';
import { makeCases } from './case.ts';
import { sourcesOf } from './sources.ts';

/** IoU with a changed box from which a finding is that copy; forged pictures' other findings are left out. */
const SAME = 0.3;

export async function fitCopies({ data, seed, count }: { readonly data: string; readonly seed: number; readonly count: number }): Promise<void> {
  const examples: Example[] = [];
  for await (const { edit, boxes, clean, forged } of makeCases(sourcesOf(data, 'tune'), { seed, count, only: 'photo' })) {
    examples.push(...await findingsIn(clean));
    if (edit === 'clone') examples.push(...await findingsIn(forged, boxes));
  }
  console.log(`${examples.filter(({ isTrue }) => isTrue).length} copies, ${examples.filter(({ isTrue }) => !isTrue).length} others`, fitLogistic(examples, { penalty: 0.005 }));
}

/** @param boxes absent = nothing was copied. */
async function findingsIn(bytes: Uint8Array, boxes?: readonly Box[]): Promise<readonly Example[]> {
  const found = findCopies(await readPage(bytes, sniffFormat(bytes) as ImageFormat, 1e8)) ?? [];
  return found.map((one): Example => ({ terms: copyTerms(one), isTrue: boxes?.some((box) => one.sides.some(({ region }) => boxIou(boundingBox(region), box) >= SAME)) ?? false }))
    .filter(({ isTrue }) => isTrue || boxes === undefined);
}
