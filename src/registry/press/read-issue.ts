/** Looks for registered images in an issue, page by page: in the images it holds and in what the page looks like as a whole. */
import type { Blobs } from '../../blobs/blobs.ts';
import { AppError, InputError } from '../../core/errors.ts';
import type { Box } from '../../core/geometry.ts';
import type { DraftFigure, ReadFile } from '../../intake/read-file.types.ts';
import { scanOptions } from '../../scan/scan-options.ts';
import type { PressIssueRow } from '../../store/press.ts';
import type { Store } from '../../store/store.ts';
import { findMatches, type FoundMatch, type SearchPorts } from '../find-matches.ts';
import { placeOnPage, toPage } from './place-on-page.ts';

export interface ReadPorts extends Omit<SearchPorts, 'store'> {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly clock: () => Date;
  readonly config: { readonly version: string; readonly maxPixels: number; readonly maxFigures: number };
  readonly signal: AbortSignal;
}

type Page = ReadFile['pages'][number];

/** What is searched: an image of the page, or the page. */
interface Query {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly at: Box<'page'>;
}

interface Found extends FoundMatch {
  readonly outline: readonly (readonly [number, number])[];
}

/** px of the longer side of a page: about 170 dpi of A4. */
const PAGE_SIDE = 2000;
/** px; smaller images are ornaments. */
const LEAST_SIDE = 48;

/**
 * Goes on where another reader stopped; two readers at once do no harm, as a page's matches are written by the first that finishes it.
 * A page's damaged images are passed over: the picture of the page shows them.
 *
 * @returns the matches of all pages.
 * @throws {InputError} `document/…`: the file cannot be read.
 */
export async function readIssue(issue: PressIssueRow, ports: ReadPorts, tell: (page: number, pages: number) => void = () => {}): Promise<number> {
  const { store, blobs, compute, config, signal } = ports;
  const bytes = await blobs.read(issue.sha256);
  const { pages, figures } = await compute.run('read-submitted', { bytes: Uint8Array.from(bytes), name: issue.file_name, limits: scanOptions(config).limits }, { signal });
  if (pages.length === 0) throw new InputError('document/no-images', `${issue.file_name} has no page`);
  await store.press.opened(issue.id, pages.length);
  const accounts = await store.press.readers(issue.account_id);
  for (const page of pages.filter(({ number }) => number > issue.pages_done)) {
    const queries = [...figures.filter((figure) => figure.page === page.number && isPicture(figure)).map(toQuery), await pictureOf(bytes, page, ports)];
    const found: { readonly account: string; readonly matches: readonly Found[] }[] = [];
    for (const account of accounts) found.push({ account, matches: await searchPage(page, queries, account, ports) });
    await store.transaction(async (tx) => {
      if (!(await tx.press.turn(issue.id, page.number))) return;
      const now = ports.clock();
      for (const { account, matches } of found) for (const { mediaIds, exclusive, geometry, mark, outline } of matches.toReversed()) {
        await tx.matches.insert({
          account_id: account, type: 'press', created_at: now, media_ids: mediaIds, exclusive, geometry, mark, watermarked: mark !== null,
          issue: { name: issue.name, date: issue.date }, page_number: page.number, press_issue_id: issue.id, outline,
        });
      }
    });
    tell(page.number, pages.length);
  }
  return store.press.countMatches(issue.id);
}

function isPicture({ width, height, pageBox }: DraftFigure): boolean {
  return pageBox !== undefined && Math.min(width, height) >= LEAST_SIDE;
}

function toQuery({ bytes, width, height, pageBox }: DraftFigure): Query {
  return { bytes, width, height, at: pageBox ?? { x: 0, y: 0, width, height } };
}

async function pictureOf(document: Uint8Array, { number, width, height }: Page, { compute, signal }: ReadPorts): Promise<Query> {
  const scale = PAGE_SIDE / Math.max(width, height);
  const { bytes } = await compute.run('render-document-page', { bytes: Uint8Array.from(document), page: number, maxSide: PAGE_SIDE }, { signal });
  return { bytes, width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)), at: { x: 0, y: 0, width, height } };
}

/** Each image once: as its own file in the page before as a part of the page's picture, which is of lower resolution. */
async function searchPage(page: Page, queries: readonly Query[], accountId: string, ports: ReadPorts): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const query of queries) {
    for (const match of await searchOne(query, accountId, ports)) {
      if (found.some(({ mediaIds }) => mediaIds.some((id) => match.mediaIds.includes(id)))) continue;
      const [medium] = (await ports.store.matches.registered(accountId, match.mediaIds)).values();
      if (!medium?.width || !medium.height) continue;
      const transform = toPage(match.geometry.transform, query, query.at);
      found.push({
        ...match, geometry: { ...match.geometry, page: { width: page.width, height: page.height, transform } },
        outline: placeOnPage(transform, { width: medium.width, height: medium.height }, query.at),
      });
    }
  }
  return found;
}

async function searchOne({ bytes }: Query, accountId: string, ports: ReadPorts): Promise<readonly FoundMatch[]> {
  try {
    return await findMatches([{ bytes }], accountId, { category: 'private', similar: false, transform: 'perspective' }, ports, { signal: ports.signal });
  } catch (error) {
    if (error instanceof AppError && error.code.startsWith('image/')) return [];
    throw error;
  }
}
