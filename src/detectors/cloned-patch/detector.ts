/**
 * Cloned patch: letters or patches that repeat elsewhere on the page down to their noise. Ink printed twice and scanned never does.
 *
 * Sees words and letters copied within the page without turning or scaling, as long as the coder left the noise.
 * Blind to copies that were turned or scaled, to plain patches, to straight edges (they repeat along themselves) and whatever is drawn on clipped black, to strong compression; abstains on pages rendered by a program, where letters repeat exactly by nature.
 * Source: exact-match and shift voting of Fridrich, Soukal, Lukáš, DFRWS 2003; the page's own genuine repeats as the standard is ours.
 */
import { blockMap, BLOCK, peakOf } from '../../imaging/pages/block-map.ts';
import { quantileOf, robustSpread } from '../../imaging/pages/robust.ts';
import { definePageDetector } from '../detector.ts';
import { findAnchors } from './anchors.ts';
import { clusterTwins, type Exact } from './cluster.ts';
import { findTwins, type Twin } from './twins.ts';

export default definePageDetector({
  name: 'cloned-patch', version: 3, finds: ['copy-move'], only: 'document',
  params: { mostAnchors: 9000, leastInk: 10, apartPx: 20, leastNoise: 0.3, leastZ: 2.2, leastSupport: 3, reachPx: 48, mostExactShare: 0.3 },

  detect({ luma, blocks }, { mostAnchors, leastInk, apartPx, leastNoise, leastZ, leastSupport, reachPx, mostExactShare }) {
    const { columns, rows, noise, plain, mean } = blocks;
    const paper = noise.filter((_, i) => plain[i] === 1 && (mean[i] ?? 0) < 252);
    if (paper.length >= 60 && quantileOf(paper, 0.5) < leastNoise) return { abstain: 'born-digital' };
    const twins = findTwins(luma, findAnchors(luma, { most: mostAnchors, least: leastInk }), apartPx);
    if (twins.length < 60) return { abstain: 'nothing-to-compare' };
    const exact = exactOnes(twins, leastZ);
    if (exact.length > mostExactShare * twins.length) return { abstain: 'born-digital' };
    const clusters = clusterTwins(exact, { reachPx, leastSupport });
    const map = blockMap(columns, rows);
    for (const { twins: members, strength } of clusters) {
      for (const { a, b } of members) for (const { x, y } of [a, b]) mark(map.values, columns, { x, y }, strength);
    }
    return {
      layers: { exactness: map },
      measures: {
        exactness: { value: peakOf(map), unit: '1' }, clusters: { value: clusters.length, unit: '1' },
        copied: { value: Math.max(0, ...clusters.map(({ twins: members }) => members.length)), unit: '1' }, repeats: { value: twins.length, unit: '1' },
      },
    };
  },
});

/**
 * Log units. A page whose repeats hardly differ in how alike they are, and one whose repeats are of all sorts (letters that only resemble each other), set no
 * standard of their own: at the upper bound a pair must be about nine times as alike as the page's middle, which noise does not allow.
 */
const LEAST_SPREAD = 0.1;
const MOST_SPREAD = 1;

/** Pairs nearer to each other than the page's repeats are, in deviations of the log of the relative difference. */
function exactOnes(twins: readonly Twin[], least: number): readonly Exact[] {
  const values = Float32Array.from(twins, ({ difference, contrast }) => Math.log((difference + 0.5) / (contrast + 1)));
  const { median, deviation } = robustSpread(values);
  return twins.flatMap((twin, i): Exact[] => {
    const z = (median - (values[i] ?? 0)) / Math.min(MOST_SPREAD, Math.max(deviation, LEAST_SPREAD));
    return z >= least ? [{ ...twin, z }] : [];
  });
}

/** The blocks under the 17 × 17 patch. */
function mark(values: Float32Array, columns: number, { x, y }: { readonly x: number; readonly y: number }, strength: number): void {
  for (let row = Math.floor((y - 8) / BLOCK); row <= Math.floor((y + 8) / BLOCK); row++) {
    for (let column = Math.floor((x - 8) / BLOCK); column <= Math.floor((x + 8) / BLOCK); column++) {
      const at = row * columns + column;
      if (column >= 0 && column < columns && at >= 0 && at < values.length) values[at] = Math.max(values[at] ?? 0, strength);
    }
  }
}
