import { expect, test } from 'vitest';
import { similarity } from '../../test/support/synthetic-edit.ts';
import { transformOf } from './transform.ts';

test.each([
  [{}, 'moved', false],
  [{ mirrored: true, scale: 0.9 }, 'mirrored', true],
  [{ rotation: -90 }, 'quarter turn', false],
  [{ rotation: 178, mirrored: true }, 'quarter turn, mirrored', false],
  [{ rotation: 30, scale: 1.2 }, 'turned', true],
] as const)('%j is counted as %s, resized: %s', (move, name, isResized) => {
  expect(transformOf(similarity(move, { x: 5, y: 5 }, { x: 90, y: 40 }))).toEqual({ move: name, isResized });
});
