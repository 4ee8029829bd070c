/** The coarse search over the posting lists that the index handed in. */
import { findCandidates, type AskedQuery, type Candidate } from '../../reference/ask.ts';
import { blockOfLog, type PostingBlock } from '../../reference/score.ts';

export interface ScoreTaskInput {
  readonly query: AskedQuery;
  readonly packs: readonly PostingBlock[];
  /** Images that are not in a pack yet; their block is the one after the packs, slot = place here. */
  readonly log: readonly Uint8Array[];
  /** Living images in all of them. */
  readonly images: number;
  readonly most: number;
}

export type ScoreTaskOutput = readonly Candidate[];

export function scorePostings({ query, packs, log, images, most }: ScoreTaskInput): ScoreTaskOutput {
  const wanted = new Set([...query.plain.words, ...query.mirrored.words]);
  return findCandidates(query, [...packs, blockOfLog(packs.length, log, wanted)], images, most);
}
