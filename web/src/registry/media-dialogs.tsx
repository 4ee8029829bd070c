/** What is asked before something is done to a medium: a name, a folder, or whether it is meant. */
import { Button, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { MediaRoots, MediumView } from '../../../src/http/native/media-wire.ts';
import { mediumPictureUrl, useMediaChanges } from '../api/media.ts';
import { bytes, dateTime } from '../i18n/format.ts';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { MoveForm } from './move-form.tsx';
import { ShareForm } from './share-form.tsx';
import page from '../ui/page.module.css';
import css from './media-dialogs.module.css';

export type Asked = { readonly what: 'new-folder' | 'share'; readonly folder: MediumView } | { readonly what: 'look' | 'rename' | 'move' | 'delete'; readonly medium: MediumView };

interface Props {
  readonly asked: Asked | undefined;
  readonly roots: MediaRoots;
  onClose(): void;
  /** Deleted, or moved away. */
  onGone(medium: MediumView): void;
}

export function MediaDialogs({ asked, roots, onClose, onGone }: Props) {
  const { t } = useTranslation();
  const title = asked && titleOf(asked, t);
  return (
    <Dialog opened={asked !== undefined} onClose={onClose} title={title ?? ''} size={asked?.what === 'look' ? 'lg' : 'md'}>
      {asked?.what === 'new-folder' && <NameForm asked={{ what: 'new-folder', folder: asked.folder }} name="" onClose={onClose} />}
      {asked?.what === 'share' && <ShareForm folder={asked.folder} />}
      {asked?.what === 'rename' && <NameForm asked={{ what: 'rename', medium: asked.medium }} name={asked.medium.name} onClose={onClose} />}
      {asked?.what === 'move' && <MoveForm medium={asked.medium} roots={roots} onClose={onClose} />}
      {asked?.what === 'delete' && <DeleteForm medium={asked.medium} onClose={onClose} onGone={onGone} />}
      {asked?.what === 'look' && <Look medium={asked.medium} />}
    </Dialog>
  );
}

function titleOf(asked: Asked, t: TFunction): string {
  if ('folder' in asked) return asked.what === 'share' ? t('registry.ask.share', { name: asked.folder.name }) : t('registry.newFolder');
  return asked.what === 'look' ? asked.medium.name : t(`registry.ask.${asked.what}`, { name: asked.medium.name });
}

function NameForm({ asked, name: first, onClose }: { readonly asked: { readonly what: 'new-folder'; readonly folder: MediumView } | { readonly what: 'rename'; readonly medium: MediumView }; readonly name: string; onClose(): void }) {
  const { t } = useTranslation();
  const { change, makeFolder } = useMediaChanges();
  const [name, setName] = useState(first);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (asked.what === 'new-folder') makeFolder.mutate({ parent: asked.folder.id, name: name.trim() }, { onSuccess: onClose });
    else change.mutate({ id: asked.medium.id, name: name.trim() }, { onSuccess: onClose });
  };
  const error = makeFolder.error ?? change.error;
  return (
    <form onSubmit={submit} className={page.section}>
      <TextInput label={t('registry.name')} value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} maxLength={255} required data-autofocus />
      {error && <ProblemAlert error={error} />}
      <div className={page.dialogActions}>
        <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
        <Button type="submit" loading={makeFolder.isPending || change.isPending} disabled={name.trim() === ''}>{t('decision.save')}</Button>
      </div>
    </form>
  );
}

function DeleteForm({ medium, onClose, onGone }: { readonly medium: MediumView; onClose(): void; onGone(medium: MediumView): void }) {
  const { t } = useTranslation();
  const { remove } = useMediaChanges();
  const act = (): void => remove.mutate(medium.id, { onSuccess: () => { onClose(); onGone(medium); } });
  return (
    <>
      <p>{t(medium.type === 'folder' ? 'registry.deleteFolder' : 'registry.deleteText')}</p>
      {remove.error && <ProblemAlert error={remove.error} />}
      <div className={page.dialogActions}>
        <Button variant="default" onClick={onClose} data-autofocus>{t('common.keep')}</Button>
        <Button color="red" loading={remove.isPending} onClick={act}>{t('common.delete')}</Button>
      </div>
    </>
  );
}

function Look({ medium }: { readonly medium: MediumView }) {
  const { t, i18n } = useTranslation();
  const { id, name, path, type, width, height, createdAt } = medium;
  return (
    <div className={page.section}>
      <img src={mediumPictureUrl(id, 'preview')} alt={name} className={css.preview} />
      <dl className={page.facts}>
        <div><dt>{t('registry.path')}</dt><dd>{path}</dd></div>
        {width !== null && height !== null && <div><dt>{t('registry.size')}</dt><dd>{t('compare.sizePx', { width, height })}</dd></div>}
        <div><dt>{t('registry.bytes')}</dt><dd>{bytes(medium.bytes, i18n.language)}</dd></div>
        <div><dt>{t('history.date')}</dt><dd>{dateTime(createdAt, i18n.language)}</dd></div>
      </dl>
      {type === 'image' && <div><Button renderRoot={(props: object) => <Link {...props} to="/search" search={{ medium: id }} />} variant="default">{t('registry.findCopies')}</Button></div>}
    </div>
  );
}
