/** The detectors by what they look at. */
import { DETECTORS } from '../detectors/catalog.generated.ts';
import type { Detector, FileDetector, OriginDetector, PageDetector, PairDetector, PanelDetector, VerdictDetector } from '../detectors/detector.ts';

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

export function originDetectors(): readonly OriginDetector[] {
  return DETECTORS.filter((detector) => detector.scope === 'origin');
}

/** Those that a scan of a submission runs; the others judge documents. */
export function scanDetectors(): readonly Detector[] {
  return DETECTORS.filter(({ scope }) => scope !== 'page' && scope !== 'verdict');
}

export function pageDetectors(): readonly PageDetector[] {
  return DETECTORS.filter((detector) => detector.scope === 'page');
}

/** @throws {RangeError} the catalogue has none. */
export function verdictDetector(): VerdictDetector {
  const found = DETECTORS.find((detector) => detector.scope === 'verdict');
  if (!found) throw new RangeError('no verdict detector');
  return found;
}
