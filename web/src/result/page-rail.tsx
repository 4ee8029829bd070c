/** The pages (and loose images) with a dot for each finding on them, and what was not examined. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { FindingView, ScanResult } from '../../../src/http/native/wire.ts';
import { figureImageUrl, pageImageUrl } from '../api/urls.ts';
import { colourOf } from '../finding/colours.ts';
import { imageWords } from '../finding/words.ts';
import { useScanAddress } from '../scan/scan-address.ts';
import { toView, type View } from './views.ts';
import css from './page-rail.module.css';

interface Props {
  readonly result: ScanResult;
  readonly views: readonly View[];
  readonly current: string | undefined;
  readonly findings: readonly FindingView[];
  onView(key: string): void;
}

const THUMB_PX = 220;
const MAX_DOTS = 8;

export function PageRail({ result, views, current, findings, onView }: Props) {
  const { t } = useTranslation();
  const { ref } = useScanAddress();
  const currentItem = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    void currentItem.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current]);

  return (
    <nav className={css.rail} aria-label={t('rail.label')}>
      <ul className={css.list}>
        {views.map((view) => {
          const here = findings.filter(({ sides }) => sides.some((side) => toView(view, side.image)));
          const name = nameOf(view);
          const source = view.is === 'page' ? pageImageUrl(ref, view.page.file, view.page.number, THUMB_PX) : figureImageUrl(ref, view.figure.id, THUMB_PX);
          const { width, height } = view.is === 'page' ? view.page : view.figure;
          return (
            <li key={view.key}>
              <button type="button" ref={view.key === current ? currentItem : undefined} className={css.item} aria-current={view.key === current ? 'page' : undefined} onClick={() => onView(view.key)}>
                <img className={css.thumb} src={source} alt="" loading="lazy" decoding="async" style={{ aspectRatio: `${width} / ${height}`, width: `min(100%, calc(var(--thumb-height) * ${width / height}))` }} />
                <span className={css.name}>{name}<span className="visually-hidden">, {t('rail.findings', { count: here.length })}</span></span>
                <Dots findings={here} />
              </button>
            </li>
          );
        })}
      </ul>
    </nav>
  );

  function nameOf(view: View): string {
    if (view.is === 'figure') return imageWords(t, result.files, result.figures, view.figure.id);
    const page = t('rail.page', { page: view.page.number });
    return result.files.length > 1 ? `${result.files[view.page.file]?.name ?? ''} · ${page}` : page;
  }
}

function Dots({ findings }: { readonly findings: readonly FindingView[] }) {
  if (findings.length === 0) return <span className={css.dots} />;
  return (
    <span className={css.dots} aria-hidden>
      {findings.slice(0, MAX_DOTS).map(({ id, number }) => {
        const { fill, ink } = colourOf(number);
        return <svg key={id} viewBox="0 0 16 16" width={16} height={16}><circle cx={8} cy={8} r={7.5} fill={fill} stroke="#0008" strokeWidth={0.8} /><text x={8} y={11.4} textAnchor="middle" fill={ink} fontSize={number > 9 ? 8.5 : 10} fontWeight={600}>{number}</text></svg>;
      })}
      {findings.length > MAX_DOTS && <span>+{findings.length - MAX_DOTS}</span>}
    </span>
  );
}
