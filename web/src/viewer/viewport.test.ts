import { expect, test } from 'vitest';
import { applyTo, type Matrix } from '../../../src/core/geometry.ts';
import { fitBox, keepInSight, panBy, toMatrix3d, viewportMatrix, zoomAt } from './viewport.ts';

const screen = { width: 800, height: 600 };

test('fitting centres the box and touches the tighter pair of sides', () => {
  const viewport = fitBox(screen, { x: 100, y: 100, width: 400, height: 100 }, 0);

  expect(viewport.scale).toBe(2);
  expect(applyTo(viewportMatrix(viewport), { x: 300, y: 150 })).toEqual({ x: 400, y: 300 });
});

test('the content under the pointer stays while zooming', () => {
  const before = { scale: 1.5, x: -40, y: 25 };
  const at = { x: 310, y: 120 };
  const content = { x: (at.x - before.x) / before.scale, y: (at.y - before.y) / before.scale };

  const after = applyTo(viewportMatrix(zoomAt(before, at, 3)), content);

  expect(after.x).toBeCloseTo(at.x, 9);
  expect(after.y).toBeCloseTo(at.y, 9);
});

test('zoom has ends', () => {
  expect(zoomAt({ scale: 1, x: 0, y: 0 }, { x: 0, y: 0 }, 1e6).scale).toBe(32);
  expect(zoomAt({ scale: 1, x: 0, y: 0 }, { x: 0, y: 0 }, 1e-6, 0.1).scale).toBe(0.1);
});

test('content cannot be dragged out of sight', () => {
  const content = { x: 0, y: 0, width: 1000, height: 1000 };

  expect(keepInSight(panBy({ scale: 1, x: 0, y: 0 }, 5000, -5000), screen, content)).toEqual({ scale: 1, x: 752, y: -952 });
});

test('matrix3d is column-major and keeps the projective row', () => {
  const m: Matrix = [1, 2, 3, 4, 5, 6, 7, 8, 9];

  expect(toMatrix3d(m)).toBe('matrix3d(1,4,0,7,2,5,0,8,0,0,1,0,3,6,0,9)');
});
