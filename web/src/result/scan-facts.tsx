import { Popover, UnstyledButton } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ScanResult } from '../../../src/http/native/wire.ts';
import { bytes, date, dateTime } from '../i18n/format.ts';
import css from './scan-facts.module.css';

/** What makes the result reproducible: hashes, engine, parameters; and how long it is kept. */
export function ScanFacts({ result }: { readonly result: ScanResult }) {
  const { t, i18n } = useTranslation();
  const { scan, files, engine, parameters, evidenceSha256 } = result;
  return (
    <Popover width={440} position="bottom-start" withArrow shadow="md" trapFocus>
      <Popover.Target>
        <UnstyledButton className={css.button} aria-label={t('facts.open')}><IconInfoCircle size={18} stroke={1.6} aria-hidden /></UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('facts.title')}>
        <div className={css.facts} tabIndex={-1}>
          <h2>{t('facts.title')}</h2>
          {files.map((file) => (
            <div key={file.sha256} className={css.file}>
              <div className={css.name}>{file.name} · {bytes(file.bytes, i18n.language)}</div>
              <code>sha256 {file.sha256}</code>
            </div>
          ))}
          <dl>
            <dt>{t('facts.engine')}</dt><dd>{engine}</dd>
            <dt>{t('facts.seed')}</dt><dd>{parameters.seed}</dd>
            <dt>{t('facts.evidence')}</dt><dd><code>{evidenceSha256}</code></dd>
            <dt>{t('facts.created')}</dt><dd>{dateTime(scan.createdAt, i18n.language)}</dd>
            <dt>{t('facts.kept')}</dt><dd>{date(scan.expiresAt, i18n.language)}</dd>
          </dl>
          <details>
            <summary>{t('facts.parameters')}</summary>
            <pre className={css.parameters} tabIndex={0}>{JSON.stringify(parameters.detectors, null, 1)}</pre>
          </details>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
