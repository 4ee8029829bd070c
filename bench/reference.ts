/**
 * The reference index when it is large: posting lists as long as they are among N images, with the frequencies and signatures of real ones.
 *
 *   node bench/reference.ts --cache DIR [--images 1000000] [--sample 3000] [--queries 5] [--date YYYY-MM-DD] FOLDER…
 *
 * The sample is what eval/reference/measure.ts measured and kept in DIR, the queries are pictures of the FOLDERs. How often each word occurs in it, smoothed, is scaled to N images, and the lists that a query reads are
 * filled with signatures drawn from the sample. Only those lists are made: the whole would be gigabytes.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { seededRandom } from '../src/core/random.ts';
import { toLuma } from '../src/imaging/color.ts';
import { resizeImage } from '../src/imaging/codecs/resize.ts';
import { findCandidates } from '../src/reference/ask.ts';
import { encodeLogged, LOGGED_BYTES, PACK_IMAGES, POSTING_BYTES } from '../src/reference/postings.ts';
import { measureQuery } from '../src/reference/query-image.ts';
import type { PostingBlock } from '../src/reference/score.ts';
import { signaturesOf } from '../src/reference/signatures.ts';
import { QUERY_SIDE } from '../src/reference/sizes.ts';
import { assignWords, vocabulary, WORDS } from '../src/reference/vocabulary.ts';
import { openRecords } from '../eval/reference/cached-records.ts';
import { corpusEntries, entryPixels, pictureFiles } from '../eval/reference/corpus.ts';
import { quantile } from '../eval/metrics/scores.ts';
import { shuffled } from '../test/support/random.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { cache: { type: 'string', default: 'build' }, images: { type: 'string', default: '1000000' }, sample: { type: 'string', default: '3000' }, queries: { type: 'string', default: '5' }, date: { type: 'string' } },
});
/** Added to every word's count in the sample: a word that the sample lacks is rare, not absent. */
const SMOOTHING = 0.5;
/** Candidates kept, as the index keeps them. */
const SHORTLIST = 200;

const random = seededRandom('bench reference');
const files = shuffled(random, (await Promise.all(positionals.map((folder) => pictureFiles([folder])))).flat());
const sample = await measureSample(values.cache, Number(values.sample));
const rows = [];
for (const images of [10_000, Number(values.images)]) rows.push(await measureAt(images, Number(values.queries)));
console.log(JSON.stringify(rows, undefined, 1));
if (values.date) await writeFile('bench/reference.json', `${JSON.stringify({ date: values.date, sample: sample.images, rows }, undefined, 1)}\n`);

interface Sample {
  readonly images: number;
  /** Of each word, with `SMOOTHING`. */
  readonly counts: Float64Array;
  readonly postings: Uint8Array;
  readonly total: number;
}

async function measureSample(cache: string, most: number): Promise<Sample> {
  const { known } = await openRecords(path.join(cache, 'keypoints.bin'));
  const counts = new Float64Array(WORDS).fill(SMOOTHING);
  const all: Uint8Array[] = [];
  for (const { width, height, thumbnail: _, hash: __, id: ___, ...keypoints } of shuffled(random, [...known.values()].filter(({ count }) => count > 0)).slice(0, most)) {
    const words = assignWords(vocabulary(), keypoints.descriptors).words;
    for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
    all.push(encodeLogged({ ...keypoints, response: new Float32Array(keypoints.count) }, { words, signatures: signaturesOf(vocabulary(), keypoints.descriptors, words, 1) }, { width, height }));
  }
  return { images: all.length, counts, postings: Buffer.concat(all), total: all.reduce((sum, { length }) => sum + length / LOGGED_BYTES, 0) };
}

interface Row {
  readonly images: number;
  /** Of one query. */
  readonly postingsRead: number;
  readonly megabytesRead: number;
  /** ms of processor time, medians. */
  readonly scoreMs: number;
  /** Postings of an image. */
  readonly bytesAnImage: number;
}

async function measureAt(images: number, queries: number): Promise<Row> {
  const [read, spent]: [number[], number[]] = [[], []];
  for (const file of files.slice(-4 * queries)) {
    if (spent.length >= queries) break;
    const [entry] = await corpusEntries(file, '/');
    const pixels = entry && await entryPixels(entry).catch(() => undefined);
    if (!pixels) continue;
    const query = measureQuery(toLuma(await resizeImage(pixels, QUERY_SIDE)));
    const blocks = blocksFor(new Set([...query.plain.words, ...query.mirrored.words]), images);
    const before = process.cpuUsage();
    findCandidates(query, blocks, images, SHORTLIST);
    const { user, system } = process.cpuUsage(before);
    spent.push((user + system) / 1000);
    read.push(blocks.reduce((sum, { postings }) => sum + postings.length / POSTING_BYTES, 0));
  }
  const postings = quantile(read, 0.5);
  return { images, postingsRead: postings, megabytesRead: (postings * POSTING_BYTES) / 1e6, scoreMs: quantile(spent, 0.5), bytesAnImage: (sample.total / sample.images) * POSTING_BYTES };
}

/** The lists of these words in packs of 65,536 images. */
function blocksFor(words: ReadonlySet<number>, images: number): PostingBlock[] {
  const wanted = [...words].filter((word) => word >= 0).sort((a, b) => a - b);
  const scale = sample.total / (sample.total + SMOOTHING * WORDS) / sample.images;
  return Array.from({ length: Math.ceil(images / PACK_IMAGES) }, (_, block) => {
    const held = Math.min(PACK_IMAGES, images - block * PACK_IMAGES);
    const offsets = new Int32Array(wanted.length + 1);
    wanted.forEach((word, i) => { offsets[i + 1] = (offsets[i] ?? 0) + Math.round((sample.counts[word] ?? 0) * scale * held + random.next() - 0.5); });
    const postings = new Uint8Array((offsets[wanted.length] ?? 0) * POSTING_BYTES);
    for (let at = 0; at < postings.length; at += POSTING_BYTES) {
      const from = random.int(sample.total) * LOGGED_BYTES + 4;
      postings.set(sample.postings.subarray(from, from + POSTING_BYTES), at);
      const slot = random.int(held);
      postings[at] = slot & 255;
      postings[at + 1] = slot >> 8;
    }
    return { block, words: Int32Array.from(wanted), offsets, postings, dead: new Int32Array() };
  });
}
