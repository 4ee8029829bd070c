/** Connected odd places as boxes, with their probability and the detectors that saw them. */
import { connectedComponents } from '../../imaging/components.ts';
import { BLOCK, type BlockMap } from '../../imaging/pages/block-map.ts';
import type { NamedReading, PageFacts, PageRegion } from '../detector.ts';

/** Deviations of the page from which a detector counts as having seen a place. */
const SEEN = 3;
/** A place reaches as far as half of its own peak. */
const SHARE_OF_PEAK = 0.5;

/** @param least probability of a region's peak. */
export function findRegions(heat: BlockMap, { width, height }: Pick<PageFacts, 'width' | 'height'>, readings: readonly NamedReading[], { least, most }: { readonly least: number; readonly most: number }): readonly PageRegion[] {
  const peak = heat.values.reduce((best, v) => Math.max(best, v), 0);
  if (peak < least) return [];
  const floor = Math.max(least, SHARE_OF_PEAK * peak);
  const mask = { width: heat.columns, height: heat.rows, channels: 1 as const, data: Uint8Array.from(heat.values, (v) => (v >= floor ? 1 : 0)) };
  const { labels, components } = connectedComponents(mask);
  const values: number[][] = components.map(() => []);
  labels.forEach((label, i) => label > 0 && values[label - 1]?.push(i));
  return components.map(({ box }, n): PageRegion => {
    const members = values[n] ?? [];
    const [x, y] = [box.x * BLOCK, box.y * BLOCK];
    return {
      box: { x, y, width: Math.min(width, x + box.width * BLOCK) - x, height: Math.min(height, y + box.height * BLOCK) - y },
      probability: topMean(members.map((i) => heat.values[i] ?? 0)), seenBy: seenBy(members, readings),
    };
  }).sort((a, b) => b.probability - a.probability).slice(0, most);
}

function topMean(values: readonly number[]): number {
  const top = [...values].sort((a, b) => b - a).slice(0, 4);
  return top.reduce((sum, v) => sum + v, 0) / Math.max(1, top.length);
}

function seenBy(members: readonly number[], readings: readonly NamedReading[]): readonly string[] {
  return readings.map(({ detector, reading }) => {
    const layers = 'layers' in reading && reading.layers ? Object.values(reading.layers) : [];
    return { detector, strength: Math.max(0, ...layers.map(({ values }) => topMean(members.map((i) => Math.abs(values[i] ?? 0))))) };
  }).filter(({ strength }) => strength >= SEEN).sort((a, b) => b.strength - a.strength).map(({ detector }) => detector);
}
