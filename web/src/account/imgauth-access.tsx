/** Access to the ImgAuth API: domain, token, and a first call. */
import { useTranslation } from 'react-i18next';
import type { KeyView } from '../../../src/http/native/wire.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { ApiKey } from './api-key.tsx';
import css from './account-page.module.css';

export function ImgauthAccess({ keys, origin }: { readonly keys: readonly KeyView[]; readonly origin: string }) {
  const { t } = useTranslation();
  const text = [
    `printf '{"image": "%s", "return_heatmap": "true"}' "$(base64 < page.jpg | tr -d '\\n')" > body.json`,
    `curl -X POST '${origin}/forgery_detection' \\`,
    `  -H "Authorization: Bearer $TOKEN" \\`,
    `  -H 'Content-Type: application/json; charset=UTF-8' \\`,
    `  --data @body.json`,
  ].join('\n');
  return (
    <section className={css.section} aria-labelledby="imgauth">
      <h2 id="imgauth">{t('imgauthKey.title')}</h2>
      <p className={css.text}>{t('imgauthKey.text', { origin, interpolation: { escapeValue: false } })}</p>
      <ApiKey api="imgauth" known={keys.find(({ api }) => api === 'imgauth')} />
      <h3>{t('imgauthKey.example')}</h3>
      <div className={css.code}>
        <pre tabIndex={0} aria-label={t('imgauthKey.example')}>{text}</pre>
        <CopyButton text={text} floating />
      </div>
    </section>
  );
}
