/** Media as the native API shows them. */
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { isLocked, locateById, notFound, type Located } from '../../registry/media-access.ts';
import { isOverQuota } from '../../registry/media-quota.ts';
import type { AccountRow } from '../../store/accounts.ts';
import type { MediumRow, Step } from '../../store/media.ts';
import { requirePrincipal } from '../auth.ts';
import type { Services } from '../services.ts';
import type { MediaUsageView, MediumView } from './media-wire.ts';

export const MediumParams = Type.Object({ medium: Type.String() });

export interface Mine extends Located {
  readonly account: AccountRow;
}

/** @throws {AuthError} @throws {NotFoundError} no such medium, or not for this caller. */
export async function mediumOf(request: FastifyRequest, text: string, services: Services): Promise<Mine> {
  const { account } = await requirePrincipal(request, services);
  return { account, ...(await locateById(account, readId(text), services.store)) };
}

/** @throws {NotFoundError} */
export function readId(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw notFound();
  return Number(text);
}

/** @param steps home first, the medium last. */
export function toMediumView(caller: AccountRow, steps: readonly Step[]): MediumView {
  const medium = steps.at(-1);
  if (!medium) throw new RangeError('the way to a medium has at least one step');
  const parents = steps.slice(0, -1);
  return view(medium, { caller, parents, writable: mayWrite(caller, medium.type === 'folder' ? steps : parents) });
}

/** What is in a folder, whose own way is `steps`. */
export function toChildView(caller: AccountRow, child: MediumRow, steps: readonly Step[]): MediumView {
  return view(child, { caller, parents: steps, writable: mayWrite(caller, [...steps, ...(child.type === 'folder' ? [{ ...child, granted: null }] : [])]) });
}

interface Around {
  readonly caller: AccountRow;
  readonly parents: readonly Step[];
  readonly writable: boolean;
}

/** Of another's folder, what lies above the grant is named in the path, but is no place to go to. */
function view({ id, name, type, created_at, exclusive, bytes, width, height }: MediumRow, { caller, parents, writable }: Around): MediumView {
  const first = parents[0]?.account_id === caller.id ? 0 : parents.findIndex(({ granted }) => granted !== null);
  const open = first < 0 ? [] : parents.slice(first);
  return {
    id, name, path: [...parents.map((step) => step.name), name].join('/'), type, createdAt: created_at.toISOString(), exclusive, writable, bytes, width, height,
    parents: open.map((step) => ({ id: step.id, name: step.name })),
  };
}

function mayWrite(caller: AccountRow, folders: readonly Step[]): boolean {
  return !isLocked(folders) && (folders[0]?.account_id === caller.id || folders.some(({ granted }) => granted === 'write'));
}

export async function toUsageView(account: AccountRow, { mediaUsage }: Services['store']): Promise<MediaUsageView> {
  const usage = await mediaUsage.get(account.id);
  return { images: usage.images, imageQuota: account.image_quota, bytes: usage.bytes, diskQuota: account.disk_quota, exceeded: isOverQuota(account, usage) };
}
