import { expect, test } from 'vitest';
import { translation, type Matrix } from '../../core/geometry.ts';
import { micrograph, tissue, toLuma } from '../../../test/support/synthetic.ts';
import { toRgb, tone, type Bytes } from '../../../test/support/synthetic-edit.ts';
import { isOtherOverlay } from './overlay.ts';

const HERE: Matrix = [1, 0, 0, 0, 1, 0, 0, 0, 1];
const grey = toRgb(micrograph('template', 240, 200));

/** A disc of one colour on a picture. */
function drawn(picture: Bytes<3>, at: { x: number; y: number; radius: number }, colour: readonly [number, number, number]): Bytes<3> {
  const data = picture.data.map((value, i) => {
    const [x, y] = [Math.floor(i / 3) % picture.width, Math.floor(i / 3 / picture.width)];
    return Math.hypot(x - at.x, y - at.y) <= at.radius ? colour[i % 3] ?? 0 : value;
  });
  return { ...picture, data };
}

function withoutColour(picture: Bytes<3>): Bytes<3> {
  const { data } = toLuma(picture);
  return { ...picture, data: picture.data.map((_, i) => data[Math.floor(i / 3)] ?? 0) };
}

const stained = toRgb(tissue('section', 240, 200));
const red = drawn(grey, { x: 80, y: 90, radius: 20 }, [230, 40, 30]);

test.each([
  ['another colour at the same spot', drawn(grey, { x: 80, y: 90, radius: 20 }, [30, 200, 60])],
  ['the same colour at another spot', drawn(grey, { x: 160, y: 90, radius: 20 }, [230, 40, 30])],
  ['nothing', grey],
])('one grey picture, red here and %s there', (_, other) => {
  expect(isOtherOverlay(HERE, red, other)).toBe(true);
});

test.each([
  ['the same drawing', red, red],
  ['the same drawing with another contrast', red, toRgb(tone(red, { contrast: 0.8, brightness: 10 }))],
  ['no drawing at all', grey, toRgb(tone(grey, { contrast: 1.2, brightness: -10 }))],
  ['a stain and the same picture without colour', stained, withoutColour(stained)],
  ['an arrow head in one', grey, drawn(grey, { x: 80, y: 90, radius: 5 }, [250, 220, 20])],
] as const)('is not explained by colour: %s', (_, a, b) => {
  expect(isOtherOverlay(HERE, a, b)).toBe(false);
});

test('nor is a field moved far within its panel', () => {
  expect(isOtherOverlay(translation(60, 0), red, drawn(grey, { x: 140, y: 90, radius: 20 }, [30, 200, 60]))).toBe(false);
});
