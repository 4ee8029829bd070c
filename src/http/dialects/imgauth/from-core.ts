/** Our answers in their words. */
import type { DocumentOutput } from '../../../scan/tasks/judge-document.ts';
import type { DemoireOutput } from '../../../scan/tasks/demoire-image.ts';
import type { EnhanceOutput } from '../../../scan/tasks/enhance-document.ts';
import type { EnhanceReply, ForgeryReply, MoireReply } from './wire.ts';

export interface Wanted {
  /** Least probability of a region. */
  readonly least: number;
  /** Which reading of `tampered_proportion` is wanted; absent = none. */
  readonly proportion?: 'area' | 'confidence';
}

/** "Cannot be judged" is `real` with the reason beside it: their word has no third value. */
export function toForgeryReply({ score, abstained, threshold, regions, proportion, heatMap }: DocumentOutput, { least, proportion: reading }: Wanted): ForgeryReply {
  return {
    code: 0,
    data: {
      detection_result: (score ?? 0) >= threshold ? 'fake' : 'real',
      ...(reading === undefined ? {} : { tampered_proportion: rounded(reading === 'area' ? proportion : (score ?? 0)) }),
      ...(heatMap === undefined ? {} : { heatmap: Buffer.from(heatMap).toString('base64') }),
      tampered_location: regions.filter(({ probability }) => probability >= least)
        .map(({ box: { x, y, width, height }, probability }) => ({ left: x, top: y, width, height, probability: rounded(probability) })),
      tampered_confidence: score === undefined ? null : rounded(score),
      ...(abstained === undefined ? {} : { abstained }),
    },
    message: 'Success',
  };
}

export function toEnhanceReply({ bytes, corners, found }: EnhanceOutput): EnhanceReply {
  const points = corners.map(({ x, y }) => [Number(x.toFixed(1)), Number(y.toFixed(1))]);
  return { code: 0, data: { image_processed: Buffer.from(bytes).toString('base64'), points, corners_found: found }, message: 'Success' };
}

export function toMoireReply({ bytes, found, strength }: DemoireOutput): MoireReply {
  return { code: 0, data: { image_processed: Buffer.from(bytes).toString('base64'), moire_found: found, strength: rounded(strength) }, message: 'Success' };
}

const rounded = (value: number): number => Number(value.toFixed(6));
