/** The registered images of the evaluation. Their keypoints are measured once and kept in a file: they do not depend on the vocabulary. */
import { createWriteStream, existsSync } from 'node:fs';
import { readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { seededRandom } from '../../src/core/random.ts';
import { toLuma } from '../../src/imaging/color.ts';
import { encodeJpeg } from '../../src/imaging/codecs/encode.ts';
import { resizeImage } from '../../src/imaging/codecs/resize.ts';
import type { Keypoints } from '../../src/imaging/features/keypoints.ts';
import { THUMBNAIL_QUALITY } from '../../src/reference/describe-image.ts';
import { enrolFeatures } from '../../src/reference/features.ts';
import { concatenated, encodeLogged, packLogged, POSTING_BYTES } from '../../src/reference/postings.ts';
import type { PostingBlock } from '../../src/reference/score.ts';
import { signaturesOf } from '../../src/reference/signatures.ts';
import { ENROL_SIDE, THUMBNAIL_SIDE } from '../../src/reference/sizes.ts';
import { assignWords, vocabulary } from '../../src/reference/vocabulary.ts';
import { hashDistance, wholeImageHash } from '../../src/reference/whole-image-hash.ts';
import { shuffled } from '../../test/support/random.ts';
import { corpusEntries, entryPixels, pictureFiles, type CorpusEntry } from './corpus.ts';

export interface Registered {
  readonly entry: CorpusEntry;
  readonly hash: Uint8Array;
  readonly postings: Uint8Array;
  readonly thumbnail: Uint8Array;
}

export interface Base {
  readonly images: readonly Registered[];
  /** Entries whose source is not registered: for no-match queries and to compose with. */
  readonly foreign: readonly CorpusEntry[];
  readonly block: PostingBlock;
  /** Files the registered images come from. */
  readonly sources: number;
}

const SEED = 7;
/** Every tenth file is not registered. */
const FOREIGN = 10;
/** Keypoints of a crop that shows something: an empty corner of a drawing is no image. */
const LEAST_OF_CROP = 60;

export async function loadBase(folders: readonly string[], most: number, cache: string): Promise<Base> {
  const [registered, foreign] = await split(folders);
  // File by file, since each is decoded once; files in any order, so that a part of the base is like the whole.
  const files = shuffled(seededRandom(SEED), [...Map.groupBy(registered, ({ path: file }) => file).values()]);
  const chosen = files.flat().slice(0, most);
  const file = path.join(cache, `keypoints-${most}.bin`);
  if (!existsSync(file)) await measure(file, chosen);
  const images = await read(file, new Map(chosen.map((entry) => [entry.id, entry])));
  return { images, foreign, sources: new Set(images.map(({ entry }) => entry.path)).size, block: blockOf(images) };
}

async function split(folders: readonly string[]): Promise<[CorpusEntry[], CorpusEntry[]]> {
  const [inside, outside]: [CorpusEntry[], CorpusEntry[]] = [[], []];
  for (const folder of folders) for (const [i, file] of (await pictureFiles([folder])).entries()) {
    (i % FOREIGN === FOREIGN - 1 ? outside : inside).push(...(await corpusEntries(file, path.dirname(folder))));
  }
  return [inside, outside];
}

interface Head { readonly id: string; readonly hash: string; readonly width: number; readonly height: number; readonly count: number; readonly thumbnail: number }

/** Records: u32 length of the head, head as JSON, four float planes, descriptors, thumbnail. */
async function measure(file: string, chosen: readonly CorpusEntry[]): Promise<void> {
  const out = createWriteStream(`${file}.new`);
  const hashes: Uint8Array[] = [];
  for (const [i, entry] of chosen.entries()) {
    if (i % 500 === 499) console.error(`${i + 1} of ${chosen.length}: ${hashes.length} kept`);
    const pixels = await entryPixels(entry).catch(() => undefined);
    if (!pixels) continue;
    const luma = toLuma(await resizeImage(pixels, ENROL_SIDE));
    const hash = wholeImageHash(luma);
    if (hashes.some((known) => hashDistance(known, hash) <= 31)) continue; // the same picture twice would make the truth ambiguous
    const { count, x, y, scale, angle, descriptors } = enrolFeatures(luma);
    if (entry.crop && count < LEAST_OF_CROP) continue;
    hashes.push(hash);
    const thumbnail = await encodeJpeg(await resizeImage(pixels, THUMBNAIL_SIDE), THUMBNAIL_QUALITY);
    const head: Head = { id: entry.id, hash: Buffer.from(hash).toString('base64'), width: luma.width, height: luma.height, count, thumbnail: thumbnail.length };
    const text = Buffer.from(JSON.stringify(head));
    const size = Buffer.alloc(4);
    size.writeUInt32LE(text.length);
    const planes = Buffer.concat([x, y, scale, angle].map((plane) => Buffer.from(plane.buffer, plane.byteOffset, plane.byteLength)));
    if (!out.write(Buffer.concat([size, text, planes, descriptors, thumbnail]))) await new Promise<void>((resolve) => out.once('drain', () => resolve()));
  }
  await new Promise<void>((resolve) => out.end(() => resolve()));
  await rename(`${file}.new`, file);
}

async function read(file: string, entries: ReadonlyMap<string, CorpusEntry>): Promise<Registered[]> {
  const bytes = await readFile(file);
  const words = vocabulary();
  const images: Registered[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readUInt32LE(at);
    const { id, hash, width, height, count, thumbnail } = JSON.parse(bytes.subarray(at + 4, at + 4 + length).toString('utf8')) as Head;
    at += 4 + length;
    const plane = (n: number): Float32Array => new Float32Array(bytes.buffer.slice(bytes.byteOffset + at + 4 * count * n, bytes.byteOffset + at + 4 * count * (n + 1)));
    const [x, y, scale, angle] = [plane(0), plane(1), plane(2), plane(3)];
    at += 16 * count;
    const descriptors = new Uint8Array(bytes.subarray(at, at + 128 * count));
    at += 128 * count;
    const picture = new Uint8Array(bytes.subarray(at, at + thumbnail));
    at += thumbnail;
    const entry = entries.get(id);
    if (!entry) continue;
    const keypoints: Keypoints = { count, x, y, scale, angle, response: new Float32Array(count), descriptors };
    const assigned = assignWords(words, descriptors).words;
    const postings = encodeLogged(keypoints, { words: assigned, signatures: signaturesOf(words, descriptors, assigned, 1) }, { width, height });
    images.push({ entry, hash: new Uint8Array(Buffer.from(hash, 'base64')), postings, thumbnail: picture });
  }
  return images;
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
