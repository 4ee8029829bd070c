/** Document check: drop a picture, see whether it was forged and where, and make it legible. */
import { Button, Progress } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconFileSearch } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentView } from '../../../src/http/native/documents-wire.ts';
import { judgeDocument } from '../api/documents.ts';
import { useUpload } from '../api/use-upload.ts';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { useTitle } from '../ui/use-title.ts';
import { DocumentResult } from './document-result.tsx';
import { drawSample } from './draw-sample.ts';
import { Improve } from './improve.tsx';
import { WhatIsSeen } from './what-is-seen.tsx';
import page from '../ui/page.module.css';
import css from './documents-page.module.css';

const ACCEPT = '.jpg,.jpeg,.png,.bmp,.webp,.tif,.tiff,.gif';

export function DocumentsPage() {
  const { t } = useTranslation();
  useTitle(t('documents.title'));
  const [file, setFile] = useState<File>();
  const [view, setView] = useState<DocumentView>();
  const open = useRef<() => void>(null);
  const { sent, error, send, cancel } = useUpload(async (next: File, onSent, signal) => setView(await judgeDocument(next, onSent, signal)));
  const busy = sent !== undefined;
  const take = (next: File): void => {
    setFile(next);
    setView(undefined);
    void send(next);
  };
  const forget = (): void => {
    setFile(undefined);
    setView(undefined);
  };

  return (
    <main id="main" tabIndex={-1} className={page.page}>
      <div className={page.section}>
        <h1>{t('documents.title')}</h1>
        <p className={page.dim}>{t('documents.text')}</p>
      </div>
      <section className={page.section} aria-label={t('documents.picture')}>
        <Dropzone onDrop={([dropped]) => dropped && take(dropped)} openRef={open} multiple={false} activateOnKeyboard={false} inputProps={{ accept: ACCEPT, 'aria-label': t('documents.choose') }} className={css.zone} disabled={busy}>
          <div className={css.invitation}>
            <IconFileSearch size={24} stroke={1.5} aria-hidden />
            <p>{file ? file.name : t('documents.drop')}</p>
            <Button variant="default" size="sm" disabled={busy} onClick={(event) => { event.stopPropagation(); open.current?.(); }}>{t('documents.choose')}</Button>
          </div>
        </Dropzone>
        {busy && (
          <div className={css.sending}>
            <Progress value={sent < 1 ? sent * 100 : 100} animated={sent >= 1} aria-label={t('documents.judging')} />
            <span role="status">{sent < 1 ? t('newScan.sent', { percent: Math.floor(sent * 100) }) : t('documents.judging')}</span>
            <Button variant="default" size="xs" onClick={cancel}>{t('common.cancel')}</Button>
          </div>
        )}
        {error !== undefined && <ProblemAlert error={error} />}
      </section>
      {view && file && <DocumentResult key={view.heatMap.length + file.name} view={view} name={file.name} />}
      {view && file && <Improve key={file.name + file.lastModified} file={file} before={view.picture} />}
      {file && !busy && (
        <div className={css.forget}>
          <Button variant="default" onClick={forget}>{t('documents.forget')}</Button>
          <span className={page.dim}>{t('documents.forgetText')}</span>
        </div>
      )}
      {!file && <WhatIsSeen onSample={async () => take(await drawSample())} />}
    </main>
  );
}
