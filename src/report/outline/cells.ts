/** The small pictures under the large pair: pages, matched points, and one side laid onto the other. */
import type { Evidence } from '../../core/evidence.ts';
import { applyTo, type Point } from '../../core/geometry.ts';
import { boundingBox, boxRegion } from '../../core/regions.ts';
import type { AlignedCell, Cell, CropCell, FigureCell, Mark, MatchesCell, PageCell, Shot } from '../outline.types.ts';
import type { ReportFinding } from '../report-input.ts';
import { affineAt, centreOf, linkBetween, transformTo, tryInvert } from './shots.ts';
import type { Wording } from './wording.ts';

export function smallPictures(finding: ReportFinding, shots: readonly Shot[], evidence: Evidence, words: Wording): Cell[] {
  const [first, second] = shots;
  const places = placeCells(finding, shots.slice(0, 2), evidence, words);
  if (!first || !second) return [...places, ...heatCell(finding, evidence, words)];
  return [...places, ...matchesCell(finding, [first, second], words), ...alignedCell(finding, first, second, words)];
}

/** One thumbnail a page, or a figure where there is no page, with the boxes of every shot on it. */
export function placeCells(finding: ReportFinding, shots: readonly Shot[], evidence: Evidence, words: Wording): (PageCell | FigureCell)[] {
  const cells = new Map<string, PageCell | FigureCell>();
  for (const shot of shots) {
    const cell = placeCell(shot, evidence, words);
    if (!cell) continue;
    const key = cell.type === 'page' ? `page ${cell.file} ${cell.page}` : `figure ${cell.figure}`;
    const known = cells.get(key);
    cells.set(key, known ? { ...known, marks: [...known.marks, ...cell.marks] } : cell);
  }
  return [...cells.values()];
}

function placeCell(shot: Shot, { figures, pages, references = [] }: Evidence, { say, figure: words }: Wording): PageCell | FigureCell | undefined {
  const external = references.find(({ id }) => id === shot.figure);
  if (external) {
    const { id, width, height } = external;
    return { type: 'figure', figure: id, width, height, marks: [{ label: shot.label, side: shot.side, polygon: shot.polygon }], caption: [words(id)] };
  }
  const figure = figures.find(({ id }) => id === shot.figure);
  if (!figure) return undefined;
  const page = pages.find(({ file, number }) => file === figure.file && number === figure.page);
  const { pageBox } = figure;
  const mark = (polygon: readonly Point[]): Mark => ({ label: shot.label, side: shot.side, polygon });
  if (!page || !pageBox) {
    const { id, width, height } = figure;
    return { type: 'figure', figure: id, width, height, marks: [mark(shot.polygon)], caption: [say('finding.imageThumb', { image: id })] };
  }
  const upright = !figure.notes.some((note) => note === 'rotated-on-page' || note === 'mirrored-on-page');
  const onPage = upright
    ? shot.polygon.map(({ x, y }) => ({ x: pageBox.x + (x * pageBox.width) / figure.width, y: pageBox.y + (y * pageBox.height) / figure.height }))
    : boxRegion(pageBox).polygon; // where in it the region lies is not known
  const { file, number, width, height } = page;
  return { type: 'page', file, page: number, width, height, marks: [mark(onPage)], caption: [say('finding.pageThumb', { page: String(number) })] };
}

/** The whole panel with the places that speak for the claim, so that they can be compared with all others; no outline hides them. */
function heatCell({ number, kind, sides: [side], patches = [] }: ReportFinding, { panels }: Evidence, { say }: Wording): CropCell[] {
  const panel = panels.find(({ id }) => id === side?.panel);
  if (!side || !panel || patches.length === 0 || kind === 'generated') return [];
  const { x, y, width, height } = panel.box;
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const box = { x: left, y: top, width: Math.ceil(x + width) - left, height: Math.ceil(y + height) - top };
  return [{ type: 'crop', caption: [say('finding.heat')], shot: { label: `${number}.1`, side: 0, figure: side.image, box, polygon: [], patches, unframed: true, scale: 1, caption: [] } }];
}

function matchesCell(finding: ReportFinding, shots: readonly [Shot, Shot], { say }: Wording): MatchesCell[] {
  const link = linkBetween(finding, 0, 1);
  if (!link || link.matches.length === 0) return [];
  const matches = link.from === 0 ? link.matches : link.matches.map(([x0, y0, x1, y1]) => [x1, y1, x0, y0] as const);
  return [{ type: 'matches', shots, matches, caption: [say('finding.matches', { count: matches.length })] }];
}

/** Share of the region's longer side by which the affine drawing may miss the true transform. */
const AFFINE_TOLERANCE = 0.02;

/** Only where it can be drawn truthfully: PDF draws affine maps, not perspective. */
function alignedCell(finding: ReportFinding, onto: Shot, shot: Shot, { say }: Wording): AlignedCell[] {
  const forward = transformTo(finding, 1);
  const back = forward && tryInvert(forward);
  const region = finding.sides[1]?.region;
  if (!back || !region) return [];
  const box = boundingBox(region);
  const affine = affineAt(back, centreOf(box));
  const [a, b, c, d, e, f] = affine;
  const miss = region.polygon.map(({ x, y }) => {
    const p = applyTo(back, { x, y });
    return Math.hypot(a * x + c * y + e - p.x, b * x + d * y + f - p.y);
  });
  const reach = Math.max(box.width, box.height) / shot.scale;
  if (!affine.every(Number.isFinite) || Math.max(...miss) > AFFINE_TOLERANCE * reach) return [];
  return [{ type: 'aligned', shot, onto, affine, caption: [say('finding.aligned', { from: shot.label, onto: onto.label })] }];
}
