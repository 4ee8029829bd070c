import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Removal } from '../../../src/http/native/reference-wire.ts';
import { useRemoveEntries } from '../api/reference.ts';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import css from '../ui/page.module.css';

interface Props {
  readonly what: Removal | undefined;
  /** Images that it removes. */
  readonly count: number;
  onClose(): void;
  onDone(): void;
}

export function RemoveDialog({ what, count, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const remove = useRemoveEntries();
  const act = (): void => {
    if (what) remove.mutate(what, { onSuccess: () => { onClose(); onDone(); } });
  };
  return (
    <Dialog opened={what !== undefined} onClose={onClose} title={t('library.removeTitle', { count })}>
      <p>{t('library.removeText')}</p>
      {remove.error && <ProblemAlert error={remove.error} />}
      <div className={css.dialogActions}>
        <Button variant="default" onClick={onClose} data-autofocus>{t('common.keep')}</Button>
        <Button color="red" loading={remove.isPending} onClick={act}>{t('library.remove')}</Button>
      </div>
    </Dialog>
  );
}
