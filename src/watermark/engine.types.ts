/**
 * The contract between the watermark engine and what surrounds it (file writers, registration files, the API).
 * The engine sees numbers only: luma in, an additive plane or a probability out. No files, no clock, no chance.
 *
 * - `embed.ts`: `embedMark(request: EmbedRequest): EmbedOutcome`
 * - `prepare-host.ts`: `prepareHost(record: HostRecord): Host`, once for each original
 * - `detect.ts`: `detectMarks(request: DetectRequest): Detection`
 *
 * Frames: *original* = pixels of the file that was marked, as stored (orientation not applied), continuous, centres at +0.5;
 * *canonical* = the design's grid, the original scaled to `columns × rows` (each axis by itself).
 */
import type { LumaImage } from '../core/image.ts';
import type { Matrix } from '../core/geometry.ts';

/** Luma of an image of any size, row by row, so that 50 megapixels need not lie in memory as floats. */
export interface LumaRows {
  readonly width: number;
  readonly height: number;
  /**
   * Writes row y into `out[0 … width)`: 0.299 R + 0.587 G + 0.114 B of the file's own samples scaled to [0, 255] (16 bit: divided by 257), or JPEG's Y.
   * No colour conversion. The engine reads a few passes from top to bottom; within a pass each row once, in order.
   */
  read(y: number, out: Float32Array): void;
}

/** What a detector must know of how a mark was laid; goes into the registration file. */
export interface Design {
  readonly id: 'sbm1';
  /** px of the original. */
  readonly width: number;
  readonly height: number;
  /** px of the canonical grid, multiples of 16; a function of width and height (`canonicalGrid`). */
  readonly columns: number;
  readonly rows: number;
  /** dB, PSNR asked for. */
  readonly strength: number;
  /** Largest payload that was possible, in [0, 2²⁴ − 1]; sets the number of code sets: 0, 1 (< 2⁸), 2 (< 2¹⁶) or 3. 0 = no payload. */
  readonly maxPayload: number;
}

export interface EmbedRequest {
  readonly source: LumaRows;
  /** 32 bytes, never used for another original. */
  readonly key: Uint8Array;
  /** In [0, maxPayload]. Absent = 0, which is the same as no payload. */
  readonly payload?: number;
  /** In [0, 2²⁴ − 1]. Absent = 0. */
  readonly maxPayload?: number;
  /** dB, PSNR over R, G, B with rounding to 8 bit counted in; default 45. In [36, 60]. */
  readonly strength?: number;
}

/** What to add to the file. The same for the same source, key, payload and strength. */
export interface Embedding {
  readonly refused?: undefined;
  readonly design: Design;
  /** The mark, grey levels of 8 bit; add the same number to R, G and B (16 bit: × 257), or to the luma of a JPEG. */
  readonly delta: DeltaRows;
  /** The unmarked original on the canonical grid: compress this as the registration's thumb (or half of it; never less). */
  readonly canonical: LumaImage;
  /** x the detector will find after JPEG 50 at half size, predicted on the marked pixels with perfect alignment. */
  readonly predictedX: number;
  /** Short side < 256 px or < 0.1 Mpx: marked, but weakly; tell the person. */
  readonly small: boolean;
}

export interface DeltaRows {
  /** Writes δ of row y into `out[0 … width)`. Any order works; from top to bottom is fast (it reads the source again, a few rows ahead). */
  read(y: number, out: Float32Array): void;
}

/** Nothing may be written: the mark would not survive. */
export interface Refusal {
  /** `too-small`: short side < 128 px or < 0.03 Mpx. `too-flat`: predicted x < 12 or > 90 % of the blocks without texture. */
  readonly refused: 'too-small' | 'too-flat';
  readonly figures: { readonly width: number; readonly height: number; readonly predictedX?: number; /** [0, 1] */ readonly flatShare?: number };
}

export type EmbedOutcome = Embedding | Refusal;

/** An original as a detector knows it. */
export interface HostRecord {
  readonly design: Design;
  /** Unmarked: the thumb as decoded, or the original itself, of any size (it is brought to the canonical grid). */
  readonly luma: LumaImage;
}

export interface MarkKey {
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** `maxPayload` of the design this key was laid with; absent = that of the host's. */
  readonly maxPayload?: number;
}

export interface DetectRequest<H> {
  /** Luma of the image in question, upright or not, any size; see `LumaRows.read`. */
  readonly query: LumaImage;
  /** From `prepareHost`. */
  readonly host: H;
  /** All keys laid over this original; each further one costs a signed sum. Order is kept. */
  readonly keys: readonly MarkKey[];
  /** Largest payload looked for; absent = what each key allows. Every payload looked for is paid for in p. */
  readonly payloadMax?: number;
  /** log10 of the largest p that counts as marked; default −6. */
  readonly log10Threshold?: number;
}

export interface KeyDetection {
  readonly marked: boolean;
  /** log10 of the bound on the probability that this query shows at least this x by chance with any of the keys, payloads, alignments tried; ≤ 0. */
  readonly log10p: number;
  /** Σ sₖ gₖ / ‖g‖ at the best payload and alignment. */
  readonly x: number;
  /** Only when marked and the key can carry one. */
  readonly payload?: number;
  /** A second payload is significant as well: copies were mixed. Do not name anybody by the payload. */
  readonly ambiguous?: boolean;
}

export type Hypothesis = 'direct' | 'mirrored' | 'inverted' | 'mirrored-inverted';

export interface Detection {
  /** Whether the query could be laid over the original at all. `false`: say "not comparable", not "not marked". */
  readonly comparable: boolean;
  /** In the order of the keys; empty x and p (0) when not comparable. */
  readonly keys: readonly KeyDetection[];
  /** Index of the marked key with the least p. */
  readonly best?: number;
  /** Query pixels → original pixels, of the best alignment. */
  readonly transform?: Matrix;
  readonly hypothesis?: Hypothesis;
  /** Everything tried, as paid for: alignments × keys × payloads. */
  readonly trials: number;
}
