/** What is in one folder, and what can be done with it. */
import { Button } from '@mantine/core';
import { IconFolderPlus, IconFolderShare } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { MediumView } from '../../../src/http/native/media-wire.ts';
import { childrenQuery, grantsQuery } from '../api/media.ts';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import type { MediaDrag } from './drag-media.ts';
import type { Asked } from './media-dialogs.tsx';
import { MediumCard } from './medium-card.tsx';
import { UploadMedia } from './upload-media.tsx';
import page from '../ui/page.module.css';
import css from './folder-view.module.css';

interface Props {
  readonly folder: MediumView;
  /** Of its owner: it can be opened to others. */
  readonly mine: boolean;
  readonly drag: MediaDrag;
  onOpen(id: number): void;
  onAsk(asked: Asked): void;
}

export function FolderView({ folder, mine, drag, onOpen, onAsk }: Props) {
  const { t } = useTranslation();
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(childrenQuery(folder.id));
  const { data: grants } = useQuery(grantsQuery);
  const media = data?.pages.flatMap((one) => one.media) ?? [];
  const count = data?.pages[0]?.count ?? 0;
  const open = grants?.filter((grant) => grant.folder === folder.id) ?? [];

  return (
    <>
      <div className={page.head}>
        <nav aria-label={t('registry.way')} className={css.way}>
          <ol>
            {folder.parents.map(({ id, name }) => <li key={id}><button type="button" className={css.step} {...drag.target({ id, writable: folder.writable })} onClick={() => onOpen(id)}>{name}</button></li>)}
            <li><h2>{folder.name}</h2></li>
          </ol>
        </nav>
        {mine && <Button variant="default" leftSection={<IconFolderShare size={18} stroke={1.6} aria-hidden />} onClick={() => onAsk({ what: 'share', folder })}>{t('registry.share')}</Button>}
        {folder.writable && <Button variant="default" leftSection={<IconFolderPlus size={18} stroke={1.6} aria-hidden />} onClick={() => onAsk({ what: 'new-folder', folder })}>{t('registry.newFolder')}</Button>}
      </div>
      {!folder.writable && <p className={page.dim}>{t('registry.readOnly')}</p>}
      {open.length > 0 && <p className={page.dim}>{t('registry.openTo', { accounts: open.map(({ account, mode }) => `${account} (${t(`registry.mode.${mode}`)})`).join(', ') })}</p>}
      {folder.writable && <UploadMedia folder={folder} />}
      {error && <ProblemAlert error={error} />}
      {!isPending && !error && media.length === 0 && <p className={page.dim}>{t('registry.empty')}</p>}
      <ul className={page.grid} aria-label={folder.name}>
        {media.map((medium) => (
          <MediumCard key={medium.id} medium={medium} mine={mine} drag={drag} onOpen={onOpen} onAsk={onAsk} shared={grants?.some((grant) => grant.folder === medium.id) ?? false} />
        ))}
      </ul>
      {media.length > 0 && (
        <div className={page.foot}>
          <span role="status">{t('registry.shown', { shown: media.length, count: Math.max(count, media.length) })}</span>
          {hasNextPage && <Button variant="default" size="xs" onClick={() => void fetchNextPage()} loading={isFetchingNextPage}>{t('history.more')}</Button>}
        </div>
      )}
    </>
  );
}
