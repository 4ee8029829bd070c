/** What happens to a picture between the microscope and the page. Positives and cleans go through the same. */
import type { Random } from '../../src/core/random.ts';
import { between } from '../../test/support/random.ts';
import { blur, jpeg, noise, tone, type Bytes } from '../../test/support/synthetic-edit.ts';

export type Severity = 'normal' | 'hard';

/** Tone, sometimes blur, noise, then JPEG: quality 72–95 (normal), 35–75 (hard). */
export async function process(picture: Bytes<3>, random: Random, severity: Severity): Promise<Bytes<3>> {
  const hard = severity === 'hard';
  const toned = random.next() < 0.6
    ? tone(picture, { contrast: between(random, 0.8, 1.25), brightness: between(random, -18, 18), gamma: between(random, 0.8, 1.25) })
    : picture;
  const blurred = random.next() < (hard ? 0.4 : 0.15) ? await blur(toned, between(random, 0.5, hard ? 1.1 : 0.8)) : toned;
  const grainy = random.next() < (hard ? 0.8 : 0.25) ? noise(blurred, between(random, 1, hard ? 6 : 2.5) * contrastOf(blurred), random) : blurred;
  return jpeg(grainy, hard ? Math.round(between(random, 35, 75)) : Math.round(between(random, 72, 95)));
}

/** Noise comes with the signal: 1 for a picture of full contrast, less for a faint one. In [0.2, 1]. */
export function contrastOf({ data }: Bytes<3>): number {
  const samples = data.filter((_, i) => i % 21 === 0).sort();
  const at = (share: number): number => samples[Math.floor(share * (samples.length - 1))] ?? 0;
  return Math.min(1, Math.max(0.2, (at(0.99) - at(0.01)) / 110));
}
