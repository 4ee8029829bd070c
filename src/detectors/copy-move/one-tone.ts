/** Whether one side of a clone in a blot is the other at another tone: lanes that carry the same bands are alike, but not that much. */
import type { LumaImage } from '../../core/image.ts';
import { toneAgreement } from '../../imaging/matching/strip-agreement.ts';
import type { Clone } from './grow.ts';
import { sampleAt } from './sample.ts';
import { mapX, mapY } from './similarity.ts';

/** From nothing to full trust: of the clones found in blots of the tuning split the lowest had .972. */
const TRUST = { none: 0.95, full: 0.972 } as const;

/** Share of one side that one tone curve of the other explains, in [0, 1]; see `imaging/matching/strip-agreement.ts`. */
export function oneTone(luma: LumaImage, { region, similarity, agreement: { window } }: Clone): number {
  const { width, height } = window;
  const [a, b] = [new Float32Array(width * height), new Float32Array(width * height)];
  const seen = new Uint8Array(width * height);
  for (let i = 0; i < seen.length; i++) {
    if (!region[i]) continue;
    const [x, y] = [window.x + (i % width) + 0.5, window.y + Math.floor(i / width) + 0.5];
    const there = sampleAt(luma, mapX(similarity, x, y), mapY(similarity, x, y));
    if (Number.isNaN(there)) continue;
    a[i] = sampleAt(luma, x, y);
    b[i] = there;
    seen[i] = 1;
  }
  return toneAgreement({ width, height, a, b }, seen);
}

/** In [0, 1]. */
export function trustInTone(tone: number): number {
  return Math.min(1, Math.max(0, (tone - TRUST.none) / (TRUST.full - TRUST.none)));
}
