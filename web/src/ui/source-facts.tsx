import { useTranslation } from 'react-i18next';
import type { ReferenceSource } from '../../../src/core/reference.ts';
import css from './page.module.css';

/** Where a reference image comes from, as far as whoever enrolled it said. */
export function SourceFacts({ name, source }: { readonly name: string; readonly source: ReferenceSource }) {
  const { t } = useTranslation();
  const { title, doi, licence, collection, url, document, page, caption } = source;
  const rows = { title, doi, name, document, page, caption, licence, collection, url };
  const known = (Object.keys(rows) as (keyof typeof rows)[]).filter((key) => rows[key] !== undefined);
  return (
    <dl className={css.facts}>
      {known.map((key) => <div key={key}><dt>{t(`reference.field.${key}`)}</dt><dd>{key === 'doi' && doi ? <a href={`https://doi.org/${encodeURI(doi)}`} rel="noreferrer" target="_blank">{doi}</a> : rows[key]}</dd></div>)}
    </dl>
  );
}
