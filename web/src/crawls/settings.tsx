/** Credit lines that are looked for in the metadata of images, and the address that new matches are told to. */
import { Button, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { blockedQuery, callbackQuery, creditLinesQuery, useBlock, useSetCallback, useSetCreditLines } from '../api/matches.ts';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import page from '../ui/page.module.css';
import css from './crawls-page.module.css';

export function Settings() {
  const { t } = useTranslation();
  const { data: lines } = useQuery(creditLinesQuery);
  const { data: callback } = useQuery(callbackQuery);
  return (
    <section className={page.section} aria-labelledby="watch-settings">
      <h2 id="watch-settings">{t('crawls.settings')}</h2>
      {lines && <CreditLines lines={lines} />}
      {callback && <Callback url={callback.url} />}
      <Blocked />
    </section>
  );
}

function Blocked() {
  const { t } = useTranslation();
  const { data: domains } = useQuery(blockedQuery);
  const block = useBlock();
  if (!domains || domains.length === 0) return null;
  return (
    <div className={css.form}>
      <h3>{t('crawls.blocked')}</h3>
      <ul className={css.domains}>
        {domains.map((domain) => <li key={domain}>{domain} <Button size="compact-xs" variant="default" disabled={block.isPending} onClick={() => block.mutate({ domain, blocked: false })} aria-label={t('crawls.unblockThis', { domain })}>{t('crawls.unblock')}</Button></li>)}
      </ul>
      {block.error && <ProblemAlert error={block.error} />}
    </div>
  );
}

function CreditLines({ lines }: { readonly lines: readonly string[] }) {
  const { t } = useTranslation();
  const [text, setText] = useState(lines.join('\n'));
  const set = useSetCreditLines();
  const next = text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  return (
    <form className={css.form} onSubmit={(event) => { event.preventDefault(); set.mutate(next); }}>
      <Textarea label={t('crawls.creditLines')} description={t('crawls.creditLinesHelp')} value={text} autosize minRows={2} maxRows={10} onChange={({ currentTarget }) => setText(currentTarget.value)} />
      {set.error && <ProblemAlert error={set.error} />}
      <div className={css.line}><Button type="submit" size="xs" variant="default" loading={set.isPending} disabled={next.join('\n') === lines.join('\n')}>{t('crawls.save')}</Button><span role="status" className={page.dim}>{set.isSuccess && next.join('\n') === lines.join('\n') ? t('crawls.saved') : ''}</span></div>
    </form>
  );
}

function Callback({ url }: { readonly url: string | null }) {
  const { t } = useTranslation();
  const [text, setText] = useState(url ?? '');
  const set = useSetCallback();
  return (
    <form className={css.form} onSubmit={(event) => { event.preventDefault(); set.mutate(text.trim() === '' ? null : text.trim()); }}>
      <TextInput label={t('crawls.callback')} description={t('crawls.callbackHelp')} placeholder="https://" inputMode="url" value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} />
      {set.error && <ProblemAlert error={set.error} />}
      <div className={css.line}><Button type="submit" size="xs" variant="default" loading={set.isPending} disabled={text.trim() === (url ?? '')}>{t('crawls.save')}</Button><span role="status" className={page.dim}>{set.isSuccess && text.trim() === (url ?? '') ? t('crawls.saved') : ''}</span></div>
    </form>
  );
}
