/** The media registry: my folders and those opened to me as a tree, what is in one of them as a grid. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MediaRoots, MediumView } from '../../../src/http/native/media-wire.ts';
import { mediumQuery, rootsQuery } from '../api/media.ts';
import { ErrorPage } from '../app/message-pages.tsx';
import { Loading } from '../ui/loading.tsx';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { useTitle } from '../ui/use-title.ts';
import { FolderTree } from './folder-tree.tsx';
import { FolderView } from './folder-view.tsx';
import { MediaDialogs, type Asked } from './media-dialogs.tsx';
import { QuotaBar } from './quota-bar.tsx';
import { useDragMedia } from './drag-media.ts';
import css from './registry-page.module.css';

export function RegistryPage() {
  const { t } = useTranslation();
  const { data: roots, error } = useQuery(rootsQuery);
  useTitle(t('registry.title'));
  if (error) return <ErrorPage error={error} />;
  return roots ? <Registry roots={roots} /> : <Loading />;
}

function Registry({ roots }: { readonly roots: MediaRoots }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { folder: id = roots.home.id } = useSearch({ from: '/own/registry' });
  const { data: folder, error } = useQuery(mediumQuery(id));
  const [asked, setAsked] = useState<Asked>();
  const drag = useDragMedia();
  const open = (to: number): void => void navigate({ to: '/registry', search: to === roots.home.id ? {} : { folder: to } });
  const left = (gone: MediumView): void => {
    if (gone.id === id) open(gone.parents.at(-1)?.id ?? roots.home.id);
  };

  return (
    <main id="main" tabIndex={-1} className={css.page}>
      <aside className={css.side} aria-label={t('registry.folders')}>
        <h1>{t('registry.title')}</h1>
        <QuotaBar usage={roots.usage} />
        <FolderTree roots={roots} current={folder} drag={drag} onOpen={open} />
      </aside>
      <div className={css.main}>
        {error && <ProblemAlert error={error} />}
        {drag.error !== null && <ProblemAlert error={drag.error} />}
        {folder && <FolderView key={folder.id} folder={folder} mine={(folder.parents[0]?.id ?? folder.id) === roots.home.id} drag={drag} onOpen={open} onAsk={setAsked} />}
      </div>
      <MediaDialogs asked={asked} roots={roots} onClose={() => setAsked(undefined)} onGone={left} />
    </main>
  );
}
