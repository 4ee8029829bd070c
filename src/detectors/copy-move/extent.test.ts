import { describe, expect, test } from 'vitest';
import { image } from '../../core/image.ts';
import { discDilated, discOpened } from './disc.ts';
import { extentOf } from './extent.ts';
import type { Clone } from './grow.ts';

const [width, height] = [200, 80];
const square = (x: number, y: number, side: number) => (at: number): boolean => {
  const [dx, dy] = [(at % width) - x, Math.floor(at / width) - y];
  return dx >= 0 && dy >= 0 && dx < side && dy < side;
};
const [source, copy] = [square(30, 20, 40), square(130, 20, 40)];
/** What was copied has one tone, and each place around it another. */
const luma = image(width, height, 1, Float32Array.from({ length: width * height }, (_, at) => (source(at) || copy(at) ? 140 : at % width < 100 ? 120 : 150)));

/** Moved by 100 px; its detail is proven in `proven`, and elsewhere there is none, but where `against` says so. */
function cloneOf(proven: (at: number) => boolean, against: (at: number) => boolean = () => false): Clone {
  const of = (is: (at: number) => boolean): Uint8Array => Uint8Array.from({ length: width * height }, (_, at) => (is(at) ? 1 : 0));
  return {
    similarity: { a: 1, b: 0, tx: 100, ty: 0, mirrored: false }, region: of(proven), proven: of(proven),
    agreement: {
      window: { x: 0, y: 0, width, height }, here: [], there: [], comparable: of((at) => at % width < 100),
      textured: of((at) => proven(at) || against(at)), correlation: Float32Array.from({ length: width * height }, (_, at) => (proven(at) ? 0.9 : -0.2)),
    },
  };
}

const shareOf = (mask: Uint8Array, is: (at: number) => boolean): number => mask.filter((value, at) => value !== 0 && is(at)).length / Math.max(1, mask.filter((_, at) => is(at)).length);

describe('the extent of a clone', () => {
  test('takes in the flat ground that was copied along, and stops where the tone does', () => {
    const extent = extentOf(luma, cloneOf(square(38, 28, 24)));

    expect(shareOf(extent, source)).toBeGreaterThan(0.6); // the proven part is .36 of it; within 4 px of a step its tone is felt
    expect(shareOf(extent, (at) => !source(at))).toBeLessThan(0.02);
  });

  test('joins two proven parts, but not over detail that speaks against it', () => {
    const parts = (at: number): boolean => square(32, 22, 8)(at) || square(60, 52, 8)(at);
    const middle = square(46, 36, 8);

    expect(shareOf(extentOf(luma, cloneOf(parts)), middle)).toBe(1);
    expect(shareOf(extentOf(luma, cloneOf(parts, square(42, 32, 16))), middle)).toBe(0);
  });
});

describe('discs', () => {
  const mask = Uint8Array.from({ length: 15 * 15 }, (_, at) => (at === 7 * 15 + 7 ? 1 : 0));
  const disc = { width: 15, height: 15, radius: 3 };

  test('a pixel widens to the disc, cut at the border', () => {
    expect(discDilated(mask, disc).reduce((a, b) => a + b)).toBe(29);
    expect(discDilated(Uint8Array.from(mask, (_, at) => (at === 0 ? 1 : 0)), disc).reduce((a, b) => a + b)).toBe(11);
  });

  test('opening keeps a disc whole and cuts a thread', () => {
    const whole = discDilated(mask, disc);
    const threaded = whole.map((value, at) => (at >= 7 * 15 && at < 8 * 15 ? 1 : value));

    expect(discOpened(threaded, disc)).toEqual(whole);
  });
});
