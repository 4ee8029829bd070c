import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { VerifyReply } from '../../../src/http/native/verify-wire.ts';
import page from '../ui/page.module.css';

/** Credentials that the file has lost, and how they were found again. */
export function RecoveredList({ reply: { recovered } }: { readonly reply: VerifyReply }) {
  const { t } = useTranslation();
  if (recovered.length === 0) return undefined;
  return (
    <section className={page.section} aria-labelledby="recovered">
      <h2 id="recovered">{t('verify.recovered')}</h2>
      {recovered.map(({ by, medium, facts }) => (
        <div key={medium.id}>
          <Alert color="blue" variant="light" title={medium.name}>{t(by === 'watermark' ? 'verify.recoveredByMark' : 'verify.recoveredByCopy')}</Alert>
          <dl className={page.facts}>
            {facts.map(({ field, value }, i) => <div key={i}><dt lang="en">{field}</dt><dd>{value}</dd></div>)}
          </dl>
        </div>
      ))}
    </section>
  );
}

/** What the file says of its own origin, as it stands there; broken signatures first of all. */
export function FactList({ reply: { facts, claimed } }: { readonly reply: VerifyReply }) {
  const { t } = useTranslation();
  const broken = facts.some(({ holds }) => holds === false);
  return (
    <section className={page.section} aria-labelledby="facts">
      <h2 id="facts">{t('verify.facts')}</h2>
      {broken && <Alert color="red" variant="light" title={t('verify.broken')}>{t('verify.brokenText')}</Alert>}
      {claimed !== undefined && !broken && <Alert color="blue" variant="light" title={t('verify.claimed')}>{t('verify.claimedText')}</Alert>}
      {facts.length === 0 ? <p className={page.dim}>{t('verify.silent')}</p> : (
        <dl className={page.facts}>
          {facts.map(({ field, value }, i) => <div key={i}><dt lang="en">{field}</dt><dd>{value}</dd></div>)}
        </dl>
      )}
      {facts.length > 0 && <p className={page.dim}>{t('compare.originCaution')}</p>}
    </section>
  );
}
