/** What a detector is. One folder per method; it declares its inputs and never fetches them; detectors never import each other. */
import type { AbstainReason } from '../core/evidence.ts';
import type { Context, FindingKind, Measure } from '../core/finding.ts';
import type { Box, Matrix } from '../core/geometry.ts';
import type { LumaImage, MaskImage, RgbImage } from '../core/image.ts';
import type { ImageFormat, PanelClass } from '../core/media.ts';
import type { ProvenanceFact } from '../core/provenance.ts';
import type { Random } from '../core/random.ts';
import type { Region } from '../core/regions.ts';
import type { Keypoints } from '../imaging/features/keypoints.ts';
import type { PanelWords } from '../imaging/matching/coarse-words.ts';
import type { BlockMap } from '../imaging/pages/block-map.ts';
import type { PageBlocks } from '../imaging/pages/page-blocks.ts';

/** What is known of a panel without its pixels. */
interface PanelTraits {
  readonly id: string;
  readonly figure: string;
  readonly class: PanelClass;
  /** px. */
  readonly width: number;
  readonly height: number;
  /** In the pixels of the panel. */
  readonly keypoints: Keypoints;
}

/** Enough to propose matches. */
export interface PanelSummary extends PanelTraits {
  readonly words: PanelWords;
}

/** A panel with its pixels. All images have the panel's size. */
export interface PanelInput extends PanelTraits {
  readonly rgb: RgbImage;
  readonly luma: LumaImage;
  readonly mask: MaskImage;
}

/** A claim in the frame of the panel(s) given; `scan` lifts it to the figure. */
export interface Detection {
  readonly kind: FindingKind;
  readonly score: number;
  /** `panel` is 0 for the first panel given, 1 for the second (pair detectors). */
  readonly sides: readonly { readonly panel: 0 | 1; readonly region: Region<'panel'> }[];
  /** Maps pixels of the panel of side 0 to pixels of the panel of side 1. */
  readonly transform?: Matrix;
  /** Matched points, [x0, y0, x1, y1] in panel pixels, at most 60. */
  readonly matches: readonly (readonly [number, number, number, number])[];
  readonly measures: Readonly<Record<string, Measure>>;
  /** Where on the panel of side 0 what speaks for the claim was seen, for people. */
  readonly patches?: readonly PatchReading[];
  readonly context?: Context;
}

export interface Abstention {
  readonly abstain: AbstainReason;
}

export type Params = Readonly<Record<string, number>>;
export interface Chance { readonly random: Random }

interface DetectorBase<P extends Params> {
  readonly name: string;
  readonly version: number;
  readonly finds: readonly FindingKind[];
  readonly params: P;
}

/** Looks at one panel alone. */
export interface PanelDetector<P extends Params = Params> extends DetectorBase<P> {
  readonly scope: 'panel';
  /** The only classes it looks at; absent = all that are examined. */
  readonly classes?: readonly PanelClass[];
  detect(panel: PanelInput, params: P, chance: Chance): readonly Detection[] | Abstention;
}

/** A geometric guess from keypoints alone, to be proven on pixels. */
export interface Hypothesis {
  /** Panel 0 pixels → panel 1 pixels. */
  readonly matrix: Matrix;
  readonly inliers: number;
  readonly matches: readonly (readonly [number, number, number, number])[];
}

/** Where two panels stand to each other. */
export interface Relation {
  readonly sameFigure: boolean;
  /** Boxes in their figures. */
  readonly boxes: readonly [Box<'figure'>, Box<'figure'>];
  readonly captions: readonly [string | undefined, string | undefined];
}

/** Looks at two panels: cheap proposals by keypoints for every pair, then pixels for the few that have one. */
export interface PairDetector<P extends Params = Params> extends DetectorBase<P> {
  readonly scope: 'pair';
  propose(a: PanelSummary, b: PanelSummary, params: P, chance: Chance): readonly Hypothesis[];
  verify(a: PanelInput, b: PanelInput, hypotheses: readonly Hypothesis[], relation: Relation, params: P, chance: Chance): readonly Detection[];
}

/** What a file says of the image in it. */
export interface FileReading {
  readonly facts: readonly ProvenanceFact[];
  /** A claim about the whole image, where the facts make one. */
  readonly generated?: { readonly score: number; readonly measures: Readonly<Record<string, Measure>> };
}

/** Reads the encoded bytes of a figure, not its pixels. Damaged bytes give what could be read of them. */
export interface FileDetector<P extends Params = Params> extends DetectorBase<P> {
  readonly scope: 'file';
  detect(file: { readonly bytes: Uint8Array; readonly format: ImageFormat }, params: P): Promise<FileReading>;
}

/** How strongly one place that was looked at speaks for a claim about the whole, in [0, 1]. */
export interface PatchReading {
  readonly box: Box<'panel'>;
  readonly score: number;
}

/** What the pixels of one panel say of its origin. */
export interface OriginReading {
  /** Calibrated, in [0, 1]. */
  readonly score: number;
  /** Below, the panel is not called; its score is still told to whoever asks for it. */
  readonly least: number;
  readonly patches: readonly PatchReading[];
  readonly measures: Readonly<Record<string, Measure>>;
}

