import { useTranslation } from 'react-i18next';
import type { FindingView, ScanResult } from '../../../src/http/native/wire.ts';
import { fileNameOf, referenceOf } from '../finding/pictures.ts';
import css from './finding-facts.module.css';

/** Where a reference image comes from, as far as whoever enrolled it said. */
export function ReferenceSource({ result, finding }: { readonly result: ScanResult; readonly finding: FindingView }) {
  const { t } = useTranslation();
  const found = finding.sides.map(({ image }) => referenceOf(result, image)).filter((one) => one !== undefined);
  return found.map((reference) => {
    const { id, source, match } = reference;
    const { title, doi, licence, collection, url, document, page } = source;
    const rows = { title, doi, name: fileNameOf(reference), document, page, licence, collection, url, match: t(`reference.match.${match}`) };
    const known = (Object.keys(rows) as (keyof typeof rows)[]).filter((key) => rows[key] !== undefined);
    return (
      <section key={id}>
        <h2>{t('reference.source')}</h2>
        <dl className={css.origin}>{known.map((key) => <div key={key}><dt>{t(`reference.field.${key}`)}</dt><dd>{rows[key]}</dd></div>)}</dl>
      </section>
    );
  });
}
