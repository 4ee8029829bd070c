/** Folds pairwise hits of one re-used region into one finding with all its sides and links. */
import type { Finding, Link, Side } from '../core/finding.ts';
import { areaOf, boundingBox, boxIou } from '../core/regions.ts';
import type { Matrix } from '../core/geometry.ts';

/** Two regions of one image whose bounding boxes overlap by this IoU are the same re-used region. */
const SAME_REGION_IOU = 0.5;

/**
 * @param findings in an order that does not depend on the number of workers.
 * @returns folded findings, best first; ties keep the order given.
 */
export function foldFindings(findings: readonly Finding[]): Finding[] {
  const groups: Finding[][] = [];
  for (const finding of findings) {
    const touching = groups.filter((group) => group.some((other) => belongTogether(finding, other)));
    const [first, ...rest] = touching;
    if (!first) {
      groups.push([finding]);
      continue;
    }
    first.push(finding);
    for (const group of rest) {
      first.push(...group);
      groups.splice(groups.indexOf(group), 1);
    }
  }
  const folded = groups.map((group) => (group.length === 1 ? (group[0] as Finding) : merge(group)));
  return folded.map((finding, i) => ({ finding, i })).sort((a, b) => b.finding.score - a.finding.score || a.i - b.i).map(({ finding }) => finding);
}

/** Same kind and method, and a side in common; a finding that context explains never joins one that it does not. */
function belongTogether(a: Finding, b: Finding): boolean {
  if (a.kind !== b.kind || a.detector !== b.detector || a.context !== b.context || a.links.length === 0 || b.links.length === 0) return false;
  return a.sides.some((side) => b.sides.some((other) => isSameRegion(side, other)));
}

function isSameRegion(a: Side, b: Side): boolean {
  return a.image === b.image && a.panel === b.panel && boxIou(boundingBox(a.region), boundingBox(b.region)) >= SAME_REGION_IOU;
}

function merge(group: readonly Finding[]): Finding {
  const best = group.reduce((a, b) => (b.score > a.score ? b : a));
  const ordered = [best, ...group.filter((finding) => finding !== best)];
  const sides: Side[] = [];
  const indexOf = (side: Side): number => {
    const at = sides.findIndex((known) => isSameRegion(known, side));
    if (at < 0) return sides.push(side) - 1;
    const known = sides[at] as Side;
    if (areaOf(side.region) > areaOf(known.region)) sides[at] = side;
    return at;
  };
  const links: Link[] = ordered.flatMap((finding) => {
    const map = finding.sides.map(indexOf);
    return finding.links.map((link) => ({ ...link, from: map[link.from] as number, to: map[link.to] as number }));
  });
  const measures = { ...best.measures, copies: { value: sides.length, unit: '1' as const } };
  return { ...best, sides, links, measures, ...(links[0] ? { transform: links[0].transform as Matrix } : {}) };
}
