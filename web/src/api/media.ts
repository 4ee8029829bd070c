/** The media registry: my tree, and what others opened to me. */
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { GrantView, MediaPage, MediaRoots, MediumChange, MediumView } from '../../../src/http/native/media-wire.ts';
import { call } from './client.ts';
import { sendForm } from './send-form.ts';

export const rootsQuery = queryOptions({ queryKey: ['media', 'roots'], queryFn: ({ signal }) => call<MediaRoots>('GET', '/media', undefined, signal) });
export const mediumQuery = (id: number) => queryOptions({ queryKey: ['media', 'one', id], queryFn: ({ signal }) => call<MediumView>('GET', `/media/${id}`, undefined, signal) });
export const grantsQuery = queryOptions({ queryKey: ['media', 'grants'], queryFn: async ({ signal }) => (await call<{ grants: GrantView[] }>('GET', '/media/grants', undefined, signal)).grants });

const PAGE = 100;
export const childrenQuery = (id: number) => infiniteQueryOptions({
  queryKey: ['media', 'children', id],
  queryFn: ({ pageParam, signal }) => call<MediaPage>('GET', `/media/${id}/children?${new URLSearchParams({ limit: String(PAGE), ...(pageParam ? { cursor: pageParam } : {}) })}`, undefined, signal),
  initialPageParam: '',
  getNextPageParam: (page) => page.next ?? undefined,
});

export const mediumPictureUrl = (id: number, size: 'thumbnail' | 'preview' | 'stored'): string => `/native/v1/media/${id}/picture/${size}`;

export function uploadMedium(parent: number, file: File, exclusive: boolean, onSent: (share: number) => void, signal: AbortSignal): Promise<MediumView> {
  const form = new FormData();
  form.append('file', file, file.name);
  return sendForm<MediumView>(`/media/${parent}/files${exclusive ? '?exclusive=true' : ''}`, form, onSent, signal);
}

/** Opening and closing of a folder to others; what is shown of both is asked for anew. */
export function useGrantChanges() {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: grantsQuery.queryKey });
  return {
    give: useMutation({ mutationFn: ({ folder, account, mode }: Pick<GrantView, 'folder' | 'account' | 'mode'>) => call<GrantView>('PUT', `/media/${folder}/grants`, { account, mode }), onSettled }),
    take: useMutation({ mutationFn: ({ folder, account }: Pick<GrantView, 'folder' | 'account'>) => call<void>('DELETE', `/media/${folder}/grants/${encodeURIComponent(account)}`), onSettled }),
  };
}

/** Changes of the tree; the tree, the grid and the quota are asked for anew after each. */
export function useMediaChanges() {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: ['media'] });
  return {
    change: useMutation({ mutationFn: ({ id, ...change }: MediumChange & { readonly id: number }) => call<MediumView>('PATCH', `/media/${id}`, change), onSettled }),
    makeFolder: useMutation({ mutationFn: ({ parent, name }: { parent: number; name: string }) => call<MediumView>('POST', `/media/${parent}/folders`, { name }), onSettled }),
    remove: useMutation({ mutationFn: (id: number) => call<void>('DELETE', `/media/${id}`), onSettled }),
    refresh: onSettled,
  };
}
