import { expect, test } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { stripAgreement } from './strip-agreement.ts';

const [width, height] = [80, 90];
const region = new Uint8Array(width * height).fill(1);

/** A lane of markers: bands at the given heights, each a little uneven from left to right. */
function ladder(unevenness: number): Float32Array {
  const random = seededRandom(unevenness);
  const wave = [random.next(), random.next(), random.next()].map((phase) => 6 * phase);
  return Float32Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const lane = 1 / (1 + Math.exp(-(x - 12) / 1.5)) / (1 + Math.exp((x - 68) / 1.5));
    return 20 + 180 * lane * [15, 40, 70].reduce((sum, at, band) => sum + Math.exp(-(((y - at - 1.5 * Math.sin(x / 9 + (wave[band] ?? 0))) / 4) ** 2)), 0);
  });
}

test('a lane of markers and another one agree but beside their straight bands', () => {
  const { stacked, unexplained, residual } = stripAgreement({ width, height, a: ladder(1), b: ladder(2) }, region);

  expect(stacked).toBe(3);
  expect(unexplained).toBeLessThan(0.15);
  expect(residual).toBeLessThan(0.7);
});

test('a lane and its re-toned copy agree there too, by one tone curve', () => {
  const a = ladder(1);

  const { residual, tone } = stripAgreement({ width, height, a, b: a.map((value) => 255 * (value / 255) ** 0.8) }, region);

  expect(residual).toBeGreaterThan(0.97);
  expect(tone).toBeGreaterThan(0.99);
});

test('only the given pixels are looked at', () => {
  const a = ladder(1);
  const b = a.map((value, i) => (i % width < 40 ? value : 255 - value));

  const { tone, residual } = stripAgreement({ width, height, a, b }, region.map((_, i) => (i % width < 38 ? 1 : 0)));

  expect(tone).toBeGreaterThan(0.95);
  expect(residual).toBeGreaterThan(0.95);
});
