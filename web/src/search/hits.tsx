/** The hits as a list, the chosen one beside the query with the geometry drawn over both. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Found, Hit } from '../api/image-search.ts';
import { percent } from '../i18n/format.ts';
import { useShortcuts } from '../keyboard/shortcuts.ts';
import { HitView } from './hit-view.tsx';
import page from '../ui/page.module.css';
import css from './hits.module.css';

export function Hits({ found }: { readonly found: Found }) {
  const { t } = useTranslation();
  const { query, hits } = found;
  const [at, setAt] = useState(0);
  const step = (by: number): void => setAt((now) => Math.min(hits.length - 1, Math.max(0, now + by)));
  useShortcuts({ j: () => step(1), k: () => step(-1) });
  const chosen = hits[at];

  return (
    <section aria-labelledby="hits" className={page.section}>
      <h2 id="hits" role="status">{t('search.hits', { count: hits.length })}</h2>
      <div className={css.both}>
        <ol className={css.list} aria-labelledby="hits">
          {hits.map((hit, i) => <li key={hit.key}><HitRow hit={hit} current={i === at} onChoose={() => setAt(i)} /></li>)}
        </ol>
        {chosen && <HitView key={chosen.key} query={query} hit={chosen} />}
      </div>
    </section>
  );
}

function HitRow({ hit, current, onChoose }: { readonly hit: Hit; readonly current: boolean; onChoose(): void }) {
  const { t } = useTranslation();
  const { name, source, score, verified, thumbnail, mark } = hit;
  return (
    <button type="button" className={css.row} aria-current={current} onClick={onChoose}>
      <img src={thumbnail} alt="" className={css.thumbnail} />
      <span className={css.text}>
        <span className={css.name}>{source?.title ?? name}</span>
        <span className={css.dim}>{percent(score)} % · {t(`search.class.${hit.class}`)}</span>
        <span className={css.proof} data-verified={verified}>{t(verified ? 'search.verified' : 'search.notVerified')}{mark && ` · ${t('search.marked')}`}</span>
      </span>
    </button>
  );
}
