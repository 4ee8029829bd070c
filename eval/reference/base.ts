/** The registered images of the evaluation. Their keypoints are measured once and kept in a file: they do not depend on the vocabulary. */
import path from 'node:path';
import { seededRandom } from '../../src/core/random.ts';
import { toLuma } from '../../src/imaging/color.ts';
import { encodeJpeg } from '../../src/imaging/codecs/encode.ts';
import { resizeImage } from '../../src/imaging/codecs/resize.ts';
import { THUMBNAIL_QUALITY } from '../../src/reference/describe-image.ts';
import { enrolFeatures } from '../../src/reference/features.ts';
import { concatenated, encodeLogged, packLogged, POSTING_BYTES } from '../../src/reference/postings.ts';
import type { PostingBlock } from '../../src/reference/score.ts';
import { signaturesOf } from '../../src/reference/signatures.ts';
import { ENROL_SIDE, THUMBNAIL_SIDE } from '../../src/reference/sizes.ts';
import { assignWords, vocabulary } from '../../src/reference/vocabulary.ts';
import { HASH_BYTES, wholeImageHash } from '../../src/reference/whole-image-hash.ts';
import { shuffled } from '../../test/support/random.ts';
import { openRecords, type CachedRecord } from './cached-records.ts';
import { corpusEntries, entryPixels, pictureFiles, type CorpusEntry } from './corpus.ts';
import { familyOf, isForeign } from './family.ts';

export interface Registered {
  readonly entry: CorpusEntry;
  readonly hash: Uint8Array;
  readonly postings: Uint8Array;
  readonly thumbnail: Uint8Array;
}

export interface Base {
  readonly images: readonly Registered[];
  /** Entries whose family is not registered: for no-match queries and to compose with. */
  readonly foreign: readonly CorpusEntry[];
  readonly block: PostingBlock;
  /** Whether the same picture is registered under another name. */
  isRegistered(hash: Uint8Array): boolean;
  /** Files the registered images come from. */
  readonly sources: number;
  readonly families: number;
}

const SEED = 7;
/** Keypoints of a crop that shows something: an empty corner of a drawing is no image. */
export const LEAST_OF_CROP = 60;
/** bit; two pictures whose hashes differ by no more would make the truth ambiguous. */
const SAME_PICTURE = 31;

/** @param most registered images. @param onlyCached passes over what was not measured in an earlier run. */
export async function loadBase(folders: readonly string[], { most, cache, onlyCached = false }: { most: number; cache: string; onlyCached?: boolean }): Promise<Base> {
  const entries = [];
  for (const folder of folders) for (const file of await pictureFiles([folder])) entries.push(...(await corpusEntries(file, path.dirname(folder))));
  // File by file, since each is decoded once; files in any order, so that a part of the base is like the whole.
  const order = shuffled(seededRandom(SEED), [...Map.groupBy(entries, ({ path: of }) => of).values()]).flat();
  const records = await openRecords(path.join(cache, 'keypoints.bin'));
  const hashes: Uint32Array[] = [];
  const kept: Kept[] = [];
  for (const entry of order.filter(({ id }) => !isForeign(id))) {
    if (kept.length >= most) break;
    if (onlyCached && !records.known.has(entry.id)) continue;
    const record = records.known.get(entry.id) ?? await records.add(await measured(entry, (hash) => isKnown(hash, hashes)));
    if (record.count < (entry.crop ? LEAST_OF_CROP : 1) || isKnown(record.hash, hashes)) continue;
    hashes.push(bits(record.hash));
    kept.push({ entry, record });
    if (kept.length % 1000 === 0) console.error(`${kept.length} registered`);
  }
  const images = Array.from({ length: Math.ceil(kept.length / AT_ONCE) }, (_, i) => toRegistered(kept.slice(i * AT_ONCE, (i + 1) * AT_ONCE))).flat();
  return {
    images, foreign: order.filter(({ id }) => isForeign(id)), isRegistered: (hash) => isKnown(hash, hashes), block: blockOf(images),
    sources: new Set(images.map(({ entry }) => entry.path)).size, families: new Set(images.map(({ entry }) => familyOf(entry.id))).size,
  };
}

/** Without keypoints when it cannot be decoded or is passed over. */
async function measured(entry: CorpusEntry, isPassedOver: (hash: Uint8Array) => boolean): Promise<CachedRecord> {
  const { id } = entry;
  const none = { count: 0, x: new Float32Array(), y: new Float32Array(), scale: new Float32Array(), angle: new Float32Array(), descriptors: new Uint8Array(), thumbnail: new Uint8Array() };
  const pixels = await entryPixels(entry).catch(() => undefined);
  if (!pixels) return { id, width: 0, height: 0, hash: new Uint8Array(HASH_BYTES), ...none };
  const luma = toLuma(await resizeImage(pixels, ENROL_SIDE));
  const { width, height } = luma;
  const hash = wholeImageHash(luma);
  if (isPassedOver(hash)) return { id, width, height, hash, ...none };
  return { id, width, height, hash, ...enrolFeatures(luma), thumbnail: await encodeJpeg(await resizeImage(pixels, THUMBNAIL_SIDE), THUMBNAIL_QUALITY) };
}

function isKnown(hash: Uint8Array, known: readonly Uint32Array[]): boolean {
  const own = bits(hash);
  return known.some((other) => {
    let apart = 0;
    for (let i = 0; i < own.length && apart <= SAME_PICTURE; i++) apart += ones((own[i] ?? 0) ^ (other[i] ?? 0));
    return apart <= SAME_PICTURE;
  });
}

function bits(hash: Uint8Array): Uint32Array {
  return new Uint32Array(hash.slice().buffer);
}

interface Kept {
  readonly entry: CorpusEntry;
  readonly record: CachedRecord;
}

/** Images whose words are looked up together: the vocabulary is copied once for all of them. */
const AT_ONCE = 64;

function toRegistered(kept: readonly Kept[]): Registered[] {
  const words = vocabulary();
  const descriptors = concatenated(kept.map(({ record }) => record.descriptors));
  const assigned = assignWords(words, descriptors).words;
  const signatures = signaturesOf(words, descriptors, assigned, 1);
  let at = 0;
  return kept.map(({ entry, record: { hash, width, height, thumbnail, ...keypoints } }) => {
    const own = { words: assigned.subarray(at, at + keypoints.count), signatures: signatures.subarray(2 * at, 2 * (at + keypoints.count)) };
    at += keypoints.count;
    return { entry, hash, postings: encodeLogged({ ...keypoints, response: new Float32Array(keypoints.count) }, own, { width, height }), thumbnail };
  });
}

function blockOf(images: readonly Registered[]): PostingBlock {
  const lists = packLogged(images.map(({ postings }, slot) => ({ slot, postings })));
  const offsets = new Int32Array(lists.size + 1);
  let i = 0;
  for (const list of lists.values()) {
    offsets[i + 1] = (offsets[i] ?? 0) + list.length / POSTING_BYTES;
    i++;
  }
  return { block: 0, words: Int32Array.from(lists.keys()), offsets, postings: concatenated([...lists.values()]), dead: new Int32Array() };
}

/** Ones in 32 bits. */
function ones(bits: number): number {
  let v = bits - ((bits >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
