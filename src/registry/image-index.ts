/** The reference index as the registry, the scanner and the APIs use it: add, ask, remove. */
import type { Matrix } from '../core/geometry.ts';
import type { ReferenceState } from '../core/evidence.ts';
import type { MatchClass, ReferenceSource, TransformLimit } from '../core/reference.ts';
import type { DescribedImage } from '../reference/described-image.ts';
import type { QueryImage } from '../reference/query-image.ts';
import type { Queries } from '../store/store.ts';

/** What an image is enrolled as. */
export interface NewEntry {
  /** `reference` (the server's reference library), `media:<accountId>` (a tenant's registered images) or `web:<accountId>` (crawled). */
  readonly scope: string;
  /** The caller's own key within the scope; enrolling it again replaces what it held. */
  readonly ref: string;
  /** Shown with a match; need not be unique. */
  readonly name: string;
  readonly source?: ReferenceSource;
}

/** See `RunOptions`: `serve` for what a person waits for, `scan` for bulk. */
export type Lane = 'serve' | 'scan';

export interface Enrolled {
  /** Of the index; never used again, also not when the same ref is enrolled again. */
  readonly id: number;
  /** px as stored. */
  readonly width: number;
  readonly height: number;
  /** Keypoints it can be found by in part; with none it is found only as a whole. */
  readonly features: number;
}

export interface SearchOptions {
  /** Only these are looked at; an empty list finds nothing. */
  readonly scopes: readonly string[];
  /** Default `perspective`: any geometry. */
  readonly transform?: TransformLimit;
  /** Skip the check of geometry and pixels (IMATAG's `similar`): faster, answers are unverified and of class `similar`. Default false. */
  readonly similar?: boolean;
  /** Also ask for each panel of a compound figure. Default false. */
  readonly panels?: boolean;
  /** Also give candidates that could not be verified, after the verified ones. Default false. */
  readonly unverified?: boolean;
  /** Most matches given. Default 10. */
  readonly limit?: number;
  /** Threads that measure and compare; default `serve`: a person waits. */
  readonly lane?: Lane;
  readonly signal?: AbortSignal;
}

export interface IndexMatch {
  readonly id: number;
  readonly scope: string;
  readonly ref: string;
  readonly name: string;
  readonly source: ReferenceSource;
  /** px of the registered image as stored. */
  readonly width: number;
  readonly height: number;
  /** In [0, 1]; verified ones above unverified ones. */
  readonly score: number;
  readonly class: MatchClass;
  /** Proven by geometry and on the pixels, within the transform asked for. */
  readonly verified: boolean;
  /** Pixels of the registered image as stored → pixels of the query as stored (origin top left, pixel centres at +0.5). Of an unverified one: the best guess. */
  readonly transform: Matrix;
  /** Keypoints that agree with the transform; 0 when the two were compared as a whole. */
  readonly inliers: number;
  /** Share of the registered image that is seen in the query, in [0, 1]. */
  readonly covered: number;
}

export interface ImageIndex {
  /**
   * What the index keeps of an image. Takes tens of ms in a worker thread: call it before a transaction is opened, hand the result to `enroll`.
   *
   * @throws {InputError | LimitError} `image/…`: it cannot be decoded, or has too many pixels.
   */
  describe(bytes: Uint8Array, signal?: AbortSignal, lane?: Lane): Promise<DescribedImage>;
  /**
   * Visible to searches, in every process, when the promise resolves — with `queries`, when the caller's transaction commits.
   * Replaces what the same (scope, ref) held.
   */
  enroll(entry: NewEntry, image: Uint8Array | DescribedImage, queries?: Queries): Promise<Enrolled>;
  /** Never found again from the moment it resolves (with `queries`: from the commit). Without `ref`: the whole scope. Gives how many there were. */
  remove(scope: string, ref?: string | readonly string[], queries?: Queries): Promise<number>;
  /** Changes only the key, name and source of an entry, not its image; false when there is none. */
  rename(scope: string, ref: string, to: Omit<NewEntry, 'scope'>, queries?: Queries): Promise<boolean>;
  /**
   * Best first; the same index content gives the same answer, whatever the number of workers or merges.
   *
   * @throws {InputError | LimitError} `image/…`: the query cannot be decoded.
   */
  search(query: Uint8Array, options: SearchOptions): Promise<IndexMatch[]>;
  /** The same for an image that a worker measured; transforms lead to its pixels. */
  searchMeasured(query: QueryImage, options: SearchOptions): Promise<IndexMatch[]>;
  /** Small JPEGs of these entries, longest side at most 480 px. */
  pictures(ids: readonly number[]): Promise<ReadonlyMap<number, Uint8Array>>;
  /** What a scope holds now. */
  state(scope: string): Promise<ReferenceState>;
  /** Packs what was enrolled lately, so that searches stay fast; runs by itself as a job. Gives how many images were moved. */
  merge(least?: number): Promise<number>;
}
