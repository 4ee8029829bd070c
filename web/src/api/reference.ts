/** The reference library. */
import { infiniteQueryOptions, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { EntryPage, IngestDetail, IngestView, LibraryStats, Removal, Removed } from '../../../src/http/native/reference-wire.ts';
import { call } from './client.ts';
import { sendForm } from './send-form.ts';

export const libraryQuery = queryOptions({ queryKey: ['library', 'stats'], queryFn: ({ signal }) => call<LibraryStats>('GET', '/reference', undefined, signal) });

export interface LibraryView {
  /** A DOI, or part of a name, title or caption. */
  readonly text: string;
  /** Empty: those without; undefined: all. */
  readonly collection: string | undefined;
}

const DOI = /^\s*(doi:|https?:\/\/(dx\.)?doi\.org\/)?\s*10\.\d{4,9}(\.\d+)*\/\S+\s*$/i;
export const isDoi = (text: string): boolean => DOI.test(text);

const PAGE = 48;
export const entriesQuery = ({ text, collection }: LibraryView) => infiniteQueryOptions({
  queryKey: ['library', 'entries', text, collection],
  queryFn: ({ pageParam, signal }) => {
    const query = new URLSearchParams({
      limit: String(PAGE), ...(pageParam ? { cursor: pageParam } : {}), ...(text ? { [isDoi(text) ? 'doi' : 'q']: text } : {}), ...(collection === undefined ? {} : { collection }),
    });
    return call<EntryPage>('GET', `/reference/entries?${query}`, undefined, signal);
  },
  initialPageParam: '',
  getNextPageParam: (page) => page.next ?? undefined,
});

export const entryPictureUrl = (id: number): string => `/native/v1/reference/entries/${id}/picture`;

export function useRemoveEntries() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (what: Removal) => call<Removed>('POST', '/reference/removals', what),
    onSuccess: () => client.invalidateQueries({ queryKey: ['library'] }),
  });
}

export interface Ingest {
  readonly files: readonly File[];
  readonly fields: Readonly<Record<string, string>>;
}

/** Files of one request: the server takes no more than 500. */
const AT_ONCE = 400;

/** Many files become several enrolments, sent one after the other. */
export async function uploadIngest({ files, fields }: Ingest, onSent: (share: number) => void, signal: AbortSignal): Promise<void> {
  for (let from = 0; from < files.length; from += AT_ONCE) {
    const part = files.slice(from, from + AT_ONCE);
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) if (value) form.append(name, value);
    for (const file of part) form.append('file', file, file.name);
    await sendForm<IngestView>('/reference/ingests', form, (share) => onSent((from + share * part.length) / files.length), signal);
  }
}

const ingestsKey = ['ingests'] as const;
export const isEnded = ({ state }: IngestView): boolean => state === 'finished' || state === 'failed' || state === 'cancelled';

/** Newest first; the one that runs is followed by server-sent events, and by polling where they do not come through. */
export function useIngests(enabled: boolean) {
  const client = useQueryClient();
  const ingests = useQuery({
    queryKey: ingestsKey, enabled,
    queryFn: async ({ signal }) => (await call<{ ingests: IngestView[] }>('GET', '/reference/ingests', undefined, signal)).ingests,
    refetchInterval: ({ state }) => (state.data?.some((one) => !isEnded(one)) ? 3000 : false),
  });
  const running = ingests.data?.findLast((one) => !isEnded(one))?.id;
  useEffect(() => {
    if (running === undefined) return undefined;
    const source = new EventSource(`/native/v1/reference/ingests/${running}/events`);
    source.addEventListener('progress', (event: MessageEvent<string>) => {
      const next = JSON.parse(event.data) as IngestView;
      client.setQueryData<IngestView[]>(ingestsKey, (old) => old?.map((one) => (one.id === next.id ? next : one)));
      if (!isEnded(next)) return;
      source.close();
      void client.invalidateQueries({ queryKey: ['library'] });
      void client.invalidateQueries({ queryKey: ingestsKey });
    });
    return () => source.close();
  }, [client, running]);
  return ingests;
}

export const ingestQuery = (id: string) => queryOptions({
  queryKey: ['ingest', id], queryFn: ({ signal }) => call<IngestDetail>('GET', `/reference/ingests/${encodeURIComponent(id)}`, undefined, signal),
});

export function useEndIngest() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ingest: IngestView): Promise<unknown> => (isEnded(ingest) ? call<void>('DELETE', `/reference/ingests/${ingest.id}`) : call<IngestView>('POST', `/reference/ingests/${ingest.id}/cancel`)),
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: ingestsKey }), client.invalidateQueries({ queryKey: ['library'] })]),
  });
}
