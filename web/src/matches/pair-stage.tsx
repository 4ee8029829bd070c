/** What was found, and the registered image laid where it belongs: side by side, in turn, over it, or with a border between. */
import { Checkbox, SegmentedControl } from '@mantine/core';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { applyTo, type Box, type Matrix, type Point } from '../../../src/core/geometry.ts';
import { OwnControl } from '../compare/mode-bar.tsx';
import { contentBox, secondToScreen } from '../compare/pairs.ts';
import { MODES, nextMode, type Settings } from '../compare/settings.ts';
import { useFlicker } from '../compare/use-flicker.ts';
import { WipeHandle } from '../compare/wipe-handle.tsx';
import { useShortcuts } from '../keyboard/shortcuts.ts';
import { outlineIn } from '../search/outline-in.ts';
import { ImageStage } from '../viewer/image-stage.tsx';
import { useViewport } from '../viewer/use-viewport.ts';
import { toMatrix3d, viewportMatrix } from '../viewer/viewport.ts';
import { ZoomButtons } from '../viewer/zoom-buttons.tsx';
import css from './pair-stage.module.css';

export interface Shown {
  readonly name: string;
  readonly url: string;
  readonly width: number;
  readonly height: number;
}

interface Props {
  /** In the unit of `transform`. */
  readonly found: Shown;
  /** px as stored. */
  readonly registered: Shown;
  /** px of the registered image → unit of what was found. */
  readonly transform: Matrix;
  /** Of what is seen of it, in the unit of what was found; undefined: by the transform. */
  readonly outline: readonly Point[] | undefined;
  readonly settings: Settings;
  onSettings(change: Partial<Settings>): void;
}

const WAYS = MODES.filter((mode) => mode !== 'difference');

export function PairStage({ found, registered, transform, outline, settings, onSettings }: Props) {
  const { t } = useTranslation();
  const frame: Box = { x: 0, y: 0, width: found.width, height: found.height };
  const polygon = outline ?? outlineIn(registered, transform) ?? [];
  const control = useViewport(contentBox(frame, { x: 0, y: 0, width: registered.width, height: registered.height }, transform), frame);
  const secondRef = useRef<HTMLDivElement>(null);
  const { mode } = settings;
  const showsSecond = useFlicker(mode === 'flicker' && settings.running, settings.rate);
  const forward = (): void => {
    const next = nextMode(mode);
    onSettings({ mode: next === 'difference' ? nextMode(next) : next });
  };
  useShortcuts({ m: forward, '+': () => control.zoomBy(1.4), '=': () => control.zoomBy(1.4), '-': () => control.zoomBy(1 / 1.4), f: control.fit, h: () => onSettings({ running: !settings.running }) });

  const toScreen = control.viewport && viewportMatrix(control.viewport);
  const second = toScreen && secondToScreen(toScreen, transform);
  const isSide = mode === 'side';
  const marks = settings.outlines && toScreen && polygon.length > 2 && <Outline points={polygon.map((point) => applyTo(toScreen, point))} />;
  const layer = (style: { readonly opacity?: number; readonly clipPath?: string } = {}) => second && <div className={css.layer} style={style}><Picture shown={registered} matrix={second} /></div>;

  return (
    <div className={css.area}>
      <div className={css.bar}>
        <SegmentedControl size="xs" aria-label={t('compare.mode')} value={mode} data={WAYS.map((value) => ({ value, label: t(`compare.modes.${value}`) }))} transitionDuration={0}
          onChange={(value) => onSettings({ mode: WAYS.find((one) => one === value) ?? 'side' })} />
        <div className={css.own}><OwnControl settings={settings} onSettings={onSettings} /></div>
        <Checkbox size="xs" label={t('matches.outline')} checked={settings.outlines} onChange={({ currentTarget }) => onSettings({ outlines: currentTarget.checked })} />
      </div>
      <div className={css.panes} data-side={isSide}>
        <ImageStage stageRef={control.stageRef} viewport={control.viewport} onViewport={control.change} label={t('viewer.stage', { name: isSide ? found.name : `${found.name}, ${registered.name}` })}>
          {toScreen && <Picture shown={found} matrix={toScreen} />}
          {(mode === 'flicker' || mode === 'overlay') && layer({ opacity: mode === 'overlay' ? settings.opacity : showsSecond ? 1 : 0 })}
          {mode === 'wipe' && <>{layer({ clipPath: `inset(0 0 0 ${settings.wipe * 100}%)` })}<WipeHandle at={settings.wipe} onAt={(wipe) => onSettings({ wipe })} /></>}
          {marks}
          <span className={css.label}>{mode === 'flicker' ? t('compare.showing', { name: showsSecond ? registered.name : found.name }) : isSide ? found.name : `${found.name} + ${registered.name}`}</span>
        </ImageStage>
        {isSide && (
          <ImageStage stageRef={secondRef} viewport={control.viewport} onViewport={control.change} label={t('viewer.stage', { name: registered.name })}>
            {layer()}
            {marks}
            <span className={css.label}>{registered.name}</span>
          </ImageStage>
        )}
      </div>
      <div className={css.foot}><ZoomButtons control={control} /></div>
    </div>
  );
}

/** Drawn at the size that its matrix speaks of, whatever the file has. */
function Picture({ shown: { name, url, width, height }, matrix }: { readonly shown: Shown; readonly matrix: Matrix }) {
  return <img className={css.image} src={url} alt={name} draggable={false} style={{ width, height, transform: toMatrix3d(matrix) }} />;
}

function Outline({ points }: { readonly points: readonly Point[] }) {
  const text = points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  return <svg className={css.marks} aria-hidden><polygon className={css.dark} points={text} /><polygon className={css.light} points={text} /><polygon className={css.line} points={text} /></svg>;
}
