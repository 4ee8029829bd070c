/** What is watched: sites, the press, credit lines; and where new matches are told of. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { crawlsQuery } from '../api/crawls.ts';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { useTitle } from '../ui/use-title.ts';
import { CrawlItem } from './crawl-item.tsx';
import { NewCrawl } from './new-crawl.tsx';
import { Press } from './press.tsx';
import { Settings } from './settings.tsx';
import page from '../ui/page.module.css';
import css from './crawls-page.module.css';

export function CrawlsPage() {
  const { t } = useTranslation();
  useTitle(t('crawls.title'));
  const { data, error } = useQuery(crawlsQuery);

  return (
    <main id="main" tabIndex={-1} className={page.page}>
      <div className={page.head}>
        <h1>{t('crawls.title')}</h1>
        <Link to="/matches" className={css.link}>{t('crawls.toMatches')}</Link>
      </div>
      <p className={page.dim}>{t('crawls.text')}</p>
      <section className={page.section} aria-labelledby="sites">
        <h2 id="sites">{t('crawls.sites')}</h2>
        <NewCrawl hasBrowser={data?.browser ?? true} />
        {error && <ProblemAlert error={error} />}
        {data?.crawls.length === 0 && <p className={css.none} role="status">{t('crawls.none')}</p>}
        <ul className={css.list}>{data?.crawls.map((crawl) => <CrawlItem key={crawl.id} crawl={crawl} hasBrowser={data.browser} />)}</ul>
      </section>
      <Press />
      <Settings />
    </main>
  );
}
