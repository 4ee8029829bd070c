/** A tear sheet: one page of the press with a registered image outlined on it, the image itself, and how the two agree. */
import type { Point } from '../core/geometry.ts';
import type { MatchClass } from '../core/reference.ts';
import type { Outline } from './outline.types.ts';
import { wordsIn, type Language } from './messages/catalogue.ts';

export interface TearSheetInput {
  readonly language: Language;
  readonly issue: { readonly name: string; readonly date: string; readonly fileName: string; readonly sha256: string };
  /** Size in points; `outline` of the image on it. */
  readonly page: { readonly number: number; readonly width: number; readonly height: number; readonly outline: readonly Point[] };
  readonly image: { readonly path: string; readonly sha256: string; /** px */ readonly width: number; readonly height: number };
  readonly match: {
    readonly id: number;
    /** RFC 3339. */
    readonly createdAt: string;
    /** In [0, 1]. */
    readonly score: number;
    readonly class: MatchClass;
    readonly inliers: number;
    /** Share of the registered image that is seen, in [0, 1]. */
    readonly covered: number;
    /** Of the watermark found in it. */
    readonly log10p?: number;
  };
}

/** pt: how tall the page is drawn. */
const PAGE_HEIGHT = 430;
const IMAGE_HEIGHT = 110;
/** px: so that the page can be read. */
const PAGE_SIDE = 1800;

export function tearSheet({ language, issue, page, image, match }: TearSheetInput): Outline {
  const { say } = wordsIn(language);
  const title = say('tear.title', { name: issue.name, date: issue.date, page: page.number });
  const percent = (share: number): string => new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(share);
  return {
    language, title, header: title, footer: say('tear.footer', { id: String(match.id) }), unavailable: say('report.unavailable'), date: match.createdAt,
    sections: [{
      kind: 'finding', title, anchor: 'tear-sheet',
      blocks: [
        { type: 'title', level: 1, text: title },
        { type: 'gallery', columns: 1, height: PAGE_HEIGHT, cells: [{ type: 'page', sidePx: PAGE_SIDE, file: 0, page: page.number, width: page.width, height: page.height, marks: [{ label: '1', side: 0, polygon: page.outline }], caption: [] }] },
        {
          type: 'columns',
          left: [{ type: 'gallery', columns: 1, height: IMAGE_HEIGHT, cells: [{ type: 'figure', figure: 'registered', width: image.width, height: image.height, marks: [], caption: [image.path] }] }],
          right: [{
            type: 'facts', narrow: true,
            rows: [
              { label: say('tear.class'), value: say(`tear.classes.${match.class}`) },
              { label: say('tear.score'), value: percent(match.score) },
              { label: say('tear.seen'), value: percent(match.covered) },
              { label: say('tear.points'), value: match.inliers.toLocaleString(language) },
              { label: say('tear.watermark'), value: match.log10p === undefined ? say('tear.noWatermark') : `p ≤ 10^${match.log10p.toFixed(1)}` },
              { label: say('tear.found'), value: match.createdAt },
            ],
          }],
        },
        { type: 'facts', rows: [{ label: say('tear.file'), value: issue.fileName }, { label: say('tear.fileSha256'), value: issue.sha256 }, { label: say('tear.imageSha256'), value: image.sha256 }] },
      ],
    }],
  };
}
