import { useTranslation } from 'react-i18next';
import type { ScanResult } from '../../../src/http/native/wire.ts';
import css from './finding-facts.module.css';

interface Props {
  readonly result: Pick<ScanResult, 'provenance'>;
  readonly figure: string | undefined;
}

/** What the file of a figure says of its own origin, as it stands there. */
export function Origin({ result, figure }: Props) {
  const { t } = useTranslation();
  const facts = result.provenance?.find((one) => one.figure === figure)?.facts ?? [];
  if (facts.length === 0) return null;
  return (
    <section>
      <h2>{t('compare.origin')}</h2>
      <dl className={css.origin}>
        {facts.map(({ field, value }, i) => <div key={i}><dt lang="en">{field}</dt><dd>{value}</dd></div>)}
      </dl>
      <p className={css.dim}>{t('compare.originCaution')}</p>
    </section>
  );
}
