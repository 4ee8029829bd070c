import { expect, test } from 'vitest';
import { placeOnPage, toPage } from './place-on-page.ts';

const at = { x: 100, y: 50, width: 200, height: 100 };
const query = { width: 400, height: 200 };

test('a whole copy is outlined where its figure stands', () => {
  expect(placeOnPage(toPage([0.5, 0, 0, 0, 0.5, 0, 0, 0, 1], query, at), { width: 800, height: 400 }, at)).toEqual([[100, 50], [300, 50], [300, 150], [100, 150]]);
});

test('what the crop leaves out lies on no page', () => {
  const outline = placeOnPage(toPage([1, 0, -100, 0, 1, 0, 0, 0, 1], query, at), { width: 300, height: 200 }, at);

  expect(outline).toEqual([[100, 50], [200, 50], [200, 150], [100, 150]]);
});

test('nothing of it in the figure: no outline', () => {
  expect(placeOnPage(toPage([1, 0, 1000, 0, 1, 0, 0, 0, 1], query, at), { width: 300, height: 200 }, at)).toEqual([]);
});
