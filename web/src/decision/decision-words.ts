import type { TFunction } from 'i18next';
import type { Decision, DismissReason } from '../../../src/core/decision.ts';

/** In the order they are offered; keys 1–6 choose them. */
export const REASONS = ['legitimate-reuse', 'same-sample', 'declared', 'artefact', 'wrong-match', 'other'] as const satisfies readonly DismissReason[];
export const LEVELS = ['I', 'II', 'III'] as const;
export const VERDICTS = ['confirm', 'dismiss', 'unsure'] as const satisfies readonly Decision['verdict'][];

/** "Dismissed: same sample", "Confirmed, level II". */
export function decisionWords(t: TFunction, { verdict, reason, level }: Pick<Decision, 'verdict' | 'reason' | 'level'>): string {
  const done = t(`decided.${verdict}`);
  if (verdict === 'dismiss' && reason) return t('decided.withReason', { decided: done, reason: t(`reason.${reason}`) });
  return verdict === 'confirm' && level ? t('decided.withLevel', { decided: done, level }) : done;
}
