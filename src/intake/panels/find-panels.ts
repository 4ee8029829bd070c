/** Cuts a figure into panels: pictures with straight borders, cut at their gutters, and what is drawn between them. */
import type { Box } from '../../core/geometry.ts';
import { image, type LumaImage, type MaskImage, type RgbImage } from '../../core/image.ts';
import type { Panel } from '../../core/media.ts';
import type { Region } from '../../core/regions.ts';
import { toLuma } from '../../imaging/color.ts';
import { connectedComponents } from '../../imaging/components.ts';
import { crop, resizeLuma, resizeMask } from '../../imaging/resample.ts';
import { bandRows } from './band-rows.ts';
import { appraisePanel, isExamined, type Appraisal } from './classify-panel.ts';
import { findAnnotations } from './find-annotations.ts';
import { groupGraphics, overlap } from './group-graphics.ts';
import { joinGraphics, type Piece } from './join-graphics.ts';
import { filledRectangle } from './image-rectangles.ts';
import { findPaper, printed, type Paper } from './paper.ts';
import { inReadingOrder } from './reading-order.ts';
import { MIN_SIDE_PX, splitAtGutters } from './split-at-gutters.ts';

type FigureBox = Box<'figure'>;

/** px; the layout is read on a copy with this longer side at most. */
const LAYOUT_SIDE = 1100;
/** Share of the figure below which a block of text is the label of something. */
const MIN_TEXT_AREA = 0.03;
/** px; height of the lowest strip of a blot that is worth looking at. */
const MIN_STRIP_PX = 16;
/** Share of the figure below which a piece is no panel. */
const MIN_AREA = 0.005;

export interface FindPanelsOptions {
  /** Do not cut: one panel that covers the figure. */
  readonly wholeFigure?: boolean;
}

/** The panels of a figure in reading order, ids `${figureId}p1` …; at least one. Boxes are on whole pixels inside the figure. */
export function findPanels(rgb: RgbImage, figureId: string, { wholeFigure = false }: FindPanelsOptions = {}): Panel[] {
  const box: FigureBox = { x: 0, y: 0, width: rgb.width, height: rgb.height };
  const figure: Figure = { rgb, luma: toLuma(rgb), box, appraise: appraiser(rgb) };
  const found = wholeFigure ? [] : pieces(figure);
  const panels = found.length ? found : [{ box, class: figure.appraise(box).class }];
  return inReadingOrder(panels).map((piece, i) => {
    const examined = isExamined(piece.class);
    return { id: `${figureId}p${i + 1}`, figure: figureId, box: piece.box, class: piece.class, examined, masks: examined ? masksOf(figure, piece) : [] };
  });
}

interface Figure {
  readonly rgb: RgbImage;
  readonly luma: LumaImage;
  readonly box: FigureBox;
  /** What a part of the figure shows; each part is looked at once. */
  readonly appraise: (part: FigureBox) => Appraisal;
}

function appraiser(rgb: RgbImage): Figure['appraise'] {
  const known = new Map<string, Appraisal>();
  return (part) => {
    const key = `${part.x} ${part.y} ${part.width} ${part.height}`;
    const appraisal = known.get(key) ?? appraisePanel(crop(rgb, part));
    known.set(key, appraisal);
    return appraisal;
  };
}

function masksOf({ rgb, appraise }: Figure, { box, class: panelClass }: Piece): Region<'figure'>[] {
  const { marks } = appraise(box);
  if (!marks) return findAnnotations(crop(rgb, box), panelClass, box);
  return marks.map(({ polygon, ...rest }) => ({ ...rest, polygon: polygon.map(({ x, y }) => ({ x: x + box.x, y: y + box.y })) }));
}

