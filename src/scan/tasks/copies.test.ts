import sharp from 'sharp';
import { expect, test } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { encodeJpeg, photo } from '../../../test/support/synthetic.ts';
import { detectMarks } from './detect-marks.ts';
import { markImage } from './mark-image.ts';

const [WIDTH, HEIGHT] = [720, 540];
const keyOf = (seed: string): Uint8Array => {
  const random = seededRandom(seed);
  return Uint8Array.from({ length: 32 }, () => random.int(256));
};
const pixels = async (jpeg: Uint8Array): Promise<Buffer> => sharp(jpeg).raw().toBuffer();

test('five copies averaged, reduced and recompressed: all five are found, and no innocent among two hundred', async () => {
  const original = new Uint8Array(await encodeJpeg(photo('copies', WIDTH, HEIGHT), 92));
  const guilty = Array.from({ length: 5 }, (_, i) => keyOf(`guilty ${i}`));
  const innocent = Array.from({ length: 200 }, (_, i) => keyOf(`innocent ${i}`));
  const marked = await Promise.all(guilty.map((key) => markImage({ bytes: original, key, kind: 'full', entropy: new Uint8Array(0), now: 0, tool: 'test', maxPixels: 1e7 })));
  const copies = await Promise.all(marked.map(({ bytes }) => pixels(bytes)));
  const mean = Buffer.from(Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, (_, i) => Math.round(copies.reduce((sum, copy) => sum + (copy[i] ?? 0), 0) / copies.length)));
  const query = new Uint8Array(await sharp(mean, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } }).resize(Math.round(WIDTH * 0.75)).jpeg({ quality: 70 }).toBuffer());

  const [first] = marked;
  if (!first) throw new Error('nothing was marked');
  const { keys } = await detectMarks({
    query, design: first.design, host: { kind: 'original', bytes: original }, keys: [...guilty, ...innocent].map((key) => ({ source: { key }, maxPayload: 0 })), maxPixels: 1e7,
  });

  expect(keys.slice(0, 5).map((key) => key?.marked)).toEqual([true, true, true, true, true]);
  expect(keys.slice(5).filter((key) => key?.marked)).toEqual([]);
}, 600_000);
