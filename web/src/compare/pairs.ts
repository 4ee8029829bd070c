/** What is put side by side: one proven pair of a finding, and where its second image lies on the first. */
import { applyTo, type Box, invert, type Matrix, multiply, type Point, translation } from '../../../src/core/geometry.ts';
import type { Finding, Link, Measure, Side } from '../../../src/core/finding.ts';
import type { Panel } from '../../../src/core/media.ts';
import { boundingBox, boxRegion } from '../../../src/core/regions.ts';
import type { Picture } from '../finding/pictures.ts';

export interface Pair {
  readonly from: Side;
  readonly to: Side;
  /** Pixels of the first image → pixels of the second. */
  readonly transform: Matrix | undefined;
  readonly measures: Readonly<Record<string, Measure>>;
  readonly matches: Link['matches'];
  readonly score: number;
}

/** The proven pairs, best first as the server gives them; sides without a link are paired with the first, unaligned. */
export function pairsOf({ sides, links, transform, measures, score }: Pick<Finding, 'sides' | 'links' | 'transform' | 'measures' | 'score'>): readonly Pair[] {
  const linked = links.flatMap((link): readonly Pair[] => {
    const [from, to] = [sides[link.from], sides[link.to]];
    return from && to ? [{ from, to, transform: link.transform, measures: { ...measures, ...link.measures }, matches: link.matches, score: link.score }] : [];
  });
  const [first] = sides;
  const loose = sides.flatMap((side, i): readonly Pair[] => {
    if (!first || i === 0 || links.some(({ from, to }) => from === i || to === i)) return [];
    return [{ from: first, to: side, transform: i === 1 ? transform : undefined, measures, matches: [], score }];
  });
  return [...linked, ...loose];
}

/** Pixels of the second image → pixels of the first: by the transform, or only moved so that the regions' middles meet. */
export function placeSecond({ from, to, transform }: Pick<Pair, 'from' | 'to' | 'transform'>, align: boolean): Matrix {
  const inverse = align && transform ? tryInvert(transform) : undefined;
  if (inverse) return inverse;
  const [a, b] = [middleOf(from), middleOf(to)];
  return translation(a.x - b.x, a.y - b.y);
}

function tryInvert(matrix: Matrix): Matrix | undefined {
  try {
    return invert(matrix);
  } catch {
    return undefined;
  }
}

function middleOf({ region }: Side): Point {
  const { x, y, width, height } = boundingBox(region);
  return { x: x + width / 2, y: y + height / 2 };
}

/** What is visible of an image: its panel where one is known, unless the whole is asked for. */
export function frameOf(figure: Picture, panel: Panel | undefined, whole: boolean): Box {
  return !whole && panel ? panel.box : { x: 0, y: 0, width: figure.width, height: figure.height };
}

/** Box to look at first: the first region and some of its surroundings. In pixels of the first image. */
export function boxToShow({ from }: Pick<Pair, 'from'>, frame: Box, around = 0.35): Box {
  const box = boundingBox(from.region);
  const margin = Math.max(box.width, box.height) * around;
  const x = Math.max(frame.x, box.x - margin);
  const y = Math.max(frame.y, box.y - margin);
  return {
    x, y,
    width: Math.max(1, Math.min(frame.x + frame.width, box.x + box.width + margin) - x),
    height: Math.max(1, Math.min(frame.y + frame.height, box.y + box.height + margin) - y),
  };
}

/** Box around both frames, in pixels of the first image: the content that panning must keep in sight. */
export function contentBox(first: Box, second: Box, place: Matrix): Box {
  const corners = boxRegion(second).polygon.map((point) => applyTo(place, point));
  return boundingBox({ polygon: [...boxRegion(first).polygon, ...corners] });
}

/** Second image → screen. */
export const secondToScreen = (viewport: Matrix, place: Matrix): Matrix => multiply(viewport, place);
