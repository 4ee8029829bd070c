/** A finding is one claim about pixels, with its proof. */
import type { Box, Matrix } from './geometry.ts';
import type { Region } from './regions.ts';

export type FindingKind =
  | 'copy-move' | 'duplicate' | 'external-duplicate' | 'splice' | 'tampered-region' | 'generated' | 'watermark';

export const FINDING_KINDS = [
  'copy-move', 'duplicate', 'external-duplicate', 'splice', 'tampered-region', 'generated', 'watermark',
] as const satisfies readonly FindingKind[];

/** Unit `1` is a pure number; `px`, `deg`, `pt` as usual; `grey` is a step of 8-bit luma. */
export interface Measure {
  readonly value: number;
  readonly unit: '1' | 'px' | 'px²' | 'deg' | 'grey' | 'pt';
}

export interface Side {
  /** Id of the figure: see {@link Figure}. */
  readonly image: string;
  /** Id of the panel it lies in, where one is known. */
  readonly panel?: string;
  /** Pixels of the image as stored, origin top left. */
  readonly region: Region<'figure'>;
}

/** One proven pair among the sides of a finding. A re-used panel seen five times is one finding with five sides and its links. */
export interface Link {
  /** Indices into `sides`. */
  readonly from: number;
  readonly to: number;
  /** Maps pixels of the image of side `from` to pixels of the image of side `to`. */
  readonly transform: Matrix;
  readonly score: number;
  readonly measures: Readonly<Record<string, Measure>>;
  /** Matched points in the pixels of the two images, for the viewer; at most 60: [xFrom, yFrom, xTo, yTo]. */
  readonly matches: readonly (readonly [number, number, number, number])[];
}

/** What lowers a score although the pixels agree: a legitimate look-alike. The word is shown to people. */
export type Context = 'inset' | 'channels' | 'series' | 'repeated-graphics' | 'same-position-template' | 'declared-join' | 'marker-lanes' | 'declared-reuse';

/** One place that a claim about a whole image was read from. */
export interface PatchScore {
  /** Pixels of the image of side 0 as stored. */
  readonly box: Box<'figure'>;
  /** How strongly it speaks for the claim, in [0, 1]. */
  readonly score: number;
}

export interface Finding {
  readonly kind: FindingKind;
  /** Calibrated, in [0, 1]: of 100 findings scored s, about 100·s are true on the evaluation's cases. */
  readonly score: number;
  readonly sides: readonly Side[];
  /** Maps pixels of the image of side 0 to pixels of the image of side 1. */
  readonly transform?: Matrix;
  readonly links: readonly Link[];
  readonly measures: Readonly<Record<string, Measure>>;
  /** Of claims about a whole panel: where it was looked at; of seams: where on the blot pixels jump as at a cut. */
  readonly patches?: readonly PatchScore[];
  readonly context?: Context;
  readonly detector: string;
  readonly version: number;
}

export type Band = 'low' | 'fair' | 'high';

/** Bands of the confidence score: low < .33 ≤ fair < .66 ≤ high. */
export function bandOf(score: number): Band {
  return score < 0.33 ? 'low' : score < 0.66 ? 'fair' : 'high';
}
