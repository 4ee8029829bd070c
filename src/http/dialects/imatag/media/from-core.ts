/** Our media in their words. */
import { encodePath } from '../../../../registry/media-path.ts';
import type { MediumRow } from '../../../../store/media.ts';
import type { HttpServices } from '../../../services.ts';
import { linkUrl } from '../static-links.ts';
import { toTimestamp } from '../wire.ts';
import type { MediaObject } from './wire.ts';

type Ports = Pick<HttpServices, 'store' | 'baseUrl'>;

/** @param names from the home, included. */
export async function toMedia(medium: MediumRow, names: readonly string[], services: Ports): Promise<MediaObject> {
  const { type, created_at, preview, thumbnail, bytes, exclusive } = medium;
  const url = `${services.baseUrl()}/api/v1/media/${encodePath(names)}`;
  const common = { created: toTimestamp(created_at), path: names.join('/'), type, url };
  if (type === 'folder') return common;
  return {
    ...common,
    ...(preview === null ? {} : { image: await linkUrl(preview, services) }),
    press_matches: `${url}/matches/press/`, user_matches: `${url}/matches/user/`, web_matches: `${url}/matches/web/`,
    ...(thumbnail === null ? {} : { thumbnail: await linkUrl(thumbnail, services) }),
    disk_usage: bytes,
    ...(exclusive === null ? {} : { exclusive }),
  };
}
