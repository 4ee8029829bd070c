/** Drop a file, see what is known of it: what it says of itself, what its pixels look like, where it has been seen. */
import { Alert, Button, Progress } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconShieldSearch } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUpload } from '../api/use-upload.ts';
import { verifyImage, type Verified } from '../api/verify.ts';
import { IMAGE_EXTENSIONS } from '../home/check-files.ts';
import { Hits } from '../search/hits.tsx';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { useTitle } from '../ui/use-title.ts';
import { FactList, RecoveredList } from './fact-list.tsx';
import { PixelView } from './pixel-view.tsx';
import { SpectrumView } from './spectrum-view.tsx';
import page from '../ui/page.module.css';
import css from '../search/search-page.module.css';

const ACCEPT = IMAGE_EXTENSIONS.map((extension) => `.${extension}`).join(',');

export function VerifyPage() {
  const { t } = useTranslation();
  useTitle(t('verify.title'));
  const [known, setKnown] = useState<Verified>();
  const open = useRef<() => void>(null);
  const { sent, error, send, cancel } = useUpload(async (file: File, onSent, signal) => setKnown(await verifyImage(file, onSent, signal)));
  const busy = sent !== undefined;
  const take = (file: File): void => {
    setKnown(undefined);
    void send(file);
  };

  return (
    <main id="main" tabIndex={-1} className={page.page}>
      <div className={page.section}>
        <h1>{t('verify.title')}</h1>
        <p className={page.dim}>{t('verify.text')}</p>
      </div>
      <section className={page.section} aria-label={t('verify.file')}>
        <Dropzone onDrop={([dropped]) => dropped && take(dropped)} openRef={open} multiple={false} activateOnKeyboard={false} inputProps={{ accept: ACCEPT, 'aria-label': t('search.choose') }} className={css.zone} disabled={busy}>
          <div className={css.invitation}>
            <IconShieldSearch size={24} stroke={1.5} aria-hidden />
            <p>{known?.name ?? t('search.drop')}</p>
            <Button variant="default" size="sm" disabled={busy} onClick={(event) => { event.stopPropagation(); open.current?.(); }}>{t('search.choose')}</Button>
          </div>
        </Dropzone>
        {busy && (
          <div className={css.sending}>
            <Progress value={sent < 1 ? sent * 100 : 100} animated={sent >= 1} aria-label={t('verify.looking')} />
            <span role="status">{sent < 1 ? t('newScan.sent', { percent: Math.floor(sent * 100) }) : t('verify.looking')}</span>
            <Button variant="default" size="xs" onClick={cancel}>{t('common.cancel')}</Button>
          </div>
        )}
        {error !== undefined && <ProblemAlert error={error} />}
      </section>
      {known && (
        <>
          <FactList reply={known.reply} />
          <RecoveredList reply={known.reply} />
          <PixelView reply={known.reply} />
          <SpectrumView file={known.file} />
          <Copies known={known} />
        </>
      )}
    </main>
  );
}

function Copies({ known: { copies } }: { readonly known: Verified }) {
  const { t } = useTranslation();
  const found = copies.filter(({ hits }) => hits.length > 0);
  if (found.length === 0) return <Alert variant="light" color="gray" role="status" title={t('verify.noCopies')}>{t('verify.noCopiesText')}</Alert>;
  return <>{found.map((one) => <Hits key={one.hits.map(({ key }) => key).join()} found={one} />)}</>;
}
