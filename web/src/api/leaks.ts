/** The leak desk: originals handed out in marked copies, and from a leaked file back to its recipient. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { LeakView, TraceView } from '../../../src/http/native/leaks-wire.ts';
import { call, sendForm } from './client.ts';

export const leaksQuery = queryOptions({
  queryKey: ['leaks'],
  queryFn: async ({ signal }) => (await call<{ leaks: LeakView[] }>('GET', '/leaks', undefined, signal)).leaks,
});

export function useOpenLeak() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ file, recipients }: { readonly file: File; readonly recipients: string }) => {
      const form = new FormData(); // the field first: the server reads it before the file streams in
      form.append('recipients', recipients);
      form.append('file', file, file.name);
      return sendForm<LeakView>('/leaks', form);
    },
    onSuccess: () => client.invalidateQueries({ queryKey: leaksQuery.queryKey }),
  });
}

export function useTrace(id: number) {
  return useMutation({
    mutationFn: (file: File) => {
      const form = new FormData();
      form.append('file', file, file.name);
      return sendForm<TraceView>(`/leaks/${id}/trace`, form);
    },
  });
}

export function useDeleteLeak() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => call<void>('DELETE', `/leaks/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: leaksQuery.queryKey }),
  });
}

/** Address of a recipient's marked copy; it is made when it is asked for. */
export const copyUrl = (leak: number, recipient: number): string => `/native/v1/leaks/${leak}/copies/${recipient}`;
