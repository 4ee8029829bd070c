import type { MarkedLinks } from '../../../../registry/marks/mark-file.ts';
import type { HttpServices } from '../../../services.ts';
import { linkUrl } from '../static-links.ts';
import { toExpiry, type WatermarkReply } from '../wire.ts';

/** What marking made, at its addresses. */
export async function toWatermarkReply({ expiresAt, original, watermarked, registration }: MarkedLinks, services: HttpServices): Promise<WatermarkReply> {
  return {
    expiry: toExpiry(new Date(expiresAt)), original: await linkUrl(original, services), watermarked: await linkUrl(watermarked, services), registration: await linkUrl(registration, services),
  };
}
