/** What the inbox shows, as its address says it. */
import type { GroupBy, MatchType, MatchVerdict } from '../../../src/http/native/matches-wire.ts';
import type { InboxView } from '../api/matches.ts';

export const TYPES = ['web', 'press', 'credit', 'user'] as const satisfies readonly MatchType[];
export const GROUPINGS = ['image', 'domain', 'day'] as const satisfies readonly GroupBy[];
/** In the order in which they are offered. */
export const VERDICTS = ['licensed', 'infringing', 'not-mine', 'ignored'] as const satisfies readonly MatchVerdict[];
export const KEYS: Readonly<Record<(typeof VERDICTS)[number], string>> = { licensed: 'l', infringing: 'i', 'not-mine': 'n', ignored: 'x' };

/** `verdict` is `all` for whatever was decided; absent: what nobody decided yet. */
export interface InboxSearch {
  readonly type?: MatchType;
  readonly verdict?: MatchVerdict | 'all';
  readonly watermarked?: boolean;
  readonly by?: GroupBy;
  readonly pile?: string;
}

export function readInbox({ type, verdict, watermarked, by, pile }: Record<string, unknown>): InboxSearch {
  const [kind, asked, grouping] = [TYPES.find((one) => one === type), [...VERDICTS, 'all' as const].find((one) => one === verdict), GROUPINGS.find((one) => one === by)];
  return {
    ...(kind ? { type: kind } : {}), ...(asked ? { verdict: asked } : {}), ...(watermarked === true ? { watermarked } : {}), ...(grouping ? { by: grouping } : {}),
    ...(typeof pile === 'string' || typeof pile === 'number' ? { pile: String(pile) } : {}),
  };
}

export function toView({ type = 'web', verdict = 'undecided', watermarked = false, by = 'image', pile }: InboxSearch): InboxView {
  return { type, verdict: verdict === 'all' ? undefined : verdict, watermarked, by, pile };
}

/** The neighbour that is looked at when some are gone from the list. */
export function nextAfter(ids: readonly number[], current: number | undefined, gone: ReadonlySet<number>): number | undefined {
  const at = ids.findIndex((id) => id === current);
  const stays = (id: number): boolean => !gone.has(id);
  return ids.slice(Math.max(0, at)).find(stays) ?? ids.slice(0, Math.max(0, at)).findLast(stays);
}
