/** What a submission is made of: files, the figures in them, and the panels in those. */
import type { Box } from './geometry.ts';
import type { Region } from './regions.ts';

export type DocumentFormat = 'pdf' | 'docx';
export type ImageFormat = 'jpeg' | 'png' | 'gif' | 'bmp' | 'tiff' | 'svg' | 'webp';
export type FileFormat = DocumentFormat | ImageFormat;

/** One file as it was sent. */
export interface SubmittedFile {
  readonly name: string;
  /** Lower-case hex of the bytes. */
  readonly sha256: string;
  readonly bytes: number;
  readonly format: FileFormat;
}

/** A page of a document, for display: size in points of the upright page (after Rotate and CropBox). */
export interface Page {
  /** Index into the submission's files. */
  readonly file: number;
  /** From 1. */
  readonly number: number;
  readonly width: number;
  readonly height: number;
}

/** An image in a submission: an embedded raster at native resolution, a rendered vector figure, or an image file (one for each page of a TIFF). */
export interface Figure {
  /** `f1`, `f2`, … in reading order; stable for the same bytes. */
  readonly id: string;
  /** Index into the submission's files. */
  readonly file: number;
  /** From 1; absent for image files and DOCX. */
  readonly page?: number;
  /** Placement in points, origin top left of the upright page; absent where there is no page. */
  readonly pageBox?: Box<'page'>;
  readonly width: number;
  readonly height: number;
  /** How its pixels were had. */
  readonly source: 'file' | 'embedded' | 'merged-tiles' | 'rendered';
  /** SHA-256 of the encoded figure kept as a blob. */
  readonly sha256: string;
  /** Format of that blob: what `imaging/codecs/decode` reads. */
  readonly format: ImageFormat;
  /** Frame of a multi-page file, from 0. */
  readonly frame?: number;
  readonly caption?: string;
  /** Warnings for people: `truncated`, `16-bit`, `cmyk`, … */
  readonly notes: readonly string[];
}

export type PanelClass = 'blot' | 'fluorescence' | 'bright-field' | 'photo' | 'chart' | 'text' | 'blank';

export interface Panel {
  /** `f3p2`: second panel of figure f3, in reading order. */
  readonly id: string;
  readonly figure: string;
  readonly box: Box<'figure'>;
  readonly class: PanelClass;
  /** Charts, text and blanks are not examined, and the result says so. */
  readonly examined: boolean;
  /** Labels, scale bars and arrows inside it, which give no features. */
  readonly masks: readonly Region<'figure'>[];
  /** Set by a person in the panel editor, not by the segmentation. */
  readonly corrected?: boolean;
}
