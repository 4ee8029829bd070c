/** Proves or refutes the guesses for one pair of panels on their pixels. */
import type { Finding } from '../../core/finding.ts';
import type { Figure, Panel } from '../../core/media.ts';
import { seededRandom } from '../../core/random.ts';
import type { Hypothesis } from '../../detectors/detector.ts';
import type { Keypoints } from '../../imaging/features/keypoints.ts';
import { pairDetectors } from '../catalog.ts';
import { figurePixels, type FigureSource } from '../figure-source.ts';
import { liftDetection, placedPanel } from '../lift.ts';
import { preparedPanel } from '../panel-input.ts';

export interface PanelSource extends FigureSource {
  readonly figure: Figure;
  readonly panel: Panel;
  readonly keypoints: Keypoints;
}

export interface VerifyInput {
  readonly a: PanelSource;
  readonly b: PanelSource;
  readonly hypotheses: readonly Hypothesis[];
  readonly detector: string;
  readonly seed: number;
}

export type VerifyOutput = readonly Finding[];

export async function verifyPair({ a, b, hypotheses, detector: name, seed }: VerifyInput): Promise<VerifyOutput> {
  const detector = pairDetectors().find((candidate) => candidate.name === name);
  if (!detector) throw new RangeError(`no pair detector ${name}`);
  const [pixelsA, pixelsB] = [await figurePixels(a), await figurePixels(b)];
  const relation = {
    sameFigure: a.figure.id === b.figure.id,
    boxes: [a.panel.box, b.panel.box] as const,
    captions: [a.figure.caption, b.figure.caption] as const,
  };
  const random = seededRandom(seed).fork(`${name}/${a.panel.id}/${b.panel.id}/verify`);
  const detections = detector.verify(preparedPanel(a, pixelsA), preparedPanel(b, pixelsB), hypotheses, relation, detector.params, { random });
  const placed = [placedPanel(a.panel, pixelsA), placedPanel(b.panel, pixelsB)];
  return detections.map((detection) => liftDetection(detection, placed, detector));
}
