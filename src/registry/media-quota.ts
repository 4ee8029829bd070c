/** Whether an account has room for more. */
import { LimitError } from '../core/errors.ts';
import type { AccountRow } from '../store/accounts.ts';
import type { MediaUsage } from '../store/media-usage.ts';
import type { MediumRow } from '../store/media.ts';

export interface Size {
  readonly images: number;
  readonly bytes: number;
}

type Quota = Pick<AccountRow, 'id' | 'image_quota' | 'disk_quota'>;

export const sizeOf = ({ type, bytes }: Pick<MediumRow, 'type' | 'bytes'>): Size => ({ images: type === 'image' ? 1 : 0, bytes });

export function totalOf(media: readonly Pick<MediumRow, 'type' | 'bytes'>[]): Size {
  return media.map(sizeOf).reduce((a, b) => ({ images: a.images + b.images, bytes: a.bytes + b.bytes }), { images: 0, bytes: 0 });
}

/** bytes that one more registration may have; Infinity: no maximum. @param freed what it takes the place of. */
export function roomFor({ disk_quota }: Quota, usage: Size, freed: Size = { images: 0, bytes: 0 }): number {
  return disk_quota === null ? Number.POSITIVE_INFINITY : disk_quota - usage.bytes + freed.bytes;
}

/** @param change what is added less what is freed. @throws {LimitError} `media/quota-exceeded` */
export function requireRoom({ id: accountId, image_quota, disk_quota }: Quota, usage: Size, change: Size): void {
  if (image_quota !== null && change.images > 0 && usage.images + change.images > image_quota) {
    throw new LimitError('media/quota-exceeded', `the account has ${usage.images} images, and its plan allows ${image_quota}`, { accountId, quota: image_quota });
  }
  if (disk_quota !== null && change.bytes > 0 && usage.bytes + change.bytes > disk_quota) {
    throw new LimitError('media/quota-exceeded', `the account uses ${usage.bytes} bytes, and its plan allows ${disk_quota}; ${change.bytes} more do not fit`, { accountId, quota: disk_quota });
  }
}

/** Whether the account has, or was refused, more than its plan allows. */
export function isOverQuota({ image_quota, disk_quota }: Quota, { images, bytes, refused }: MediaUsage): boolean {
  return refused || (image_quota !== null && images > image_quota) || (disk_quota !== null && bytes > disk_quota);
}
