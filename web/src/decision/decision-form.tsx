/** Confirm, dismiss with a reason, or unsure; severity level; note; history. */
import { Button, Radio, SegmentedControl, Select, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Decision, DismissReason } from '../../../src/core/decision.ts';
import type { DecisionInput, FindingView } from '../../../src/http/native/wire.ts';
import { useDecide } from '../api/scans.ts';
import { dateTime } from '../i18n/format.ts';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { DecisionLabel } from './decision-label.tsx';
import { decisionWords, LEVELS, REASONS, VERDICTS } from './decision-words.ts';
import css from './decision-form.module.css';

/** Which field has the keyboard at first. */
export type DecisionStart = 'dismiss' | 'note';

interface Props {
  readonly scanRef: string;
  readonly finding: FindingView;
  readonly start?: DecisionStart | undefined;
  onKept(): void;
}

export function DecisionForm({ scanRef, finding, start, onKept }: Props) {
  const { t } = useTranslation();
  const last = finding.history.at(-1);
  const [verdict, setVerdict] = useState<Decision['verdict'] | ''>(start === 'dismiss' ? 'dismiss' : last?.verdict ?? '');
  const [reason, setReason] = useState<DismissReason | null>(last?.reason ?? null);
  const [level, setLevel] = useState<string>(last?.level ?? '');
  const [note, setNote] = useState(last?.note ?? '');
  const decide = useDecide(scanRef);
  const reasonField = useRef<HTMLInputElement>(null);
  const noteField = useRef<HTMLTextAreaElement>(null);
  const levelLabel = useId();
  useEffect(() => {
    if (start === 'dismiss') reasonField.current?.focus();
    if (start === 'note') noteField.current?.focus();
  }, [start]);

  const complete = verdict !== '' && (verdict !== 'dismiss' || reason !== null);
  const save = (): void => {
    if (!complete) return;
    const decision: DecisionInput = {
      verdict,
      ...(verdict === 'dismiss' && reason ? { reason } : {}),
      ...(verdict === 'confirm' && isLevel(level) ? { level } : {}),
      ...(note.trim() ? { note: note.trim() } : {}),
    };
    decide.mutate({ finding: finding.id, decision }, {
      onSuccess: () => {
        notifications.show({ id: 'decision', message: t('decision.kept', { number: finding.number, decision: decisionWords(t, decision) }), autoClose: 2500 });
        onKept();
      },
    });
  };

  return (
    <form className={css.form} onSubmit={(event) => { event.preventDefault(); save(); }}
      onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save(); }}>
      <Radio.Group label={t('decision.title')} value={verdict} onChange={(value) => setVerdict(value as Decision['verdict'])}>
        <div className={css.verdicts}>{VERDICTS.map((value) => <Radio key={value} value={value} label={t(`decision.${value}`)} size="xs" />)}</div>
      </Radio.Group>
      {verdict === 'dismiss' && (
        <Select ref={reasonField} data-autofocus={start === 'dismiss' || undefined} label={t('decision.reason')} placeholder={t('decision.reasonPlaceholder')} value={reason} onChange={(value) => setReason(value as DismissReason | null)}
          data={REASONS.map((value) => ({ value, label: t(`reason.${value}`) }))} size="xs" allowDeselect={false} />
      )}
      {verdict === 'confirm' && (
        <div>
          <div id={levelLabel} className={css.label}>{t('decision.level')}</div>
          <SegmentedControl aria-labelledby={levelLabel} size="xs" value={level} onChange={setLevel} data={[{ value: '', label: '–' }, ...LEVELS.map((value) => ({ value, label: value }))]} />
          <p className={css.help}>{t(isLevel(level) ? `level.${level}` : 'level.none')}</p>
        </div>
      )}
      <Textarea ref={noteField} data-autofocus={start === 'note' || undefined} label={t('decision.note')} value={note} onChange={({ currentTarget }) => setNote(currentTarget.value)} autosize minRows={2} maxRows={8} maxLength={4000} size="xs" />
      {decide.error && <ProblemAlert error={decide.error} />}
      <div className={css.actions}>
        <Button type="submit" size="xs" disabled={!complete} loading={decide.isPending}>{t('decision.save')}</Button>
      </div>
      <DecisionHistory history={finding.history} />
    </form>
  );
}

const isLevel = (value: string): value is 'I' | 'II' | 'III' => (LEVELS as readonly string[]).includes(value);

/** For readers of a shared result: the decision and how it came about, nothing to change. */
export function DecisionRecord({ history }: { readonly history: readonly Decision[] }) {
  const { t } = useTranslation();
  const note = history.at(-1)?.note;
  return (
    <div className={css.form}>
      <div className={css.label}>{t('decision.title')}</div>
      <DecisionLabel history={history} />
      {note && <p className={css.note}>{note}</p>}
      <DecisionHistory history={history} />
    </div>
  );
}

function DecisionHistory({ history }: { readonly history: readonly Decision[] }) {
  const { t, i18n } = useTranslation();
  if (history.length === 0) return null;
  return (
    <details className={css.history}>
      <summary>{t('decision.history', { count: history.length })}</summary>
      <ol>
        {[...history].reverse().map((decision) => (
          <li key={decision.when}>
            <span className={css.when}>{dateTime(decision.when, i18n.language)} · {decision.who}</span>
            <span>{decisionWords(t, decision)}</span>
            {decision.note && <span className={css.note}>{decision.note}</span>}
          </li>
        ))}
      </ol>
    </details>
  );
}
