/** Straightening, tones and moiré: before and after, side by side. */
import { Alert, Button, Checkbox, NativeSelect, Progress } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImprovementName } from '../../../src/http/native/documents-wire.ts';
import { enhanceDocument, removeMoire } from '../api/documents.ts';
import { useUpload } from '../api/use-upload.ts';
import { percent } from '../i18n/format.ts';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import page from '../ui/page.module.css';
import css from './documents-page.module.css';

const HOW = ['remove-shadow', 'enhance', 'black-white', 'none'] as const satisfies readonly ImprovementName[];

interface Made {
  readonly picture: string | undefined;
  readonly words: string;
}

export function Improve({ file, before }: { readonly file: File; readonly before: string }) {
  const { t } = useTranslation();
  const [straighten, setStraighten] = useState(true);
  const [improvement, setImprovement] = useState<ImprovementName>('remove-shadow');
  const [made, setMade] = useState<Made>();
  const { sent, error, send } = useUpload(async (what: 'enhance' | 'moire', onSent, signal) => {
    setMade(undefined);
    if (what === 'enhance') {
      const { found, picture } = await enhanceDocument(file, { straighten, improvement }, onSent, signal);
      setMade({ picture, words: t(!straighten ? 'documents.improve.toned' : found ? 'documents.improve.cornersFound' : 'documents.improve.noCorners') });
    } else {
      const { found, strength, picture } = await removeMoire(file, onSent, signal);
      setMade({ picture, words: found ? t('documents.improve.moireFound', { percent: percent(strength) }) : t('documents.improve.noMoire') });
    }
  });
  const busy = sent !== undefined;

  return (
    <section className={page.section} aria-labelledby="improve">
      <h2 id="improve">{t('documents.improve.title')}</h2>
      <div className={css.options}>
        <Checkbox checked={straighten} disabled={busy} label={t('documents.improve.straighten')} onChange={({ currentTarget }) => setStraighten(currentTarget.checked)} />
        <NativeSelect aria-label={t('documents.improve.tones')} value={improvement} disabled={busy} data={HOW.map((value) => ({ value, label: t(`documents.improve.how.${value}`) }))}
          onChange={({ currentTarget }) => setImprovement(HOW.find((one) => one === currentTarget.value) ?? 'none')} />
        <Button variant="default" disabled={busy} onClick={() => void send('enhance')}>{t('documents.improve.enhance')}</Button>
        <Button variant="default" disabled={busy} onClick={() => void send('moire')}>{t('documents.improve.moire')}</Button>
      </div>
      {busy && <Progress value={100} animated aria-label={t('documents.improve.working')} />}
      {error !== undefined && <ProblemAlert error={error} />}
      {made && <Alert variant="light" color="gray" role="status">{made.words}</Alert>}
      {made?.picture !== undefined && (
        <div className={css.two}>
          <figure className={css.figure}><figcaption>{t('documents.improve.before')}</figcaption><img src={before} alt={t('documents.improve.before')} className={css.shot} /></figure>
          <figure className={css.figure}>
            <figcaption>{t('documents.improve.after')} · <a href={made.picture} download={file.name.replace(/\.\w+$/, '') + (made.picture.startsWith('data:image/png') ? '.png' : '.jpg')}>{t('documents.improve.download')}</a></figcaption>
            <img src={made.picture} alt={t('documents.improve.after')} className={css.shot} />
          </figure>
        </div>
      )}
    </section>
  );
}
