/** Crawling sessions with their progress, their batches, and the issues of the press. */
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { BatchView, CrawlList, CrawlView } from '../../../src/http/native/crawls-wire.ts';
import type { PressIssueView } from '../../../src/http/native/press-wire.ts';
import { call } from './client.ts';
import { sendForm } from './send-form.ts';

const POLL_MS = 5000;
export const isWorking = ({ state }: Pick<CrawlView, 'state'>): boolean => state === 'pending' || state === 'running';
const isRead = ({ state }: PressIssueView): boolean => state === 'done' || state === 'failed';

export const crawlsQuery = queryOptions({
  queryKey: ['crawls'], queryFn: ({ signal }) => call<CrawlList>('GET', '/crawls', undefined, signal),
  refetchInterval: ({ state }) => (state.data?.crawls.some((crawl) => isWorking(crawl) || crawl.nextAt !== null) ? POLL_MS : false),
});

export const batchesQuery = (crawl: Pick<CrawlView, 'id' | 'cycle' | 'state'>) => queryOptions({
  queryKey: ['batches', crawl.id, crawl.cycle, isWorking(crawl)],
  queryFn: async ({ signal }) => (await call<{ batches: BatchView[] }>('GET', `/crawls/${crawl.id}/batches`, undefined, signal)).batches,
});

/** Follows a running crawl by server-sent events; the list polls besides. */
export function useProgress(crawl: CrawlView): void {
  const client = useQueryClient();
  const { id } = crawl;
  const working = isWorking(crawl);
  useEffect(() => {
    if (!working) return undefined;
    const source = new EventSource(`/native/v1/crawls/${id}/events`);
    source.addEventListener('progress', (event: MessageEvent<string>) => {
      const next = JSON.parse(event.data) as CrawlView;
      client.setQueryData(crawlsQuery.queryKey, (old) => old && { ...old, crawls: old.crawls.map((one) => (one.id === id ? next : one)) });
      if (isWorking(next)) return;
      source.close();
      void client.invalidateQueries({ queryKey: ['matches'] });
    });
    return () => source.close();
  }, [client, id, working]);
}

export interface NewCrawl {
  readonly url: string;
  readonly crawlDelay: number;
  readonly downloadDelay: number;
  readonly search: boolean;
  readonly render: boolean;
}

export type CrawlStep = 'pause' | 'resume' | 'crawl';

export function useCrawlChanges() {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: crawlsQuery.queryKey });
  return {
    begin: useMutation({ mutationFn: (crawl: NewCrawl) => call<CrawlView>('POST', '/crawls', crawl), onSettled }),
    step: useMutation({ mutationFn: ({ id, step }: { readonly id: number; readonly step: CrawlStep }) => call<CrawlView>('POST', `/crawls/${id}/${step}`), onSettled }),
    change: useMutation({ mutationFn: ({ id, ...change }: { readonly id: number; readonly repeatAfter?: number | null; readonly render?: boolean }) => call<CrawlView>('PATCH', `/crawls/${id}`, change), onSettled }),
    remove: useMutation({ mutationFn: (id: number) => call<void>('DELETE', `/crawls/${id}`), onSettled }),
  };
}

const issuesQuery = queryOptions({ queryKey: ['press'], queryFn: async ({ signal }) => (await call<{ issues: PressIssueView[] }>('GET', '/press', undefined, signal)).issues });

export function useIssues() {
  const client = useQueryClient();
  const query = useQuery({ ...issuesQuery, refetchInterval: ({ state }) => (state.data?.some((issue) => !isRead(issue)) ? 1500 : false) });
  const read = query.data?.filter(isRead).length;
  useEffect(() => void client.invalidateQueries({ queryKey: ['matches'] }), [client, read]);
  return query;
}

export interface NewIssue {
  readonly file: File;
  readonly name: string;
  readonly date: string;
}

export function sendIssue({ file, name, date }: NewIssue, onSent: (share: number) => void, signal: AbortSignal): Promise<PressIssueView> {
  const form = new FormData(); // the fields first: the server reads them before the file streams in
  form.append('name', name);
  form.append('date', date);
  form.append('file', file, file.name);
  return sendForm<PressIssueView>('/press', form, onSent, signal);
}

export function useIssueChanges() {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: issuesQuery.queryKey });
  return { refresh, remove: useMutation({ mutationFn: (id: string) => call<void>('DELETE', `/press/${id}`), onSettled: refresh }) };
}
