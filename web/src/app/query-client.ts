import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '../api/client.ts';

const isMaintenance = (error: unknown): boolean => error instanceof ApiError && error.code === 'maintenance';

/** Answers of the server decide what is final: only "not answering" is tried again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 2 && !isMaintenance(error) && (!(error instanceof ApiError) || error.status === 0 || error.status >= 502),
      throwOnError: (error, { state }) => isMaintenance(error) && state.data === undefined, // the whole page says so
    },
  },
});
