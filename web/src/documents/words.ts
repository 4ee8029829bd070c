/** Detectors and reasons in words a person uses. */
import type { TFunction } from 'i18next';

const DETECTORS = ['cloned-glyph', 'cloned-patch', 'copy-move', 'editor-traces', 'erased-background', 'ink-outlier', 'jpeg-grid', 'noise-outlier', 'paper-tone', 'resampling', 'text-line'] as const;
const REASONS = ['no-content', 'nothing-to-compare', 'too-compressed', 'born-digital', 'no-traces', 'photograph'] as const;

/** A detector that this page does not know yet is called by its name. */
export function detectorWord(t: TFunction, detector: string): string {
  const known = DETECTORS.find((one) => one === detector);
  return known ? t(`documents.detector.${known}`) : detector;
}

export function abstainWord(t: TFunction, reason: string | undefined): string {
  const known = REASONS.find((one) => one === reason);
  return known ? t(`documents.abstain.${known}`) : t('documents.abstain.nothing-to-compare');
}
