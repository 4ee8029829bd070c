import { expect, test } from 'vitest';
import { STAGES, stageState } from './stages.ts';

test('stages before the current one are done, those after it wait', () => {
  expect(STAGES.map((stage) => stageState(stage, { stage: 'copy-move' }))).toEqual(['done', 'done', 'done', 'now', 'waiting', 'waiting', 'waiting']);
});
