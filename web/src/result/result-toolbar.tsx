/** The fixed bar: whose result, how sure at least, which filters, and what to take away. */
import { Button, Menu, Slider } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconChevronDown, IconFileDownload, IconLink } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScanResult } from '../../../src/http/native/wire.ts';
import { evidenceUrl, reportUrl, shareUrl } from '../api/urls.ts';
import { useScanAddress } from '../scan/scan-address.ts';
import { copyText } from '../ui/copy-text.ts';
import { ScanFacts } from './scan-facts.tsx';
import { type Filter, FILTERS } from './view-search.ts';
import css from './result-toolbar.module.css';

interface Props {
  readonly result: ScanResult;
  readonly min: number;
  readonly shown: number;
  readonly hidden: number;
  readonly counts: Readonly<Record<Filter, number>>;
  readonly off: readonly Filter[];
  onMin(min: number): void;
  onMinSettled(min: number): void;
  onOff(off: readonly Filter[]): void;
}

export function ResultToolbar(props: Props) {
  const { t, i18n } = useTranslation();
  const { result, min } = props;
  const { ref, shared } = useScanAddress();

  return (
    <div className={css.toolbar}>
      <div className={css.title}>
        {!shared && <><Link to="/" className={css.back}>{t('shell.scans')}</Link><span aria-hidden>▸</span></>}
        <h1>{result.scan.name}</h1>
        <ScanFacts result={result} />
        {result.scan.readOnly && <span className={css.badge}>{t('result.readOnly')}</span>}
      </div>
      <div className={css.take}>
        <Button component="a" href={reportUrl(ref, min / 100, i18n.language)} download size="xs" leftSection={<IconFileDownload size={16} aria-hidden />}>{t('result.report')}</Button>
        <Menu position="bottom-end">
          <Menu.Target><Button variant="default" size="xs" rightSection={<IconChevronDown size={14} aria-hidden />}>{t('result.more')}</Button></Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconLink size={16} aria-hidden />} onClick={() => void shareLink(shareUrl(window.location.origin, result.scan.shareToken))}>{t('result.share')}</Menu.Item>
            <Menu.Item component="a" href={evidenceUrl(ref)} download={`${result.scan.name}.evidence.json`} leftSection={<IconFileDownload size={16} aria-hidden />}>{t('result.evidence')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      <ScoreSlider {...props} />
      <FilterChips {...props} />
    </div>
  );

  async function shareLink(url: string): Promise<void> {
    const copied = await copyText(url);
    notifications.show(copied ? { message: t('result.shareCopied') } : { title: t('result.shareByHand'), message: url, autoClose: false });
  }
}

function ScoreSlider({ min, shown, hidden, onMin, onMinSettled }: Props) {
  const { t } = useTranslation();
  const label = useId();
  return (
    <div className={css.score}>
      <span id={label} className={css.label}>{t('result.minScore')}</span>
      <Slider className={css.slider} value={min} onChange={onMin} onChangeEnd={onMinSettled} min={0} max={100} step={1} label={null} size="sm" marks={[{ value: 33 }, { value: 66 }]}
        thumbProps={{ 'aria-labelledby': label, 'aria-valuetext': `${min} %` }} />
      <output className={css.percent}>{min} %</output>
      <span className={css.counts} role="status">{t('result.shown', { count: shown })} · {t('result.hidden', { count: hidden })}</span>
    </div>
  );
}

/** Filters appear only when there is something they concern. */
function FilterChips({ counts, off, onOff }: Props) {
  const { t } = useTranslation();
  const offered = FILTERS.filter((filter) => counts[filter] > 0);
  if (offered.length === 0) return <div className={css.filters} />;
  return (
    <div className={css.filters} role="group" aria-label={t('result.filters')}>
      {offered.map((filter) => {
        const on = !off.includes(filter);
        return (
          <button key={filter} type="button" className={css.chip} aria-pressed={on} onClick={() => onOff(on ? [...off, filter] : off.filter((other) => other !== filter))}>
            <span aria-hidden className={css.tick}>{on ? '✓' : ''}</span>{t(`filter.${filter}`)} <span className={css.chipCount}>{counts[filter]}</span>
          </button>
        );
      })}
    </div>
  );
}
