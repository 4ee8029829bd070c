/** Judges one picture of a document, or a photograph: forged or not, where, and how sure. */
import type { ImageFormat } from '../../core/media.ts';
import type { NamedReading, PageAbstainReason, PageRegion } from '../../detectors/detector.ts';
import { strongest } from '../../imaging/pages/block-map.ts';
import { encodeHeat } from '../../imaging/pages/encode-heat.ts';
import { verdictDetector } from '../catalog.ts';
import { openPicture, refuseTruncated, type Sides } from '../open-picture.ts';
import { readPage } from '../page-input.ts';
import { readingsOf } from '../page-readings.ts';

export interface DocumentInput {
  readonly bytes: Uint8Array;
  readonly maxPixels: number;
  /** px; absent = any size. */
  readonly sides?: Sides;
  /** Refuse a file that breaks off, instead of judging what there is. */
  readonly wholeOnly?: boolean;
  /** Whether the heat map is wanted, and each detector's own map. */
  readonly heatMap?: boolean;
  readonly evidenceMaps?: boolean;
}

export interface DetectorSaid {
  readonly detector: string;
  readonly abstained?: PageAbstainReason;
  readonly measures: Readonly<Record<string, number>>;
  readonly notes: readonly string[];
  /** 8-bit grey PNG; white = 10 deviations of the page or more. */
  readonly map?: Uint8Array;
}

export interface DocumentOutput {
  readonly format: ImageFormat;
  readonly width: number;
  readonly height: number;
  /** Absent when the page cannot be judged. */
  readonly score?: number;
  readonly abstained?: PageAbstainReason;
  /** Scores from here on are called fake. */
  readonly threshold: number;
  readonly regions: readonly PageRegion[];
  /** Share of the page's area whose probability reaches the threshold. */
  readonly proportion: number;
  /** 8-bit grey PNG in the size of the page, 255 = probability 1. */
  readonly heatMap?: Uint8Array;
  readonly detectors: readonly DetectorSaid[];
}

/** Deviations that are shown white in an evidence map. */
const WHITE = 10;

/** @throws {InputError | LimitError} `image/…`; `image/wrong-size`: a side is not in `sides`. */
export async function judgeDocument({ bytes, maxPixels, sides, wholeOnly = false, heatMap = false, evidenceMaps = false }: DocumentInput): Promise<DocumentOutput> {
  const format = openPicture(bytes, sides);
  const page = await readPage(bytes, format, maxPixels);
  if (wholeOnly) refuseTruncated(page.notes, format);
  const readings = await readingsOf(page);
  const detector = verdictDetector();
  const { score, abstain, regions, heat } = detector.judge(page, readings, detector.params);
  const threshold = detector.params['threshold'] ?? 1;
  const size = { width: page.rgb.width, height: page.rgb.height };
  return {
    format, ...size, threshold, regions,
    ...(score === undefined ? {} : { score }), ...(abstain === undefined ? {} : { abstained: abstain }),
    proportion: heat.values.reduce((sum, v) => sum + (v >= threshold ? 1 : 0), 0) / heat.values.length,
    ...(heatMap ? { heatMap: await encodeHeat(heat, size) } : {}),
    detectors: await Promise.all(readings.map(async (named) => said(named, evidenceMaps ? size : undefined))),
  };
}

async function said({ detector, reading }: NamedReading, size: { readonly width: number; readonly height: number } | undefined): Promise<DetectorSaid> {
  if ('abstain' in reading) return { detector, abstained: reading.abstain, measures: {}, notes: [] };
  const layers = Object.values(reading.layers ?? {});
  return {
    detector, notes: reading.notes ?? [],
    measures: Object.fromEntries(Object.entries(reading.measures).map(([name, { value }]) => [name, value])),
    ...(size && layers.length > 0 ? { map: await encodeHeat(strongest(layers), size, WHITE) } : {}),
  };
}
