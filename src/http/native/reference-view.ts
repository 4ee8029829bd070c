/** Entries of the reference library and their ingests as the native API shows them. */
import type { FastifyRequest } from 'fastify';
import { AuthError, NotFoundError } from '../../core/errors.ts';
import { LIBRARY } from '../../registry/library/scope.ts';
import type { AccountRow } from '../../store/accounts.ts';
import type { LibraryRow } from '../../store/library.ts';
import type { IngestRow } from '../../store/reference-ingests.ts';
import { requirePrincipal } from '../auth.ts';
import type { Services } from '../services.ts';
import type { EntryView, IngestView } from './reference-wire.ts';

/** @throws {AuthError} nobody, or not an administrator. */
export async function requireAdmin(request: FastifyRequest, services: Services): Promise<AccountRow> {
  const { account } = await requirePrincipal(request, services);
  if (!account.admin) throw new AuthError('auth/forbidden', 'only an administrator changes the reference library');
  return account;
}

/** @throws {NotFoundError} */
export async function entryOf(text: string, { store }: Pick<Services, 'store'>): Promise<LibraryRow> {
  const row = /^\d{1,15}$/.test(text) ? await store.library.find(LIBRARY, Number(text)) : undefined;
  if (!row) throw new NotFoundError('not-found', 'there is no such image in the reference library');
  return row;
}

export function toEntryView({ id, name, source, width, height, features, enrolled_at }: LibraryRow): EntryView {
  return { id, name, source, width, height, features, enrolledAt: enrolled_at.toISOString() };
}

export function toIngestView({ id, name, state, source, total, enrolled, known, skipped, images, recheck, rechecked, reopened, problem, created_at, finished_at }: IngestRow): IngestView {
  return {
    id, name, state, source, total, enrolled, known, skipped, images, recheck, rechecked, reopened,
    ...(problem ? { problem: { code: problem.code, message: problem.message } } : {}),
    createdAt: created_at.toISOString(), ...(finished_at ? { finishedAt: finished_at.toISOString() } : {}),
  };
}
