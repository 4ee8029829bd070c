/** Exact pairs near each other with one and the same shift: a patch was moved, not a letter repeated. */
import type { Twin } from './twins.ts';

export interface Exact extends Twin {
  /** Deviations below the page's usual difference. */
  readonly z: number;
}

export interface Cluster {
  readonly twins: readonly Exact[];
  /** Mean z times the root of the support over four: grows with exactness and with size. */
  readonly strength: number;
}

/** @param reachPx of two pairs of one patch, at most. @param leastSupport pairs of a cluster. */
export function clusterTwins(exact: readonly Exact[], { reachPx, leastSupport }: { readonly reachPx: number; readonly leastSupport: number }): readonly Cluster[] {
  const byShift = new Map<string, Exact[]>();
  for (const twin of exact) {
    const forward = twin.b.y > twin.a.y || (twin.b.y === twin.a.y && twin.b.x > twin.a.x);
    const [a, b] = forward ? [twin.a, twin.b] : [twin.b, twin.a];
    const key = `${b.x - a.x},${b.y - a.y}`;
    const list = byShift.get(key) ?? [];
    if (!list.some((other) => other.a.x === a.x && other.a.y === a.y)) list.push({ ...twin, a, b });
    byShift.set(key, list);
  }
  return [...byShift.values()].filter((list) => list.length >= leastSupport).flatMap((list) => connected(list, reachPx))
    .filter((twins) => twins.length >= leastSupport)
    .map((twins) => ({ twins, strength: (twins.reduce((sum, { z }) => sum + z, 0) / twins.length) * Math.sqrt(twins.length / 4) }))
    .sort((p, q) => q.strength - p.strength);
}

function connected(list: readonly Exact[], reachPx: number): readonly (readonly Exact[])[] {
  const rest = [...list];
  const groups: Exact[][] = [];
  for (let seed = rest.pop(); seed; seed = rest.pop()) {
    const group = [seed];
    for (const member of group) {
      for (let i = rest.length - 1; i >= 0; i--) {
        const other = rest[i];
        if (!other || Math.max(Math.abs(other.a.x - member.a.x), Math.abs(other.a.y - member.a.y)) > reachPx) continue;
        group.push(other);
        rest.splice(i, 1);
      }
    }
    groups.push(group);
  }
  return groups;
}
