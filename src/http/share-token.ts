/** Share tokens: whoever holds one may read one scan. Derived, so that it can be shown again; stored only as a hash. */
import { createHash, createHmac } from 'node:crypto';
import type { Store } from '../store/store.ts';
import { serverSecret } from './server-secret.ts';

/** 64 lower-case hex; the last part of `/result/<token>` and `/pdfreport/<token>.pdf`. */
export async function shareToken(store: Store, scanId: string): Promise<string> {
  return createHmac('sha256', await serverSecret(store)).update(`share:${scanId}`).digest('hex');
}

/** What is stored of it. */
export function shareHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
