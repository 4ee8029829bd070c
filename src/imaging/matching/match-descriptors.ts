/** Matches between the descriptors of two images. */
import type { Keypoints } from '../features/keypoints.ts';
import { mirrorDescriptors } from '../features/mirror-descriptors.ts';
import { nearestRows, nearestUnderWords, signRows, sortByWord, type SignedRows, type SortedRows } from '../kernels/match.ts';
import { COARSE_WORDS, type PanelWords } from './coarse-words.ts';

export interface Match {
  /** Index into the keypoints of a and of b. */
  readonly a: number;
  readonly b: number;
  /** Descriptor distance, range [0, 724]. */
  readonly distance: number;
}

export interface RatedMatch extends Match {
  /** Distance as a share of that to the second nearest, in [0, 1]; 0 where there is none. */
  readonly ratio: number;
}

export interface MatchOptions {
  /** Largest distance as a share of that to the second nearest; Lowe 2004 §7.1. */
  readonly ratio?: number;
  /** bit; see `nearestRows`. 128 = exact. */
  readonly cap?: number;
  readonly margin?: number;
  /** Match a with the mirror image of b. */
  readonly mirrored?: boolean;
  /** The words of a and of b: only what lies under near words is looked at. Absent = all is. */
  readonly words?: readonly [PanelWords, PanelWords];
}

/** bit; true matches measured to differ by less (99 %), others lie near 50. */
const CAP = 44;
const MARGIN = 8;

/** For each keypoint of a the nearest of b, where it is clearly nearer than the second nearest; ordered by a. */
export function matchKeypoints(a: Keypoints, b: Keypoints, { ratio = 0.8, cap = CAP, margin = MARGIN, mirrored = false, words }: MatchOptions = {}): RatedMatch[] {
  const limits = { k: 2, cap, margin };
  const { indices, distances } = words
    ? nearestUnderWords(signed(a), words[0].near, sorted(b, words[1], mirrored), limits)
    : nearestRows(signed(a), mirrored ? signedMirror(b) : signed(b), limits);
  const matches: RatedMatch[] = [];
  for (let i = 0; i < a.count; i++) {
    const [index = -1, second = -1] = [indices[2 * i], indices[2 * i + 1]];
    const [first, next] = [distances[2 * i] ?? 0, second < 0 ? Infinity : (distances[2 * i + 1] ?? 0)];
    if (index >= 0 && first < ratio * ratio * next) matches.push({ a: i, b: index, distance: Math.sqrt(first), ratio: Math.sqrt(first / next) });
  }
  return matches;
}

const plain = new WeakMap<Keypoints, SignedRows>();
const mirrors = new WeakMap<Keypoints, SignedRows>();

/** Signatures are worked out once for each image, not for each pair. */
export function signed(keypoints: Keypoints): SignedRows {
  return remembered(plain, keypoints, () => signRows(keypoints.descriptors));
}

export function signedMirror(keypoints: Keypoints): SignedRows {
  return remembered(mirrors, keypoints, () => signRows(mirrorDescriptors(keypoints.descriptors)));
}

const plainSorted = new WeakMap<Keypoints, SortedRows>();
const mirrorsSorted = new WeakMap<Keypoints, SortedRows>();

function sorted(keypoints: Keypoints, { near, mirrored: mirroredWords }: PanelWords, mirrored: boolean): SortedRows {
  if (mirrored) return remembered(mirrorsSorted, keypoints, () => sortByWord(signedMirror(keypoints), mirroredWords, COARSE_WORDS));
  const each = near.length / keypoints.count;
  return remembered(plainSorted, keypoints, () => sortByWord(signed(keypoints), near.filter((_, i) => i % each === 0), COARSE_WORDS));
}

function remembered<T>(cache: WeakMap<Keypoints, T>, key: Keypoints, make: () => T): T {
  const known = cache.get(key) ?? make();
  cache.set(key, known);
  return known;
}
