/**
 * The coarse search: which registered images share words with the query, at one turn and scale.
 * Source: Jégou, Douze and Schmid, "Improving bag-of-features for large scale image search", IJCV 87(3), 2010,
 * doi:10.1007/s11263-009-0285-2 (Hamming embedding, weak geometric consistency).
 */
import type { Keypoints } from '../imaging/features/keypoints.ts';
import { nearPostings, type Asked } from '../imaging/kernels/postings.ts';
import { angleByte, LOGGED_BYTES, POSTING_BYTES, scaleByte } from './postings.ts';
import type { QueryWords } from './query-image.ts';

/** Postings of one pack for the words asked, or of images of the log. */
export interface PostingBlock {
  /** Which pack, as the caller counts them. */
  readonly block: number;
  /** Sorted, with where each list begins in `postings` (one offset more than words), unit posting. */
  readonly words: Int32Array;
  readonly offsets: Int32Array;
  /** N × 16 bytes. */
  readonly postings: Uint8Array;
  /** Slots whose image is gone. */
  readonly dead: Int32Array;
}

export interface ScoreInput {
  /** px of the query. */
  readonly width: number;
  readonly height: number;
  readonly keypoints: Pick<Keypoints, 'count' | 'angle' | 'scale'>;
  readonly query: QueryWords;
  readonly blocks: readonly PostingBlock[];
  /** Images in all blocks. */
  readonly images: number;
  readonly mirrored: boolean;
}

/** One keypoint of the query that agrees with one of a registered image. */
export interface Hit {
  /** Index of the query's keypoint. */
  readonly query: number;
  /** 65,535ths of the registered image's longest side. */
  readonly x: number;
  readonly y: number;
  readonly angle: number;
  readonly scale: number;
  /** bit */
  readonly apart: number;
  readonly weight: number;
}

export interface Scored {
  readonly block: number;
  readonly slot: number;
  /** Of the best bin of turn and scale; whole numbers, so the order of summation does not matter. */
  readonly votes: number;
  /** Those in and around the best bin. */
  readonly hits: readonly Hit[];
}

/** bit; farther signatures are another keypoint. */
export const MOST_APART = 22;
/** exp(−h² / 2σ²) with σ = 11, as IJCV 2010 §5. */
const CLOSENESS = Float64Array.from({ length: 65 }, (_, h) => Math.exp((-h * h) / 242));
const WEIGHT_UNIT = 256;
/** Images whose geometry is looked at. */
const LOOKED_AT = 400;
const BINS = 16;
/** Steps of the scale byte in one bin: 16 bins span 8 octaves each way. */
const SCALE_BIN = 20;

/** The images with most votes, best first; ties by block and slot. */
export function scoreImages(input: ScoreInput, most: number): Scored[] {
  const hits = gatherHits(input);
  const angles = Uint8Array.from({ length: input.keypoints.count }, (_, i) => queryAngle(input, i));
  const longest = Math.max(input.width, input.height);
  const scales = Uint8Array.from({ length: input.keypoints.count }, (_, i) => scaleByte(input.keypoints.scale[i] ?? 1, longest));
  return mostVoted(hits, LOOKED_AT)
    .map(({ image, list }) => bestBin(image, distinct(list), angles, scales))
    .sort((a, b) => b.votes - a.votes || a.block - b.block || a.slot - b.slot)
    .slice(0, most);
}

/** The mirror image's keypoint points to π − angle. */
function queryAngle({ keypoints, mirrored }: ScoreInput, i: number): number {
  const angle = keypoints.angle[i] ?? 0;
  return angleByte(mirrored ? (3 * Math.PI - angle) % (2 * Math.PI) : angle);
}

type HitsByImage = Map<number, Hit[]>;

