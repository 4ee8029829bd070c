import { useTranslation } from 'react-i18next';
import type { DocumentRegion, DocumentView } from '../../../src/http/native/documents-wire.ts';
import { percent } from '../i18n/format.ts';
import css from './document-stage.module.css';

interface Props {
  readonly view: Pick<DocumentView, 'width' | 'height' | 'picture'>;
  readonly name: string;
  /** Grey picture that is laid over it in red; undefined = none. */
  readonly map: string | undefined;
  readonly shown: readonly { readonly region: DocumentRegion; readonly number: number }[];
  readonly chosen: number | undefined;
}

/** The viewBox is in px of the stored picture, so nothing here scales anything. The grey of a map becomes the opacity of red. */
export function DocumentStage({ view: { width, height, picture }, name, map, shown, chosen }: Props) {
  const { t } = useTranslation();
  const label = Math.max(14, Math.round(Math.max(width, height) / 60));
  return (
    <svg viewBox={`0 0 ${width} ${height}`} className={css.stage} role="img" aria-label={t('documents.stage', { name, count: shown.length })}>
      <filter id="grey-to-red" colorInterpolationFilters="sRGB"><feColorMatrix type="matrix" values="0 0 0 0 .84  0 0 0 0 .07  0 0 0 0 .12  .9 0 0 0 0" /></filter>
      <image href={picture} width={width} height={height} preserveAspectRatio="none" />
      {map !== undefined && <image href={map} width={width} height={height} preserveAspectRatio="none" filter="url(#grey-to-red)" />}
      {shown.map(({ region, number }) => (
        <g key={number} className={css.region} data-chosen={chosen === number}>
          <title>{`${number}: ${percent(region.probability)} %`}</title>
          <rect className={css.casing} x={region.x} y={region.y} width={region.width} height={region.height} />
          <rect className={css.line} x={region.x} y={region.y} width={region.width} height={region.height} />
          <text className={css.label} x={region.x} y={region.y > 1.6 * label ? region.y - 0.35 * label : region.y + region.height + 1.1 * label} fontSize={label}>{number}</text>
        </g>
      ))}
    </svg>
  );
}
