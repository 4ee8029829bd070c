/** One folder or medium of the grid, with its menu. */
import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconFileText, IconFolder, IconFolderShare, IconMovie, IconPhoto } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { MediumView } from '../../../src/http/native/media-wire.ts';
import { mediumPictureUrl, useMediaChanges } from '../api/media.ts';
import { bytes } from '../i18n/format.ts';
import type { MediaDrag } from './drag-media.ts';
import type { Asked } from './media-dialogs.tsx';
import css from './medium-card.module.css';

interface Props {
  readonly medium: MediumView;
  readonly drag: MediaDrag;
  /** Of its owner: a folder can be opened to others. */
  readonly mine: boolean;
  /** Opened to other accounts. */
  readonly shared: boolean;
  onOpen(id: number): void;
  onAsk(asked: Asked): void;
}

const ICON = { folder: IconFolder, image: IconPhoto, document: IconFileText, video: IconMovie } as const;

export function MediumCard({ medium, mine, drag, shared, onOpen, onAsk }: Props) {
  const { t, i18n } = useTranslation();
  const { change } = useMediaChanges();
  const { id, name, type, exclusive, writable, width, height } = medium;
  const folder = type === 'folder';
  const Icon = folder && shared ? IconFolderShare : ICON[type];
  const facts = folder ? (shared ? t('registry.shared') : '') : [width && height ? `${width}\u00a0×\u00a0${height}` : t(`registry.type.${type}`), bytes(medium.bytes, i18n.language).replaceAll(' ', '\u00a0')].join(' · ');

  return (
    <li className={css.card} {...drag.source(medium)} {...(folder ? drag.target(medium) : {})}>
      <button type="button" className={css.open} aria-label={folder ? t('registry.openFolder', { name }) : name} onClick={() => (folder ? onOpen(id) : onAsk({ what: 'look', medium }))}>
        {folder ? <span className={css.icon}><Icon size={44} stroke={1.2} aria-hidden /></span> : <img src={mediumPictureUrl(id, 'thumbnail')} alt="" loading="lazy" draggable={false} className={css.picture} />}
      </button>
      <div className={css.text}>
        <span className={css.name}>{name}</span>
        <span className={css.facts}>{facts}</span>
        {exclusive !== null && !folder && <span className={css.flag} data-exclusive={exclusive}>{t(exclusive ? 'registry.exclusive' : 'registry.notExclusive')}</span>}
      </div>
      <Menu position="bottom-end">
        <Menu.Target><ActionIcon className={css.menu} variant="subtle" color="gray" aria-label={t('registry.menu', { name })}><IconDots size={18} /></ActionIcon></Menu.Target>
        <Menu.Dropdown>
          {folder && <Menu.Item onClick={() => onOpen(id)}>{t('registry.open')}</Menu.Item>}
          {type === 'image' && <Menu.Item renderRoot={(props: object) => <Link {...props} to="/search" search={{ medium: id }} />}>{t('registry.findCopies')}</Menu.Item>}
          {folder && mine && <Menu.Item onClick={() => onAsk({ what: 'share', folder: medium })}>{t('registry.share')}</Menu.Item>}
          {writable && <Menu.Item onClick={() => onAsk({ what: 'rename', medium })}>{t('registry.rename')}</Menu.Item>}
          {writable && <Menu.Item onClick={() => onAsk({ what: 'move', medium })}>{t('registry.move')}</Menu.Item>}
          {writable && !folder && ([true, false, null] as const).filter((value) => value !== exclusive).map((value) => (
            <Menu.Item key={String(value)} onClick={() => change.mutate({ id, exclusive: value })}>{t(`registry.setExclusive.${value}`)}</Menu.Item>
          ))}
          {writable && <Menu.Item color="red" onClick={() => onAsk({ what: 'delete', medium })}>{t('common.delete')}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}
