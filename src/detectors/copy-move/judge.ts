/** Scores for all candidates of a panel together: what symmetry or a repeated drawing explains is not held against it. */
import type { Candidate } from './candidates.ts';
import { scorable, scoreOf } from './score.ts';

export interface Judged {
  readonly candidate: Candidate;
  /** In [0, 1]. */
  readonly score: number;
}

/** Share of the shift that a mirroring may slide along its line and still be a symmetry; a copy turned over and put down freely stays under it once in fifteen times. */
const SLIDE = 0.2;
/** Three copies of a place make three pairs, four make six; more is a pattern or a drawing used again and again. */
const MOST_PAIRS = 6;
const CONVINCING = 0.5;
/** Share of the way to the ground that the picture may go within one band. */
const WITHIN_BAND = 0.5;
/** The most that a finding scores which has such an explanation. */
const EXPLAINED = 0.3;
/**
 * Log-odds that the two ends of one band take from a score. Bands that touch look like one: flipped copies among them scored .88 and more by their pixels,
 * ends of one band at most .72 (tuning split), so the evidence is weighed against the explanation.
 */
const ONE_BAND = 2.2;

/** @param isBlot bands are flipped within their row by forgers, so there symmetry counts only against what may be the two ends of one band. */
export function judged(candidates: readonly Candidate[], isBlot: boolean): Judged[] {
  const scores = scorable(candidates).map((one) => scoreOf(one, isBlot));
  const scored = candidates.map((candidate, i) => {
    const score = scores[i] ?? 0;
    if (!isSymmetric(candidate)) return { candidate, score };
    if (isBlot) return { candidate, score: isOneBand(candidate) ? weighedDown(score) : score };
    return { candidate, score: Math.min(EXPLAINED, score) };
  });
  const isPattern = scored.filter(({ score }) => score >= CONVINCING).length > MOST_PAIRS;
  return isPattern ? scored.map(({ candidate, score }) => ({ candidate, score: Math.min(EXPLAINED, score) })) : scored;
}

/** A body with two like halves: a mirroring about one line, next to no slide along it. */
function isSymmetric({ clone: { similarity }, evidence: { glide, shift } }: Candidate): boolean {
  return similarity.mirrored && glide < SLIDE * shift;
}

function weighedDown(score: number): number {
  return score / (score + (1 - score) * Math.exp(ONE_BAND));
}

function isOneBand({ evidence: { apart } }: Candidate): boolean {
  return apart < WITHIN_BAND;
}
