import { expect, test } from 'vitest';
import { boxBetween, isBigEnough, middleBox, moveBox, resizeBox, toDrafts, toInput } from './edit.ts';

const figure = { width: 100, height: 80 };

test('a box may be drawn from any corner and stays inside the figure', () => {
  expect(boxBetween({ x: 90.4, y: 70 }, { x: 10, y: -5 }, figure)).toEqual({ x: 10, y: 0, width: 80, height: 70 });
  expect(boxBetween({ x: 50, y: 50 }, { x: 400, y: 400 }, figure)).toEqual({ x: 50, y: 50, width: 50, height: 30 });
});

test('a moved box keeps its size at the border', () => {
  expect(moveBox({ x: 10, y: 10, width: 30, height: 20 }, 500, -500, figure)).toEqual({ x: 70, y: 0, width: 30, height: 20 });
});

test('resizing moves one corner and leaves the opposite one', () => {
  const box = { x: 10, y: 10, width: 30, height: 20 };

  expect(resizeBox(box, 'se', { x: 60, y: 70 }, figure)).toEqual({ x: 10, y: 10, width: 50, height: 60 });
  expect(resizeBox(box, 'nw', { x: 0, y: 5 }, figure)).toEqual({ x: 0, y: 5, width: 40, height: 25 });
  expect(resizeBox(box, 'nw', { x: 99, y: 79 }, figure)).toEqual({ x: 32, y: 22, width: 8, height: 8 });
});

test('what is sent is what the server takes: no editor keys, masks kept', () => {
  const masks = [{ polygon: [{ x: 1, y: 1 }, { x: 2, y: 1 }, { x: 2, y: 2 }] }];
  const drafts = toDrafts([{ id: 'f1p1', figure: 'f1', box: { x: 1, y: 2, width: 30, height: 40 }, class: 'blot', examined: true, masks, corrected: true }]);

  expect(toInput(drafts)).toEqual({ panels: [{ figure: 'f1', box: { x: 1, y: 2, width: 30, height: 40 }, class: 'blot', examined: true, masks }] });
  expect(toInput([{ key: 'new', figure: 'f1', box: middleBox(figure), examined: true, masks: [] }]).panels[0]).not.toHaveProperty('class');
});

test('specks are no panels', () => {
  expect(isBigEnough({ x: 0, y: 0, width: 7, height: 90 })).toBe(false);
  expect(isBigEnough(middleBox(figure))).toBe(true);
});
