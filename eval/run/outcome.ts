/** What became of one case, and of all cases of a suite. */
import type { Region } from '../../src/core/regions.ts';
import type { Frame } from '../../src/core/geometry.ts';
import type { DocumentCase, PictureCase, Role } from '../generate/case.ts';
import { isLocated, type Claim } from '../metrics/located.ts';
import { maskOf, pixelF1 } from '../metrics/pixel-f1.ts';
import { auc, mean, quantile, wilson, type ScoredFinding } from '../metrics/scores.ts';
import type { Found } from './examine.ts';
import { transformOf, type Transform } from './transform.ts';

/** A finding counts from this score on. */
export const THRESHOLD = 0.5;

export interface JudgedFinding extends ScoredFinding {
  readonly kind: string;
  readonly detector: string;
  readonly measures: Readonly<Record<string, number>>;
  readonly context?: string;
}

export interface Outcome {
  readonly id: string;
  readonly role: Role;
  readonly note: string;
  readonly sources: readonly string[];
  readonly located: boolean;
  readonly findings: readonly JudgedFinding[];
  readonly pixelF1?: number;
  /** How the copy was moved, where the forger's hand is known. */
  readonly transform?: Transform;
  readonly ms: number;
}

export function judgePicture({ id, role, note, sources, truth, mask, pictures }: PictureCase, found: readonly Found[], ms: number): Outcome {
  const truths = truth.map(({ kind, sides }): Claim<number> => ({ kind, sides: sides.map(({ picture, region }) => ({ place: picture, region })) }));
  const foreign = truth.length === 0 && mask !== undefined;
  const [first] = pictures;
  const matrix = truth[0]?.matrix;
  const isTrue = (finding: Found): boolean => (foreign ? hits(finding, mask) : truths.some((one) => isLocated(finding, one)));
  const findings = found.map((finding) => judged(finding, isTrue(finding)));
  const located = findings.some((finding) => finding.isTrue && finding.score >= THRESHOLD);
  const regions = found.filter(({ score, kind }) => score >= THRESHOLD && kind === 'copy-move').flatMap(({ sides }): Region<Frame>[] => sides.map(({ region }) => region));
  return { id, role, note, sources, located, findings, ms, ...(matrix ? { transform: transformOf(matrix) } : {}), ...(mask && first ? { pixelF1: pixelF1(maskOf(regions, first.width, first.height), mask) } : {}) };
}

export function judgePaper({ id, role, note, sources, truth }: DocumentCase, found: readonly Found[], ms: number): Outcome {
  const truths = truth.map(({ kind, sides }): Claim<number> => ({ kind, sides: sides.map(({ page, region }) => ({ place: page, region })) }));
  const findings = found.map((finding) => judged(finding, truths.some((one) => isLocated(finding, one))));
  return { id, role, note, sources, located: findings.some((finding) => finding.isTrue && finding.score >= THRESHOLD), findings, ms };
}

function judged({ kind, score, measures, context, detector }: Found, isTrue: boolean): JudgedFinding {
  return { kind, score, isTrue, detector, ...(context ? { context } : {}), measures: Object.fromEntries(Object.entries(measures).map(([name, { value }]) => [name, value])) };
}

/** Where the forger's sides are not known apart: at least half of one side lies on the mask. */
function hits({ kind, sides }: Found, mask: NonNullable<PictureCase['mask']>): boolean {
  return kind === 'copy-move' && sides.some(({ region }) => {
    const side = maskOf([region], mask.width, mask.height);
    let [inside, area] = [0, 0];
    for (let i = 0; i < side.data.length; i++) {
      if (!side.data[i]) continue;
      area++;
      if (mask.data[i]) inside++;
    }
    return area > 0 && inside / area >= 0.5;
  });
}

export interface Summary {
  readonly positives: number;
  /** Share of positives with the truth located at score ≥ .5. */
  readonly located?: number;
  readonly locatedInterval?: readonly [number, number];
  /** Clean cases, or look-alikes where the suite has no others. */
  readonly cleans: number;
  /** Share of those with any finding at score ≥ .5. */
  readonly falsePositives: number;
  readonly falsePositivesInterval: readonly [number, number];
  readonly findingsPerClean: number;
  /** Of all findings at score ≥ .5, in all cases: share that is true. */
  readonly precision: number;
  /** Of the highest score of a case. */
  readonly auc: number;
  /** Mean over the positives. */
  readonly pixelF1?: number;
  readonly medianMs: number;
}

export function summarize(outcomes: readonly Outcome[]): Summary {
  const positives = outcomes.filter(({ role }) => role === 'positive');
  const cleans = outcomes.filter(({ role }) => role !== 'positive');
  const located = positives.filter((outcome) => outcome.located).length;
  const counted = outcomes.flatMap(({ findings }) => findings.filter(({ score }) => score >= THRESHOLD));
  const strays = cleans.filter(({ findings }) => findings.some(({ score }) => score >= THRESHOLD)).length;
  const best = ({ findings }: Outcome): number => Math.max(0, ...findings.map(({ score }) => score));
  const f1 = positives.flatMap((outcome) => outcome.pixelF1 ?? []);
  return {
    positives: positives.length, cleans: cleans.length,
    ...(positives.length > 0 ? { located: located / positives.length, locatedInterval: wilson(located, positives.length) } : {}),
    falsePositives: cleans.length === 0 ? Number.NaN : strays / cleans.length, falsePositivesInterval: wilson(strays, cleans.length),
    findingsPerClean: mean(cleans.map(({ findings }) => findings.filter(({ score }) => score >= THRESHOLD).length)),
    precision: mean(counted.map(({ isTrue }) => Number(isTrue))),
    auc: auc(positives.map(best), cleans.map(best)),
    ...(f1.length > 0 ? { pixelF1: mean(f1) } : {}),
    medianMs: quantile(outcomes.map(({ ms }) => ms), 0.5),
  };
}
