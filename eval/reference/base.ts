/** The registered images of the evaluation, measured once and kept in a file. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { seededRandom } from '../../src/core/random.ts';
import { describeImage } from '../../src/reference/describe-image.ts';
import { hashDistance } from '../../src/reference/whole-image-hash.ts';
import { packLogged } from '../../src/reference/postings.ts';
import type { PostingBlock } from '../../src/reference/score.ts';
import { concatenated, POSTING_BYTES } from '../../src/reference/postings.ts';
import { shuffled } from '../../test/support/random.ts';
import { corpusEntries, entryBytes, pictureFiles, type CorpusEntry } from './corpus.ts';

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
  /** ms of processor time to measure one image. */
  readonly enrolMs: number;
}

const SEED = 7;
/** Every tenth file is not registered. */
const FOREIGN = 10;

export async function loadBase(folders: readonly string[], most: number, cache: string): Promise<Base> {
  const [registered, foreign] = await split(folders);
  const chosen = shuffled(seededRandom(SEED), registered).slice(0, most).sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.id < b.id ? -1 : 1));
  const file = path.join(cache, `base-${chosen.length}.json`);
  const { images, enrolMs } = existsSync(file) ? await read(file, chosen) : await measure(file, chosen);
  return { images, foreign, enrolMs, sources: new Set(images.map(({ entry }) => entry.path)).size, block: blockOf(images) };
}

async function split(folders: readonly string[]): Promise<[CorpusEntry[], CorpusEntry[]]> {
  const [inside, outside]: [CorpusEntry[], CorpusEntry[]] = [[], []];
  for (const folder of folders) for (const [i, file] of (await pictureFiles([folder])).entries()) {
    (i % FOREIGN === FOREIGN - 1 ? outside : inside).push(...(await corpusEntries(file, path.dirname(folder))));
  }
  return [inside, outside];
}

interface Kept { readonly id: string; readonly hash: string; readonly postings: string; readonly thumbnail: string }

async function read(file: string, chosen: readonly CorpusEntry[]): Promise<{ images: Registered[]; enrolMs: number }> {
  const { kept, enrolMs } = JSON.parse(await readFile(file, 'utf8')) as { kept: Kept[]; enrolMs: number };
  const byId = new Map(chosen.map((entry) => [entry.id, entry]));
  const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
  return {
    enrolMs,
    images: kept.flatMap(({ id, hash, postings, thumbnail }) => {
      const entry = byId.get(id);
      return entry ? [{ entry, hash: bytes(hash), postings: bytes(postings), thumbnail: bytes(thumbnail) }] : [];
    }),
  };
}

async function measure(file: string, chosen: readonly CorpusEntry[]): Promise<{ images: Registered[]; enrolMs: number }> {
  const images: Registered[] = [];
  let spent = 0;
  for (const entry of chosen) {
    const bytes = await entryBytes(entry).catch(() => undefined);
    if (!bytes) continue;
    const before = process.cpuUsage();
    const described = await describeImage(bytes, 400e6);
    const { user, system } = process.cpuUsage(before);
    spent += (user + system) / 1000;
    if (images.some(({ hash }) => hashDistance(hash, described.hash) <= 31)) continue; // the same picture twice would make the truth ambiguous
    images.push({ entry, hash: described.hash, postings: described.postings, thumbnail: described.thumbnail });
    if (images.length % 500 === 0) console.error(`${images.length} registered`);
  }
  const enrolMs = spent / chosen.length;
  const text = (value: Uint8Array): string => Buffer.from(value).toString('base64');
  await writeFile(file, JSON.stringify({ enrolMs, kept: images.map(({ entry, hash, postings, thumbnail }): Kept => ({ id: entry.id, hash: text(hash), postings: text(postings), thumbnail: text(thumbnail) })) }));
  return { images, enrolMs };
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
