/** Lines across a whole blot where it looks joined, with what speaks for each. */
import { bothSidesAt } from './beside.ts';
import { declaredAt, isAlong, type Declaration } from './declared.ts';
import { binnedForEdges, crispness, ridgeAt } from './crispness.ts';
import { differenceAt, measureGround, usualDifference } from './ground.ts';
import { columnT, medianJump, type Jumps } from './jumps.ts';
import { latticeChange } from './lattice.ts';
import type { Plane } from './plane.ts';
import { isMargin } from './margin.ts';
import { BORDER, standing } from './standing.ts';

export interface Evidence {
  /** Standing of the line among the columns of its panel, standard deviations: hard and soft jumps by rows, 4 rows, 16 rows. */
  readonly hard: readonly [number, number, number];
  readonly soft: readonly [number, number, number];
  /** grey; the step of the ground. */
  readonly level: number;
  /** How far it stands above the third best line elsewhere, standard deviations. */
  readonly lead: number;
  /** Mean contrast of the rows, in (−1, 1). */
  readonly mean: number;
  /** The same of the sixth of the line that speaks least but one: a seam runs through. */
  readonly throughout: number;
  /** Share of groups of four rows that jump twice as far as their surroundings. */
  readonly share: number;
  /** Share of rows that say anything. */
  readonly speaking: number;
  /** Contrast of the rows less that of the third best line elsewhere. */
  readonly meanLead: number;
  /** Share of the rise around the line that falls on it, in [0, 1]. */
  readonly crisp: number;
  /** The same less that of the third crispest line elsewhere: a coarse picture has crisp edges throughout. */
  readonly crisper: number;
  /** As crisp, of an edge that may lie on three columns. */
  readonly softCrisp: number;
  readonly softCrisper: number;
  /** Share of what happens there that rises and falls again, in [0, 1]. */
  readonly ridge: number;
  readonly grain: number;
  readonly sharpness: number;
  /** Share of six parts of the line in which it is seen: a letter, a bar or a mark is seen in one or two. */
  readonly spread: number;
  /** How much the plainer side varies along the line, as a share of the other, in (0, 1]. */
  readonly both: number;
  /** How surely the JPEG lattices of the two sides begin at different places, standard deviations. */
  readonly lattice: number;
  /** px, of the line. */
  readonly length: number;
}

export interface Seam {
  /** px: the border between columns at − 1 and at. */
  readonly at: number;
  readonly evidence: Evidence;
  readonly declared: Declaration | undefined;
}

/** Lines looked at in each direction. */
const MOST = 6;
/** px between two lines. */
const APART = 5;
/** Standard deviations; nothing below is looked at. */
const LEAST = 2.5;
const PARTS = 6;
/** Mean contrast of a part in which a line is seen. */
const SEEN = 0.15;
/** Student's t varies by about one. */
const LEAST_T = 0.5;
/** Crisp lines looked at beside those that stand out, and how crisp they must be. */
const CRISPEST = 4;
const LEAST_CRISP = 0.2;

export interface Measured {
  readonly jumps: readonly Jumps[];
  /** Of each of the jumps. */
  readonly stand: readonly Float32Array[];
  /** Best of all, by column. */
  readonly best: Float32Array;
}

export function measured(jumps: readonly Jumps[]): Measured {
  const stand = jumps.map((one) => standing(columnT(one), LEAST_T));
  const best = (stand[0] ?? new Float32Array()).map((_, c) => {
    const at = stand.map((line) => line[c] ?? 0).sort((a, b) => b - a);
    return ((at[0] ?? 0) + (at[1] ?? 0) + (at[2] ?? 0)) / 3;
  });
  return { jumps, stand, best };
}

