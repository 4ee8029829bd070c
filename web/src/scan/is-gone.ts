import { ApiError } from '../api/client.ts';

/** Deleted, past its retention, or never there. */
export const isGone = (error: unknown): boolean => error instanceof ApiError && (error.status === 404 || error.status === 410);
