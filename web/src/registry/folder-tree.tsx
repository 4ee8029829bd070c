/** Folders as nested lists of buttons: each opens its folder, the arrow beside it unfolds. */
import { IconChevronDown, IconChevronRight, IconFolder, IconFolderShare, IconHome } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MediaRoots, MediumView } from '../../../src/http/native/media-wire.ts';
import { childrenQuery } from '../api/media.ts';
import type { MediaDrag } from './drag-media.ts';
import css from './folder-tree.module.css';

interface Props {
  readonly roots: MediaRoots;
  readonly current: MediumView | undefined;
  readonly drag: MediaDrag;
  onOpen(id: number): void;
}

export function FolderTree({ roots, current, drag, onOpen }: Props) {
  const { t } = useTranslation();
  const shared = { current, drag, onOpen };
  return (
    <nav className={css.tree} aria-label={t('registry.folders')}>
      <ul><Branch folder={roots.home} icon={IconHome} open {...shared} /></ul>
      {roots.opened.length > 0 && (
        <>
          <h2 className={css.head}>{t('registry.opened')}</h2>
          <ul>{roots.opened.map((folder) => <Branch key={folder.id} folder={folder} icon={IconFolderShare} label={folder.path} {...shared} />)}</ul>
        </>
      )}
    </nav>
  );
}

interface BranchProps extends Omit<Props, 'roots'> {
  readonly folder: MediumView;
  readonly icon?: typeof IconFolder;
  readonly label?: string;
  readonly open?: boolean;
}

function Branch({ folder, icon: Icon = IconFolder, label = folder.name, open = false, ...shared }: BranchProps) {
  const { t } = useTranslation();
  const { current, drag, onOpen } = shared;
  const onTheWay = current?.parents.some(({ id }) => id === folder.id) ?? false;
  const [chosen, setUnfolded] = useState<boolean>();
  const unfolded = chosen ?? (open || onTheWay);
  const { data } = useInfiniteQuery({ ...childrenQuery(folder.id), enabled: unfolded });
  const folders = data?.pages.flatMap(({ media }) => media.filter(({ type }) => type === 'folder')) ?? [];
  const Arrow = unfolded ? IconChevronDown : IconChevronRight;

  return (
    <li>
      <div className={css.row} {...drag.target(folder)} data-current={current?.id === folder.id}>
        <button type="button" className={css.arrow} aria-expanded={unfolded} aria-label={t('registry.unfold', { name: label })} onClick={() => setUnfolded(!unfolded)}><Arrow size={16} stroke={1.6} aria-hidden /></button>
        <button type="button" className={css.name} aria-current={current?.id === folder.id ? 'page' : undefined} onClick={() => onOpen(folder.id)}><Icon size={17} stroke={1.6} aria-hidden /><span>{label}</span></button>
      </div>
      {unfolded && folders.length > 0 && <ul>{folders.map((child) => <Branch key={child.id} folder={child} {...shared} />)}</ul>}
    </li>
  );
}