/** By block · 65,536 + slot. */
function gatherHits({ query, keypoints, blocks, images }: ScoreInput): HitsByImage {
  const wanted = frequencies(query, blocks);
  const found: HitsByImage = new Map();
  for (const block of blocks) {
    const dead = new Set(block.dead);
    const { postings } = block;
    const view = new DataView(postings.buffer, postings.byteOffset, postings.byteLength);
    for (const part of partsOf(query, keypoints.count, block)) {
      const { rows } = nearPostings(postings.subarray(part.from * POSTING_BYTES, part.to * POSTING_BYTES), part, MOST_APART);
      for (let i = 0; i < rows.length; i += 3) {
        const at = part.at[rows[i] ?? 0] ?? 0;
        const p = (part.from + (rows[i + 1] ?? 0)) * POSTING_BYTES;
        const apart = rows[i + 2] ?? 0;
        const slot = view.getUint16(p, true);
        if (dead.has(slot)) continue;
        const idf = Math.log(1 + images / Math.max(1, wanted.get(query.words[at] ?? -1) ?? 1));
        const key = block.block * 65_536 + slot;
        const list = found.get(key) ?? [];
        if (list.length === 0) found.set(key, list);
        list.push({
          query: Math.floor(at / query.probes), angle: view.getUint8(p + 2), scale: view.getUint8(p + 3), x: view.getUint16(p + 4, true), y: view.getUint16(p + 6, true),
          apart, weight: Math.round(WEIGHT_UNIT * (CLOSENESS[apart] ?? 0) * idf * idf),
        });
      }
    }
  }
  return found;
}

/** Postings handed to the kernel at once: 32 MB. */
const AT_ONCE = 1 << 21;

interface Part extends Asked {
  /** Stretch of the block's postings; `first` counts from here. */
  readonly from: number;
  readonly to: number;
  /** Index into the words of the query, for each row asked. */
  readonly at: Int32Array;
}

/** What is asked of a block, in the order of its lists, in parts of bounded size; a single longer list is a part of its own. */
function* partsOf(query: QueryWords, keypoints: number, { words, offsets }: PostingBlock): Generator<Part> {
  const asked = [...query.words.subarray(0, keypoints * query.probes)]
    .map((word, at) => ({ at, index: word < 0 ? -1 : positionOf(words, word) })).filter(({ index }) => index >= 0).sort((a, b) => a.index - b.index || a.at - b.at);
  for (let start = 0; start < asked.length;) {
    const from = offsets[asked[start]?.index ?? 0] ?? 0;
    let end = start;
    let to = from;
    for (let next = asked[end]; next && (end === start || (offsets[next.index + 1] ?? 0) - from <= AT_ONCE); next = asked[++end]) to = offsets[next.index + 1] ?? 0;
    const rows = asked.slice(start, end);
    yield {
      from, to, at: Int32Array.from(rows, ({ at }) => at),
      first: Int32Array.from(rows, ({ index }) => (offsets[index] ?? 0) - from),
      count: Int32Array.from(rows, ({ index }) => (offsets[index + 1] ?? 0) - (offsets[index] ?? 0)),
      signatures: Uint32Array.from(rows.flatMap(({ at }) => [query.signatures[2 * at] ?? 0, query.signatures[2 * at + 1] ?? 0])),
    };
    start = end;
  }
}

/** Living postings of each word asked, over all blocks: the same however they are packed. */
function frequencies({ words }: QueryWords, blocks: readonly PostingBlock[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { words: held, offsets, postings, dead } of blocks) {
    const gone = new Set(dead);
    for (const word of new Set(words)) {
      const index = word < 0 ? -1 : positionOf(held, word);
      if (index < 0) continue;
      const [from, to] = [offsets[index] ?? 0, offsets[index + 1] ?? 0];
      let n = to - from;
      if (gone.size > 0) for (let p = from; p < to; p++) if (gone.has((postings[p * POSTING_BYTES] ?? 0) | ((postings[p * POSTING_BYTES + 1] ?? 0) << 8))) n--;
      counts.set(word, (counts.get(word) ?? 0) + n);
    }
  }
  return counts;
}