/** Judges where a panel's pixels come from; keypoints are not needed. */
export interface OriginDetector<P extends Params = Params> extends DetectorBase<P> {
  readonly scope: 'origin';
  /** As for {@link PanelDetector}. */
  readonly classes?: readonly PanelClass[];
  judge(panel: Pick<PanelInput, 'class' | 'rgb' | 'luma' | 'mask'>, params: P): OriginReading | Abstention;
}

/** A `document` is mostly plain ground with letters on it; everything else is a `photograph`. */
export type PageSubject = 'document' | 'photograph';

/** A whole picture of a document, or a photograph, with what every page detector needs. */
export interface PageInput {
  readonly subject: PageSubject;
  /** Encoded, as it was sent. */
  readonly bytes: Uint8Array;
  readonly format: ImageFormat;
  /** What was lost or changed in decoding: `truncated`, `cmyk`, … */
  readonly notes: readonly string[];
  /** Colours are measured with the blocks and not kept: of the largest page they would be 200 MB. */
  readonly luma: LumaImage;
  readonly blocks: PageBlocks;
  /** Steps of the luma table, where the file is a JPEG that our reader takes; row by row. */
  readonly steps?: Uint16Array;
}

/** What weighing the readings needs of a page, without its pixels: small enough to cross threads. */
export interface PageFacts {
  readonly subject: PageSubject;
  /** px. */
  readonly width: number;
  readonly height: number;
  readonly blocks: PageBlocks;
  /** As in {@link PageInput}. */
  readonly steps?: Uint16Array;
}

/**
 * Why a page, or one question about it, cannot be judged. `no-content` nothing is printed on it; `nothing-to-compare` too few places are alike;
 * `too-compressed` what differed was rounded away; `born-digital` no noise, so exact repeats are natural; `no-traces` the format keeps no such history;
 * `photograph` the question is one about letters and paper.
 */
export type PageAbstainReason = 'no-content' | 'nothing-to-compare' | 'too-compressed' | 'born-digital' | 'no-traces' | 'photograph';

export interface PageAbstention {
  readonly abstain: PageAbstainReason;
}

/** What one page detector saw: places that differ from the rest of the same page. */
export interface PageReading {
  /** One map a question, by block; 0 = like the rest, in standard deviations of the page itself, with a sign where both ways are odd. None: it looks at the file only. */
  readonly layers?: Readonly<Record<string, BlockMap>>;
  readonly measures: Readonly<Record<string, Measure>>;
  /** Texts for people: programs named in the file. */
  readonly notes?: readonly string[];
}

/** Compares the parts of one page with each other. */
export interface PageDetector<P extends Params = Params> extends DetectorBase<P> {
  readonly scope: 'page';
  /** Asked on a second thread where there is one: the slow ones take about as long as all the others, and that is worth a second decoding. */
  readonly slow?: boolean;
  /** It compares letters or paper, and is asked of documents only; absent = of photographs too. */
  readonly only?: 'document';
  detect(page: PageInput, params: P): PageReading | PageAbstention | Promise<PageReading | PageAbstention>;
}

/** One page detector's answer, by its name. */
export interface NamedReading {
  readonly detector: string;
  readonly reading: PageReading | PageAbstention;
}

export interface PageRegion {
  /** px of the page as stored. */
  readonly box: Box<'figure'>;
  /** In [0, 1]. */
  readonly probability: number;
  /** Detectors that saw it, strongest first. */
  readonly seenBy: readonly string[];
}

/** What the readings of one page come to. */
export interface PageVerdict {
  /** Calibrated in [0, 1]; absent when the page cannot be judged. */
  readonly score?: number;
  readonly abstain?: PageAbstainReason;
  /** Best first. */
  readonly regions: readonly PageRegion[];
  /** Probability by block, in [0, 1]. */
  readonly heat: BlockMap;
}

/** Weighs the readings of the page detectors against each other. */
export interface VerdictDetector<P extends Params = Params> extends DetectorBase<P> {
  readonly scope: 'verdict';
  judge(page: PageFacts, readings: readonly NamedReading[], params: P): PageVerdict;
}

export type Detector = PanelDetector | PairDetector | FileDetector | OriginDetector | PageDetector | VerdictDetector;

export function definePanelDetector<P extends Params>(detector: Omit<PanelDetector<P>, 'scope'>): PanelDetector<P> {
  return { scope: 'panel', ...detector };
}

export function definePairDetector<P extends Params>(detector: Omit<PairDetector<P>, 'scope'>): PairDetector<P> {
  return { scope: 'pair', ...detector };
}

export function defineFileDetector<P extends Params>(detector: Omit<FileDetector<P>, 'scope'>): FileDetector<P> {
  return { scope: 'file', ...detector };
}

export function defineOriginDetector<P extends Params>(detector: Omit<OriginDetector<P>, 'scope'>): OriginDetector<P> {
  return { scope: 'origin', ...detector };
}

export function definePageDetector<P extends Params>(detector: Omit<PageDetector<P>, 'scope'>): PageDetector<P> {
  return { scope: 'page', ...detector };
}

export function defineVerdictDetector<P extends Params>(detector: Omit<VerdictDetector<P>, 'scope'>): VerdictDetector<P> {
  return { scope: 'verdict', ...detector };
}
