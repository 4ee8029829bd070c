import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { KeyView } from '../../../src/http/native/wire.ts';
import { call } from './client.ts';

export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: async ({ signal }) => (await call<{ keys: KeyView[] }>('GET', '/keys', undefined, signal)).keys,
});

/** The answer holds the key's value, this once. */
export function useMakeKey(api: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call<KeyView>('POST', `/keys/${api}`),
    onSuccess: () => client.invalidateQueries({ queryKey: keysQuery.queryKey }),
  });
}

export function useDeleteKey(api: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call<void>('DELETE', `/keys/${api}`),
    onSuccess: () => client.invalidateQueries({ queryKey: keysQuery.queryKey }),
  });
}
