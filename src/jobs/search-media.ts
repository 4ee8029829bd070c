/** Runs one recorded search. Safe to run twice: its matches are written in the transaction that ends it. */
import { Type } from 'typebox';
import { AppError, InputError } from '../core/errors.ts';
import { findMatches, type FoundMatch, type QueryBytes } from '../registry/find-matches.ts';
import { scanOptions } from '../scan/scan-options.ts';
import type { SearchRow } from '../store/searches.ts';
import type { JobContext } from './context.ts';
import { defineJob } from './job.ts';

/** Percent that reading a document counts for. */
const READ_PERCENT = 10;

export default defineJob({
  name: 'search-media',
  payload: Type.Object({ searchId: Type.String() }),
  retries: 3,
  heartbeatSeconds: 30,
  expireSeconds: 1800,
  concurrency: 2,

  async run({ searchId }, context) {
    const { store, clock, log, signal } = context;
    const search = await store.searches.start(searchId);
    if (!search) return;
    const started = performance.now();
    try {
      const found = await perform(search, context);
      await keep(search, found, context);
      log.info({ searchId, matches: found.length, ms: Math.round(performance.now() - started) }, 'search completed');
    } catch (error) {
      // A stop of the process or a fault of the database is not the query's: the job is tried again.
      if (signal.aborted || !(error instanceof AppError) || error.code.startsWith('store/')) throw error;
      if (error.code === 'scan/cancelled') return;
      log.info({ searchId, code: error.code }, 'search failed');
      await store.searches.fail(searchId, { code: error.code, message: error.message }, clock());
    }
  },

  async givenUp({ searchId }, { store, clock }) {
    await store.searches.fail(searchId, { code: 'internal', message: 'the search was tried several times and ended each time without a result' }, clock());
  },
});

async function perform(search: SearchRow, context: JobContext): Promise<readonly FoundMatch[]> {
  const { store } = context;
  const cancel = new AbortController();
  const signal = AbortSignal.any([cancel.signal, context.signal]);
  const tell = async (percent: number): Promise<void> => {
    if (!(await store.searches.report(search.id, percent))) cancel.abort();
    if (cancel.signal.aborted) throw new InputError('scan/cancelled', 'the search was cancelled');
  };
  await tell(0);
  const queries = await readQueries(search, context, signal);
  const start = search.type === 'document' ? READ_PERCENT : 0;
  await tell(start);
  return findMatches(queries, search.account_id, search.options, context, {
    signal,
    tell: (done) => tell(Math.floor(start + (done / queries.length) * (100 - start))),
  });
}

/** The image, or the images of the document. @throws {InputError} `document/no-images` … */
async function readQueries({ link_id, type, name }: SearchRow, { store, blobs, compute, config, clock }: JobContext, signal: AbortSignal): Promise<readonly QueryBytes[]> {
  const link = await store.links.find(link_id, clock());
  if (!link) throw new InputError('not-found', 'the query of this search is gone');
  const bytes = await blobs.read(link.sha256);
  if (type === 'image') return [{ bytes }];
  const { figures } = await compute.run('read-submitted', { bytes, name, limits: scanOptions(config, undefined).limits }, { signal });
  if (figures.length === 0) throw new InputError('document/no-images', 'there is no image in this document');
  return figures;
}

/** Nothing is kept of a search that was cancelled or deleted meanwhile. */
async function keep({ id, account_id }: SearchRow, found: readonly FoundMatch[], { store, clock }: JobContext): Promise<void> {
  await store.transaction(async (tx) => {
    const now = clock();
    if (!(await tx.searches.complete(id, now))) return;
    for (const { mediaIds, webImageId, exclusive, geometry, mark } of found.toReversed()) { // the best is the newest, so that lists begin with it
      await tx.matches.insert({ account_id, type: 'user', created_at: now, search_id: id, media_ids: mediaIds, web_image_id: webImageId, exclusive, geometry, watermarked: mark !== null, mark });
    }
  });
}
