/** Findings with the id that decisions hang on, numbered by score. */
import { createHash } from 'node:crypto';
import type { Decision } from '../core/decision.ts';
import type { Evidence } from '../core/evidence.ts';
import { bandOf, type Band, type Finding } from '../core/finding.ts';
import { boundingBox } from '../core/regions.ts';

export interface NumberedFinding extends Finding {
  readonly id: string;
  /** From 1, by score. */
  readonly number: number;
  readonly band: Band;
  /** Oldest first; the last is in force. */
  readonly history: readonly Decision[];
}

/** px; boxes are rounded to this grid, so that a re-run that moves an edge a little keeps the decision. */
const GRID = 8;

/** 16 hex characters of what a finding claims: kind, method and where its sides lie. */
export function findingId({ kind, detector, sides }: Finding): string {
  const places = sides.map(({ image, region }) => {
    const { x, y, width, height } = boundingBox(region);
    return [image, ...[x, y, x + width, y + height].map((n) => Math.round(n / GRID))].join(':');
  });
  return createHash('sha256').update([kind, detector, ...places.sort()].join('|')).digest('hex').slice(0, 16);
}

/** @param history decisions by finding id. Two findings that round to one id get a counter behind it. */
export function numberFindings({ findings }: Pick<Evidence, 'findings'>, history: ReadonlyMap<string, readonly Decision[]> = new Map()): NumberedFinding[] {
  const seen = new Map<string, number>();
  return findings.map((finding, i) => {
    const plain = findingId(finding);
    const count = seen.get(plain) ?? 0;
    seen.set(plain, count + 1);
    const id = count === 0 ? plain : `${plain}-${count + 1}`;
    return { ...finding, id, number: i + 1, band: bandOf(finding.score), history: history.get(id) ?? [] };
  });
}
