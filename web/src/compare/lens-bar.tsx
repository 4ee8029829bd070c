import { SegmentedControl, Slider } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Lens, LENSES } from '../viewer/lens.ts';
import type { Settings } from './settings.ts';
import css from './lens-bar.module.css';

interface Props {
  /** What else stands in this bar. */
  readonly children: ReactNode;
  readonly settings: Settings;
  onSettings(change: Partial<Settings>): void;
}

/** Lenses, each with a caution about what it cannot tell. */
export function LensBar({ settings, children, onSettings }: Props) {
  const { t } = useTranslation();
  const { lens, levels } = settings;
  const level = (name: keyof typeof levels, min: number, max: number, step: number) => (
    <label className={css.level}>
      <span>{t(`compare.${name}`)}</span>
      <Slider className={css.slider} size="xs" min={min} max={max} step={step} value={levels[name]} onChange={(value) => onSettings({ levels: { ...levels, [name]: value } })} label={null} thumbLabel={t(`compare.${name}`)} />
    </label>
  );
  return (
    <div className={css.bar}>
      <span className={css.name} id="lens">{t('compare.lens')}</span>
      <SegmentedControl size="xs" aria-labelledby="lens" value={lens} onChange={(value) => onSettings({ lens: value as Lens })} data={LENSES.map((value) => ({ value, label: t(`compare.lenses.${value}`) }))} />
      {lens === 'levels' && <>{level('black', 0, 254, 1)}{level('white', 1, 255, 1)}{level('gamma', 0.2, 4, 0.1)}</>}
      <span className={css.caution}>{lens === 'none' ? '' : t(`compare.lensCaution.${lens}`)}</span>
      {children}
    </div>
  );
}
