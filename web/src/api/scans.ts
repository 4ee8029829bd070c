import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { DecisionInput, FindingView, PanelsInput, Replay, ScanPage, ScanResult, ScanState, ScanSummary } from '../../../src/http/native/wire.ts';
import { call } from './client.ts';

const at = (ref: string): string => `/scans/${encodeURIComponent(ref)}`;

export const isOver = (state: ScanState): boolean => state === 'finished' || state === 'failed' || state === 'cancelled';

export const scanQuery = (ref: string) => queryOptions({
  queryKey: ['scan', ref],
  queryFn: ({ signal }) => call<ScanSummary>('GET', at(ref), undefined, signal),
});

export const resultQuery = (ref: string) => queryOptions({
  queryKey: ['result', ref],
  queryFn: ({ signal }) => call<ScanResult>('GET', `${at(ref)}/result`, undefined, signal),
  staleTime: Infinity, // evidence is immutable; decisions are written into the cache
});

const PAGE = 25;
export const historyQuery = (search: string) => infiniteQueryOptions({
  queryKey: ['scans', search],
  queryFn: ({ pageParam, signal }) => {
    const query = new URLSearchParams({ limit: String(PAGE), ...(pageParam ? { cursor: pageParam } : {}), ...(search ? { q: search } : {}) });
    return call<ScanPage>('GET', `/scans?${query}`, undefined, signal);
  },
  initialPageParam: '',
  getNextPageParam: (page) => page.next ?? undefined,
});

export function useDeleteScan() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call<void>('DELETE', at(id)),
    onSuccess: () => client.invalidateQueries({ queryKey: ['scans'] }),
  });
}

export function useCancelScan() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call<ScanSummary>('POST', `${at(id)}/cancel`),
    onSuccess: (scan, id) => {
      client.setQueryData(scanQuery(id).queryKey, scan);
      return client.invalidateQueries({ queryKey: ['scans'] });
    },
  });
}

/** Keeps a decision; the finding in the cached result is replaced by the server's answer. */
export function useDecide(ref: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ finding, decision }: { finding: string; decision: DecisionInput }) =>
      call<FindingView>('PUT', `${at(ref)}/findings/${encodeURIComponent(finding)}/decision`, decision),
    onSuccess: (answer) => client.setQueryData<ScanResult>(resultQuery(ref).queryKey, (result) =>
      result && { ...result, findings: result.findings.map((finding) => (finding.id === answer.id ? answer : finding)) }),
  });
}

/** Stores corrected panels and starts the re-run. */
export function useSavePanels(ref: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: PanelsInput) => call<ScanSummary>('PUT', `${at(ref)}/panels`, input),
    onSuccess: (scan) => {
      client.removeQueries({ queryKey: resultQuery(ref).queryKey });
      client.setQueryData(scanQuery(ref).queryKey, scan);
    },
  });
}

export const useReplay = (ref: string) => useMutation({ mutationFn: () => call<Replay>('POST', `${at(ref)}/replay`) });
