import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IndexMatch, ImageIndex } from '../../src/registry/image-index.ts';
import { mergeScope } from '../../src/registry/merge-index.ts';
import type { Store } from '../../src/store/store.ts';
import { startIndex, type TestIndex } from '../support/image-index.ts';
import { encodePng, tissue } from '../support/synthetic.ts';

/** Pictures with texture everywhere, so that a crop has keypoints of its own. */
const pictures = Array.from({ length: 6 }, (_, seed) => encodePng(tissue(seed, 300, 260)).then((bytes) => new Uint8Array(bytes)));
let running: TestIndex;
let store: Store;
let index: ImageIndex;
beforeAll(async () => {
  running = await startIndex();
  ({ store, index } = running);
});
afterAll(() => running.close());

const picture = async (n: number): Promise<Uint8Array> => (await pictures[n]) ?? new Uint8Array();
/** A third of it, mirrored, recompressed. */
const part = async (n: number): Promise<Uint8Array> => new Uint8Array(await sharp(await picture(n)).extract({ left: 60, top: 50, width: 190, height: 170 }).flop().jpeg({ quality: 75 }).toBuffer());
const enroll = async (scope: string, n: number): Promise<void> => void (await index.enroll({ scope, ref: `r${n}`, name: `${n}.png` }, await picture(n)));
const answers = async (scope: string, n: number, from = index): Promise<Omit<IndexMatch, 'id'>[]> =>
  (await from.search(await part(n), { scopes: [scope], unverified: true })).map(({ id: _, ...rest }) => rest);

test('a mirrored part is found with its geometry, the same before and after merges, with one worker or two', async () => {
  for (const n of [0, 1, 2]) await enroll('a', n);
  const before = await answers('a', 1);
  expect(before[0]).toMatchObject({ ref: 'r1', verified: true, class: 'derived' });
  // x of the original = 60 + 190 − x of the part
  const [a, , c, , e, f] = before[0]?.transform ?? [];
  [a, c, e, f].forEach((value, i) => expect(value).toBeCloseTo([-1, 250, 1, -50][i] ?? 0, i % 2 === 0 ? 1 : -0.5));
  expect(before[0]?.covered).toBeGreaterThan(0.3);
  expect(before[0]?.covered).toBeLessThan(0.5);

  expect(await mergeScope(store, 'a')).toBe(3);
  expect(await answers('a', 1)).toEqual(before);
  await enroll('a', 3);
  await enroll('a', 4);
  const five = await answers('a', 1);
  expect(await mergeScope(store, 'a')).toBe(2);
  expect(await answers('a', 1)).toEqual(five);
  expect(await store.reference.stats('a')).toMatchObject({ images: 5, packs: 1, logged: 0 });

  const single = running.other(1);
  expect(await answers('a', 1, single.index)).toEqual(five);
  await single.close();
});

test('what is removed from a pack is gone at once, leaves the scores of the others as they were without it, and is forgotten by the next merge', async () => {
  for (const n of [0, 1]) await enroll('b', n);
  const alone = await answers('b', 0);
  await enroll('b', 2);
  await mergeScope(store, 'b');

  await index.remove('b', 'r2');
  expect(await answers('b', 2)).not.toContainEqual(expect.objectContaining({ ref: 'r2' }));
  expect(await answers('b', 0)).toEqual(alone);
  expect(await mergeScope(store, 'b')).toBe(0);
  expect(await answers('b', 0)).toEqual(alone);
  const [pack] = await store.postings.packs(['b']);
  expect(pack?.size).toBe(2);
  expect(await store.postings.tombstones([pack?.id ?? 0])).toEqual([]);

  expect(await index.remove('b')).toBe(2);
  expect(await answers('b', 0)).toEqual([]);
});

test('a merge that died half way changes nothing, and the next one clears it away', async () => {
  for (const n of [0, 1]) await enroll('c', n);
  const before = await answers('c', 0);
  const dead = await store.postings.startPack('c', 1, 2);
  await store.postings.write(dead, [[7, new Uint8Array(16)]]);

  expect(await answers('c', 0)).toEqual(before);
  expect(await mergeScope(store, 'c')).toBe(2);
  expect(await store.postings.lists([dead], [7])).toEqual([]);
  expect(await answers('c', 0)).toEqual(before);
});

test('an image removed while a merge writes is dead in the new pack; of two merges at once one wins', async () => {
  for (const n of [0, 1, 2]) await enroll('d', n);
  const members = (await store.postings.log(['d'], 1)).map(({ entry_id: id }, slot) => ({ id, slot }));
  const pack = await store.postings.startPack('d', 1, 3);
  await index.remove('d', 'r1');
  expect(await store.transaction((tx) => tx.postings.swap(pack, [], members))).toBe(true);
  expect(await store.postings.tombstones([pack])).toEqual([{ pack, slot: 1 }]);

  for (const n of [3, 4]) await enroll('e', n);
  const moved = await Promise.all([mergeScope(store, 'e'), mergeScope(store, 'e')]);
  expect(moved.toSorted()).toEqual([0, 2]);
  expect((await answers('e', 4))[0]).toMatchObject({ ref: 'r4', verified: true });
});

test('enrolling, removing, searching and merging at once: never an error, never a removed image, never a missing one', async () => {
  for (const n of [0, 1]) await enroll('f', n);
  const described = await index.describe(await picture(5));
  const churn = async (k: number): Promise<void> => {
    for (let i = 0; i < 4; i++) {
      await index.enroll({ scope: 'f', ref: `x${k}`, name: 'x' }, described);
      await mergeScope(store, 'f');
      await index.remove('f', `x${k}`);
      const found = await index.search(await picture(5), { scopes: ['f'] });
      expect(found.map(({ ref }) => ref)).not.toContain(`x${k}`);
    }
  };
  const look = async (): Promise<void> => {
    for (let i = 0; i < 6; i++) expect((await answers('f', 0))[0]).toMatchObject({ ref: 'r0', verified: true });
  };

  await Promise.all([churn(1), churn(2), look()]);

  expect(await store.reference.stats('f')).toMatchObject({ images: 2 });
}, 60_000);
