import { Checkbox, SegmentedControl, Slider } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { MAX_RATE, MODES, type Mode, type Settings } from './settings.ts';
import css from './mode-bar.module.css';

interface Props {
  readonly settings: Settings;
  readonly canAlign: boolean;
  readonly matches: number;
  onSettings(change: Partial<Settings>): void;
}

/** The fixed bar of ways to compare; the place of each mode's own control is kept free, so nothing jumps. */
export function ModeBar({ settings, canAlign, matches, onSettings }: Props) {
  const { t } = useTranslation();
  return (
    <div className={css.bar}>
      <SegmentedControl size="xs" aria-label={t('compare.mode')} value={settings.mode} onChange={(mode) => onSettings({ mode: mode as Mode })}
        data={MODES.map((mode) => ({ value: mode, label: t(`compare.modes.${mode}`) }))} />
      <div className={css.own}><OwnControl settings={settings} onSettings={onSettings} /></div>
      <div className={css.checks}>
        <Checkbox size="xs" label={t('compare.align')} title={t('compare.alignHelp')} checked={settings.align && canAlign} disabled={!canAlign} onChange={({ currentTarget }) => onSettings({ align: currentTarget.checked })} />
        <Checkbox size="xs" label={t('compare.regions')} checked={settings.outlines} onChange={({ currentTarget }) => onSettings({ outlines: currentTarget.checked })} />
        <Checkbox size="xs" label={t('compare.points')} title={t('compare.matched', { count: matches })} checked={settings.points && matches > 0} disabled={matches === 0} onChange={({ currentTarget }) => onSettings({ points: currentTarget.checked })} />
        <Checkbox size="xs" label={t('compare.context')} checked={settings.whole} onChange={({ currentTarget }) => onSettings({ whole: currentTarget.checked })} />
      </div>
    </div>
  );
}

/** What the way of comparing is set by. */
export function OwnControl({ settings, onSettings }: Pick<Props, 'settings' | 'onSettings'>) {
  const { t } = useTranslation();
  if (settings.mode === 'flicker') {
    return (
      <>
        <button type="button" className={css.hold} aria-pressed={!settings.running} onClick={() => onSettings({ running: !settings.running })}>{t(settings.running ? 'compare.hold' : 'compare.run')}</button>
        <Slider className={css.slider} size="sm" min={0.5} max={MAX_RATE} step={0.5} value={settings.rate} onChange={(rate) => onSettings({ rate })} label={null} thumbLabel={t('compare.rate')} />
        <output className={css.value}>{settings.rate} Hz</output>
      </>
    );
  }
  if (settings.mode === 'overlay') {
    return (
      <>
        <Slider className={css.slider} size="sm" value={settings.opacity * 100} onChange={(value) => onSettings({ opacity: value / 100 })} label={null} thumbLabel={t('compare.opacity')} />
        <output className={css.value}>{Math.round(settings.opacity * 100)} %</output>
      </>
    );
  }
  if (settings.mode === 'wipe') {
    return <Slider className={css.slider} size="sm" step={0.5} value={settings.wipe * 100} onChange={(value) => onSettings({ wipe: value / 100 })} label={null} thumbLabel={t('compare.wipeAt')} />;
  }
  return null;
}