function pieces(figure: Figure): Piece[] {
  const { rgb, box: whole } = figure;
  const toPiece = (box: FigureBox): Piece => ({ box, class: figure.appraise(box).class });
  const minArea = MIN_AREA * rgb.width * rgb.height;
  const isLarge = ({ width, height }: Box): boolean => Math.min(width, height) >= MIN_SIDE_PX && width * height >= minArea;
  const isKept = (piece: Piece): boolean => isLarge(piece.box) || (piece.class === 'blot' && isStrip(piece.box));
  const paper = findPaper(rgb);
  if (paper === undefined) return cutPicture(figure, whole).filter(isKept);

  const { pictures, print, rest, factor } = readLayout(rgb, paper);
  const cut = pictures.filter((box) => isLarge(box) || isStrip(box)).flatMap((box) => {
    const parts = cutPicture(figure, box).filter(isKept);
    return losesLanes(figure, box, parts) ? [toPiece(box)] : parts;
  });
  const gap = Math.max(4, Math.round(Math.max(rest.width, rest.height) * 0.009));
  const graphics = groupGraphics(rest, gap, pictures.map((box) => scaleDown(box, factor)))
    .map((box) => scaleUp(box, factor, whole))
    .filter((box) => (isLarge(box) || isStrip(box)) && !cut.some((piece) => overlap(piece.box, box) > 0.3 * box.width * box.height))
    .map(toPiece)
    .filter(isKept)
    .filter((piece) => piece.class !== 'text' || piece.box.width * piece.box.height >= MIN_TEXT_AREA * rgb.width * rgb.height);

  const inPictures = pictures.reduce((sum, { width, height }) => sum + width * height, 0);
  const between = print.data.slice();
  for (const { box } of cut) blankOut(between, print.width, scaleDown(box, factor));
  const rows = bandRows(image(print.width, print.height, 1, between), factor === 1 ? figure.luma : resizeLuma(figure.luma, print.width, print.height))
    .map((box): Piece => ({ box: scaleUp(box, factor, whole), class: 'blot' })).filter(isKept);
  if (isSinglePicture(graphics, inPictures)) return withRows(cutPicture(figure, whole).filter(isKept), rows);
  const apart = graphics.filter((piece) => piece.class !== 'blank').flatMap((piece) => cutGraphics(figure, piece));
  return joinGraphics(withRows([...cut, ...apart.filter(isKept)], rows), whole);
}

/** Rows of bands take the place of their own parts, and end where another piece begins. Rows with next to nothing beside them are one blot on white. */
function withRows(pieces: readonly Piece[], rows: readonly Piece[]): Piece[] {
  if (pieces.length < 2) return [...pieces];
  const isPart = (piece: Piece, row: Piece): boolean => overlap(piece.box, row.box) > 0.5 * areaOf(piece.box);
  const standing = rows.flatMap((row) => {
    const others = pieces.filter((piece) => !isPart(piece, row));
    const box = others.reduce((left: FigureBox, piece) => clearOf(left, piece.box), row.box);
    return areaOf(box) >= LEAST_LEFT * areaOf(row.box) ? [{ ...row, box }] : [];
  });
  return [...pieces.filter((piece) => !standing.some((row) => isPart(piece, row))), ...standing];
}

/** What is left of a box beside, above or below another: the largest of the four. */
function clearOf(box: FigureBox, other: Box): FigureBox {
  if (overlap(box, other) === 0) return box;
  const [right, bottom] = [box.x + box.width, box.y + box.height];
  const [otherRight, otherBottom] = [other.x + other.width, other.y + other.height];
  const left = [
    { ...box, width: other.x - box.x }, { ...box, x: otherRight, width: right - otherRight },
    { ...box, height: other.y - box.y }, { ...box, y: otherBottom, height: bottom - otherBottom },
  ];
  return left.filter(({ width, height }) => width > 0 && height > 0).sort((p, q) => areaOf(q) - areaOf(p))[0] ?? { ...box, width: 0 };
}

function areaOf({ width, height }: Box): number {
  return width * height;
}

/** A group of print may hold pictures whose narrow gutters were lost, or that touch a curve; it is cut when enough of it is pictures. */
function cutGraphics({ luma, appraise }: Figure, group: Piece): readonly Piece[] {
  const parts = splitAtGutters(luma, group.box).map((box) => ({ box, class: appraise(box).class }));
  const examined = parts.filter((part) => isExamined(part.class) && appraise(part.box).paper < 0.3)
    .reduce((sum, { box }) => sum + box.width * box.height, 0);
  return parts.length > 1 && examined >= 0.3 * group.box.width * group.box.height ? parts : [group];
}

/** Cells or bands on an empty field that is as white as paper: what lies between the fragments is no gutter. */
function isSinglePicture(graphics: readonly Piece[], inPictures: number): boolean {
  const natural = graphics.filter((piece) => isExamined(piece.class)).reduce((sum, { box }) => sum + box.width * box.height, 0);
  const drawn = graphics.filter((piece) => !isExamined(piece.class)).reduce((sum, { box }) => sum + box.width * box.height, 0);
  return inPictures + drawn < 0.5 * natural || inPictures + natural + drawn === 0;
}