function mostVoted(hits: HitsByImage, most: number): { image: number; list: Hit[]; total: number }[] {
  const all = [...hits].map(([image, list]) => ({ image, list, total: list.reduce((sum, { weight }) => sum + weight, 0) })).sort((a, b) => b.total - a.total);
  const least = all[most - 1]?.total ?? 0;
  return all.filter(({ total }) => total >= least); // all that tie with the last, so that packing decides nothing
}

/** Each keypoint of either side votes once, by its closest partner. */
function distinct(list: readonly Hit[]): Hit[] {
  const sorted = list.toSorted((a, b) => a.apart - b.apart || b.weight - a.weight || a.query - b.query || a.x - b.x || a.y - b.y || a.angle - b.angle);
  const [queries, places] = [new Set<number>(), new Set<number>()];
  return sorted.filter(({ query, x, y, angle }) => {
    const place = (x * 65_536 + y) * 256 + angle;
    if (queries.has(query) || places.has(place)) return false;
    queries.add(query);
    places.add(place);
    return true;
  });
}

function bestBin(image: number, list: readonly Hit[], angles: Uint8Array, scales: Uint8Array): Scored {
  const bins = new Float64Array(BINS * BINS);
  const binOf = ({ query, angle, scale }: Hit): readonly [number, number] => [
    ((angles[query] ?? 0) - angle & 255) >> 4,
    Math.max(0, Math.min(BINS - 1, Math.floor(((scales[query] ?? 0) - scale) / SCALE_BIN) + BINS / 2)),
  ];
  for (const hit of list) {
    const [a, s] = binOf(hit);
    bins[a * BINS + s] = (bins[a * BINS + s] ?? 0) + hit.weight;
  }
  let best = { votes: -1, a: 0, s: 0 };
  for (let a = 0; a < BINS; a++) for (let s = 0; s < BINS - 1; s++) {
    const next = (a + 1) % BINS;
    const votes = (bins[a * BINS + s] ?? 0) + (bins[a * BINS + s + 1] ?? 0) + (bins[next * BINS + s] ?? 0) + (bins[next * BINS + s + 1] ?? 0);
    if (votes > best.votes) best = { votes, a, s };
  }
  const near = list.filter((hit) => {
    const [a, s] = binOf(hit);
    return ((a - best.a + 1 + BINS) % BINS) <= 3 && s >= best.s - 1 && s <= best.s + 2;
  });
  return { block: Math.floor(image / 65_536), slot: image % 65_536, votes: best.votes, hits: near };
}

/** Images of the log as one block: slot = place in the list. */
export function blockOfLog(block: number, logged: readonly Uint8Array[], wanted: ReadonlySet<number>): PostingBlock {
  const rows: { word: number; slot: number; bytes: Uint8Array }[] = [];
  for (const [slot, postings] of logged.entries()) {
    const view = new DataView(postings.buffer, postings.byteOffset, postings.byteLength);
    for (let at = 0; at < postings.length; at += LOGGED_BYTES) {
      const word = view.getUint32(at, true);
      if (wanted.has(word)) rows.push({ word, slot, bytes: postings.subarray(at + 4, at + LOGGED_BYTES) });
    }
  }
  rows.sort((a, b) => a.word - b.word || a.slot - b.slot);
  const words = [...new Set(rows.map(({ word }) => word))];
  const postings = new Uint8Array(rows.length * POSTING_BYTES);
  const offsets = new Int32Array(words.length + 1);
  let word = 0;
  for (const [i, row] of rows.entries()) {
    postings.set(row.bytes, i * POSTING_BYTES);
    postings[i * POSTING_BYTES] = row.slot & 255;
    postings[i * POSTING_BYTES + 1] = row.slot >> 8;
    while (words[word] !== row.word) offsets[++word] = i;
  }
  offsets.fill(rows.length, word + 1);
  return { block, words: Int32Array.from(words), offsets, postings, dead: new Int32Array() };
}

function positionOf(sorted: Int32Array, word: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const value = sorted[middle] ?? 0;
    if (value === word) return middle;
    if (value < word) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
