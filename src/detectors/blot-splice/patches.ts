/** Patches: four short lines that close to a rectangle, where a piece was laid over the blot. */
import type { Box } from '../../core/geometry.ts';
import { crispOf, edgeSums, type Binned, type EdgeSums } from './crispness.ts';
import type { Jumps } from './jumps.ts';

export interface PatchEvidence {
  /** Standing of the four sides against the whole panel, standard deviations, weakest first. */
  readonly sides: readonly [number, number, number, number];
  /** Mean contrast of the sides, weakest first, in (−1, 1). */
  readonly contrasts: readonly [number, number, number, number];
  /** How much of the rise across each side falls on it (`crispness.ts`), least first, in [0, 1]. */
  readonly crisps: readonly [number, number, number, number];
  /** Mean contrast where the sides would go on beyond their corners: nothing, when it is a patch. */
  readonly beyond: number;
  /** Weakest pair of sides less that of the best patch elsewhere. */
  readonly lead: number;
  /** Of the panel, in [0, 1]. */
  readonly area: number;
}

/** One of the four sides, as part of a line across the panel. */
export interface PatchSide {
  readonly direction: 'upright' | 'level';
  /** px, of the line. */
  readonly at: number;
  /** Mean contrast between the corners, and as far again beyond them. */
  readonly mean: number;
  readonly beyond: number;
  /** Share of the rise across it that falls on it, in [0, 1]. */
  readonly crisp: number;
}

export interface Patch {
  readonly box: Box<'panel'>;
  readonly sides: readonly PatchSide[];
  readonly evidence: PatchEvidence;
}

/** Rows of a bin, px. */
const BIN = 4;
/** Lines in each direction that sides are taken from. */
const MOST_LINES = 14;
/** px. */
const APART = 4;
const LEAST_SIDE = 14;
/** A side must gain this much contrast a bin, or it ends. */
const DRIFT = 0.25;
/** Standard deviations that a crisp side is worth. */
const CRISP_WORTH = 6;
/** Patches shown. */
const MOST = 2;
const BORDER = 6;

/** A line with running sums of what it says. */
interface Line {
  /** px, across the line. */
  readonly at: number;
  /** Sums of contrast above the usual, by bin; one longer than the bins. */
  readonly sums: Float64Array;
  readonly edges: EdgeSums;
}

interface Lines {
  readonly lines: readonly Line[];
  /** Of single bins. */
  readonly deviation: number;
}

/** One direction: jumps of 4 rows, hard and soft, and the rows they are of. */
export interface Direction {
  readonly jumps: readonly Jumps[];
  readonly edges: Binned;
}

/** @param level of the panel turned. */
export function findPatches(upright: Direction, level: Direction, { width, height }: { readonly width: number; readonly height: number }): Patch[] {
  const [vertical, horizontal] = [linesOf(upright), linesOf(level)];
  const patches: Patch[] = [];
  for (const [i, left] of vertical.lines.entries()) {
    for (const right of vertical.lines.slice(i + 1)) {
      if (right.at - left.at < LEAST_SIDE || right.at - left.at > 0.9 * width) continue;
      for (const [j, top] of horizontal.lines.entries()) {
        for (const bottom of horizontal.lines.slice(j + 1)) {
          if (bottom.at - top.at < LEAST_SIDE || bottom.at - top.at > 0.9 * height) continue;
          const box = { x: left.at, y: top.at, width: right.at - left.at, height: bottom.at - top.at };
          const sides = [
            sideOf(left, top.at, bottom.at, vertical.deviation), sideOf(right, top.at, bottom.at, vertical.deviation),
            sideOf(top, left.at, right.at, horizontal.deviation), sideOf(bottom, left.at, right.at, horizontal.deviation),
          ];
          const stand = sides.map(({ z }) => z).sort((a, b) => a - b);
          const contrasts = sides.map(({ mean }) => mean).sort((a, b) => a - b);
          const crisps = sides.map(({ crisp }) => crisp).sort((a, b) => a - b);
          const named = [left, right, top, bottom].map(({ at }, k): PatchSide => ({ direction: k < 2 ? 'upright' : 'level', at, mean: sides[k]?.mean ?? 0, beyond: sides[k]?.beyond ?? 0, crisp: sides[k]?.crisp ?? 0 }));
          patches.push({ box, sides: named, evidence: { sides: four(stand), contrasts: four(contrasts), crisps: four(crisps), beyond: sides.reduce((sum, { beyond }) => sum + beyond, 0) / 4, lead: 0, area: (box.width * box.height) / (width * height) } });
        }
      }
    }
  }
  patches.sort((a, b) => worth(b) - worth(a));
  const chosen: Patch[] = [];
  for (const patch of patches) {
    if (chosen.length > MOST) break;
    if (chosen.every(({ box }) => !meets(box, patch.box))) chosen.push(patch);
  }
  return chosen.slice(0, MOST).map((patch) => {
    const rival = chosen.find((other) => other !== patch);
    return { ...patch, evidence: { ...patch.evidence, lead: worth(patch) - (rival ? worth(rival) : 0) } };
  });
}

