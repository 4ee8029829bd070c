import { IconCheck, IconQuestionMark, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Decision } from '../../../src/core/decision.ts';
import { decisionWords } from './decision-words.ts';
import css from './decision-label.module.css';

const ICON = { confirm: IconCheck, dismiss: IconX, unsure: IconQuestionMark } as const;

/** The decision in force, if there is one. */
export function DecisionLabel({ history }: { readonly history: readonly Decision[] }) {
  const { t } = useTranslation();
  const last = history.at(-1);
  if (!last) return <span className={css.open}>{t('decided.open')}</span>;
  const Icon = ICON[last.verdict];
  return <span className={css.label}><Icon size={14} stroke={2} aria-hidden />{decisionWords(t, last)}</span>;
}
