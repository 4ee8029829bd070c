/** Our searches and matches in their words. */
import { encodePath } from '../../../registry/media-path.ts';
import type { FoundMatch } from '../../../registry/find-matches.ts';
import type { MatchGeometry, MatchRow, RegisteredMedium } from '../../../store/matches.ts';
import type { SearchRow, SearchState } from '../../../store/searches.ts';
import type { WebImageRow } from '../../../store/web-images.ts';
import type { HttpServices } from '../../services.ts';
import { linkUrl } from './static-links.ts';
import { toTimestamp, type ImageObject, type Match, type PathObject, type SearchObject } from './wire.ts';

type Ports = Pick<HttpServices, 'store' | 'baseUrl'>;

const STATUS: Readonly<Record<SearchState, SearchObject['status']>> = { pending: 'pending', running: 'in progress', complete: 'complete', failed: 'failed', cancelled: 'cancelled' };

export async function toSearch(search: SearchRow, services: Ports): Promise<SearchObject> {
  const url = `${services.baseUrl()}/api/v1/searches/${search.id}/`;
  return {
    url,
    type: search.type,
    [search.type]: await linkUrl(search.link_id, services),
    name: search.name,
    created: toTimestamp(search.created_at),
    status: STATUS[search.state],
    ...(search.state === 'running' ? { progress: search.progress } : {}),
    ...(search.state === 'complete' ? { matches: `${url}matches/` } : {}),
    ...(search.problem ? { details: search.problem.message } : {}),
  };
}

/** What a match is of. */
interface Context {
  readonly media: ReadonlyMap<number, RegisteredMedium>;
  readonly paths: ReadonlyMap<number, readonly string[]>;
  readonly web: ReadonlyMap<number, WebImageRow>;
  readonly services: Ports;
}

async function contextOf(mediaIds: readonly number[], webIds: readonly (number | null)[], accountId: string, services: Ports): Promise<Context> {
  const { store } = services;
  const [media, paths, web] = await Promise.all([
    store.matches.registered(accountId, mediaIds), store.media.pathsOf(mediaIds), store.webImages.byIds(accountId, webIds.filter((id) => id !== null)),
  ]);
  return { media, paths, web, services };
}

/** Recorded ones. */
export async function toMatches(rows: readonly MatchRow[], accountId: string, services: Ports): Promise<Match[]> {
  const context = await contextOf(rows.flatMap(({ media_ids }) => media_ids), rows.map(({ web_image_id }) => web_image_id), accountId, services);
  return Promise.all(rows.map((row) => toMatch(row, context)));
}

async function toMatch(row: MatchRow, context: Context): Promise<Match> {
  const { id, type, created_at, watermarked, exclusive, geometry } = row;
  const base = `${context.services.baseUrl()}/api/v1/matches/`;
  const head = { url: `${base}${type === 'credit' ? 'credit/' : ''}${id}/`, created: toTimestamp(created_at), type };
  const flags = { watermarked, ...(exclusive === null ? {} : { exclusive }) };
  const seen = { paths: await toPaths(row.media_ids, context), ...(await optionalImage(row.media_ids, row.web_image_id, context)) };
  switch (type) {
    case 'user': return { ...head, ...flags, ...seen, ...geometryOf(geometry) };
    case 'web': return { ...head, ...flags, query_url: row.query_url ?? '', query_page_url: row.query_page_url ?? '', ...seen, ...geometryOf(geometry) };
    case 'press': return { ...head, watermarked, issue: row.issue ?? {}, ...(row.page_number === null ? {} : { page_number: row.page_number }), ...seen, ...geometryOf(geometry) };
    case 'credit': return { ...head, credit: row.credit ?? '', image_url: row.image_url ?? '', page_url: row.page_url ?? '', ...(await optionalImage(row.media_ids, row.web_image_id, context)) };
  }
}

/** Those of a search that is not recorded. */
export async function toFoundMatches(found: readonly FoundMatch[], accountId: string, now: Date, services: Ports): Promise<Match[]> {
  const context = await contextOf(found.flatMap(({ mediaIds }) => mediaIds), found.map(({ webImageId }) => webImageId), accountId, services);
  return Promise.all(found.map(async ({ mediaIds, webImageId, exclusive, geometry, mark }): Promise<Match> => ({
    created: toTimestamp(now), type: 'user', watermarked: mark !== null, ...(exclusive === null ? {} : { exclusive }),
    ...(await optionalImage(mediaIds, webImageId, context)), paths: await toPaths(mediaIds, context), ...geometryOf(geometry),
  })));
}

const geometryOf = (geometry: MatchGeometry | null): Pick<Match, 'geometry'> => (geometry ? { geometry: { ...geometry, transform: [...geometry.transform] } } : {});

async function optionalImage(mediaIds: readonly number[], webImageId: number | null, { media, web, services }: Context): Promise<Pick<Match, 'image'>> {
  const seen = webImageId === null ? undefined : web.get(webImageId);
  if (seen) return { image: await toWebImage(seen, services) };
  const medium = mediaIds.map((id) => media.get(id)).find((each) => each !== undefined);
  return medium ? { image: await toRegisteredImage(medium, services) } : {};
}

/** With the size of its preview, which is what `url` leads to. */
async function toRegisteredImage({ preview, thumbnail, preview_width, preview_height, width, height }: RegisteredMedium, services: Ports): Promise<ImageObject> {
  return {
    type: 'registered',
    url: preview === null ? '' : await linkUrl(preview, services),
    width: preview_width ?? width ?? 0, height: preview_height ?? height ?? 0,
    thumbnail: thumbnail === null ? null : await linkUrl(thumbnail, services),
    credit: null,
  };
}

async function toWebImage(image: WebImageRow, services: Ports): Promise<ImageObject> {
  return {
    type: 'web', url: image.url, width: image.width, height: image.height, credit: image.credit,
    thumbnail: image.thumbnail_id === null ? null : await linkUrl(image.thumbnail_id, services),
    crawl_date: toTimestamp(image.crawl_date), page_url: image.page_url,
    ...(image.md5 === null ? {} : { md5: image.md5 }),
    ...(image.last_modified_date === null ? {} : { last_modified_date: toTimestamp(image.last_modified_date) }),
  };
}

async function toPaths(ids: readonly number[], { media, paths, services }: Context): Promise<PathObject[]> {
  const known = ids.flatMap((id) => {
    const [medium, names] = [media.get(id), paths.get(id)];
    return medium && names ? [{ medium, names }] : [];
  });
  return Promise.all(known.map(async ({ medium, names }): Promise<PathObject> => {
    const { type, created_at, bytes, thumbnail, preview, exclusive } = medium;
    const url = `${services.baseUrl()}/api/v1/media/${encodePath(names)}`;
    return {
      url, path: names.join('/'), created: toTimestamp(created_at), disk_usage: bytes, type,
      ...(thumbnail === null ? {} : { thumbnail: await linkUrl(thumbnail, services) }),
      ...(preview === null ? {} : { image: await linkUrl(preview, services) }),
      ...(exclusive === null ? {} : { exclusive }),
      web_matches: `${url}/_matches/web/`, press_matches: `${url}/_matches/press/`,
    };
  }));
}
