/** One address is enough; the rest has defaults. */
import { Button, Checkbox, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCrawlChanges } from '../api/crawls.ts';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import css from './crawls-page.module.css';

/** s. */
const START = { crawlDelay: 300, downloadDelay: 1 } as const;

export function NewCrawl({ hasBrowser }: { readonly hasBrowser: boolean }) {
  const { t } = useTranslation();
  const [url, setUrl] = useState('');
  const [crawlDelay, setCrawlDelay] = useState<number>(START.crawlDelay);
  const [downloadDelay, setDownloadDelay] = useState<number>(START.downloadDelay);
  const [search, setSearch] = useState(true);
  const [render, setRender] = useState(false);
  const { begin } = useCrawlChanges();
  const submit = (): void => begin.mutate({ url: url.trim(), crawlDelay, downloadDelay, search, render }, { onSuccess: () => setUrl('') });

  return (
    <form className={css.form} onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <div className={css.line}>
        <TextInput className={css.grow} label={t('crawls.new.url')} placeholder="https://www.example.com/" type="text" inputMode="url" value={url} onChange={({ currentTarget }) => setUrl(currentTarget.value)} />
        <Button type="submit" loading={begin.isPending} disabled={url.trim() === ''}>{t('crawls.new.begin')}</Button>
      </div>
      <details className={css.more}>
        <summary>{t('crawls.new.options')}</summary>
        <div className={css.options}>
          <NumberInput size="xs" label={t('crawls.new.longest')} suffix=" s" min={1} max={14_400} value={crawlDelay} onChange={(value) => setCrawlDelay(Number(value) || START.crawlDelay)} />
          <NumberInput size="xs" label={t('crawls.new.delay')} suffix=" s" min={0} max={60} step={0.5} decimalScale={1} value={downloadDelay} onChange={(value) => setDownloadDelay(Number(value))} />
          <Checkbox size="xs" checked={search} label={t('crawls.new.search')} onChange={({ currentTarget }) => setSearch(currentTarget.checked)} />
          <Checkbox size="xs" checked={render} disabled={!hasBrowser} label={t('crawls.new.render')} description={t(hasBrowser ? 'crawls.new.renderHelp' : 'crawls.new.noBrowser')} onChange={({ currentTarget }) => setRender(currentTarget.checked)} />
        </div>
      </details>
      {begin.error && <ProblemAlert error={begin.error} />}
    </form>
  );
}
