/** Geometric guesses for a batch of panel pairs, from keypoints alone. */
import { seededRandom } from '../../core/random.ts';
import type { Hypothesis, PanelSummary } from '../../detectors/detector.ts';
import { pairDetectors } from '../catalog.ts';

export interface ProposeInput {
  readonly panels: readonly PanelSummary[];
  /** Indices into `panels`. */
  readonly pairs: readonly (readonly [number, number])[];
  readonly detector: string;
  readonly seed: number;
}

/** Only pairs that have a guess, in the order given. */
export type ProposeOutput = readonly { readonly a: string; readonly b: string; readonly hypotheses: readonly Hypothesis[] }[];

export function proposePairs({ panels, pairs, detector: name, seed }: ProposeInput): ProposeOutput {
  const detector = pairDetectors().find((candidate) => candidate.name === name);
  if (!detector) throw new RangeError(`no pair detector ${name}`);
  return pairs.flatMap(([i, j]) => {
    const a = panels[i];
    const b = panels[j];
    if (!a || !b) throw new RangeError(`pair ${i}, ${j} of ${panels.length} panels`);
    const random = seededRandom(seed).fork(`${name}/${a.id}/${b.id}`);
    const hypotheses = detector.propose(a, b, detector.params, { random });
    return hypotheses.length > 0 ? [{ a: a.id, b: b.id, hypotheses }] : [];
  });
}
