import { ActionIcon, Button } from '@mantine/core';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { StageControl } from './use-viewport.ts';
import css from './zoom-buttons.module.css';

/** @param oneToOne the scale at which one image pixel is one screen pixel; absent = no such button. */
export function ZoomButtons({ control, oneToOne }: { readonly control: StageControl; readonly oneToOne?: number }) {
  const { t } = useTranslation();
  const percent = control.viewport && oneToOne ? Math.round((control.viewport.scale / oneToOne) * 100) : undefined;
  return (
    <div className={css.buttons} role="group" aria-label={t('viewer.zoom')}>
      <ActionIcon variant="default" aria-label={t('viewer.zoomOut')} onClick={() => control.zoomBy(1 / 1.4)}><IconMinus size={16} /></ActionIcon>
      <ActionIcon variant="default" aria-label={t('viewer.zoomIn')} onClick={() => control.zoomBy(1.4)}><IconPlus size={16} /></ActionIcon>
      <Button variant="default" size="compact-sm" onClick={control.fit}>{t('viewer.fit')}</Button>
      {oneToOne !== undefined && <Button variant="default" size="compact-sm" onClick={() => control.zoomTo(oneToOne)}>1:1</Button>}
      {percent !== undefined && <span className={css.percent} aria-live="off">{percent} %</span>}
    </div>
  );
}
