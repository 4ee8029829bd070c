/** Which scan a request may see: its owner by session or key, anybody by its share token (to read only). All others look like none. */
import type { FastifyRequest } from 'fastify';
import { NotFoundError } from '../../core/errors.ts';
import type { AccountRow } from '../../store/accounts.ts';
import type { ScanRow } from '../../store/scans.ts';
import { requirePrincipal } from '../auth.ts';
import type { Services } from '../services.ts';
import { shareHash } from '../share-token.ts';

export interface ScanAccess {
  readonly scan: ScanRow;
  /** Whose scan it is. */
  readonly account: AccountRow;
  readonly readOnly: boolean;
}

const SCAN_ID = /^(?:[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const SHARE_TOKEN = /^t_([0-9a-f]{64})$/;

export const isScanId = (text: string): boolean => SCAN_ID.test(text);

/** To read. @throws {NotFoundError} @throws {AuthError} */
export async function readableScan(request: FastifyRequest, ref: string, services: Services): Promise<ScanAccess> {
  const token = SHARE_TOKEN.exec(ref)?.[1];
  if (token === undefined) return ownScan(request, ref, services);
  const scan = await sharedScan(token, services);
  if (!scan) throw noSuchScan(ref);
  return { scan, account: await services.store.accounts.get(scan.account_id), readOnly: true };
}

/** To change. @throws {NotFoundError} @throws {AuthError} */
export async function ownScan(request: FastifyRequest, id: string, services: Services): Promise<ScanAccess> {
  const { account } = await requirePrincipal(request, services);
  return { scan: await scanOf(account, id, services), account, readOnly: false };
}

/** @throws {NotFoundError} no such scan, expired, or another account's. */
export async function scanOf(account: AccountRow, id: string, { store, clock }: Services): Promise<ScanRow> {
  if (!isScanId(id)) throw noSuchScan(id);
  const scan = await store.scans.get(id, clock());
  if (scan.account_id !== account.id) throw noSuchScan(id);
  return scan;
}

/** By the bare token; undefined when it never was, was deleted, or is past its retention. */
export async function sharedScan(token: string, { store, clock }: Services): Promise<ScanRow | undefined> {
  const scan = await store.scans.findByShareHash(shareHash(token));
  return scan && scan.expires_at > clock() ? scan : undefined;
}

function noSuchScan(id: string): NotFoundError {
  return new NotFoundError('scan/not-found', 'there is no scan with this id', { id: id.slice(0, 80) });
}
