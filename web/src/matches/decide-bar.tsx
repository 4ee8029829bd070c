/** The fixed bar of decisions: about the chosen matches, or the one that is looked at. */
import { Button, FileInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MatchVerdict } from '../../../src/http/native/matches-wire.ts';
import { Dialog } from '../ui/dialog.tsx';
import { KEYS, VERDICTS } from './inbox-view.ts';
import css from './decide-bar.module.css';

export interface Told {
  readonly count: number;
  readonly verdict: MatchVerdict;
}

interface Props {
  /** Matches that a decision would be about. */
  readonly count: number;
  readonly busy: boolean;
  /** What was decided last; it can be taken back. */
  readonly told: Told | undefined;
  onDecide(verdict: MatchVerdict): void;
  onUndo(): void;
}

export function DecideBar({ count, busy, told, onDecide, onUndo }: Props) {
  const { t } = useTranslation();
  return (
    <div className={css.bar} role="group" aria-label={t('matches.decide', { count })}>
      <span className={css.count}>{t('matches.decide', { count })}</span>
      {VERDICTS.map((verdict) => (
        <Button key={verdict} size="xs" variant="default" disabled={count === 0 || busy} onClick={() => onDecide(verdict)} rightSection={<kbd className={css.key} aria-hidden>{KEYS[verdict]}</kbd>}>{t(`matches.decideAs.${verdict}`)}</Button>
      ))}
      <span className={css.told} role="status">
        {told && t('matches.told', { count: told.count, verdict: t(`matches.verdict.${told.verdict}`) })}
        {told && told.verdict !== 'undecided' && <Button size="compact-xs" variant="subtle" disabled={busy} onClick={onUndo} rightSection={<kbd className={css.key} aria-hidden>u</kbd>}>{t('matches.undo')}</Button>}
      </span>
    </div>
  );
}

interface LicenceProps {
  readonly opened: boolean;
  readonly count: number;
  readonly busy: boolean;
  onClose(): void;
  onDecide(with_: { readonly note: string; readonly file?: File }): void;
}

/** A licence is worth its proof: who granted it, and the paper that says so. */
export function LicenceDialog({ opened, count, busy, onClose, onDecide }: LicenceProps) {
  const { t } = useTranslation();
  const [note, setNote] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const submit = (): void => {
    onDecide({ note: note.trim(), ...(file ? { file } : {}) });
    setNote('');
    setFile(null);
  };
  return (
    <Dialog opened={opened} onClose={onClose} title={t('matches.licence.title', { count })}>
      <form className={css.form} onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <Textarea label={t('matches.licence.note')} description={t('matches.licence.noteHelp')} value={note} maxLength={2000} autosize minRows={2} onChange={({ currentTarget }) => setNote(currentTarget.value)} data-autofocus />
        <FileInput label={t('matches.licence.proof')} description={t('matches.licence.proofHelp')} placeholder={t('matches.licence.choose')} value={file} onChange={setFile} clearable clearButtonProps={{ 'aria-label': t('matches.licence.clear') }} />
        <div className={css.actions}>
          <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" loading={busy}>{t('matches.shown.licensed')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
