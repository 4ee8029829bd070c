import type { Point } from '../../../src/core/geometry.ts';
import { colourOf } from '../finding/colours.ts';
import css from './region-mark.module.css';

interface Props {
  /** In screen px of the stage. */
  readonly polygon: readonly Point[];
  readonly number: number;
  readonly chosen: boolean;
  readonly faded?: boolean;
}

/** One region of a finding: outline on a dark and a light casing, so it shows on any picture, and the finding's number at its top left. */
export function RegionMark({ polygon, number, chosen, faded = false }: Props) {
  const { fill, ink } = colourOf(number);
  const points = polygon.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  const anchor = topLeft(polygon);
  const width = 10 + 8 * String(number).length;
  return (
    <g className={css.mark} data-chosen={chosen} data-faded={faded}>
      <polygon className={css.dark} points={points} />
      <polygon className={css.light} points={points} />
      <polygon className={css.line} points={points} stroke={fill} fill={chosen ? fill : '#fff'} fillOpacity={chosen ? 0.14 : 0} strokeDasharray={faded ? '4 4' : undefined} />
      {anchor && (
        <g aria-hidden transform={`translate(${anchor.x.toFixed(1)} ${anchor.y.toFixed(1)})`}>
          <rect x={-1} y={-19} width={width + 2} height={20} rx={4} fill="#000" fillOpacity={0.6} />
          <rect x={0} y={-18} width={width} height={18} rx={3} fill={fill} />
          <text x={width / 2} y={-4.5} textAnchor="middle" fill={ink} className={css.number}>{number}</text>
        </g>
      )}
    </g>
  );
}

/** The vertex nearest to the top left corner of the region's box; kept where the label stays on the stage. */
function topLeft(polygon: readonly Point[]): Point | undefined {
  const best = polygon.reduce<Point | undefined>((found, p) => (found === undefined || p.x + p.y < found.x + found.y ? p : found), undefined);
  return best && { x: best.x, y: Math.max(best.y, 19) };
}
