/** What a person decided about a finding. Durable, with history; a re-scan never loses it. */
export type DismissReason = 'legitimate-reuse' | 'same-sample' | 'declared' | 'artefact' | 'wrong-match' | 'other';

export interface Decision {
  readonly verdict: 'confirm' | 'dismiss' | 'unsure';
  readonly reason?: DismissReason;
  /** STM severity of a confirmed finding. */
  readonly level?: 'I' | 'II' | 'III';
  readonly note?: string;
  readonly who: string;
  /** RFC 3339, UTC. */
  readonly when: string;
}
