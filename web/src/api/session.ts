import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Me } from '../../../src/http/native/wire.ts';
import { call, rememberCsrf } from './client.ts';

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }) => {
    const me = await call<Me>('GET', '/me', undefined, signal);
    rememberCsrf(me.csrf);
    return me;
  },
  staleTime: 60_000,
  retry: false,
});

export const useMe = () => useQuery(meQuery);

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { user: string; password: string }) => call<Me>('POST', '/session', input),
    onSuccess: (me) => {
      rememberCsrf(me.csrf);
      client.setQueryData(meQuery.queryKey, me);
    },
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call<void>('DELETE', '/session'),
    onSettled: () => {
      rememberCsrf('');
      client.clear();
    },
  });
}

/** Whether this server has a demo account: then the sign-in page says where its password is. */
export const demoHintQuery = queryOptions({
  queryKey: ['demo-hint'],
  queryFn: async ({ signal }): Promise<string | null> => {
    const response = await fetch('/health', { signal });
    const health: unknown = await response.json();
    const demo = typeof health === 'object' && health !== null && 'demo' in health ? health.demo : undefined;
    return typeof demo === 'string' ? demo : null;
  },
  retry: false,
});
