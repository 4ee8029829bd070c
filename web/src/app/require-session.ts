import { redirect } from '@tanstack/react-router';
import { ApiError } from '../api/client.ts';
import { meQuery } from '../api/session.ts';
import { queryClient } from './query-client.ts';

/** Sends visitors without a session to the sign-in page, which brings them back here. */
export async function requireSession({ location }: { location: { href: string } }): Promise<void> {
  try {
    await queryClient.ensureQueryData(meQuery);
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } });
    throw error;
  }
}
