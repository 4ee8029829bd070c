/** What a report is made from: evidence, and what people decided on it. */
import type { Decision } from '../core/decision.ts';
import type { Evidence } from '../core/evidence.ts';
import type { Finding, FindingKind } from '../core/finding.ts';
import type { Language } from './messages/catalogue.ts';

/** A finding with its stable id and what people decided. `history` is oldest first; the last is in force. */
export interface ReportFinding extends Finding {
  readonly id: string;
  /** From 1, by score. */
  readonly number: number;
  readonly history: readonly Decision[];
}

export interface ReportInput {
  readonly evidence: Evidence;
  /** Of the stored evidence bytes, lower-case hex. */
  readonly evidenceSha256: string;
  /** All findings of the evidence; those under `minScore` are left out here. */
  readonly findings: readonly ReportFinding[];
  readonly scanId: string;
  /** The file name, or "3 images". */
  readonly name: string;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  readonly finishedAt?: string;
  /** In [0, 1]. */
  readonly minScore: number;
  readonly language: Language;
  /** Where the web view is. */
  readonly resultUrl?: string;
  /** Kinds some detector of this scan looks for; the report says which others were not asked. */
  readonly soughtKinds: readonly FindingKind[];
  /** For people: what was skipped in a file and why, by index of the file. */
  readonly fileNotes?: readonly { readonly file: number; readonly note: string }[];
  /** Most findings to print, best first. */
  readonly limit?: number;
}
