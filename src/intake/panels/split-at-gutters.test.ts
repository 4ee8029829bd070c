import { expect, test } from 'vitest';
import type { Box } from '../../core/geometry.ts';
import { seededRandom } from '../../core/random.ts';
import { toLuma } from '../../imaging/color.ts';
import { blankFigure, paint, paintBands, paintCells } from '../../../test/support/painted-figure.ts';
import { splitAtGutters } from './split-at-gutters.ts';

const whole = { x: 0, y: 0, width: 420, height: 320 };
const split = (figure: Parameters<typeof toLuma>[0]): Box[] => splitAtGutters(toLuma(figure), { ...whole, width: figure.width, height: figure.height });

test.each([
  { level: 255, margin: 12 }, { level: 128, margin: 12 }, { level: 0, margin: 12 },
  { level: 255, margin: 40 }, { level: 128, margin: 40 }, { level: 0, margin: 40 },
])('a margin of $margin px of level $level with the ringing of JPEG beside the picture is trimmed', ({ level, margin }) => {
  const random = seededRandom(`margin ${level}`);
  const figure = blankFigure(420, 320, level);
  const picture = { x: margin, y: margin, width: 420 - 2 * margin, height: 320 - 2 * margin };
  const ring = { x: margin - 2, y: margin - 2, width: 424 - 2 * margin, height: 324 - 2 * margin };
  paint(figure, ring, () => {
    const v = level + (random.next() - 0.5) * 5;
    return [v, v, v];
  });
  paintCells(figure, picture, random, 'stained');

  const [box, ...others] = split(figure);

  expect(others).toEqual([]);
  for (const side of ['x', 'y', 'width', 'height'] as const) expect(Math.abs((box?.[side] ?? 0) - picture[side])).toBeLessThanOrEqual(4);
});

test('uneven rows are cut into their own columns', () => {
  const random = seededRandom('rows');
  const figure = blankFigure(420, 320);
  const boxes = [
    { x: 0, y: 0, width: 207, height: 157 }, { x: 213, y: 0, width: 207, height: 157 },
    { x: 0, y: 163, width: 136, height: 157 }, { x: 142, y: 163, width: 136, height: 157 }, { x: 284, y: 163, width: 136, height: 157 },
  ];
  for (const box of boxes) paintCells(figure, box, random, 'stained');

  expect(split(figure)).toEqual(boxes);
});

test('the even ground between two rows of bands is no gutter', () => {
  const figure = blankFigure(420, 320);
  const random = seededRandom('ground');
  paintBands(figure, { x: 0, y: 0, width: 420, height: 160 }, random, 7);
  paintBands(figure, { x: 0, y: 160, width: 420, height: 160 }, random, 7);

  expect(split(figure)).toEqual([whole]);
});

test('a white line of 2 px cuts two micrographs', () => {
  const figure = blankFigure(402, 200);
  for (const x of [0, 202]) paintCells(figure, { x, y: 0, width: 200, height: 200 }, seededRandom(`line ${x}`), 'stained');

  expect(split(figure).map(({ x }) => x)).toEqual([0, 202].map((x) => expect.closeTo(x, -1)));
});
