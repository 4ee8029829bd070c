import { expect, test } from 'vitest';
import type { Panel } from '../../../src/core/media.ts';
import { gapsOf } from './not-examined.ts';

const panel = (id: string, examined: boolean, kind: Panel['class'] = 'blot'): Panel => ({ id, figure: 'f1', box: { x: 0, y: 0, width: 9, height: 9 }, class: kind, examined, masks: [] });

test('a skipped chart is told once, however many methods abstained on it', () => {
  const gaps = gapsOf([panel('f1p1', true), panel('f1p2', false, 'chart')], [
    { detector: 'copy-move', version: 1, figure: 'f1', panel: 'f1p2', status: 'abstained', reason: 'chart' },
    { detector: 'copy-move', version: 1, figure: 'f1', panel: 'f1p1', status: 'completed', findings: [] },
  ]);

  expect(gaps).toEqual([{ is: 'skipped', why: 'chart', places: [{ figure: 'f1', panel: 'f1p2' }] }]);
});

test('methods that abstain on the same panel for the same reason share one entry; failures name the method', () => {
  const gaps = gapsOf([panel('f1p1', true)], [
    { detector: 'a', version: 1, figure: 'f1', panel: 'f1p1', status: 'abstained', reason: 'too-flat' },
    { detector: 'b', version: 1, figure: 'f1', panel: 'f1p1', status: 'abstained', reason: 'too-flat' },
    { detector: 'b', version: 1, status: 'failed', code: 'compute/timeout' },
  ]);

  expect(gaps).toEqual([
    { is: 'abstained', why: 'too-flat', places: [{ figure: 'f1', panel: 'f1p1' }] },
    { is: 'failed', why: 'compute/timeout', detector: 'b', places: [{}] },
  ]);
});
