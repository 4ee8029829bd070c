/** The picture with its boxes: draw on empty ground, drag a box to move it, a corner to resize it; the arrow keys do the same. */
import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { applyTo, type Box, invert, type Point } from '../../../src/core/geometry.ts';
import type { Figure } from '../../../src/core/media.ts';
import { figureImageUrl } from '../api/urls.ts';
import { useScanAddress } from '../scan/scan-address.ts';
import { ImageStage } from '../viewer/image-stage.tsx';
import type { StageControl } from '../viewer/use-viewport.ts';
import { viewportMatrix } from '../viewer/viewport.ts';
import { boxBetween, type Corner, CORNERS, type Draft, isBigEnough, moveBox, resizeBox } from './edit.ts';
import css from './panel-canvas.module.css';

interface Props {
  readonly figure: Figure;
  readonly name: string;
  readonly control: StageControl;
  readonly drafts: readonly Draft[];
  readonly chosen: string | undefined;
  onChoose(key: string): void;
  onBox(key: string, box: Box): void;
  onAdd(box: Box): void;
  onRemove(key: string): void;
}

/** A drag under way, in figure pixels. */
type Drag =
  | { readonly is: 'draw'; readonly from: Point; readonly to: Point }
  | { readonly is: 'move'; readonly key: string; readonly from: Point; readonly box: Box }
  | { readonly is: 'resize'; readonly key: string; readonly corner: Corner; readonly box: Box };

export function PanelCanvas({ figure, name, control, drafts, chosen, onChoose, onBox, onAdd, onRemove }: Props) {
  const { t } = useTranslation();
  const { ref } = useScanAddress();
  const [drag, setDrag] = useState<Drag>();
  const { viewport } = control;

  const pointOf = (event: PointerEvent<SVGElement>): Point => {
    const box = control.stageRef.current?.getBoundingClientRect();
    const screen = { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
    return viewport ? applyTo(invert(viewportMatrix(viewport)), screen) : screen;
  };
  const start = (event: PointerEvent<SVGElement>, next: Drag): void => {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag(next);
    if (next.is !== 'draw') onChoose(next.key);
  };
  const move = (event: PointerEvent<SVGElement>): void => {
    if (!drag) return;
    const at = pointOf(event);
    if (drag.is === 'draw') setDrag({ ...drag, to: at });
    else if (drag.is === 'move') onBox(drag.key, moveBox(drag.box, at.x - drag.from.x, at.y - drag.from.y, figure));
    else onBox(drag.key, resizeBox(drag.box, drag.corner, at, figure));
  };
  const end = (): void => {
    if (drag?.is === 'draw') {
      const box = boxBetween(drag.from, drag.to, figure);
      if (isBigEnough(box)) onAdd(box);
    }
    setDrag(undefined);
  };
  const key = (event: KeyboardEvent, { key: id, box }: Draft): void => {
    const step = event.shiftKey ? 10 : 1;
    const [dx, dy] = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key] ?? [0, 0];
    if (event.key === 'Delete' || event.key === 'Backspace') onRemove(id);
    else if ((dx ?? 0) === 0 && (dy ?? 0) === 0) return;
    else if (event.altKey) onBox(id, resizeBox(box, 'se', { x: box.x + box.width + (dx ?? 0), y: box.y + box.height + (dy ?? 0) }, figure));
    else onBox(id, moveBox(box, dx ?? 0, dy ?? 0, figure));
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <ImageStage stageRef={control.stageRef} viewport={viewport} onViewport={control.change} label={t('viewer.stage', { name })}>
      {viewport && (
        <>
          <img className={css.picture} src={figureImageUrl(ref, figure.id, 3200)} alt={name} draggable={false} style={{ left: viewport.x, top: viewport.y, width: figure.width * viewport.scale, height: figure.height * viewport.scale }} />
          <svg className={css.boxes} viewBox={`0 0 ${figure.width} ${figure.height}`} preserveAspectRatio="none" data-holds-pointer
            style={{ left: viewport.x, top: viewport.y, width: figure.width * viewport.scale, height: figure.height * viewport.scale }}>
            <rect className={css.ground} width={figure.width} height={figure.height} onPointerDown={(event) => { const at = pointOf(event); start(event, { is: 'draw', from: at, to: at }); }} onPointerMove={move} onPointerUp={end} onPointerCancel={end} />
            {drafts.map((draft, i) => (
              <g key={draft.key} className={css.panel} data-examined={draft.examined} data-chosen={draft.key === chosen}>
                <rect className={css.casing} {...rectOf(draft.box)} />
                <rect className={css.box} {...rectOf(draft.box)} tabIndex={0} role="button" aria-pressed={draft.key === chosen} aria-label={t('panels.box', { number: i + 1, kind: t(`panelClass.${draft.class ?? 'auto'}`) })}
                  onFocus={() => onChoose(draft.key)} onKeyDown={(event) => key(event, draft)}
                  onPointerDown={(event) => start(event, { is: 'move', key: draft.key, from: pointOf(event), box: draft.box })} onPointerMove={move} onPointerUp={end} onPointerCancel={end} />
                <text x={draft.box.x} y={draft.box.y} dx={5 / viewport.scale} dy={16 / viewport.scale} fontSize={14 / viewport.scale} className={css.number} strokeWidth={3 / viewport.scale}>{i + 1}</text>
                {draft.key === chosen && CORNERS.map((corner) => (
                  <rect key={corner} className={css.corner} data-corner={corner} {...cornerRect(draft.box, corner, 12 / viewport.scale)}
                    onPointerDown={(event) => start(event, { is: 'resize', key: draft.key, corner, box: draft.box })} onPointerMove={move} onPointerUp={end} onPointerCancel={end} />
                ))}
              </g>
            ))}
            {drag?.is === 'draw' && <rect className={css.drawn} {...rectOf(boxBetween(drag.from, drag.to, figure))} />}
          </svg>
        </>
      )}
    </ImageStage>
  );
}

const rectOf = ({ x, y, width, height }: Box) => ({ x, y, width, height });

function cornerRect({ x, y, width, height }: Box, corner: Corner, size: number) {
  const at = { x: corner.endsWith('w') ? x : x + width, y: corner.startsWith('n') ? y : y + height };
  return { x: at.x - size / 2, y: at.y - size / 2, width: size, height: size };
}