interface Layout {
  /** In the pixels of the figure. */
  readonly pictures: readonly FigureBox[];
  /** What is not paper, on the small copy, and what of it lies outside the pictures. */
  readonly print: MaskImage;
  readonly rest: MaskImage;
  /** Figure px per px of the small copy. */
  readonly factor: number;
}

function readLayout(rgb: RgbImage, paper: Paper): Layout {
  const whole: FigureBox = { x: 0, y: 0, width: rgb.width, height: rgb.height };
  const factor = Math.ceil(Math.max(rgb.width, rgb.height) / LAYOUT_SIDE);
  const full = printed(rgb, paper);
  const small = factor === 1 ? full : resizeMask(full, Math.ceil(rgb.width / factor), Math.ceil(rgb.height / factor));
  const components = connectedComponents(small);
  const rest = small.data.slice();
  const pictures: FigureBox[] = [];
  const frames = new Set<number>();
  for (const component of components.components) {
    const { width, height } = component.box;
    if (component.area < 4) frames.add(component.label);
    if (Math.min(width, height) * factor < MIN_STRIP_PX) continue;
    const isFrame = component.area < 0.06 * width * height && (width > 0.6 * small.width || height > 0.6 * small.height);
    if (isFrame) {
      frames.add(component.label);
      continue;
    }
    const box = filledRectangle(component, components, small);
    if (box) {
      pictures.push(scaleUp(box, factor, whole));
      frames.add(component.label);
      blankOut(rest, small.width, box);
    }
  }
  for (let i = 0; i < rest.length; i++) if (frames.has(components.labels[i] ?? 0)) rest[i] = 0;
  return { pictures, print: small, rest: image(small.width, small.height, 1, rest), factor };
}

/** A row of bands may be low, as long as it is wide. */
function isStrip({ width, height }: Box): boolean {
  return height >= MIN_STRIP_PX && height < MIN_SIDE_PX && width >= 80 && width >= 2 * height;
}

function blankOut(data: Uint8Array, width: number, box: Box): void {
  for (let y = box.y; y < box.y + box.height; y++) data.fill(0, y * width + box.x, y * width + box.x + box.width);
}

/** A picture cut at its gutters; left whole when no piece would be examined, because then it is one plot. */
function cutPicture({ luma, appraise }: Figure, box: FigureBox): Piece[] {
  const parts = splitAtGutters(luma, box).map((part) => ({ box: part, class: appraise(part).class }));
  if (parts.length === 1) return parts;
  const examined = parts.filter((part) => isExamined(part.class)).reduce((sum, part) => sum + areaOf(part.box), 0);
  const { class: uncut, paper } = appraise(box);
  // The cells between grid lines look like little pictures; on paper they are a plot.
  const isPaper = paper >= 0.5;
  if (examined === 0 || ((isPaper || !isExamined(uncut)) && examined < (isPaper ? 0.7 : 0.2) * areaOf(box))) return [{ box, class: uncut }];
  return parts;
}

/** Share of a blot, or of a row of bands, that must be left where it is cut. */
const LEAST_LEFT = 0.7;

/** The dark ground between the lanes of a low blot looks like a gutter; what is no gutter leaves little of the blot. */
function losesLanes({ appraise }: Figure, box: FigureBox, parts: readonly Piece[]): boolean {
  const left = parts.reduce((sum, part) => sum + part.box.width * part.box.height, 0);
  return left < LEAST_LEFT * box.width * box.height && appraise(box).class === 'blot';
}

function scaleDown({ x, y, width, height }: Box, factor: number): Box {
  const [left, top] = [Math.floor(x / factor), Math.floor(y / factor)];
  return { x: left, y: top, width: Math.ceil((x + width) / factor) - left, height: Math.ceil((y + height) / factor) - top };
}

function scaleUp({ x, y, width, height }: Box, factor: number, within: FigureBox): FigureBox {
  const [left, top] = [x * factor, y * factor];
  return { x: left, y: top, width: Math.min(within.width - left, width * factor), height: Math.min(within.height - top, height * factor) };
}
