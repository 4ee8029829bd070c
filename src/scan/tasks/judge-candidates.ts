/** Decides what the candidates of a search are, on their thumbnails. */
import { judgeCandidates as judge, type JudgedCandidate, type JudgedInput } from '../../reference/ask.ts';

export type JudgeTaskInput = JudgedInput;
export type JudgeTaskOutput = readonly (JudgedCandidate | undefined)[];

export async function judgeCandidates(input: JudgeTaskInput): Promise<JudgeTaskOutput> {
  return judge(input);
}
