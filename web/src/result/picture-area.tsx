/** The middle: one page or image with the findings on it. */
import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { applyTo } from '../../../src/core/geometry.ts';
import type { Figure } from '../../../src/core/media.ts';
import { boundingBox, boxRegion } from '../../../src/core/regions.ts';
import type { FindingView, ScanResult } from '../../../src/http/native/wire.ts';
import { figureImageUrl, pageImageUrl } from '../api/urls.ts';
import { imageWords } from '../finding/words.ts';
import { useShortcuts } from '../keyboard/shortcuts.ts';
import { useScanAddress } from '../scan/scan-address.ts';
import { FindingOverlay } from '../viewer/finding-overlay.tsx';
import { ImageStage } from '../viewer/image-stage.tsx';
import { useViewport } from '../viewer/use-viewport.ts';
import { viewportMatrix } from '../viewer/viewport.ts';
import { ZoomButtons } from '../viewer/zoom-buttons.tsx';
import { isDismissed } from './filters.ts';
import { regionInView, sizeOf, type View } from './views.ts';
import css from './picture-area.module.css';

interface Props {
  readonly result: ScanResult;
  readonly view: View;
  readonly findings: readonly FindingView[];
  readonly chosen: string | undefined;
  sentenceOf(finding: FindingView): string;
  onChoose(finding: FindingView): void;
  onOpen(finding: FindingView): void;
}

/** Pages are drawn again at more pixels once they are zoomed beyond the first picture. */
const STEPS_PX = [1600, 3200] as const;

export function PictureArea({ result, view, findings, chosen, sentenceOf, onChoose, onOpen }: Props) {
  const { t } = useTranslation();
  const { ref } = useScanAddress();
  const size = sizeOf(view);
  const control = useViewport({ x: 0, y: 0, ...size });
  const { viewport } = control;
  const [state, setState] = useState<'loading' | 'shown' | 'broken'>('loading');
  const name = view.is === 'page' ? t('rail.page', { page: view.page.number }) : imageWords(t, result.files, result.figures, view.figure.id);
  useShortcuts({ '+': () => control.zoomBy(1.4), '=': () => control.zoomBy(1.4), '-': () => control.zoomBy(1 / 1.4), f: control.fit });

  const needed = Math.max(size.width, size.height) * (viewport?.scale ?? 0) * window.devicePixelRatio;
  const px = needed > STEPS_PX[0] ? STEPS_PX[1] : STEPS_PX[0];
  const source = view.is === 'page' ? pageImageUrl(ref, view.page.file, view.page.number, px) : figureImageUrl(ref, view.figure.id, px);
  const figures = view.is === 'page' ? view.figures : [view.figure];

  return (
    <section className={css.area} aria-label={name}>
      <div className={css.bar}>
        <span className={css.name}>{name}</span>
        {!result.scan.readOnly && figures.length > 0 && <EditPanels result={result} figures={figures} />}
        <span className={css.space} />
        <ZoomButtons control={control} {...(view.is === 'figure' ? { oneToOne: 1 } : {})} />
      </div>
      <ImageStage stageRef={control.stageRef} viewport={viewport} onViewport={control.change} label={t('viewer.stage', { name })} className={css.stage}>
        {viewport && (
          <>
            <img className={css.picture} src={source} alt={name} draggable={false} onError={() => setState('broken')} onLoad={() => setState('shown')}
              style={{ left: viewport.x, top: viewport.y, width: size.width * viewport.scale, height: size.height * viewport.scale }} />
            <FindingOverlay findings={findings} chosen={chosen} toScreen={viewportMatrix(viewport)} outlineOf={(side) => regionInView(view, side)} isFaded={isDismissed}
              sentenceOf={sentenceOf} onChoose={onChoose} onOpen={onOpen} />
            <Unexamined result={result} view={view} viewport={viewport} />
          </>
        )}
        {state === 'broken' && <p className={css.broken} role="alert">{t('viewer.noImage')}</p>}
        {state === 'loading' && <p className={css.loading} role="status">{t('common.loading')}</p>}
      </ImageStage>
    </section>
  );
}

/** The way to the panel editor: of the one image here, or of one among several. */
function EditPanels({ result, figures }: { readonly result: ScanResult; readonly figures: readonly Figure[] }) {
  const { t } = useTranslation();
  const to = (figure: Figure): string => `/scans/${result.scan.id}/panels/${figure.id}`;
  const [only, ...more] = figures;
  if (only && more.length === 0) return <Button component={Link} to={to(only)} variant="subtle" color="gray" size="compact-sm">{t('picture.editPanels')}</Button>;
  return (
    <Menu position="bottom-start">
      <Menu.Target><Button variant="subtle" color="gray" size="compact-sm" rightSection={<IconChevronDown size={14} aria-hidden />}>{t('picture.editPanels')}</Button></Menu.Target>
      <Menu.Dropdown>
        {figures.map((figure) => <Menu.Item key={figure.id} component={Link} to={to(figure)}>{imageWords(t, result.files, result.figures, figure.id)}</Menu.Item>)}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Panels that were left out are marked on the picture too, so that an empty chart does not look clean. */
function Unexamined({ result, view, viewport }: { readonly result: ScanResult; readonly view: View; readonly viewport: { scale: number; x: number; y: number } }) {
  const { t } = useTranslation();
  return (
    <div className={css.unexamined}>
      {result.panels.filter(({ examined }) => !examined).map((panel) => {
        const outline = regionInView(view, { image: panel.figure, region: boxRegion(panel.box) });
        if (!outline) return null;
        const { x, y, width, height } = boundingBox({ polygon: outline.map((point) => applyTo(viewportMatrix(viewport), point)) });
        return <span key={panel.id} className={css.left} style={{ left: x, top: y, width, height }}>{width > 90 && height > 24 && <span>{t('picture.notExamined', { why: t(`panelClass.${panel.class}`) })}</span>}</span>;
      })}
    </div>
  );
}
