/** Recall, precision and false answers of searches. */
import type { Judged } from '../../src/reference/verify-candidate.ts';
import { familyOf } from './family.ts';

export interface Asked {
  readonly transform: string;
  /** The picture it was made from. */
  readonly from: string;
  /** Id of the registered image; absent = there is none. */
  readonly truth: string | undefined;
  /** Best first. */
  readonly answers: readonly Answer[];
  /** Processor time. */
  readonly ms: number;
}

export interface Answer {
  readonly id: string;
  readonly score: number;
  readonly verified: boolean;
  readonly class: string;
  readonly inliers: number;
  readonly votes: number;
  readonly pixels?: Judged['pixels'];
}

export interface Recall {
  readonly queries: number;
  readonly recall1: number;
  readonly recall10: number;
  /** Micro average precision over all queries' first answers by score. Source: Perronnin, Liu and Renders, CVPR 2009, doi:10.1109/CVPR.2009.5206499. */
  readonly microAp: number;
  /** The truth is among the verified answers. */
  readonly verified: number;
  /** Verified answers that are not the truth, as a share of all queries. */
  readonly falseAnswers: number;
  /** The same of pictures from the truth's own family: frames of one animation, drawings on one template. */
  readonly siblings: number;
  /** No-match queries with a verified answer, as a share of them. */
  readonly answeredNone: number;
  /** ms of processor time, median. */
  readonly ms: number;
}

export function recallOf(asked: readonly Asked[]): Recall {
  const known = asked.filter(({ truth }) => truth !== undefined);
  const none = asked.filter(({ truth }) => truth === undefined);
  const share = (list: readonly Asked[], is: (one: Asked) => boolean): number => (list.length === 0 ? 0 : list.filter(is).length / list.length);
  return {
    queries: asked.length,
    recall1: share(known, ({ truth, answers }) => answers[0]?.id === truth),
    recall10: share(known, ({ truth, answers }) => answers.slice(0, 10).some(({ id }) => id === truth)),
    microAp: microAp(asked),
    verified: share(known, ({ truth, answers }) => answers.some(({ id, verified }) => verified && id === truth)),
    falseAnswers: share(asked, ({ truth, answers }) => answers.some(({ id, verified }) => verified && id !== truth && !isSibling(id, truth))),
    siblings: share(asked, ({ truth, answers }) => answers.some(({ id, verified }) => verified && id !== truth && isSibling(id, truth))),
    answeredNone: share(none, ({ answers }) => answers.some(({ verified }) => verified)),
    ms: asked.map(({ ms }) => ms).sort((a, b) => a - b)[asked.length >> 1] ?? 0,
  };
}

function isSibling(id: string, truth: string | undefined): boolean {
  return truth !== undefined && familyOf(id) === familyOf(truth);
}

function microAp(asked: readonly Asked[]): number {
  const answers = asked.flatMap(({ truth, answers: list }) => list.map(({ id, score }) => ({ right: id === truth, score }))).sort((a, b) => b.score - a.score);
  const total = asked.filter(({ truth }) => truth !== undefined).length;
  let [right, sum] = [0, 0];
  for (const [i, answer] of answers.entries()) if (answer.right) sum += ++right / (i + 1);
  return total === 0 ? 0 : sum / total;
}

export function summarise(asked: readonly Asked[], name: string): string {
  const { queries, recall1, recall10, microAp: ap, verified, falseAnswers, siblings, answeredNone, ms } = recallOf(asked);
  const f = (value: number): string => value.toFixed(3);
  return `${name.padEnd(20)} n ${String(queries).padStart(4)}  @1 ${f(recall1)}  @10 ${f(recall10)}  µAP ${f(ap)}  verified ${f(verified)}  false ${f(falseAnswers)} (+ siblings ${f(siblings)})  none answered ${f(answeredNone)}  ${ms.toFixed(0)} ms`;
}
