/** Judges one picture of a document, or a photograph, from what was read of it: forged or not, where, and how sure. */
import type { ImageFormat } from '../../core/media.ts';
import type { NamedReading, PageAbstainReason, PageRegion } from '../../detectors/detector.ts';
import { strongest } from '../../imaging/pages/block-map.ts';
import { encodeHeat } from '../../imaging/pages/encode-heat.ts';
import { verdictDetector } from '../catalog.ts';
import type { PageRead } from './read-page.ts';

export interface DocumentInput {
  readonly read: PageRead;
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

export async function judgeDocument({ read: { format, page, readings }, heatMap = false, evidenceMaps = false }: DocumentInput): Promise<DocumentOutput> {
  const detector = verdictDetector();
  const { score, abstain, regions, heat } = detector.judge(page, readings, detector.params);
  const threshold = detector.params['threshold'] ?? 1;
  const size = { width: page.width, height: page.height };
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
