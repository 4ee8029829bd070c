import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { image } from '../../core/image.ts';
import { decodeImage } from '../../imaging/codecs/decode.ts';
import { toLuma } from '../../imaging/color.ts';
import detector from './detector.ts';
import { lookAt, type Look } from './look.ts';
import { scoreOf, termsOf } from './score.ts';

async function seen(name: string): Promise<Exclude<Look, { readonly abstain: string }>> {
  const { image: rgb } = await decodeImage(new Uint8Array(readFileSync(new URL(`../../../test/fixtures/generated/${name}`, import.meta.url))), 'jpeg', { maxPixels: 1e6 });
  const look = lookAt({ rgb, luma: toLuma(rgb), mask: image(rgb.width, rgb.height, 1, new Uint8Array(rgb.width * rgb.height)) }, detector.params);
  if ('abstain' in look) throw new Error(`not judged: ${look.abstain}`);
  return look;
}

test('the network tells a photograph from the same after an enlarging network that it was not taught with, through JPEG; however loud it is, it counts for no more than it may', async () => {
  const [real, enlarged] = [await seen('photograph.jpg'), await seen('super-resolved.jpg')];

  const [of, against] = [termsOf(enlarged.logits, enlarged.traces), termsOf(real.logits, real.traces)];
  expect(against.network).toBeLessThan(0);
  expect(of.network).toBe(5);
  expect(scoreOf(of)).toBeGreaterThan(scoreOf(against) + 0.2);
  expect(enlarged.boxes).toHaveLength(enlarged.logits.length);
});
