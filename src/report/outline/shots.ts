/** Crops of a finding's sides, all showing as much of their surroundings in matching content. */
import { applyTo, invert, type Box, type Matrix, type Point } from '../../core/geometry.ts';
import type { Link } from '../../core/finding.ts';
import type { Figure } from '../../core/media.ts';
import { boundingBox } from '../../core/regions.ts';
import type { Shot } from '../outline.types.ts';
import type { ReportFinding } from '../report-input.ts';

/** Share of the longer side of the region shown around it. */
const MARGIN = 0.15;
/** px; small regions still show where they lie. */
const LEAST_MARGIN = 12;

/** The transform from side 0 to side `i`, where one is proven directly. */
export function transformTo(finding: ReportFinding, i: number): Matrix | undefined {
  if (i === 1 && finding.transform) return finding.transform;
  const direct = linkBetween(finding, 0, i);
  if (!direct) return undefined;
  return direct.from === 0 ? direct.transform : tryInvert(direct.transform);
}

export function linkBetween({ links }: ReportFinding, a: number, b: number): Link | undefined {
  return links.find(({ from, to }) => (from === a && to === b) || (from === b && to === a));
}

export function tryInvert(matrix: Matrix): Matrix | undefined {
  try {
    return invert(matrix);
  } catch {
    return undefined; // a singular matrix moves nothing that could be drawn
  }
}

/**
 * Affine map that touches a projective one at a point: [a, b, c, d, e, f] maps (x, y) to (a·x + c·y + e, b·x + d·y + f).
 * Derivatives of applyTo by the quotient rule.
 */
export function affineAt(m: Matrix, { x, y }: Point): readonly [number, number, number, number, number, number] {
  const w = m[6] * x + m[7] * y + m[8];
  const p = applyTo(m, { x, y });
  const a = (m[0] - p.x * m[6]) / w;
  const c = (m[1] - p.x * m[7]) / w;
  const b = (m[3] - p.y * m[6]) / w;
  const d = (m[4] - p.y * m[7]) / w;
  return [a, b, c, d, p.x - a * x - c * y, p.y - b * x - d * y];
}

/** The shot of side `i`. `scale` is taken where the region of side 0 lies; 1 where no transform is proven. */
export function shotOf(finding: ReportFinding, i: number, figures: ReadonlyMap<string, Pick<Figure, 'id' | 'width' | 'height'>>): Shot | undefined {
  const side = finding.sides[i];
  const first = finding.sides[0];
  const figure = side && figures.get(side.image);
  if (!side || !first || !figure) return undefined;
  const scale = i === 0 ? 1 : scaleOf(transformTo(finding, i), centreOf(boundingBox(first.region)));
  const own = boundingBox(side.region);
  const base = boundingBox(first.region);
  const longest = Math.max(base.width, base.height, own.width / scale, own.height / scale);
  const margin = Math.max(LEAST_MARGIN, MARGIN * longest) * scale;
  return {
    label: `${finding.number}.${i + 1}`, side: i, figure: figure.id, scale,
    box: grow(own, margin, figure), polygon: side.region.polygon, caption: [], ...(i === 0 && finding.kind === 'generated' && finding.patches ? { patches: finding.patches } : {}),
  };
}

export function centreOf({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

function scaleOf(matrix: Matrix | undefined, at: Point): number {
  if (!matrix) return 1;
  const [a, b, c, d] = affineAt(matrix, at);
  const scale = Math.sqrt(Math.abs(a * d - b * c));
  return scale > 0.02 && scale < 50 ? scale : 1; // beyond that nothing could be shown side by side
}

/** Whole pixels, inside the figure, at least one. */
function grow(box: Box, margin: number, { width, height }: Pick<Figure, 'width' | 'height'>): Box<'figure'> {
  const x = clamp(Math.floor(box.x - margin), 0, width - 1);
  const y = clamp(Math.floor(box.y - margin), 0, height - 1);
  return {
    x, y,
    width: clamp(Math.ceil(box.x + box.width + margin), x + 1, width) - x,
    height: clamp(Math.ceil(box.y + box.height + margin), y + 1, height) - y,
  };
}

function clamp(value: number, low: number, high: number): number {
  return Number.isFinite(value) ? Math.min(Math.max(value, low), high) : low;
}
