/** The reference index over the store and the workers. */
import type { Compute } from '../compute/compute.ts';
import { hashKeys } from '../reference/whole-image-hash.ts';
import type { DescribedImage } from '../reference/described-image.ts';
import type { Queries, Store } from '../store/store.ts';
import type { Enrolled, ImageIndex, NewEntry } from './image-index.ts';
import { searchIndex } from './search-index.ts';

export interface IndexParts {
  readonly store: Store;
  readonly compute: Compute;
  readonly clock: () => Date;
  /** px; a larger image is refused before it is decoded. */
  readonly maxPixels: number;
}

export function openImageIndex(parts: IndexParts): ImageIndex {
  const { store, compute, clock, maxPixels } = parts;
  const within = <T>(queries: Queries | undefined, use: (queries: Queries) => Promise<T>): Promise<T> => (queries ? use(queries) : store.transaction(use));
  const describe = (bytes: Uint8Array, signal?: AbortSignal): Promise<DescribedImage> => compute.run('describe-reference', { bytes, maxPixels }, signal ? { signal } : {});
  return {
    describe,
    async enroll(entry, image, queries) {
      const described = image instanceof Uint8Array ? await describe(image) : image;
      return within(queries, (tx) => insert(tx, entry, described, clock()));
    },
    remove: (scope, ref, queries) => within(queries, (tx) => tx.reference.remove(scope, ref)),
    rename: (scope, ref, to, queries) => (queries ?? store).reference.rename(scope, ref, { ref: to.ref, name: to.name, source: to.source ?? {} }),
    search: (query, options) => searchIndex(query, options, parts),
  };
}

async function insert(tx: Queries, { scope, ref, name, source = {} }: NewEntry, described: DescribedImage, now: Date): Promise<Enrolled> {
  const { width, height, features } = described;
  const id = await tx.reference.insert({ scope, ref, name, source, ...described, hashKeys: hashKeys(described.hash) }, now);
  return { id, width, height, features };
}
