import { expect, test } from 'vitest';
import type { Keypoints } from '../imaging/features/keypoints.ts';
import { angleByte, concatenated, encodeLogged, packLogged, POSTING_BYTES, remapped, scaleByte, scaleOf } from './postings.ts';
import { blockOfLog, type PostingBlock } from './score.ts';

const keypoints = (x: readonly number[]): Keypoints => ({
  count: x.length, x: Float32Array.from(x), y: Float32Array.from(x, () => 50), scale: Float32Array.from(x, () => 4), angle: Float32Array.from(x, () => Math.PI / 2),
  response: new Float32Array(x.length), descriptors: new Uint8Array(128 * x.length),
});
const logged = (x: readonly number[], words: readonly number[]): Uint8Array =>
  encodeLogged(keypoints(x), { words: Int32Array.from(words), signatures: Uint32Array.from(words.flatMap((word) => [word, 0xffffffff])) }, { width: 200, height: 100 });

test('a posting is 16 bytes: slot, angle, scale, place, signature', () => {
  const lists = packLogged([{ slot: 300, postings: logged([100], [9]) }]);
  const view = new DataView(lists.get(9)?.slice().buffer ?? new ArrayBuffer(0));

  expect(view.byteLength).toBe(POSTING_BYTES);
  expect([view.getUint16(0, true), view.getUint8(2), view.getUint16(4, true), view.getUint16(6, true)]).toEqual([300, 64, 32768, 16384]);
  expect([view.getUint32(8, true), view.getUint32(12, true)]).toEqual([9, 0xffffffff]);
  expect(scaleOf(view.getUint8(3)) * 200).toBeCloseTo(4, 0);
});

test('angles wrap, scales are clipped', () => {
  expect([angleByte(0), angleByte(2 * Math.PI - 0.001), scaleByte(1e-9, 1), scaleByte(1e9, 1)]).toEqual([0, 0, 0, 255]);
});

test('lists of the log and of packs are the same however they were packed', () => {
  const images = [logged([10, 20], [5, 7]), logged([30], [5]), logged([40, 50], [7, 8])];
  const once = packLogged(images.map((postings, slot) => ({ slot, postings })));
  // First two images packed alone with the second removed, then merged with the third.
  const old = packLogged(images.slice(0, 2).map((postings, slot) => ({ slot, postings })));
  const fresh = packLogged([{ slot: 1, postings: images[2] ?? new Uint8Array() }]);
  const merged = concatenated([remapped(old.get(5) ?? new Uint8Array(), Int32Array.of(0, -1)), fresh.get(5) ?? new Uint8Array()]);
  const block: PostingBlock = blockOfLog(0, images, new Set([5, 8]));

  expect(once.get(5)?.length).toBe(2 * POSTING_BYTES);
  expect(merged).toEqual(once.get(5)?.subarray(0, POSTING_BYTES));
  expect([...block.words]).toEqual([5, 8]);
  expect(block.postings.subarray(0, 2 * POSTING_BYTES)).toEqual(once.get(5));
  expect([...block.offsets]).toEqual([0, 2, 3]);
});
