/** Files into the folder that is shown, one after another; each has its progress and its answer. */
import { Button, Checkbox, Progress } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconUpload } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MediumView } from '../../../src/http/native/media-wire.ts';
import { uploadMedium, useMediaChanges } from '../api/media.ts';
import { isAbort } from '../api/send-form.ts';
import { useErrorText } from '../ui/problem-text.ts';
import css from './upload-media.module.css';

interface Progressing {
  readonly name: string;
  readonly number: number;
  readonly total: number;
  /** Share of its bytes sent. */
  readonly sent: number;
}

export function UploadMedia({ folder }: { readonly folder: MediumView }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { refresh } = useMediaChanges();
  const open = useRef<() => void>(null);
  const abort = useRef<AbortController>(undefined);
  const [exclusive, setExclusive] = useState(false);
  const [now, setNow] = useState<Progressing>();
  const [refused, setRefused] = useState<readonly { readonly name: string; readonly error: unknown }[]>([]);

  const upload = async (files: readonly File[]): Promise<void> => {
    const { signal } = (abort.current = new AbortController());
    setRefused([]);
    for (const [i, file] of files.entries()) {
      const { name } = file;
      try {
        await uploadMedium(folder.id, file, exclusive, (sent) => setNow({ name, number: i + 1, total: files.length, sent }), signal);
      } catch (error) {
        if (isAbort(error)) break;
        setRefused((old) => [...old, { name, error }]);
      }
    }
    setNow(undefined);
    await refresh();
  };

  return (
    <div className={css.upload}>
      <Dropzone onDrop={(files) => void upload(files)} openRef={open} activateOnClick={false} activateOnKeyboard={false} inputProps={{ 'aria-label': t('registry.upload') }} className={css.zone} disabled={now !== undefined}>
        <div className={css.invitation}>
          <Button variant="default" size="sm" disabled={now !== undefined} leftSection={<IconUpload size={16} stroke={1.6} aria-hidden />} onClick={() => open.current?.()}>{t('registry.upload')}</Button>
          <span className={css.dim}>{t('registry.drop')}</span>
          <Checkbox size="sm" checked={exclusive} onChange={({ currentTarget }) => setExclusive(currentTarget.checked)} label={t('registry.uploadExclusive')} disabled={now !== undefined} />
        </div>
      </Dropzone>
      {now && (
        <div className={css.sending}>
          <Progress value={((now.number - 1 + now.sent) / now.total) * 100} aria-label={t('newScan.sending')} />
          <span role="status">{t('registry.sending', { name: now.name, number: now.number, total: now.total })}</span>
          <Button variant="default" size="xs" onClick={() => abort.current?.abort()}>{t('common.cancel')}</Button>
        </div>
      )}
      {refused.length > 0 && <ul className={css.refused} role="alert">{refused.map(({ name, error }) => <li key={name}><strong>{name}</strong>: {errorText(error)}</li>)}</ul>}
    </div>
  );
}