/** The two weakest sides count most: any line has a strong place. */
function worth({ evidence: { sides: [a, b, c, d], crisps, beyond } }: Patch): number {
  return a + b + 0.5 * (Math.min(c, 12) + Math.min(d, 12)) - 8 * beyond + CRISP_WORTH * (crisps[1] + crisps[2]);
}

function meets(a: Box, b: Box): boolean {
  const w = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const h = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return w > 0 && h > 0 && w * h > 0.2 * Math.min(a.width * a.height, b.width * b.height);
}

/** The columns with the best unbroken stretch. */
function linesOf({ jumps, edges }: Direction): Lines {
  const [hard, soft] = jumps;
  if (!hard || !soft) return { lines: [], deviation: 1 };
  const { rows, columns } = hard;
  const stronger = hard.contrast.map((v, i) => Math.max(v, soft.contrast[i] ?? 0));
  let [sum, squares] = [0, 0];
  for (const v of stronger) { sum += v; squares += v * v; }
  const mean = sum / stronger.length;
  const deviation = Math.max(0.05, Math.sqrt(squares / stronger.length - mean * mean));
  const stretch = new Float32Array(columns);
  for (let c = BORDER; c < columns - BORDER; c++) {
    let run = 0;
    for (let b = 0; b < rows; b++) {
      run = Math.max(0, run + (stronger[b * columns + c] ?? 0) - mean - DRIFT);
      if (run > (stretch[c] ?? 0)) stretch[c] = run;
    }
  }
  const order = [...stretch.keys()].sort((a, b) => (stretch[b] ?? 0) - (stretch[a] ?? 0));
  const chosen: number[] = [];
  for (const c of order) {
    if (chosen.length >= MOST_LINES || (stretch[c] ?? 0) <= 0) break;
    if (chosen.every((other) => Math.abs(other - c) >= APART)) chosen.push(c);
  }
  const lines = chosen.sort((a, b) => a - b).map((at): Line => {
    const sums = new Float64Array(rows + 1);
    for (let b = 0; b < rows; b++) sums[b + 1] = (sums[b] ?? 0) + (stronger[b * columns + at] ?? 0) - mean;
    return { at, sums, edges: edgeSums(edges, at) };
  });
  return { lines, deviation };
}

/** @param from @param to px along the line. */
function sideOf({ sums, edges: { jumps, rises } }: Line, from: number, to: number, deviation: number): { readonly z: number; readonly mean: number; readonly beyond: number; readonly crisp: number } {
  const bins = sums.length - 1;
  const [first, last] = [Math.max(0, Math.round(from / BIN)), Math.min(bins, Math.round(to / BIN))];
  const n = Math.max(1, last - first);
  const total = (sums[last] ?? 0) - (sums[first] ?? 0);
  const [before, after] = [Math.max(0, first - n), Math.min(bins, last + n)];
  const outside = (sums[first] ?? 0) - (sums[before] ?? 0) + (sums[after] ?? 0) - (sums[last] ?? 0);
  const crisp = crispOf((jumps[last] ?? 0) - (jumps[first] ?? 0), (rises[last] ?? 0) - (rises[first] ?? 0));
  return { z: total / (deviation * Math.sqrt(n)), mean: total / n, crisp, beyond: outside / Math.max(1, first - before + after - last) };
}

function four([a = 0, b = 0, c = 0, d = 0]: readonly number[]): readonly [number, number, number, number] {
  return [a, b, c, d];
}
