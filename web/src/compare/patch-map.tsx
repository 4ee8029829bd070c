import type { PatchScore } from '../../../src/core/finding.ts';
import { applyTo, type Matrix } from '../../../src/core/geometry.ts';

interface Props {
  readonly patches: readonly PatchScore[];
  /** Image px → screen px. */
  readonly toScreen: Matrix;
  /** Few large places are framed; many small ones would be all frame. */
  readonly framed?: boolean;
}

/** Where a claim was read from: framed in white, filled the more the stronger the place speaks for it. */
export function PatchMap({ patches, toScreen, framed = true }: Props) {
  return (
    <g>
      {patches.map(({ box: { x, y, width, height }, score }, i) => {
        const [from, to] = [applyTo(toScreen, { x, y }), applyTo(toScreen, { x: x + width, y: y + height })];
        return (
          <g key={i}>
            <rect x={from.x} y={from.y} width={to.x - from.x} height={to.y - from.y} fill="#e03131" fillOpacity={0.6 * Math.max(0, score - 0.25)} {...(framed ? { stroke: '#000', strokeOpacity: 0.6, strokeWidth: 2.5 } : {})} />
            {framed && <rect x={from.x} y={from.y} width={to.x - from.x} height={to.y - from.y} fill="none" stroke="#fff" strokeWidth={1} />}
          </g>
        );
      })}
    </g>
  );
}