/** @param turnedJumps of the panel turned over its diagonal. */
export function findSeams(plane: Plane, { jumps, stand, best }: Measured, turnedJumps: readonly Jumps[]): Seam[] {
  const raw = medianJump(atScale(jumps, 16, 1));
  const edges = binnedForEdges(plane);
  const crisps = crispness(edges);
  const strongest = peaksOf(best, 2 * MOST).filter((c) => (best[c] ?? 0) >= LEAST);
  const crispest = peaksOf(crisps, MOST);
  const softCrisps = crispness(edges, 1);
  const softCrispest = peaksOf(softCrisps, MOST);
  const lines = [...strongest.slice(0, MOST), ...crispest.slice(0, CRISPEST).filter((c) => (crisps[c] ?? 0) >= LEAST_CRISP && strongest.slice(0, MOST).every((other) => Math.abs(other - c) >= APART))].filter((at) => !isMargin(plane, at));
  if (lines.length === 0) return [];
  const courses = lines.map((at) => along(jumps, at));
  const ground = measureGround(plane);
  const usual = usualDifference(ground);
  const declarations = lines.map((at) => declaredAt(plane, edges, at));
  return lines.map((at, i): Seam => {
    const near = (line: Float32Array): number => Math.max(line[at - 1] ?? 0, line[at] ?? 0, line[at + 1] ?? 0);
    const here = differenceAt(ground, at);
    const course = courses[i] ?? along(jumps, at);
    const three = (across: number): [number, number, number] => {
      const of = stand.filter((_, k) => jumps[k]?.across === across);
      return [near(of[0] ?? best), near(of[1] ?? best), near(of[2] ?? best)];
    };
    return {
      at,
      evidence: {
        hard: three(1), soft: three(2), level: Math.abs(raw[at] ?? 0), lead: (best[at] ?? 0) - thirdElsewhere(strongest, at, (c) => best[c] ?? 0),
        ...course, meanLead: course.mean - thirdElsewhere(lines, at, (c) => courses[lines.indexOf(c)]?.mean ?? 0),
        crisp: near(crisps), crisper: near(crisps) - thirdElsewhere(crispest, at, (c) => crisps[c] ?? 0),
        softCrisp: near(softCrisps), softCrisper: near(softCrisps) - thirdElsewhere(softCrispest, at, (c) => softCrisps[c] ?? 0),
        ridge: ridgeAt(edges, at), grain: here.grain - usual.grain, sharpness: here.sharpness - usual.sharpness, length: plane.height,
        both: bothSidesAt(edges, at), lattice: latticeChange(atScale(jumps, 1, 1), atScale(turnedJumps, 1, 1), at),
      },
      declared: declarations[i] ?? declarations.find((one) => one && isAlong(at, one)),
    };
  });
}

/** A blot may have two seams; the third line is what its own lines are like. */
function thirdElsewhere(lines: readonly number[], at: number, valueOf: (line: number) => number): number {
  return lines.filter((c) => Math.abs(c - at) >= APART).map(valueOf).sort((a, b) => b - a)[2] ?? 0;
}

/** Columns with the highest values, some px apart, best first. */
function peaksOf(values: Float32Array, most: number): number[] {
  const order = [...values.keys()].filter((c) => c >= BORDER && c < values.length - BORDER).sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0));
  const chosen: number[] = [];
  for (const c of order) {
    if (chosen.length >= most) break;
    if (chosen.every((other) => Math.abs(other - c) >= APART)) chosen.push(c);
  }
  return chosen;
}

function atScale(jumps: readonly Jumps[], bin: number, across: number): Jumps {
  const found = jumps.find((one) => one.bin === bin && one.across === across);
  if (!found) throw new RangeError(`no jumps of ${bin} rows, ${across} px across`);
  return found;
}

function along(jumps: readonly Jumps[], at: number): Pick<Evidence, 'mean' | 'throughout' | 'share' | 'speaking' | 'spread'> {
  const [single, four] = [atScale(jumps, 1, 1), atScale(jumps, 4, 1)];
  const [softSingle, softFour] = [atScale(jumps, 1, 2), atScale(jumps, 4, 2)];
  const meanOf = ({ contrast, columns }: Jumps, from: number, to: number, c: number): number => {
    let sum = 0;
    for (let b = from; b < to; b++) sum += contrast[b * columns + c] ?? 0;
    return to > from ? sum / (to - from) : 0;
  };
  const bestMean = (one: Jumps, from: number, to: number): number => Math.max(meanOf(one, from, to, at - 1), meanOf(one, from, to, at), meanOf(one, from, to, at + 1));
  const parts = Array.from({ length: PARTS }, (_, i) => {
    const of = (one: Jumps): number => bestMean(one, Math.floor((i * one.rows) / PARTS), Math.floor(((i + 1) * one.rows) / PARTS));
    return Math.max(of(single), of(four), of(softSingle), of(softFour));
  }).sort((a, b) => a - b);
  let [jumping, speaking] = [0, 0];
  for (let b = 0; b < four.rows; b++) {
    const e = Math.max(four.contrast[b * four.columns + at] ?? 0, softFour.contrast[b * four.columns + at] ?? 0);
    if (e > 1 / 3) jumping++;
    if (Math.abs(e) > 0.05) speaking++;
  }
  return {
    mean: Math.max(bestMean(single, 0, single.rows), bestMean(four, 0, four.rows), bestMean(softSingle, 0, softSingle.rows), bestMean(softFour, 0, softFour.rows)),
    throughout: parts[1] ?? 0, spread: parts.filter((mean) => mean > SEEN).length / PARTS, share: four.rows ? jumping / four.rows : 0, speaking: four.rows ? speaking / four.rows : 0,
  };
}
