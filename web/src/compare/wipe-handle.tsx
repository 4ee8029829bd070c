import type { PointerEvent } from 'react';
import css from './wipe-handle.module.css';

/** The border of the wipe, to be dragged; the slider in the bar does the same for the keyboard. */
export function WipeHandle({ at, onAt }: { readonly at: number; onAt(at: number): void }) {
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (box) onAt(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)));
  };
  return (
    <div className={css.handle} data-holds-pointer aria-hidden style={{ left: `${at * 100}%` }}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)} onPointerMove={drag}><span /></div>
  );
}
