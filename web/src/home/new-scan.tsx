/** The drop zone: choose, check, send, and go to the scan's page, which shows the progress. */
import { Alert, Button, Checkbox, Progress, Slider } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconFileTypePdf, IconPhoto, IconUpload, IconX } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { uploadScan, type Submission } from '../api/upload.ts';
import { useUpload } from '../api/use-upload.ts';
import { bytes } from '../i18n/format.ts';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { checkFiles, DOCUMENT_EXTENSIONS, IMAGE_EXTENSIONS, kindOf, MAX_IMAGES } from './check-files.ts';
import { useFileProblemText } from './file-problem-text.ts';
import css from './new-scan.module.css';

const ACCEPT = [...DOCUMENT_EXTENSIONS, ...IMAGE_EXTENSIONS].map((extension) => `.${extension}`).join(',');

export function NewScan() {
  const { t } = useTranslation();
  const [files, setFiles] = useState<readonly File[]>([]);
  const [minPercent, setMinPercent] = useState(33);
  const [excludeIdenticalPaper, setExclude] = useState(false);
  const { send, cancel, sent, error } = useScanUpload();
  const problemText = useFileProblemText();
  const scoreLabel = useId();
  const open = useRef<() => void>(null);
  const problems = checkFiles(files);
  const add = (more: readonly File[]): void => setFiles((old) => [...old, ...more.filter((file) => !old.some((other) => other.name === file.name && other.size === file.size))]);

  return (
    <section aria-labelledby="new-scan" className={css.section}>
      <h2 id="new-scan">{t('newScan.title')}</h2>
      <Dropzone onDrop={add} openRef={open} activateOnKeyboard={false} inputProps={{ accept: ACCEPT, 'aria-label': t('newScan.choose') }} className={css.zone} disabled={sent !== undefined}>
        <div className={css.invitation}>
          <IconUpload size={28} stroke={1.5} aria-hidden />
          <p className={css.big}>{t('newScan.drop')}</p>
          <Button variant="default" disabled={sent !== undefined} onClick={(event) => { event.stopPropagation(); open.current?.(); }}>{t('newScan.choose')}</Button>
          <p className={css.small}>{t('newScan.accepts', { images: MAX_IMAGES })}</p>
        </div>
      </Dropzone>
      <p className={css.small}>{t('newScan.local')}</p>

      {files.length > 0 && (
        <form className={css.form} onSubmit={(event) => { event.preventDefault(); void send({ files, minScore: minPercent / 100, excludeIdenticalPaper }); }}>
          <FileList files={files} onRemove={(file) => setFiles(files.filter((other) => other !== file))} disabled={sent !== undefined} />
          {problems.length > 0 && (
            <Alert color="red" role="alert" variant="light" title={t('newScan.problems', { count: problems.length })}>
              <ul className={css.problems}>{problems.map((problem, i) => <li key={i}>{problemText(problem)}</li>)}</ul>
            </Alert>
          )}
          <div className={css.options}>
            <div>
              <div id={scoreLabel} className={css.label}>{t('newScan.minScore', { percent: minPercent })}</div>
              <Slider value={minPercent} onChange={setMinPercent} min={0} max={100} label={null} marks={[{ value: 33 }, { value: 66 }]} size="sm" thumbProps={{ 'aria-labelledby': scoreLabel }} disabled={sent !== undefined} />
              <p className={css.small}>{t('newScan.minScoreHelp')}</p>
            </div>
            <Checkbox checked={excludeIdenticalPaper} onChange={({ currentTarget }) => setExclude(currentTarget.checked)} label={t('newScan.excludeIdentical')} description={t('newScan.excludeIdenticalHelp')} disabled={sent !== undefined} />
          </div>
          {error !== undefined && <ProblemAlert error={error} />}
          {sent === undefined ? (
            <div className={css.actions}>
              <Button type="submit" disabled={problems.length > 0}>{t('newScan.submit')}</Button>
              <Button variant="subtle" color="gray" onClick={() => setFiles([])}>{t('newScan.clear')}</Button>
            </div>
          ) : (
            <div className={css.sending}>
              <Progress value={sent * 100} aria-label={t('newScan.sending')} />
              <span role="status">{t('newScan.sent', { percent: Math.floor(sent * 100) })}</span>
              <Button variant="default" size="xs" onClick={cancel}>{t('common.cancel')}</Button>
            </div>
          )}
        </form>
      )}
    </section>
  );
}

interface FileListProps {
  readonly files: readonly File[];
  readonly disabled: boolean;
  onRemove(file: File): void;
}

function FileList({ files, disabled, onRemove }: FileListProps) {
  const { t, i18n } = useTranslation();
  return (
    <ul className={css.files} aria-label={t('newScan.files')}>
      {files.map((file) => (
        <li key={`${file.name}/${file.size}`}>
          {kindOf(file.name) === 'document' ? <IconFileTypePdf size={18} stroke={1.5} aria-hidden /> : <IconPhoto size={18} stroke={1.5} aria-hidden />}
          <span className={css.name}>{file.name}</span>
          <span className={css.size}>{bytes(file.size, i18n.language)}</span>
          <button type="button" className={css.remove} onClick={() => onRemove(file)} disabled={disabled} aria-label={t('newScan.remove', { name: file.name })}><IconX size={16} /></button>
        </li>
      ))}
    </ul>
  );
}

function useScanUpload() {
  const navigate = useNavigate();
  const client = useQueryClient();
  return useUpload(async (submission: Submission, onSent, signal) => {
    const scan = await uploadScan(submission, onSent, signal);
    void client.invalidateQueries({ queryKey: ['scans'] });
    await navigate({ to: '/scans/$id', params: { id: scan.id } });
  });
}
