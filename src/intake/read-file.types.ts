/** What intake makes of one file: pages and encoded figures. */
import type { Box } from '../core/geometry.ts';
import type { FileFormat, Figure, ImageFormat } from '../core/media.ts';

/** A figure with its encoded bytes, before the submission gives it an id and keeps the bytes as a blob. */
export interface DraftFigure {
  readonly page?: number;
  readonly pageBox?: Box<'page'>;
  readonly width: number;
  readonly height: number;
  readonly source: Figure['source'];
  readonly bytes: Uint8Array;
  readonly format: ImageFormat;
  readonly frame?: number;
  readonly caption?: string;
  readonly notes: readonly string[];
}

export interface ReadFile {
  readonly format: FileFormat;
  /** Empty for image files and DOCX. */
  readonly pages: readonly { readonly number: number; readonly width: number; readonly height: number }[];
  readonly figures: readonly DraftFigure[];
  /** For people: what was skipped and why (`emf`, `external-image`, …). */
  readonly notes: readonly string[];
}

export interface IntakeLimits {
  /** px of one image, width × height. */
  readonly maxPixels: number;
  readonly maxFigures: number;
  /** bytes of all zip entries together, unpacked. */
  readonly maxUnpackedBytes: number;
}
