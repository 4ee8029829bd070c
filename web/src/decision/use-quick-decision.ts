import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import type { DecisionInput, FindingView } from '../../../src/http/native/wire.ts';
import { useDecide } from '../api/scans.ts';
import { useErrorText } from '../ui/problem-text.ts';
import { decisionWords } from './decision-words.ts';

export interface QuickDecision {
  /** Keeps what was noted before; a dismissal needs a reason and goes through the form. */
  decide(finding: FindingView, verdict: 'confirm' | 'unsure'): void;
  /** A level belongs to a confirmed finding, so it confirms. */
  level(finding: FindingView, level: 'I' | 'II' | 'III'): void;
}

/** Decisions by a single key. */
export function useQuickDecision(ref: string): QuickDecision {
  const { t } = useTranslation();
  const decide = useDecide(ref);
  const errorText = useErrorText();

  const keep = (finding: FindingView, change: DecisionInput): void => {
    const note = finding.history.at(-1)?.note;
    const decision: DecisionInput = { ...(note === undefined ? {} : { note }), ...change };
    decide.mutate({ finding: finding.id, decision }, {
      onSuccess: () => notifications.show({ id: 'decision', message: t('decision.kept', { number: finding.number, decision: decisionWords(t, decision) }), autoClose: 2500 }),
      onError: (error) => notifications.show({ id: 'decision', color: 'red', title: t('decision.notKept'), message: errorText(error) }),
    });
  };
  return {
    decide: (finding, verdict) => {
      const level = finding.history.at(-1)?.level;
      keep(finding, { verdict, ...(verdict === 'confirm' && level ? { level } : {}) });
    },
    level: (finding, level) => keep(finding, { verdict: 'confirm', level }),
  };
}
