/** What the middle of the result page can show: pages of a document, or images that have no page. */
import { applyTo, type Box, type Matrix, type Point } from '../../../src/core/geometry.ts';
import type { Side } from '../../../src/core/finding.ts';
import type { Figure, Page } from '../../../src/core/media.ts';
import { boxRegion } from '../../../src/core/regions.ts';
import type { ScanResult } from '../../../src/http/native/wire.ts';

export type View =
  | { readonly is: 'page'; readonly key: string; readonly page: Page; readonly figures: readonly Figure[] }
  | { readonly is: 'figure'; readonly key: string; readonly figure: Figure };

/** Pages in order, then the figures of files without pages: one entry each. */
export function viewsOf({ files, pages, figures }: Pick<ScanResult, 'files' | 'pages' | 'figures'>): readonly View[] {
  return files.flatMap((_, file): readonly View[] => {
    const ownPages = pages.filter((page) => page.file === file);
    const own = figures.filter((figure) => figure.file === file);
    const paged = ownPages.map((page): View => ({
      is: 'page', key: `p${file}.${page.number}`, page, figures: own.filter((figure) => figure.page === page.number && figure.pageBox),
    }));
    const loose = own.filter((figure) => !(figure.pageBox && ownPages.some(({ number }) => number === figure.page)));
    return [...paged, ...loose.map((figure): View => ({ is: 'figure', key: figure.id, figure }))];
  });
}

/** Size in the view's own units: points for a page, pixels for a figure. */
export function sizeOf(view: View): { readonly width: number; readonly height: number } {
  const { width, height } = view.is === 'page' ? view.page : view.figure;
  return { width, height };
}

/** Maps pixels of a figure to the units of the view; `undefined` when the view does not show it. */
export function toView(view: View, figureId: string): Matrix | undefined {
  if (view.is === 'figure') return view.figure.id === figureId ? [1, 0, 0, 0, 1, 0, 0, 0, 1] : undefined;
  const figure = view.figures.find(({ id }) => id === figureId);
  return figure?.pageBox && toPage(figure, figure.pageBox);
}

/** Figure pixels → page points, by the placement box. */
export function toPage({ width, height }: Pick<Figure, 'width' | 'height'>, box: Box<'page'>): Matrix {
  return [box.width / width, 0, box.x, 0, box.height / height, box.y, 0, 0, 1];
}

/** Notes of the intake: the page shows the figure turned or mirrored, so its placement box says where, not which way round. */
const TURNED = ['rotated-on-page', 'mirrored-on-page'];

/** Outline of a region in the units of the view; the figure's whole place where its page turns it. `undefined` when the view does not show the figure. */
export function regionInView(view: View, { image, region }: Pick<Side, 'image' | 'region'>): readonly Point[] | undefined {
  const matrix = toView(view, image);
  if (!matrix) return undefined;
  const figure = view.is === 'page' ? view.figures.find(({ id }) => id === image) : undefined;
  const turned = figure?.notes.some((note) => TURNED.includes(note)) === true;
  return (turned && figure.pageBox ? boxRegion(figure.pageBox).polygon : region.polygon.map((point) => applyTo(matrix, point)));
}
