/** The reference index over the store and the workers. */
import type { Compute } from '../compute/compute.ts';
import { hashKeys } from '../reference/whole-image-hash.ts';
import { VOCABULARY_VERSION } from '../reference/vocabulary.ts';
import type { DescribedImage } from '../reference/described-image.ts';
import type { Sql } from '../store/sql.ts';
import type { Queries, Store } from '../store/store.ts';
import type { Enrolled, ImageIndex, NewEntry } from './image-index.ts';
import { mergeAll } from './merge-index.ts';
import { searchDescribed, searchIndex } from './search-index.ts';

export interface IndexParts {
  readonly store: Store;
  readonly compute: Compute;
  readonly clock: () => Date;
  /** px; a larger image is refused before it is decoded. */
  readonly maxPixels: number;
  /** Told within the transaction of an enrolment, now and then, that there may be something to merge. */
  readonly onGrowth?: (sql: Sql) => Promise<void>;
  /** Lets few searches in at a time: each holds a connection while its lists are scored. */
  readonly gate: <T>(use: () => Promise<T>) => Promise<T>;
}

/** Images in the log from which it is merged: a search reads all of it. */
const MERGE_FROM = 128;
/** Enrolments between two hints. */
const TELL_EVERY = 64;
/** Searches that read posting lists side by side in one process. */
const AT_ONCE = 3;

export function openImageIndex(given: Omit<IndexParts, 'gate'>): ImageIndex {
  const parts: IndexParts = { ...given, gate: openGate(AT_ONCE) };
  const { store, compute, clock, maxPixels } = parts;
  const within = <T>(queries: Queries | undefined, use: (queries: Queries) => Promise<T>): Promise<T> => (queries ? use(queries) : store.transaction(use));
  const describe: ImageIndex['describe'] = (bytes, signal, lane = 'serve') => compute.run('describe-reference', { bytes, maxPixels }, { lane, ...(signal ? { signal } : {}) });
  return {
    describe,
    async enroll(entry, image, queries) {
      const described = image instanceof Uint8Array ? await describe(image) : image;
      return within(queries, async (tx) => {
        const enrolled = await insert(tx, entry, described, clock());
        if (enrolled.id % TELL_EVERY === 0) await given.onGrowth?.(tx.sql);
        return enrolled;
      });
    },
    remove: (scope, ref, queries) => within(queries, (tx) => tx.reference.remove(scope, ref)),
    rename: (scope, ref, to, queries) => (queries ?? store).reference.rename(scope, ref, { ref: to.ref, name: to.name, source: to.source ?? {} }),
    search: (query, options) => searchIndex(query, options, parts),
    searchMeasured: (query, options) => searchDescribed(query, options, parts),
    pictures: (ids) => store.reference.thumbnails(ids),
    state: async (scope) => ({ scope, ...(await store.reference.state(scope)), vocabulary: VOCABULARY_VERSION }),
    merge: (least = MERGE_FROM) => mergeAll(store, least),
  };
}

async function insert(tx: Queries, { scope, ref, name, source = {} }: NewEntry, described: DescribedImage, now: Date): Promise<Enrolled> {
  const { width, height, features } = described;
  const id = await tx.reference.insert({ scope, ref, name, source, ...described, hashKeys: hashKeys(described.hash) }, now);
  return { id, width, height, features };
}

function openGate(most: number): IndexParts['gate'] {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return async (use) => {
    if (inside >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else inside++;
    try {
      return await use();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else inside--;
    }
  };
}
