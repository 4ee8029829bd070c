/** One ground-truthed case: pictures, and what is true of them. */
import type { Box, Matrix } from '../../src/core/geometry.ts';
import type { FindingKind } from '../../src/core/finding.ts';
import type { Random } from '../../src/core/random.ts';
import type { Region } from '../../src/core/regions.ts';
import type { GrayImage } from '../../src/core/image.ts';
import type { Bytes } from '../../test/support/synthetic-edit.ts';
import type { Split } from './sources.ts';

/** `positive`: there is something to find. `clean`: nothing, made the same way. `look-alike`: alike, and legitimate. */
export type Role = 'positive' | 'clean' | 'look-alike';

export interface TrueSide {
  /** Index of the picture. */
  readonly picture: number;
  /** px of the picture. */
  readonly region: Region<'panel'>;
}

export interface Truth {
  readonly kind: FindingKind;
  /** Two where something was used twice; one where a place was changed: a seam is a strip of 8 px along it. */
  readonly sides: readonly [TrueSide] | readonly [TrueSide, TrueSide];
  /** Pixels of side 0's picture → pixels of side 1's; absent where the forger's hand is not known. */
  readonly matrix?: Matrix;
}

export interface PictureCase {
  /** `overlap/report/positive/3`. */
  readonly id: string;
  readonly role: Role;
  /** One picture (within), or two (between). */
  readonly pictures: readonly Bytes<3>[];
  readonly truth: readonly Truth[];
  /** 255 where something was copied from or to, of the first picture: copy–move only. */
  readonly mask?: GrayImage;
  /** Source files, and what was done to them, for whoever looks into a failure. */
  readonly sources: readonly string[];
  readonly note: string;
}

/** A side in a document: a place on a page. */
export interface PageSide {
  /** From 1. */
  readonly page: number;
  /** pt, origin top left of the upright page. */
  readonly region: Region<'page'>;
}

export interface DocumentTruth {
  readonly kind: FindingKind;
  readonly sides: readonly [PageSide, PageSide];
}

export interface DocumentCase {
  readonly id: string;
  readonly role: Role;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly truth: readonly DocumentTruth[];
  /** Where the panels were put. */
  readonly panels: readonly { readonly page: number; readonly box: Box<'page'> }[];
  readonly sources: readonly string[];
  readonly note: string;
}

export interface Draw {
  /** Of this case alone. */
  readonly random: Random;
  /** The same for all cases of a suite, so that its sources are used in turn. */
  readonly order: Random;
  readonly role: 'positive' | 'clean';
  readonly split: Split;
  readonly index: number;
}
