/** Moving without a mouse: go through the folders, then put it here. */
import { Button } from '@mantine/core';
import { IconArrowUp, IconFolder } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MediaRoots, MediumView } from '../../../src/http/native/media-wire.ts';
import { childrenQuery, mediumQuery, useMediaChanges } from '../api/media.ts';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import page from '../ui/page.module.css';
import css from './move-form.module.css';

export function MoveForm({ medium, roots, onClose }: { readonly medium: MediumView; readonly roots: MediaRoots; onClose(): void }) {
  const { t } = useTranslation();
  const { change } = useMediaChanges();
  const [at, setAt] = useState(medium.parents.at(-1)?.id ?? roots.home.id);
  const { data: folder, error } = useQuery(mediumQuery(at));
  const { data } = useInfiniteQuery(childrenQuery(at));
  const folders = data?.pages.flatMap(({ media }) => media.filter(({ type, id }) => type === 'folder' && id !== medium.id)) ?? [];
  const up = folder?.parents.at(-1);
  const here = folder?.id === medium.parents.at(-1)?.id;

  return (
    <div className={page.section}>
      <p>{t('registry.moveTo', { path: folder?.path ?? '…' })}</p>
      <ul className={css.folders} aria-label={t('registry.folders')}>
        {up && <li><button type="button" onClick={() => setAt(up.id)}><IconArrowUp size={16} aria-hidden />{up.name}</button></li>}
        {folders.map(({ id, name }) => <li key={id}><button type="button" onClick={() => setAt(id)}><IconFolder size={16} aria-hidden />{name}</button></li>)}
        {!up && [roots.home, ...roots.opened].filter(({ id }) => id !== at).map(({ id, path }) => <li key={id}><button type="button" onClick={() => setAt(id)}><IconFolder size={16} aria-hidden />{path}</button></li>)}
      </ul>
      {(error ?? change.error) && <ProblemAlert error={error ?? change.error} />}
      <div className={page.dialogActions}>
        <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
        <Button loading={change.isPending} disabled={!folder?.writable || here} onClick={() => change.mutate({ id: medium.id, parent: at }, { onSuccess: onClose })}>{t('registry.moveHere')}</Button>
      </div>
    </div>
  );
}
