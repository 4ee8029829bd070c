/** All figures of one page: embedded rasters, rasters put together from tiles, and drawings painted at 200 dpi. */
import type { Box } from '../../core/geometry.ts';
import type { RgbImage } from '../../core/image.ts';
import { encodePng } from '../../imaging/codecs/encode.ts';
import type { DraftFigure, IntakeLimits } from '../read-file.types.ts';
import { isTiny } from '../tiny.ts';
import { placementNotes } from './affine.ts';
import { candidatesOn, withoutTemplates, type Candidate } from './candidates.ts';
import { captionFor, captionsOn, labelsAmong, textLines } from './captions.ts';
import { findDrawings } from './drawings.ts';
import { extractImage } from './image-object.ts';
import { mergeTiles } from './merge-tiles.ts';
import { listObjects, type PlacedImage } from './objects.ts';
import type { OpenPage } from './page.ts';
import { contains, patternAreas, showsPicture } from './patterns.ts';
import type { PdfDocument } from './pdfium.ts';
import { inReadingOrder } from './reading-order.ts';
import { paintRegion } from './render-page.ts';
import type { Repetitions } from './repeated.ts';

export interface PageOptions {
  readonly limits: IntakeLimits;
  readonly repetitions: Repetitions;
  /** What was left out and why is added here. */
  readonly notes: Set<string>;
}

/** px per pt: 200 dpi. */
const DRAWING_SCALE = 200 / 72;
/** A stencil is a picture (a scan, line art) when it is this large and neither empty nor full. */
const STENCIL = { minSide: 200, minPageShare: 0.1, minInk: 0.005, maxInk: 0.95 } as const;

export async function figuresOn(document: PdfDocument, page: OpenPage, options: PageOptions): Promise<readonly DraftFigure[]> {
  const { limits, notes } = options;
  const { images, drawn, cut } = listObjects(document, page);
  if (cut) notes.add('page-too-complex');
  const candidates = withoutTemplates(document, page, candidatesOn(document, page, images, options), options);
  const { figures: merged, rest } = await mergeTiles(document, page, candidates, limits.maxPixels);
  const figures = [...merged];
  for (const candidate of rest) {
    if (figures.length >= limits.maxFigures) break;
    const figure = await embeddedFigure(document, page, candidate);
    if (typeof figure === 'string') notes.add(figure);
    else figures.push(figure);
  }
  const lines = textLines(document, page);
  const captions = captionsOn(lines);
  const boxes = findDrawings(drawn, { images: images.map(({ box }) => box), labels: labelsAmong(lines, captions), page });
  const areas = patternAreas(drawn, page).filter((area) => !boxes.some((box) => contains(box, area)));
  figures.push(...(await patternsOn(document, page, areas, limits.maxPixels)));
  figures.push(...(await drawingsOn(document, page, { boxes, images, maxPixels: limits.maxPixels })));
  return inReadingOrder(figures, ({ pageBox }) => pageBox ?? WHOLE).map((figure) => {
    const caption = captionFor(figure.pageBox ?? WHOLE, captions);
    return caption === undefined ? figure : { ...figure, caption };
  });
}

const WHOLE: Box<'page'> = { x: 0, y: 0, width: 0, height: 0 };

/** A figure, or the note that says why there is none. */
async function embeddedFigure(document: PdfDocument, page: OpenPage, { handle, box, toPage, facts }: Candidate): Promise<DraftFigure | string> {
  if (isTiny(facts.width, facts.height)) return 'tiny-image';
  const share = (box.width * box.height) / (page.width * page.height);
  if (facts.stencil && (Math.min(facts.width, facts.height) < STENCIL.minSide || share < STENCIL.minPageShare)) return 'stencil-mask';
  const extracted = await extractImage(document, page, handle, facts);
  if (!extracted) return 'unreadable-image';
  const { image, bytes, format, notes } = extracted;
  if (facts.stencil && !isPicture(image)) return 'stencil-mask';
  const outside = box.x >= page.width || box.y >= page.height || box.x + box.width <= 0 || box.y + box.height <= 0;
  return {
    page: page.number, pageBox: box, width: image.width, height: image.height, source: 'embedded', bytes, format,
    notes: [...notes, ...placementNotes(toPage), ...(outside ? ['off-page'] : [])],
  };
}

function isPicture(image: RgbImage): boolean {
  const share = inkShare(image);
  return share >= STENCIL.minInk && share <= STENCIL.maxInk;
}

/** Share of pixels that are not white. */
function inkShare({ width, height, data }: RgbImage): number {
  let ink = 0;
  for (let i = 0; i < data.length; i += 3) if ((data[i] ?? 0) + (data[i + 1] ?? 0) + (data[i + 2] ?? 0) < 3 * 250) ink++;
  return ink / (width * height);
}

interface Drawings {
  readonly boxes: readonly Box<'page'>[];
  readonly images: readonly PlacedImage[];
  readonly maxPixels: number;
}

/** Paints areas that a pattern with a picture fills. Before drawings: those are painted with the images switched off. */
async function patternsOn(document: PdfDocument, page: OpenPage, areas: readonly Box<'page'>[], maxPixels: number): Promise<readonly DraftFigure[]> {
  const figures: DraftFigure[] = [];
  for (const box of areas) {
    const image = paintRegion(document, page, box, Math.min(DRAWING_SCALE, Math.sqrt(maxPixels / (box.width * box.height))));
    if (showsPicture(image)) figures.push(rendered(page, box, image, await encodePng(image), ['tiling-pattern']));
  }
  return figures;
}

function rendered(page: OpenPage, pageBox: Box<'page'>, { width, height }: RgbImage, bytes: Uint8Array, notes: readonly string[]): DraftFigure {
  return { page: page.number, pageBox, width, height, source: 'rendered', bytes, format: 'png', notes };
}

/** Paints drawings without the images among them: those are figures of their own. */
async function drawingsOn(document: PdfDocument, page: OpenPage, { boxes, images, maxPixels }: Drawings): Promise<readonly DraftFigure[]> {
  if (boxes.length === 0) return [];
  for (const { handle } of images) document.pdfium._FPDFPageObj_SetIsActive(handle, 0);
  const figures: DraftFigure[] = [];
  for (const box of boxes) {
    const scale = Math.min(DRAWING_SCALE, Math.sqrt(maxPixels / (box.width * box.height)));
    const image = paintRegion(document, page, box, scale);
    if (inkShare(image) < STENCIL.minInk) continue; // white on white
    figures.push(rendered(page, box, image, await encodePng(image), []));
  }
  return figures;
}
