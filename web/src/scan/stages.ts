import type { Progress, Stage } from '../../../src/http/native/wire.ts';

/** In the order a scan passes them. */
export const STAGES = ['queued', 'reading', 'panels', 'copy-move', 'matching', 'verifying', 'keeping'] as const satisfies readonly Stage[];

export type StageState = 'done' | 'now' | 'waiting';

export function stageState(stage: Stage, progress: Pick<Progress, 'stage'>): StageState {
  const difference = STAGES.indexOf(stage) - STAGES.indexOf(progress.stage);
  return difference < 0 ? 'done' : difference === 0 ? 'now' : 'waiting';
}
