/** Files, archives and papers, with what is known of them. They are sent at once; enrolling goes on without this page. */
import { Autocomplete, Button, Checkbox, Progress, TextInput } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconFolderOpen, IconUpload } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isDoi, uploadIngest, type Ingest } from '../api/reference.ts';
import { useUpload } from '../api/use-upload.ts';
import { bytes } from '../i18n/format.ts';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import css from './add-to-library.module.css';

const ACCEPT = '.jpg,.jpeg,.jfif,.png,.gif,.bmp,.tif,.tiff,.svg,.webp,.pdf,.docx,.zip,.tar,.tgz,.gz,.nxml,.xml';
const NOTHING = { collection: '', licence: '', title: '', doi: '' } as const;
const isRead = (name: string): boolean => ACCEPT.split(',').some((extension) => name.toLowerCase().endsWith(extension));
type Fields = Readonly<Record<keyof typeof NOTHING, string>>;

export function AddToLibrary({ collections }: { readonly collections: readonly string[] }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const open = useRef<() => void>(null);
  const folder = useRef<HTMLInputElement | null>(null);
  const [leftOut, setLeftOut] = useState(0);
  const [files, setFiles] = useState<readonly File[]>([]);
  const [fields, setFields] = useState<Fields>(NOTHING);
  const [recheck, setRecheck] = useState(false);
  const { sent, error, send, cancel } = useUpload(async (ingest: Ingest, onSent, signal) => {
    await uploadIngest(ingest, onSent, signal);
    setFiles([]);
    setFields(({ collection, licence }) => ({ ...NOTHING, collection, licence }));
    await client.invalidateQueries({ queryKey: ['ingests'] });
  });
  const busy = sent !== undefined;
  const takeFolder = (all: readonly File[]): void => {
    const readable = all.filter(({ name }) => isRead(name));
    setLeftOut(all.length - readable.length);
    setFiles((old) => [...old, ...readable]);
  };
  const field = (name: keyof Fields) => ({ label: t(`reference.field.${name}`), value: fields[name], disabled: busy });
  const write = (name: keyof Fields, value: string): void => setFields((old) => ({ ...old, [name]: value }));
  const badDoi = fields.doi.trim() !== '' && !isDoi(fields.doi);

  return (
    <section aria-labelledby="add" className={css.section}>
      <h2 id="add">{t('library.add')}</h2>
      <Dropzone onDrop={(more) => { setLeftOut(0); setFiles((old) => [...old, ...more]); }} openRef={open} activateOnKeyboard={false} inputProps={{ accept: ACCEPT, 'aria-label': t('newScan.choose') }} className={css.zone} disabled={busy}>
        <div className={css.invitation}>
          <IconUpload size={22} stroke={1.5} aria-hidden />
          <p>{t('library.drop')}</p>
          <Button variant="default" size="sm" disabled={busy} onClick={(event) => { event.stopPropagation(); open.current?.(); }}>{t('newScan.choose')}</Button>
        </div>
      </Dropzone>
      <div><Button variant="default" size="sm" disabled={busy} leftSection={<IconFolderOpen size={16} stroke={1.6} aria-hidden />} onClick={() => folder.current?.click()}>{t('library.chooseFolder')}</Button></div>
      <input ref={(element) => { folder.current = element; if (element) element.webkitdirectory = true; }} type="file" hidden multiple aria-label={t('library.chooseFolder')} onChange={({ currentTarget }) => { takeFolder([...(currentTarget.files ?? [])]); currentTarget.value = ''; }} />
      {leftOut > 0 && <p className={css.dim} role="status">{t('library.leftOut', { count: leftOut })}</p>}
      {files.length > 0 && (
        <form className={css.form} onSubmit={(event) => { event.preventDefault(); void send({ files, fields: { ...fields, recheck: String(recheck) } }); }}>
          <p>{t('library.chosen', { count: files.length, name: files[0]?.name ?? '', size: bytes(files.reduce((sum, { size }) => sum + size, 0), i18n.language) })}</p>
          <div className={css.fields}>
            <Autocomplete {...field('collection')} data={[...new Set(collections)]} onChange={(value) => write('collection', value)} maxLength={200} />
            <Autocomplete {...field('licence')} data={['CC-BY-4.0', 'CC-BY-SA-4.0', 'CC0-1.0']} onChange={(value) => write('licence', value)} maxLength={200} />
            <TextInput {...field('title')} onChange={({ currentTarget }) => write('title', currentTarget.value)} maxLength={1000} />
            <TextInput {...field('doi')} onChange={({ currentTarget }) => write('doi', currentTarget.value)} maxLength={300} placeholder="10.1234/abc" error={badDoi ? t('library.noDoi') : undefined} />
          </div>
          <p className={css.dim}>{t('library.fieldsHelp')}</p>
          <Checkbox checked={recheck} disabled={busy} onChange={({ currentTarget }) => setRecheck(currentTarget.checked)} label={t('library.recheck')} description={t('library.recheckHelp')} />
          {error !== undefined && <ProblemAlert error={error} />}
          {sent === undefined ? (
            <div className={css.actions}>
              <Button type="submit" disabled={badDoi}>{t('library.enrol')}</Button>
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
