/** A report as a tree of sections and blocks: worded in its language, with no idea of paper. */
import type { Box, Point } from '../core/geometry.ts';
import type { Band, PatchScore } from '../core/finding.ts';
import type { Language } from './messages/catalogue.ts';

export interface Outline {
  readonly language: Language;
  readonly title: string;
  /** Stands on every page. */
  readonly header: string;
  readonly footer: string;
  /** Stands where a picture cannot be had. */
  readonly unavailable: string;
  /** RFC 3339: when what it shows was last changed. */
  readonly date: string;
  readonly sections: readonly Section[];
}

export interface Section {
  readonly kind: 'cover' | 'summary' | 'finding' | 'more' | 'not-examined' | 'methods';
  readonly title: string;
  /** Target of links. */
  readonly anchor: string;
  readonly blocks: readonly Block[];
  /** So many of the first blocks should share one page. */
  readonly together?: number;
}

export type Block =
  | TitleBlock | FindingTitleBlock | TextBlock | NoticeBlock | FactsBlock | TableBlock | ColumnsBlock | PairBlock | GalleryBlock;

export interface TitleBlock { readonly type: 'title'; readonly level: 0 | 1 | 2; readonly text: string }

export interface FindingTitleBlock {
  readonly type: 'finding-title';
  readonly title: string;
  readonly kind: string;
  readonly score: number;
  readonly band: Band;
  readonly scoreText: string;
  readonly bandText: string;
}

export interface TextBlock {
  readonly type: 'text';
  readonly text: string;
  readonly quiet?: boolean;
  readonly url?: string;
}

/** Paragraphs set apart. */
export interface NoticeBlock { readonly type: 'notice'; readonly title: string; readonly paragraphs: readonly string[] }

/** Label and value, line by line. */
export interface FactsBlock {
  readonly type: 'facts';
  readonly rows: readonly Fact[];
  /** With labels as wide as those in columns. */
  readonly narrow?: boolean;
}
export interface Fact { readonly label: string; readonly value: string; readonly url?: string }

export interface Column {
  readonly title: string;
  /** Share of the width; all columns together give 1. */
  readonly width: number;
  readonly align?: 'right';
}
export interface Row {
  readonly cells: readonly string[];
  /** Anchor of the section the row speaks of. */
  readonly target?: string;
}
/** `dense`: rows close together, in small type. */
export interface TableBlock { readonly type: 'table'; readonly columns: readonly Column[]; readonly rows: readonly Row[]; readonly dense?: boolean }

export interface ColumnsBlock { readonly type: 'columns'; readonly left: readonly Block[]; readonly right: readonly Block[] }

/** A crop of a figure around the region of one side. Boxes and points in pixels of the figure. */
export interface Shot {
  /** `3.1`: first side of finding 3. */
  readonly label: string;
  /** Index of the side, from 0; picks the colour. */
  readonly side: number;
  readonly figure: string;
  /** Whole pixels inside the figure. */
  readonly box: Box<'figure'>;
  readonly polygon: readonly Point[];
  /** Where a claim about all of the region was read from. */
  readonly patches?: readonly PatchScore[];
  /** Many small places are filled only; few large ones have frames. */
  readonly unframed?: boolean;
  /** Pixels of this figure per pixel of the first shot's: drawn at 1 / scale, matching content has one size. */
  readonly scale: number;
  readonly caption: readonly string[];
}

/** One or two large crops at equal scale. In `scaleText`, `{0}` and `{1}` stand for the px per cm of paper of each shot. */
export interface PairBlock { readonly type: 'pair'; readonly shots: readonly Shot[]; readonly scaleText: string }

export interface Mark { readonly label: string; readonly side: number; readonly polygon: readonly Point[] }

interface CellBase { readonly caption: readonly string[] }
/** A page; marks and size in points. */
export interface PageCell extends CellBase {
  readonly type: 'page';
  /** px of the longer side, where it is to be seen in detail. */
  readonly sidePx?: number;
  readonly file: number;
  readonly page: number;
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
}
/** A whole figure; marks and size in its pixels. */
export interface FigureCell extends CellBase {
  readonly type: 'figure';
  readonly figure: string;
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
}
export interface CropCell extends CellBase { readonly type: 'crop'; readonly shot: Shot }
export interface MatchesCell extends CellBase {
  readonly type: 'matches';
  readonly shots: readonly [Shot, Shot];
  readonly matches: readonly (readonly [number, number, number, number])[];
}
/** `shot` drawn over the place of `onto`; `affine` [a, b, c, d, e, f] maps its pixels (x, y) to (a·x + c·y + e, b·x + d·y + f). */
export interface AlignedCell extends CellBase {
  readonly type: 'aligned';
  readonly shot: Shot;
  readonly onto: Shot;
  readonly affine: readonly [number, number, number, number, number, number];
}
export type Cell = PageCell | FigureCell | CropCell | MatchesCell | AlignedCell;

/** Small pictures in rows. */
export interface GalleryBlock { readonly type: 'gallery'; readonly columns: number; readonly height: number; readonly cells: readonly Cell[] }
