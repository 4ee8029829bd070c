/** The pair in one of five ways. All share one viewport in pixels of the first image, so panes move together by construction. */
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { applyTo, type Matrix, type Point } from '../../../src/core/geometry.ts';
import { boundingBox } from '../../../src/core/regions.ts';
import type { FindingView, ScanResult } from '../../../src/http/native/wire.ts';
import { pictureOf } from '../finding/pictures.ts';
import { placeWords } from '../finding/words.ts';
import { useShortcuts } from '../keyboard/shortcuts.ts';
import { ImageStage } from '../viewer/image-stage.tsx';
import { RegionMark } from '../viewer/region-mark.tsx';
import { useViewport } from '../viewer/use-viewport.ts';
import { viewportMatrix } from '../viewer/viewport.ts';
import { ZoomButtons } from '../viewer/zoom-buttons.tsx';
import { DifferenceLayer } from './difference-layer.tsx';
import { LensBar } from './lens-bar.tsx';
import { LensFilters } from './lens-filters.tsx';
import { MatchLines } from './match-lines.tsx';
import { boxToShow, contentBox, frameOf, type Pair, placeSecond, secondToScreen } from './pairs.ts';
import type { Settings } from './settings.ts';
import { useFlicker } from './use-flicker.ts';
import { WarpedImage } from './warped-image.tsx';
import { WipeHandle } from './wipe-handle.tsx';
import css from './compare-stage.module.css';

interface Props {
  readonly result: ScanResult;
  readonly finding: FindingView;
  readonly pair: Pair;
  readonly settings: Settings;
  onSettings(change: Partial<Settings>): void;
}

export function CompareStage({ result, finding, pair, settings, onSettings }: Props) {
  const { t } = useTranslation();
  const { mode } = settings;
  const figureA = pictureOf(result, pair.from.image);
  const figureB = pictureOf(result, pair.to.image);
  if (!figureA || !figureB) throw new Error(`the result has no picture ${pair.from.image} or ${pair.to.image}`);
  const frameA = frameOf(figureA, result.panels.find(({ id }) => id === pair.from.panel), settings.whole);
  const frameB = frameOf(figureB, result.panels.find(({ id }) => id === pair.to.panel), settings.whole);
  const place = placeSecond(pair, settings.align || mode === 'difference');
  const control = useViewport(contentBox(frameA, frameB, place), boxToShow(pair, frameA));
  const { viewport, screen } = control;
  const secondRef = useRef<HTMLDivElement>(null);
  const container = useRef<HTMLDivElement>(null);
  const showsSecond = useFlicker(mode === 'flicker' && settings.running, settings.rate);
  useShortcuts({
    '+': () => control.zoomBy(1.4), '=': () => control.zoomBy(1.4), '-': () => control.zoomBy(1 / 1.4), f: control.fit, z: () => control.zoomTo(1),
    ' ': () => onSettings({ running: !settings.running }),
  });

  const toScreen = viewport && viewportMatrix(viewport);
  const bToScreen = toScreen && secondToScreen(toScreen, place);
  const [nameA, nameB] = [placeWords(t, result, pair.from), placeWords(t, result, pair.to)];

  const a = toScreen && <WarpedImage figure={figureA} toScreen={toScreen} frame={frameA} name={nameA} filter="first" lens={settings.lens} />;
  const b = (style: { opacity?: number; clipPath?: string } = {}) => bToScreen && (
    <div className={css.layer} style={style}><WarpedImage figure={figureB} toScreen={bToScreen} frame={frameB} name={nameB} filter="second" lens={settings.lens} /></div>
  );
  const outline = (matrix: Matrix | undefined, polygon: readonly Point[]) => settings.outlines && matrix && (
    <svg className={css.marks} aria-hidden><RegionMark polygon={polygon.map((point) => applyTo(matrix, point))} number={finding.number} chosen={false} /></svg>
  );
  const isSide = mode === 'side';

  return (
    <div className={css.area}>
      <div className={css.names} data-side={isSide}>
        <PaneName name={nameA} size={figureA} />
        <div className={css.second}>
          {isSide && <PaneName name={`${nameB}${settings.align && pair.transform ? ` · ${t('compare.warped')}` : ''}`} size={figureB} />}
          {mode === 'flicker' && <span className={css.now}>{t('compare.showing', { name: showsSecond ? nameB : nameA })}</span>}
        </div>
      </div>
      <div className={css.panes} data-side={isSide} ref={container}>
        <ImageStage stageRef={control.stageRef} viewport={viewport} onViewport={control.change} label={t('viewer.stage', { name: isSide ? nameA : `${nameA}, ${nameB}` })}>
          {a}
          {(mode === 'flicker' || mode === 'overlay') && b({ opacity: mode === 'overlay' ? settings.opacity : showsSecond ? 1 : 0 })}
          {mode === 'wipe' && <>{b({ clipPath: `inset(0 0 0 ${settings.wipe * 100}%)` })}<WipeHandle at={settings.wipe} onAt={(wipe) => onSettings({ wipe })} /></>}
          {mode === 'difference' && toScreen && <DifferenceLayer pair={pair} figureA={figureA} figureB={figureB} toScreen={toScreen} />}
          {outline(toScreen, pair.from.region.polygon)}
          {!isSide && !settings.align && mode !== 'difference' && outline(bToScreen, pair.to.region.polygon)}
        </ImageStage>
        {isSide && (
          <ImageStage stageRef={secondRef} viewport={viewport} onViewport={control.change} label={t('viewer.stage', { name: nameB })}>
            {b()}
            {outline(bToScreen, pair.to.region.polygon)}
          </ImageStage>
        )}
        {settings.points && screen && toScreen && bToScreen && (
          <MatchLines matches={pair.matches} toFirst={toScreen} toSecond={bToScreen} pane={screen} secondPane={isSide ? secondRef : undefined} container={container} />
        )}
      </div>
      <LensBar settings={settings} onSettings={onSettings}><ZoomButtons control={control} oneToOne={1} /></LensBar>
      <LensFilters settings={settings} figureA={figureA} figureB={figureB} boxA={boundingBox(pair.from.region)} boxB={boundingBox(pair.to.region)} />
    </div>
  );
}

function PaneName({ name, size }: { readonly name: string; readonly size: { readonly width: number; readonly height: number } }) {
  const { t } = useTranslation();
  return <span className={css.name}><strong>{name}</strong> <span className={css.dim}>{t('compare.sizePx', { width: size.width, height: size.height })}</span></span>;
}
