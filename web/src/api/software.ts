import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';

/** bytes of each build of the watermarking software; null: not on this server. */
export const softwareQuery = queryOptions({
  queryKey: ['software'],
  queryFn: ({ signal }) => call<{ readonly linux: number | null; readonly windows: number | null }>('GET', '/account/watermarking', undefined, signal),
});
