/** Evidence: all runs of one scan. Immutable and append-only; JSON, PDF, web page and callbacks are views on it. */
import type { Finding } from './finding.ts';
import type { Figure, Page, Panel, SubmittedFile } from './media.ts';
import type { MatchClass, ReferenceSource } from './reference.ts';
import type { FigureProvenance } from './provenance.ts';

/** What a run looked at: one figure, one panel, or the whole submission (pairs). */
export interface RunScope {
  /** Index into the submission's files: a file that could not be read. */
  readonly file?: number;
  readonly figure?: string;
  readonly panel?: string;
}

/**
 * `other-class`: the method is for panels of another class, seams of blots for one; that is no gap in what was examined.
 * `drawn`: filled areas and lines, as programs draw them.
 */
export type AbstainReason = 'chart' | 'text' | 'blank' | 'too-small' | 'too-flat' | 'too-large' | 'drawn' | 'too-compressed' | 'not-selected' | 'other-class';

interface RunBase extends RunScope {
  readonly detector: string;
  readonly version: number;
}

export interface CompletedRun extends RunBase {
  readonly status: 'completed';
  readonly findings: readonly Finding[];
}

/** Could not judge, and says why: not examined and clean are different things. */
export interface AbstainedRun extends RunBase {
  readonly status: 'abstained';
  readonly reason: AbstainReason;
}

export interface FailedRun extends RunBase {
  readonly status: 'failed';
  /** An `ErrorCode`, e.g. `compute/timeout`. */
  readonly code: string;
}

export type Run = CompletedRun | AbstainedRun | FailedRun;

export interface ScanParameters {
  readonly seed: number;
  /** Panels as a person corrected them; absent = as segmented. */
  readonly panels?: readonly Panel[];
  readonly detectors: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Absent: there was no library to compare with. */
  readonly reference?: ReferenceState;
  /** Findings that come from the submitted paper itself in the library are left out. */
  readonly excludeIdenticalPaper?: boolean;
}

/** A picture of the reference library that a finding shows beside ours. It is no figure of the submission. */
export interface ReferenceImage {
  /** `x1`, `x2`, … in the order of the panels. */
  readonly id: string;
  /** Of the index. */
  readonly entry: number;
  readonly name: string;
  readonly source: ReferenceSource;
  /** px of the kept picture; regions lie in these. */
  readonly width: number;
  readonly height: number;
  /** px of the image as it was enrolled. */
  readonly enrolled: { readonly width: number; readonly height: number };
  /** Of the picture, kept as a blob. */
  readonly sha256: string;
  readonly format: 'jpeg';
  /** How it relates to our panel. */
  readonly match: MatchClass;
}

/** What the reference library held when the scan asked it: these entries were consulted. */
export interface ReferenceState {
  readonly scope: string;
  readonly images: number;
  /** Highest id of an entry; what was enrolled later has a higher one. */
  readonly newest: number;
  /** Version of the vocabulary. */
  readonly vocabulary: number;
}

export interface Evidence {
  /** Version of this shape. */
  readonly schema: 1;
  readonly engine: string;
  readonly parameters: ScanParameters;
  readonly files: readonly SubmittedFile[];
  readonly pages: readonly Page[];
  readonly figures: readonly Figure[];
  readonly panels: readonly Panel[];
  /** What was skipped in a file and why, by index of the file: `tiny-image`, `external-image`, … */
  readonly notes: readonly { readonly file: number; readonly note: string }[];
  /** What the files say of their own origin; absent in evidence made before it was read. */
  readonly provenance?: readonly FigureProvenance[];
  /** Sides of findings whose image is here are not of the submission; absent in evidence made before there was a library. */
  readonly references?: readonly ReferenceImage[];
  readonly runs: readonly Run[];
  /** Folded over all runs, best first, ties in reading order: the list people see. */
  readonly findings: readonly Finding[];
}
