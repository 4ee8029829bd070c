/** Search by image: drop one or take a medium, and see each hit with the geometry that was found. */
import { Alert, Button, Checkbox, NativeSelect, Progress, SegmentedControl } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconPhotoSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fileOfMedium, searchByImage, type Found, type ImageSearch, type Place, type TransformLimit } from '../api/image-search.ts';
import { mediumQuery } from '../api/media.ts';
import { useUpload } from '../api/use-upload.ts';
import { IMAGE_EXTENSIONS } from '../home/check-files.ts';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { useTitle } from '../ui/use-title.ts';
import { Hits } from './hits.tsx';
import page from '../ui/page.module.css';
import css from './search-page.module.css';

const ACCEPT = IMAGE_EXTENSIONS.map((extension) => `.${extension}`).join(',');
const LIMITS = ['perspective', 'affine', 'scale'] as const satisfies readonly TransformLimit[];

export function SearchPage() {
  const { t } = useTranslation();
  useTitle(t('search.title'));
  const { in: first, medium } = useSearch({ from: '/own/search' });
  const [place, setPlace] = useState<Place>(first ?? (medium === undefined ? 'library' : 'media'));
  const [transform, setTransform] = useState<TransformLimit>('perspective');
  const [unverified, setUnverified] = useState(false);
  const [file, setFile] = useState<File>();
  const [found, setFound] = useState<Found>();
  const open = useRef<() => void>(null);
  const { sent, error, send, cancel } = useUpload(async (search: ImageSearch, onSent, signal) => setFound(await searchByImage(search, onSent, signal)));
  const taken = useTakenMedium(medium);
  const ask = (change: Partial<ImageSearch>): void => {
    const search = { file, place, transform, unverified, ...change };
    setFound(undefined);
    if (search.file) void send({ ...search, file: search.file });
  };
  const take = (next: File): void => {
    setFile(next);
    ask({ file: next });
  };
  const onTaken = useEffectEvent(take);
  useEffect(() => {
    if (taken.data) onTaken(taken.data);
  }, [taken.data]);
  const busy = sent !== undefined;
  const problem = error ?? taken.error ?? undefined;

  return (
    <main id="main" tabIndex={-1} className={page.page}>
      <div className={page.section}>
        <h1>{t('search.title')}</h1>
        <p className={page.dim}>{t('search.text')}</p>
      </div>
      <section className={page.section} aria-label={t('search.query')}>
        <Dropzone onDrop={([dropped]) => dropped && take(dropped)} openRef={open} multiple={false} activateOnKeyboard={false} inputProps={{ accept: ACCEPT, 'aria-label': t('search.choose') }} className={css.zone} disabled={busy}>
          <div className={css.invitation}>
            <IconPhotoSearch size={24} stroke={1.5} aria-hidden />
            <p>{file ? file.name : t('search.drop')}</p>
            <Button variant="default" size="sm" disabled={busy} onClick={(event) => { event.stopPropagation(); open.current?.(); }}>{t('search.choose')}</Button>
          </div>
        </Dropzone>
        <div className={css.options}>
          <SegmentedControl value={place} disabled={busy} aria-label={t('search.where')} transitionDuration={0}
            data={[{ value: 'library', label: t('search.place.library') }, { value: 'media', label: t('search.place.media') }]}
            onChange={(value) => { const next = value === 'media' ? 'media' : 'library'; setPlace(next); ask({ place: next }); }} />
          <NativeSelect aria-label={t('search.geometry')} value={transform} disabled={busy} data={LIMITS.map((value) => ({ value, label: t(`search.transform.${value}`) }))}
            onChange={({ currentTarget }) => { const next = LIMITS.find((one) => one === currentTarget.value) ?? 'perspective'; setTransform(next); ask({ transform: next }); }} />
          <Checkbox checked={unverified} disabled={busy} label={t('search.unverified')} onChange={({ currentTarget }) => { setUnverified(currentTarget.checked); ask({ unverified: currentTarget.checked }); }} />
        </div>
        {busy && (
          <div className={css.sending}>
            <Progress value={sent < 1 ? sent * 100 : 100} animated={sent >= 1} aria-label={t('search.searching')} />
            <span role="status">{sent < 1 ? t('newScan.sent', { percent: Math.floor(sent * 100) }) : t('search.searching')}</span>
            <Button variant="default" size="xs" onClick={cancel}>{t('common.cancel')}</Button>
          </div>
        )}
        {problem !== undefined && <ProblemAlert error={problem} />}
      </section>
      {found && (found.hits.length === 0
        ? <Alert variant="light" color="gray" role="status" title={t('search.none')}>{t(unverified ? 'search.noneText' : 'search.noneProven')}</Alert>
        : <Hits key={found.query.picture.length + found.hits.map(({ key }) => key).join()} found={found} />)}
    </main>
  );
}

/** The medium of the address, as a file to ask with. */
function useTakenMedium(id: number | undefined): { readonly data: File | undefined; readonly error: Error | null } {
  const medium = useQuery({ ...mediumQuery(id ?? 0), enabled: id !== undefined });
  const name = medium.data?.name;
  const file = useQuery({ queryKey: ['medium-file', id], enabled: id !== undefined && name !== undefined, queryFn: () => fileOfMedium(id ?? 0, name ?? ''), staleTime: Infinity });
  return { data: file.data, error: medium.error ?? file.error };
}
