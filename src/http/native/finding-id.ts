/** Names of findings: what a finding claims, hashed, so that a decision on it outlives a re-run. */
import { createHash } from 'node:crypto';
import type { Decision } from '../../core/decision.ts';
import type { Evidence } from '../../core/evidence.ts';
import { bandOf, type Finding } from '../../core/finding.ts';
import { boundingBox } from '../../core/regions.ts';
import type { FindingView } from './wire.ts';

/** `fd_` and 16 hex of kind, detector and sides: figure ids with boxes rounded to whole pixels, in any order. */
export function findingId({ kind, detector, sides }: Pick<Finding, 'kind' | 'detector' | 'sides'>): string {
  const claims = sides.map(({ image, region }) => {
    const { x, y, width, height } = boundingBox(region);
    return [image, ...[x, y, x + width, y + height].map(Math.round)].join(' ');
  });
  const text = [kind, detector, ...claims.sort()].join('\n');
  return `fd_${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
}

/** All findings, best first as the evidence has them; two that claim the same are told apart by a suffix. */
export function toFindingViews({ findings }: Pick<Evidence, 'findings'>, history: ReadonlyMap<string, readonly Decision[]>): FindingView[] {
  const seen = new Map<string, number>();
  return findings.map((finding, i) => {
    const base = findingId(finding);
    const times = (seen.get(base) ?? 0) + 1;
    seen.set(base, times);
    const id = times === 1 ? base : `${base}-${times}`;
    return { ...finding, id, number: i + 1, band: bandOf(finding.score), history: history.get(id) ?? [] };
  });
}
