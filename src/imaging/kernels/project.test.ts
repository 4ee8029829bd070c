import { expect, test } from 'vitest';
import { randomBytes } from '../../../test/support/random.ts';
import { projectReference } from './project.reference.ts';
import { project } from './project.ts';

test('gives what its twin gives, to the last bit', () => {
  const rows = randomBytes(37 * 128, { seed: 1 });
  const directions = new Int8Array(randomBytes(64 * 128, { seed: 2 }).buffer);

  expect(project(rows, directions)).toEqual(projectReference(rows, directions));
  expect(project(new Uint8Array(128).fill(255), new Int8Array(128).fill(-128))).toEqual(Int32Array.of(128 * 255 * -128));
});

test('says what is wrong with the lengths', () => {
  expect(() => project(new Uint8Array(5), new Int8Array(128))).toThrow(/N × 128/);
});
