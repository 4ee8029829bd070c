import { useTranslation } from 'react-i18next';
import { IDENTITY } from '../../../src/core/geometry.ts';
import type { VerifyReply } from '../../../src/http/native/verify-wire.ts';
import { PatchMap } from '../compare/patch-map.tsx';
import { percent } from '../i18n/format.ts';
import page from '../ui/page.module.css';
import css from './pixel-view.module.css';

const REASONS = ['chart', 'text', 'blank', 'too-small', 'too-flat', 'drawn', 'too-compressed'] as const;

/** What the pixels look like, and where that was read from. */
export function PixelView({ reply: { query, pixels, format, bytes, sha256 } }: { readonly reply: VerifyReply }) {
  const { t } = useTranslation();
  const reason = REASONS.find((one) => one === pixels.abstained);
  const sure = pixels.score !== undefined && pixels.score >= (pixels.least ?? 1);
  return (
    <section className={page.section} aria-labelledby="pixels">
      <h2 id="pixels">{t('verify.pixels')}</h2>
      <p role="status">
        {pixels.score === undefined ? t('verify.notJudged', { why: reason ? t(`abstain.${reason}`) : (pixels.abstained ?? '') }) : t(sure ? 'verify.sure' : 'verify.unsure', { percent: percent(pixels.score) })}
      </p>
      <p className={page.dim}>{t('verify.pixelsCaution')}</p>
      <svg viewBox={`0 0 ${query.width} ${query.height}`} className={css.picture} role="img" aria-label={t('verify.picture')}>
        <image href={query.picture} width={query.width} height={query.height} preserveAspectRatio="none" />
        <PatchMap patches={pixels.patches} toScreen={IDENTITY} />
      </svg>
      {pixels.patches.length > 0 && <p className={page.dim}>{t('compare.patches')}</p>}
      <p className={page.dim}>{query.width} × {query.height} px · {format.toUpperCase()} · {bytes.toLocaleString()} B · <code>{sha256.slice(0, 16)}</code></p>
    </section>
  );
}
