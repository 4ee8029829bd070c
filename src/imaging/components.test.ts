import { expect, test } from 'vitest';
import { image } from '../core/image.ts';
import { connectedComponents } from './components.ts';

const draw = (rows: string[]) => image(rows[0]?.length ?? 0, rows.length, 1, Uint8Array.from(rows.join(''), (c) => (c === '#' ? 1 : 0)));

test('joins the arms of a U and keeps the rest apart', () => {
  const { components, labels } = connectedComponents(draw(['#.#.', '#.#.', '###.', '...#']), 4);

  expect(components).toEqual([
    { label: 1, area: 7, box: { x: 0, y: 0, width: 3, height: 3 } },
    { label: 2, area: 1, box: { x: 3, y: 3, width: 1, height: 1 } },
  ]);
  expect([...labels]).toEqual([1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 0, 0, 0, 0, 2]);
});

test('diagonal neighbours touch under 8-connectivity, in both directions', () => {
  expect(connectedComponents(draw(['#..', '.#.', '..#'])).components).toHaveLength(1);
  expect(connectedComponents(draw(['..#', '.#.', '#..'])).components).toHaveLength(1);
  expect(connectedComponents(draw(['..#', '.#.', '#..']), 4).components).toHaveLength(3);
});

test('rows do not wrap around', () => {
  expect(connectedComponents(draw(['..#', '#..'])).components).toHaveLength(2);
});

test('nothing gives nothing', () => {
  expect(connectedComponents(draw(['...', '...'])).components).toEqual([]);
});
