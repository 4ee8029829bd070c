import { expect, test } from 'vitest';
import { grained, printedSheet, withMoire } from '../../../test/support/photographed-page.ts';
import { image, type RgbImage } from '../../core/image.ts';
import { fourier } from './fft.ts';
import { findMoire } from './moire-peaks.ts';
import { removeMoire } from './remove-moire.ts';

const clean = grained(printedSheet('screen', { width: 512, height: 560 }), 'screen');
/** Stripes of this strength darken the picture a little; that is not what is to be removed. */
const STRENGTH = 14;
const dimmed = image(clean.width, clean.height, 3, clean.data.map((v) => Math.round(v * (1 - STRENGTH / 255))));

/** dB. */
const psnr = (a: RgbImage, b: RgbImage): number => 10 * Math.log10(255 ** 2 / (a.data.reduce((sum, v, i) => sum + (v - (b.data[i] ?? 0)) ** 2, 0) / a.data.length));

test('IA-033 moiré of a screen is found in the spectrum and taken out: its peaks fall by more than 10 dB, and the page comes nearer to the clean one', () => {
  const striped = withMoire(clean, 'screen', STRENGTH);
  const before = findMoire(striped);

  const cleaned = removeMoire(striped, before);

  const after = findMoire(cleaned);
  expect(before.height).toBeGreaterThan(20);
  expect(before.strength).toBeGreaterThan(0.5);
  expect(before.height - after.height).toBeGreaterThan(10);
  expect(after.strength).toBeLessThan(0.2 * before.strength);
  expect(psnr(cleaned, dimmed)).toBeGreaterThan(psnr(striped, dimmed) + 5);
});

test('IA-033 a printed page without moiré has none: its lines and letters repeat, its paper does not', () => {
  expect(findMoire(clean)).toMatchObject({ height: 0, strength: 0 });
});

test('the transform is the discrete Fourier transform, and its inverse gives the tile back', () => {
  const side = 8;
  const values = Float64Array.from({ length: side * side }, (_, i) => Math.sin(i * i));
  const tile = { side, re: values.slice(), im: new Float64Array(side * side) };
  const { forwardInto, backwardInto } = fourier(side);

  forwardInto(tile);

  const [u, v] = [3, 5];
  const direct = values.reduce(([re, im], value, i) => {
    const angle = (-2 * Math.PI * (u * (i % side) + v * Math.floor(i / side))) / side;
    return [re + value * Math.cos(angle), im + value * Math.sin(angle)] as const;
  }, [0, 0] as readonly [number, number]);
  expect(tile.re[v * side + u]).toBeCloseTo(direct[0], 9);
  expect(tile.im[v * side + u]).toBeCloseTo(direct[1], 9);
  backwardInto(tile);
  tile.re.forEach((value, i) => expect(value).toBeCloseTo(values[i] ?? 0, 9));
});
