import { type RefObject, useLayoutEffect, useState } from 'react';
import { applyTo, type Matrix, type Point } from '../../../src/core/geometry.ts';
import type { Link } from '../../../src/core/finding.ts';
import type { Size } from '../viewer/viewport.ts';
import css from './match-lines.module.css';

interface Props {
  readonly matches: Link['matches'];
  readonly toFirst: Matrix;
  readonly toSecond: Matrix;
  readonly pane: Size;
  /** Where the second image has its own pane; absent when both lie on one. */
  readonly secondPane: RefObject<HTMLDivElement | null> | undefined;
  readonly container: RefObject<HTMLDivElement | null>;
}

/** Matched points as lines from pane to pane; on one pane the line is what remains of the distance after aligning. */
export function MatchLines({ matches, toFirst, toSecond, pane, secondPane, container }: Props) {
  const [offset, setOffset] = useState<Point>({ x: 0, y: 0 });
  useLayoutEffect(() => {
    const [outer, inner] = [container.current?.getBoundingClientRect(), secondPane?.current?.getBoundingClientRect()];
    setOffset(outer && inner ? { x: inner.left - outer.left, y: inner.top - outer.top } : { x: 0, y: 0 });
  }, [container, secondPane, pane.width, pane.height]);
  const inside = ({ x, y }: Point): boolean => x >= 0 && y >= 0 && x <= pane.width && y <= pane.height;

  return (
    <svg className={css.lines} aria-hidden>
      {matches.map(([xa, ya, xb, yb], i) => {
        const a = applyTo(toFirst, { x: xa, y: ya });
        const b = applyTo(toSecond, { x: xb, y: yb });
        if (!inside(a) || !inside(b)) return null;
        const end = { x: b.x + offset.x, y: b.y + offset.y };
        return (
          <g key={i}>
            <line className={css.casing} x1={a.x} y1={a.y} x2={end.x} y2={end.y} />
            <line className={css.line} x1={a.x} y1={a.y} x2={end.x} y2={end.y} />
            <circle cx={a.x} cy={a.y} r={3} /><circle cx={end.x} cy={end.y} r={3} />
          </g>
        );
      })}
    </svg>
  );
}
