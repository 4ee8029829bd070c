/** Runs one detector on one panel. */
import type { AbstainReason } from '../../core/evidence.ts';
import type { Finding } from '../../core/finding.ts';
import type { Panel } from '../../core/media.ts';
import { seededRandom } from '../../core/random.ts';
import type { Keypoints } from '../../imaging/features/keypoints.ts';
import { originDetectors, panelDetectors } from '../catalog.ts';
import { figurePixels, type FigureSource } from '../figure-source.ts';
import { liftDetection, liftReading, placedPanel } from '../lift.ts';
import { panelInput } from '../panel-input.ts';

export interface ExamineInput extends FigureSource {
  readonly panel: Panel;
  readonly keypoints: Keypoints;
  readonly detector: string;
  readonly seed: number;
}

export type ExamineOutput = { readonly findings: readonly Finding[] } | { readonly abstain: AbstainReason };

export async function examinePanel(input: ExamineInput): Promise<ExamineOutput> {
  const detector = [...panelDetectors(), ...originDetectors()].find(({ name }) => name === input.detector);
  if (!detector) throw new RangeError(`no panel detector ${input.detector}`);
  const pixels = await figurePixels(input);
  const panel = panelInput(pixels, input.panel, input.keypoints);
  if (detector.scope === 'origin') {
    const reading = detector.judge(panel, detector.params);
    return 'abstain' in reading ? reading : { findings: liftReading(reading, placedPanel(input.panel, pixels), panel, detector) };
  }
  const random = seededRandom(input.seed).fork(`${detector.name}/${panel.id}`);
  const result = detector.detect(panel, detector.params, { random });
  if ('abstain' in result) return result;
  return { findings: result.map((detection) => liftDetection(detection, [placedPanel(input.panel, pixels)], detector)) };
}
