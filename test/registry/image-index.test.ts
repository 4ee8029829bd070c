import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ImageIndex } from '../../src/registry/image-index.ts';
import type { Store } from '../../src/store/store.ts';
import { startIndex, type TestIndex } from '../support/image-index.ts';
import { encodePng, photo } from '../support/synthetic.ts';

let running: TestIndex;
let store: Store;
let index: ImageIndex;
beforeAll(async () => {
  running = await startIndex();
  ({ store, index } = running);
});
afterAll(() => running.close());

const picture = async (seed: number): Promise<Uint8Array> => encodePng(photo(seed, 320, 240));
const find = async (bytes: Uint8Array, scope: string, rest = {}): Promise<string[]> => (await index.search(bytes, { scopes: [scope], ...rest })).map(({ ref }) => ref);

test('finds what was enrolled, only in the scopes asked, and not once it is removed', async () => {
  const bytes = await picture(1);
  await index.enroll({ scope: 'media:a', ref: '/one', name: 'one.png', source: { title: 'A title' } }, bytes);
  await index.enroll({ scope: 'media:b', ref: '/one', name: 'other.png' }, bytes);

  expect(await index.search(bytes, { scopes: ['media:a'] })).toMatchObject([{ scope: 'media:a', ref: '/one', name: 'one.png', source: { title: 'A title' }, class: 'identical', verified: true, score: 1, covered: 1, width: 320, height: 240 }]);
  expect(await find(bytes, 'media:c')).toEqual([]);
  expect(await index.search(bytes, { scopes: [] })).toEqual([]);
  expect(await find(await picture(2), 'media:a')).toEqual([]);

  expect(await index.remove('media:a', '/one')).toBe(1);
  expect(await index.remove('media:a', '/one')).toBe(0);
  expect(await find(bytes, 'media:a')).toEqual([]);
  expect(await find(bytes, 'media:b')).toEqual(['/one']);
});

test('enrolling a ref again replaces its image', async () => {
  const [before, after] = [await picture(3), await picture(4)];
  const first = await index.enroll({ scope: 's', ref: 'x', name: 'x' }, before);
  const second = await index.enroll({ scope: 's', ref: 'x', name: 'x' }, await index.describe(after));

  expect(second.id).toBeGreaterThan(first.id);
  expect(await find(before, 's')).toEqual([]);
  expect(await find(after, 's')).toEqual(['x']);
});

test('enrols, renames and removes in the transaction of the caller', async () => {
  const bytes = await picture(5);
  const described = await index.describe(bytes);
  await expect(store.transaction(async (tx) => {
    await index.enroll({ scope: 't', ref: 'x', name: 'x' }, described, tx);
    throw new Error('undo');
  })).rejects.toThrow('undo');
  expect(await find(bytes, 't')).toEqual([]);

  await store.transaction((tx) => index.enroll({ scope: 't', ref: 'x', name: 'x' }, described, tx));
  await expect(store.transaction(async (tx) => {
    await index.remove('t', 'x', tx);
    throw new Error('undo');
  })).rejects.toThrow('undo');
  expect(await find(bytes, 't')).toEqual(['x']);

  expect(await index.rename('t', 'x', { ref: 'y', name: 'why' })).toBe(true);
  expect(await index.rename('t', 'x', { ref: 'z', name: 'z' })).toBe(false);
  expect(await index.search(bytes, { scopes: ['t'] })).toMatchObject([{ ref: 'y', name: 'why' }]);
});

test('a quarter turn is found when the transform allows it, with its geometry', async () => {
  const bytes = await picture(6);
  await index.enroll({ scope: 'turn', ref: 'x', name: 'x' }, bytes);
  const turned = new Uint8Array(await sharp(bytes).rotate(90).jpeg({ quality: 70 }).toBuffer());

  expect(await find(turned, 'turn', { transform: 'scale' })).toEqual([]);
  const [match] = await index.search(turned, { scopes: ['turn'], transform: 'affine' });
  expect(match).toMatchObject({ ref: 'x', class: 'derived', verified: true });
  // (x, y) goes to (240 − y, x)
  [0, -1, 240, 1, 0, 0, 0, 0, 1].forEach((value, i) => expect(match?.transform[i]).toBeCloseTo(value, i === 2 || i === 5 ? -1 : 1));
});

test('says why an image cannot be enrolled or asked', async () => {
  await expect(index.describe(new Uint8Array([1, 2, 3]))).rejects.toMatchObject({ code: 'image/unsupported' });
  await expect(index.search(new TextEncoder().encode('%PDF-1.4'), { scopes: ['s'] })).rejects.toMatchObject({ code: 'image/unsupported' });
});
