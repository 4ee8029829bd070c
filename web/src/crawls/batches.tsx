/** What each crawl of a session brought, with its files. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { BatchView, CrawlView } from '../../../src/http/native/crawls-wire.ts';
import { batchesQuery } from '../api/crawls.ts';
import { dateTime } from '../i18n/format.ts';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import page from '../ui/page.module.css';
import css from './crawls-page.module.css';

const PARTS = ['pages', 'images', 'videos', 'documents'] as const;
const FILES = ['log', 'tar', 'warc'] as const;

export function Batches({ crawl }: { readonly crawl: CrawlView }) {
  const { t } = useTranslation();
  const { data: batches, error } = useQuery(batchesQuery(crawl));
  if (error) return <ProblemAlert error={error} />;
  if (batches?.length === 0) return <p className={page.dim} role="status">{t('crawls.noBatch')}</p>;
  return (
    <div className={css.scroll} tabIndex={0} role="region" aria-label={t('crawls.batches')}>
      <table className={css.table}>
        <thead>
          <tr><th scope="col">{t('crawls.cycle')}</th><th scope="col">{t('crawls.ended')}</th>{PARTS.map((part) => <th key={part} scope="col">{t(`crawls.part.${part}`)}</th>)}<th scope="col">{t('crawls.drawn')}</th></tr>
        </thead>
        <tbody>{batches?.map((batch) => <Row key={batch.id} batch={batch} />)}</tbody>
      </table>
    </div>
  );
}

function Row({ batch }: { readonly batch: BatchView }) {
  const { t, i18n } = useTranslation();
  const { cycle, endedAt, rendering } = batch;
  return (
    <tr>
      <td>{cycle}</td>
      <td>{dateTime(endedAt, i18n.language)}</td>
      {PARTS.map((part) => (
        <td key={part}>
          {batch[part].count}
          {FILES.flatMap((file) => {
            const url = batch[part][file];
            return url === undefined ? [] : [<a key={file} href={url} download className={css.file} aria-label={t('crawls.download', { file: t(`crawls.file.${file}`), part: t(`crawls.part.${part}`), cycle })}>{t(`crawls.file.${file}`)}</a>];
          })}
        </td>
      ))}
      <td>{rendering === null ? '–' : rendering.browser === null ? t('crawls.drawnBy.none') : t('crawls.drawnBy.browser', { count: rendering.pages, browser: rendering.browser })}</td>
    </tr>
  );
}
