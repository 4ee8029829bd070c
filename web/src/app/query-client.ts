import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '../api/client.ts';

/** Answers of the server decide what is final: only "not answering" is tried again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 2 && (!(error instanceof ApiError) || error.status >= 502) && !(error instanceof ApiError && error.code === 'maintenance'),
    },
  },
});
