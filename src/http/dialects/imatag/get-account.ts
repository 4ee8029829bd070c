/** GET /account/ — settings and status of the account. */
import type { AccountRow } from '../../../store/accounts.ts';
import type { MediaUsage } from '../../../store/media-usage.ts';
import type { Routes } from '../../services.ts';
import { callerOf } from './auth.ts';
import { AccountObject, ERRORS, toExpiry } from './wire.ts';

export const getAccount: Routes = async (app, { store }) => {
  app.get('/account/', { schema: { tags: ['imatag'], summary: 'My account: plan, quotas, incidents', response: { 200: AccountObject, ...ERRORS } } }, async (request) => {
    const account = callerOf(request);
    return toAccount(account, await store.mediaUsage.get(account.id));
  });
};

export function toAccount(account: AccountRow, usage: MediaUsage): AccountObject {
  const { name, email, full_name, service_plan, image_quota, disk_quota, account_expires, home } = account;
  return {
    username: name, email, full_name: full_name || name, service_plan,
    incidents: incidentOf(account, usage),
    image_count: usage.images, image_quota, disk_quota, disk_usage: usage.bytes, home,
    ...(account_expires ? { account_expires: toExpiry(account_expires) } : {}),
  };
}

/** One word although several may hold: what is owed first, then a trial that is over, then a quota. */
function incidentOf({ incident, image_quota, disk_quota }: AccountRow, { images, bytes, refused }: MediaUsage): string | null {
  if (incident !== null) return incident;
  const over = refused || images > (image_quota ?? Infinity) || bytes > (disk_quota ?? Infinity);
  return over ? 'quota exceeded' : null;
}
