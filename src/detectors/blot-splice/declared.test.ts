import { expect, test } from 'vitest';
import { binnedForEdges } from './crispness.ts';
import { declaredAt, isAlong, type Declaration } from './declared.ts';
import type { Plane } from './plane.ts';

const [WIDTH, HEIGHT, AT] = [80, 96, 40];

/** A band from row 40 to 55 left of the seam and from 44 to 59 right of it, or none there, on an even ground; then what is drawn over it. */
function joined({ ground, band, ends = false }: { readonly ground: number; readonly band: number; readonly ends?: boolean }, drawn: (x: number, tone: number) => number): Plane {
  const luma = Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) => {
    const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)];
    const top = x < AT ? 40 : 44;
    return drawn(x, y >= top && y < top + 16 && !(ends && x >= AT) ? band : ground);
  });
  return { width: WIDTH, height: HEIGHT, luma, mask: new Uint8Array(WIDTH * HEIGHT) };
}

function declaration(plane: Plane, at = AT): Declaration | undefined {
  return declaredAt(plane, binnedForEdges(plane), at);
}

const gap = (x: number, tone: number): number => (x >= AT && x < AT + 9 ? 255 : tone);
/** A line of one pixel that was reduced: four fifths of it in one column, a third in the next. */
const reducedLine = (x: number, tone: number): number => {
  const share = x === AT ? 0.8 : x === AT - 1 ? 0.33 : 0;
  return tone + share * (60 - tone);
};

test('a gap of paper is seen where the ground is not white, and both its edges belong to it', () => {
  const found = declaration(joined({ ground: 235, band: 30 }, gap));

  expect(found).toMatchObject({ from: AT, to: AT + 8, ink: 255 });
  expect([AT, AT + 9, AT + 15, AT - 9].map((at) => found && isAlong(at, found))).toEqual([true, true, true, false]);
});

test('on white ground a white gap is seen between two bands, and declares nothing where one ends', () => {
  expect(declaration(joined({ ground: 255, band: 30 }, gap))).toMatchObject({ from: AT, to: AT + 8 });
  expect(declaration(joined({ ground: 255, band: 30, ends: true }, gap))).toBeUndefined();
});

test('a grey line is one ink, bright on dark ground and dark across bright bands', () => {
  expect(declaration(joined({ ground: 8, band: 230 }, reducedLine))).toBeDefined();
  expect(declaration(joined({ ground: 8, band: 230 }, (_, tone) => tone))).toBeUndefined();
});

test('what is left of a band along a level cut is no line: it is not of one ink', () => {
  const remnants = joined({ ground: 250, band: 250 }, (x, tone) => tone);
  const luma = remnants.luma.map((tone, i) => (i % WIDTH === AT ? 250 - 210 * Math.sin(Math.floor(i / WIDTH) / 7) ** 2 : tone));

  expect(declaration({ ...remnants, luma })).toBeUndefined();
});
