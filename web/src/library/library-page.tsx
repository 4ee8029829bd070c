/** The reference library: what it holds, and, for administrators, how it grows. */
import { Button } from '@mantine/core';
import { IconPhotoSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { libraryQuery } from '../api/reference.ts';
import { ErrorPage } from '../app/message-pages.tsx';
import { bytes, number } from '../i18n/format.ts';
import { Loading } from '../ui/loading.tsx';
import { useTitle } from '../ui/use-title.ts';
import { AddToLibrary } from './add-to-library.tsx';
import { Entries } from './entries.tsx';
import { IngestList } from './ingest-list.tsx';
import css from '../ui/page.module.css';

export function LibraryPage() {
  const { t, i18n } = useTranslation();
  const { data: stats, error } = useQuery(libraryQuery);
  useTitle(t('library.title'));
  if (error) return <ErrorPage error={error} />;
  if (!stats) return <Loading />;
  const { images, features, indexBytes, pictureBytes, writable } = stats;

  return (
    <main id="main" tabIndex={-1} className={css.page}>
      <div className={css.section}>
        <div className={css.head}>
          <h1>{t('library.title')}</h1>
          <Button renderRoot={(props: object) => <Link {...props} to="/search" search={{ in: 'library' }} />} variant="default" leftSection={<IconPhotoSearch size={18} stroke={1.6} aria-hidden />}>{t('library.searchByImage')}</Button>
        </div>
        <p className={css.dim}>{t('library.text')} {t('library.stats', { count: images, images: number(images, i18n.language, 0), points: number(features, i18n.language, 0), size: bytes(indexBytes + pictureBytes, i18n.language) })}</p>
      </div>
      {writable ? <AddToLibrary collections={stats.collections.flatMap(({ collection }) => collection ?? [])} /> : <p className={css.dim}>{t('library.readOnly')}</p>}
      {writable && <IngestList />}
      <Entries stats={stats} />
    </main>
  );
}
