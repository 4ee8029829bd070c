/** The detectors by what they look at. */
import { DETECTORS } from '../detectors/catalog.generated.ts';
import type { Detector, FileDetector, PairDetector, PanelDetector } from '../detectors/detector.ts';

export function allDetectors(): readonly Detector[] {
  return DETECTORS;
}

export function panelDetectors(): readonly PanelDetector[] {
  return DETECTORS.filter((detector) => detector.scope === 'panel');
}

export function pairDetectors(): readonly PairDetector[] {
  return DETECTORS.filter((detector) => detector.scope === 'pair');
}

export function fileDetectors(): readonly FileDetector[] {
  return DETECTORS.filter((detector) => detector.scope === 'file');
}
