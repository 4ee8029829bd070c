/** Query and hit side by side; the outline of each is drawn where it lies in the other. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Matrix } from '../../../src/core/geometry.ts';
import type { QueryPicture } from '../../../src/http/native/media-wire.ts';
import type { Hit } from '../api/image-search.ts';
import { transformWords } from '../finding/words.ts';
import { percent } from '../i18n/format.ts';
import { SourceFacts } from '../ui/source-facts.tsx';
import { isInside, outlineIn, toMatrix } from './outline-in.ts';
import { PictureWithOutline } from './picture-with-outline.tsx';
import page from '../ui/page.module.css';
import css from './hit-view.module.css';

export function HitView({ query, hit }: { readonly query: QueryPicture; readonly hit: Hit }) {
  const { t, i18n } = useTranslation();
  const { name, source, medium, score, verified, covered, inliers, width, height, picture, mark } = hit;
  const toQuery = toMatrix(hit.transform);
  const isPlain = width > 0; // of a film or a document the geometry speaks of a frame or a figure that is not shown whole here
  const here = toQuery && isPlain ? outlineIn({ width, height }, toQuery) : hit.outline;
  const there = toQuery && isPlain ? outlineIn(query, toQuery, 'back') : undefined;
  const words = transformWords(t, toQuery as Matrix | undefined, {}, i18n.language);

  return (
    <article className={page.section} aria-label={name}>
      <div className={css.pair}>
        <PictureWithOutline caption={t('search.query')} picture={query.picture} size={query} outline={here} label={t('search.outlineInQuery')} />
        <PictureWithOutline caption={t('search.hit')} picture={picture} size={isPlain ? { width, height } : undefined} outline={there} label={t('search.outlineInHit')} />
      </div>
      {there && isPlain && isInside({ width, height }, there) && <p className={page.dim}>{t('search.whole')}</p>}
      <p className={css.legend}><span className={css.swatch} aria-hidden />{t('search.legend')}</p>
      <dl className={page.facts}>
        <div><dt>{t('search.score')}</dt><dd>{percent(score)} % · {t(`search.class.${hit.class}`)}</dd></div>
        <div><dt>{t('search.proof')}</dt><dd>{verified ? t('search.verifiedText', { count: inliers }) : t('search.notVerifiedText')}</dd></div>
        {verified && <div><dt>{t('search.covered')}</dt><dd>{percent(covered)} %</dd></div>}
        {mark && <div><dt>{t('search.mark')}</dt><dd>{t('search.markText')} 10<sup>{Math.ceil(mark.log10p)}</sup></dd></div>}
        {words && <div><dt>{t('search.motion')}</dt><dd>{words}</dd></div>}
      </dl>
      {source && <SourceFacts name={name} source={source} />}
      {medium !== undefined && <div className={page.actions}><span className={page.dim}>{name}</span><Button renderRoot={(props: object) => <Link {...props} to="/search" search={{ medium, in: 'library' }} />} variant="default" size="xs">{t('search.fromHere')}</Button></div>}
    </article>
  );
}
