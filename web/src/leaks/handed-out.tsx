/** An original with its recipients: their copies, and the place to drop a leaked file. */
import { ActionIcon, Button, FileButton } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LeakView } from '../../../src/http/native/leaks-wire.ts';
import { copyUrl, useDeleteLeak, useTrace } from '../api/leaks.ts';
import { dateTime } from '../i18n/format.ts';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { TraceAnswer } from './trace-answer.tsx';
import css from './leaks-page.module.css';

/** Recipients that are shown before the list is opened. */
const SHORT = 8;

export function HandedOut({ leak }: { readonly leak: LeakView }) {
  const { t, i18n } = useTranslation();
  const [doomed, setDoomed] = useState(false);
  const [all, setAll] = useState(false);
  const shown = all ? leak.recipients : leak.recipients.slice(0, SHORT);
  return (
    <article className={css.leak} aria-labelledby={`leak-${leak.id}`}>
      <div className={css.head}>
        <h3 id={`leak-${leak.id}`}>{leak.name}</h3>
        <span className={css.small}>{t('leaks.facts', { width: leak.width, height: leak.height, when: dateTime(leak.createdAt, i18n.language) })}</span>
        <ActionIcon className={css.end} variant="subtle" color="gray" aria-label={t('leaks.delete', { name: leak.name })} onClick={() => setDoomed(true)}><IconTrash size={18} stroke={1.6} /></ActionIcon>
      </div>
      <LeakedFile leak={leak} />
      <div>
        <p className={css.small}>{t('leaks.copies', { count: leak.recipients.length })}</p>
        <ul className={css.recipients}>
          {shown.map(({ id, name }) => <li key={id}><a href={copyUrl(leak.id, id)} download>{name}</a></li>)}
        </ul>
        {shown.length < leak.recipients.length && <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>{t('leaks.all')}</Button>}
      </div>
      <DeleteDialog leak={leak} opened={doomed} onClose={() => setDoomed(false)} />
    </article>
  );
}

function LeakedFile({ leak }: { readonly leak: LeakView }) {
  const { t } = useTranslation();
  const trace = useTrace(leak.id);
  const ask = (file: File | null | undefined): void => {
    if (file) trace.mutate(file);
  };
  return (
    <>
      <Dropzone onDrop={([file]) => ask(file)} multiple={false} activateOnClick={false} activateOnKeyboard={false} loading={trace.isPending} inputProps={{ 'aria-label': t('leaks.drop') }} className={css.zone} tabIndex={-1}>
        <div className={css.invitation}>
          <p>{t('leaks.drop')}</p>
          <FileButton onChange={ask} accept="image/*">{(props) => <Button {...props} variant="default" className={css.choose}>{t('leaks.chooseLeaked')}</Button>}</FileButton>
        </div>
      </Dropzone>
      <div role="status">{trace.data && <TraceAnswer answer={trace.data} file={trace.variables.name} />}</div>
      {trace.error && <ProblemAlert error={trace.error} />}
    </>
  );
}

function DeleteDialog({ leak, opened, onClose }: { readonly leak: LeakView; readonly opened: boolean; onClose(): void }) {
  const { t } = useTranslation();
  const remove = useDeleteLeak();
  return (
    <Dialog opened={opened} onClose={onClose} title={t('leaks.deleteTitle')}>
      <p>{t('leaks.deleteText', { name: leak.name })}</p>
      {remove.error && <ProblemAlert error={remove.error} />}
      <div className={css.dialogActions}>
        <Button variant="default" onClick={onClose} data-autofocus>{t('common.keep')}</Button>
        <Button color="red" loading={remove.isPending} onClick={() => remove.mutate(leak.id, { onSuccess: onClose })}>{t('common.delete')}</Button>
      </div>
    </Dialog>
  );
}
