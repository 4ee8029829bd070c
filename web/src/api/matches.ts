/** The inbox of matches: lists, piles, decisions. */
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { BlockedDomains, GroupBy, MatchCallback, MatchCounts, MatchDecisionInput, MatchGroup, MatchPage, MatchType, MatchVerdict, ProofView } from '../../../src/http/native/matches-wire.ts';
import { call, sendForm } from './client.ts';

export interface InboxView {
  readonly type: MatchType;
  /** Undefined: whatever was decided. */
  readonly verdict: MatchVerdict | undefined;
  /** Only with the mark proven. */
  readonly watermarked: boolean;
  readonly by: GroupBy;
  /** One pile of `by`; undefined: all. */
  readonly pile: string | undefined;
}

const PAGE = 50;
const filterOf = ({ type, verdict, watermarked }: InboxView): Record<string, string> => ({ type, blacklist: 'true', ...(verdict ? { verdict } : {}), ...(watermarked ? { watermarked: 'true' } : {}) });
const PILE = { image: 'medium', domain: 'place', day: 'day' } as const satisfies Record<GroupBy, string>;

export const countsQuery = queryOptions({ queryKey: ['matches', 'counts'], queryFn: ({ signal }) => call<MatchCounts>('GET', '/matches/counts', undefined, signal) });

export const groupsQuery = (view: InboxView) => queryOptions({
  queryKey: ['matches', 'groups', filterOf(view), view.by],
  queryFn: async ({ signal }) => (await call<{ groups: MatchGroup[] }>('GET', `/matches/groups?${new URLSearchParams({ ...filterOf(view), by: view.by })}`, undefined, signal)).groups,
});

export const matchesQuery = (view: InboxView) => infiniteQueryOptions({
  queryKey: ['matches', 'list', filterOf(view), view.by, view.pile],
  queryFn: ({ pageParam, signal }) => call<MatchPage>('GET', `/matches?${new URLSearchParams({
    ...filterOf(view), limit: String(PAGE), ...(view.pile === undefined ? {} : { [PILE[view.by]]: view.pile }), ...(pageParam ? { cursor: pageParam } : {}),
  })}`, undefined, signal),
  initialPageParam: '',
  getNextPageParam: (page) => page.next ?? undefined,
});

/** With a file, the paper is kept first and named in the decision. */
export function useDecide() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ file, ...decision }: MatchDecisionInput & { readonly file?: File }) => {
      if (!file) return call<{ decided: number }>('POST', '/matches/decisions', decision);
      const form = new FormData();
      form.append('file', file, file.name);
      const { id } = await sendForm<ProofView>('/matches/proofs', form);
      return call<{ decided: number }>('POST', '/matches/decisions', { ...decision, proof: id });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['matches'] }),
  });
}

export const blockedQuery = queryOptions({ queryKey: ['blocked-domains'], queryFn: async ({ signal }) => (await call<BlockedDomains>('GET', '/matches/blocked-domains', undefined, signal)).domains });

/** Leaves the matches of a domain out, or shows them again. */
export function useBlock() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ domain, blocked }: { readonly domain: string; readonly blocked: boolean }) => call<void>(blocked ? 'PUT' : 'DELETE', `/matches/blocked-domains/${encodeURIComponent(domain)}`),
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: ['matches'] }), client.invalidateQueries({ queryKey: blockedQuery.queryKey })]),
  });
}

export const callbackQuery = queryOptions({ queryKey: ['match-callback'], queryFn: ({ signal }) => call<MatchCallback>('GET', '/account/match-callback', undefined, signal) });
export const creditLinesQuery = queryOptions({ queryKey: ['credit-lines'], queryFn: async ({ signal }) => (await call<{ lines: string[] }>('GET', '/account/credit-lines', undefined, signal)).lines });

export function useSetCallback() {
  const client = useQueryClient();
  return useMutation({ mutationFn: (url: string | null) => call<MatchCallback>('PUT', '/account/match-callback', { url }), onSuccess: (data) => client.setQueryData(callbackQuery.queryKey, data) });
}

export function useSetCreditLines() {
  const client = useQueryClient();
  return useMutation({ mutationFn: (lines: readonly string[]) => call<{ lines: string[] }>('PUT', '/account/credit-lines', { lines }), onSuccess: ({ lines }) => client.setQueryData(creditLinesQuery.queryKey, lines) });
}

/** @param max px of its longer side; absent: as large as it is. */
export const foundUrl = (match: number, max?: number): string => `/native/v1/matches/${match}/found.jpg${max === undefined ? '' : `?max=${max}`}`;
export const screenshotUrl = (match: number): string => `/native/v1/matches/${match}/screenshot.png`;
export const evidenceUrl = (match: number): string => `/native/v1/matches/${match}/evidence.zip`;
export const tearSheetUrl = (match: number, language: string): string => `/native/v1/matches/${match}/tear-sheet.pdf?lang=${language}`;
export const proofUrl = (proof: number): string => `/native/v1/matches/proofs/${proof}`;
