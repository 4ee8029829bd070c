/** Images of the library: by collection, DOI or words; chosen ones can be removed. */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntryView, LibraryStats, Removal } from '../../../src/http/native/reference-wire.ts';
import { entriesQuery, entryPictureUrl } from '../api/reference.ts';
import { date } from '../i18n/format.ts';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { SourceFacts } from '../ui/source-facts.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import page from '../ui/page.module.css';
import css from './entries.module.css';

/** Value of "all" in the list of collections; no collection is called so, as names have no control characters. */
const ALL = '\u0001';

export function Entries({ stats }: { readonly stats: LibraryStats }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [settled] = useDebouncedValue(text.trim(), 250);
  const [collection, setCollection] = useState(ALL);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [opened, setOpened] = useState<EntryView>();
  const [doomed, setDoomed] = useState<Removal>();
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    ...entriesQuery({ text: settled, collection: collection === ALL ? undefined : collection }), placeholderData: (previous) => previous,
  });
  const entries = data?.pages.flatMap((one) => one.entries) ?? [];
  const { collections, writable } = stats;
  const toggle = (id: number): void => setChosen((old) => new Set(old.has(id) ? [...old].filter((one) => one !== id) : [...old, id]));
  const count = doomed?.ids?.length ?? collections.find((one) => one.collection === doomed?.collection)?.images ?? 0;

  return (
    <section aria-labelledby="entries" className={page.section}>
      <h2 id="entries">{t('library.entries')}</h2>
      <div className={css.tools}>
        <TextInput className={css.search} value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} type="search" placeholder={t('library.search')} aria-label={t('library.search')} leftSection={<IconSearch size={16} aria-hidden />} />
        <NativeSelect aria-label={t('reference.field.collection')} value={collection} onChange={({ currentTarget }) => setCollection(currentTarget.value)}
          data={[{ value: ALL, label: t('library.allCollections') }, ...collections.map(({ collection: name, images }) => ({ value: name ?? '', label: `${name ?? t('library.noCollection')} (${images})` }))]} />
        {writable && collection !== ALL && <Button variant="default" onClick={() => setDoomed({ collection: collection || null })}>{t('library.removeCollection')}</Button>}
        {writable && chosen.size > 0 && <Button color="red" variant="outline" onClick={() => setDoomed({ ids: [...chosen] })}>{t('library.removeChosen', { count: chosen.size })}</Button>}
        {writable && chosen.size > 0 && <Button variant="subtle" color="gray" onClick={() => setChosen(new Set())}>{t('library.chooseNone')}</Button>}
      </div>
      {error && <ProblemAlert error={error} />}
      {!isPending && !error && entries.length === 0 && <p className={page.dim}>{t(stats.images === 0 ? 'library.empty' : 'library.nothing')}</p>}
      <ul className={page.grid} aria-labelledby="entries">
        {entries.map((entry) => (
          <li key={entry.id} className={css.card} data-chosen={chosen.has(entry.id)}>
            {writable && <input type="checkbox" className={css.check} checked={chosen.has(entry.id)} onChange={() => toggle(entry.id)} aria-label={t('library.choose', { name: entry.name })} />}
            <button type="button" className={css.open} onClick={() => setOpened(entry)}>
              <img src={entryPictureUrl(entry.id)} alt="" loading="lazy" className={css.picture} />
              <span className={css.name}>{entry.source.title ?? entry.name}</span>
              <span className={css.dim}>{[entry.source.title ? entry.name : undefined, entry.source.licence].filter(Boolean).join(' · ')}</span>
            </button>
          </li>
        ))}
      </ul>
      {entries.length > 0 && (
        <div className={page.foot}>
          <span role="status">{t('library.shown', { count: entries.length })}</span>
          {hasNextPage && <Button variant="default" size="xs" onClick={() => void fetchNextPage()} loading={isFetchingNextPage}>{t('history.more')}</Button>}
        </div>
      )}
      <Dialog opened={opened !== undefined} onClose={() => setOpened(undefined)} title={opened?.source.title ?? opened?.name ?? ''} size="lg">
        {opened && <EntryFacts entry={opened} {...(writable ? { onRemove: () => { setOpened(undefined); setDoomed({ ids: [opened.id] }); } } : {})} />}
      </Dialog>
      <RemoveDialog what={doomed} count={count} onClose={() => setDoomed(undefined)} onDone={() => { setChosen(new Set()); if (doomed?.collection !== undefined) setCollection(ALL); }} />
    </section>
  );
}

function EntryFacts({ entry, onRemove }: { readonly entry: EntryView; onRemove?(): void }) {
  const { t, i18n } = useTranslation();
  const { id, name, source, width, height, features, enrolledAt } = entry;
  return (
    <div className={page.section}>
      <img src={entryPictureUrl(id)} alt={name} className={css.large} />
      <SourceFacts name={name} source={source} />
      <p className={page.dim}>{t('compare.sizePx', { width, height })} · {t('library.points', { count: features })} · {t('library.enrolledAt', { date: date(enrolledAt, i18n.language) })}</p>
      <p className={page.dim}>{t('library.small')}</p>
      {onRemove && <div className={page.actions}><Button color="red" variant="outline" onClick={onRemove}>{t('library.remove')}</Button></div>}
    </div>
  );
}
