/** A window onto a picture: pan by drag, zoom by wheel or pinch, both by keyboard. What is drawn in it is the caller's. */
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, type RefObject } from 'react';
import type { Point } from '../../../src/core/geometry.ts';
import { panBy, type Viewport, zoomAt } from './viewport.ts';
import css from './image-stage.module.css';

interface Props {
  readonly stageRef: RefObject<HTMLDivElement | null>;
  readonly viewport: Viewport | undefined;
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
  onViewport(change: (viewport: Viewport) => Viewport): void;
}

const WHEEL_ZOOM = 0.0016;
const KEY_PAN_PX = 60;

export function ImageStage({ stageRef, viewport, label, className, children, onViewport }: Props) {
  const pointers = useRef(new Map<number, Point>());
  useWheelZoom(stageRef, onViewport);

  const pointOf = (event: { clientX: number; clientY: number }): Point => {
    const box = stageRef.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };
  const down = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button > 1 || (event.target as Element).closest('[data-holds-pointer]')) return;
    pointers.current.set(event.pointerId, pointOf(event));
  };
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    const before = pointers.current.get(event.pointerId);
    if (!before) return;
    const now = pointOf(event);
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    if (!other && Math.hypot(now.x - before.x, now.y - before.y) < 1) return;
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) event.currentTarget.setPointerCapture(event.pointerId);
    pointers.current.set(event.pointerId, now);
    if (!other) onViewport((viewport) => panBy(viewport, now.x - before.x, now.y - before.y));
    else onViewport((viewport) => pinch(viewport, other, before, now));
  };
  const up = (event: PointerEvent<HTMLDivElement>): void => {
    pointers.current.delete(event.pointerId);
  };
  const key = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowLeft: [KEY_PAN_PX, 0], ArrowRight: [-KEY_PAN_PX, 0], ArrowUp: [0, KEY_PAN_PX], ArrowDown: [0, -KEY_PAN_PX] }[event.key];
    if (!step) return;
    event.preventDefault();
    onViewport((viewport) => panBy(viewport, step[0] ?? 0, step[1] ?? 0));
  };

  return (
    <div ref={stageRef} className={`${css.stage} ${className ?? ''}`} role="group" aria-label={label} tabIndex={0} data-ready={viewport !== undefined}
      onPointerDown={down} onPointerMove={move} onPointerUp={up} onPointerCancel={up} onKeyDown={key}>
      {viewport && children}
    </div>
  );
}

/** Two fingers: the middle between them pans, their distance zooms. */
function pinch(viewport: Viewport, held: Point, before: Point, now: Point): Viewport {
  const spread = (p: Point): number => Math.max(1, Math.hypot(p.x - held.x, p.y - held.y));
  const middle = { x: (held.x + now.x) / 2, y: (held.y + now.y) / 2 };
  return zoomAt(panBy(viewport, (now.x - before.x) / 2, (now.y - before.y) / 2), middle, spread(now) / spread(before));
}

/** React listens to wheel passively; zooming must keep the page from scrolling. */
function useWheelZoom(stageRef: RefObject<HTMLDivElement | null>, onViewport: Props['onViewport']): void {
  const change = useRef(onViewport);
  useEffect(() => {
    change.current = onViewport;
  });
  useEffect(() => {
    const stage = stageRef.current;
    if (!stage) return undefined;
    const listen = (event: WheelEvent): void => {
      event.preventDefault();
      const box = stage.getBoundingClientRect();
      const at = { x: event.clientX - box.left, y: event.clientY - box.top };
      const delta = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 16 : event.deltaY;
      change.current((viewport) => zoomAt(viewport, at, Math.exp(-delta * WHEEL_ZOOM)));
    };
    stage.addEventListener('wheel', listen, { passive: false });
    return () => stage.removeEventListener('wheel', listen);
  }, [stageRef]);
}
