import { expect, test } from 'vitest';
import { areaOf } from '../../core/regions.ts';
import { traceOutline, type Bitmap } from './outline.ts';

function bitmap(...rows: readonly string[]): Bitmap {
  return { width: rows[0]?.length ?? 0, height: rows.length, data: Uint8Array.from(rows.join(''), (c) => (c === '#' ? 255 : 0)) };
}

test('one pixel is a square', () => {
  expect(traceOutline(bitmap('...', '.#.', '...'), { tolerance: 0 })).toEqual([{ x: 1, y: 1 }, { x: 2, y: 1 }, { x: 2, y: 2 }, { x: 1, y: 2 }]);
});

test('a mask that fills the image gives its box', () => {
  expect(traceOutline(bitmap('####', '####'))).toEqual([{ x: 0, y: 0 }, { x: 4, y: 0 }, { x: 4, y: 2 }, { x: 0, y: 2 }]);
});

test.each([
  [['##..', '###.', '.###'], 8],
  [['#.#', '###', '#.#'], 7],
  [['.##.', '#..#', '####'], 2],
  [['#..', '.#.', '..#'], 1],
  [['####', '#..#', '####'], 12],
])('the outline of %j has the area of the part with its holes', (rows, area) => {
  expect(areaOf({ polygon: traceOutline(bitmap(...rows), { tolerance: 0 }) })).toBe(area);
});

test('an empty mask gives nothing', () => {
  expect(traceOutline(bitmap('...', '...'))).toEqual([]);
});

test('a disc is simplified but keeps its area', () => {
  const data = Uint8Array.from({ length: 10000 }, (_, i) => (Math.hypot((i % 100) - 49.5, Math.floor(i / 100) - 49.5) < 40 ? 1 : 0));

  const polygon = traceOutline({ width: 100, height: 100, data }, { tolerance: 1 });

  expect(polygon.length).toBeLessThan(40);
  expect(areaOf({ polygon }) / (Math.PI * 1600)).toBeCloseTo(1, 1);
});
