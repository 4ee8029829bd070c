import type { Evidence } from './evidence.ts';

export type Conclusion = 'suspect' | 'clear' | 'inconclusive';

/** The one policy that turns evidence into a word. Silence is not innocence: `clear` needs a completed run and no failed one. */
export function conclude({ runs, findings }: Pick<Evidence, 'runs' | 'findings'>, threshold = 0.5): Conclusion {
  if (findings.some(({ score }) => score >= threshold)) return 'suspect';
  const completed = runs.some((run) => run.status === 'completed');
  return !completed || runs.some((run) => run.status === 'failed') ? 'inconclusive' : 'clear';
}
