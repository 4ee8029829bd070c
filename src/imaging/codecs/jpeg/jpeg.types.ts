/** A JPEG taken apart without loss: its quantised coefficients, and all else in the order of the file. */
import type { HuffmanTable } from './huffman.ts';

export interface JpegComponent {
  readonly id: number;
  /** Sampling factors in [1, 4]. */
  readonly h: number;
  readonly v: number;
  /** Slot of its quantisation table in [0, 3]. */
  readonly slot: number;
  /** Samples that belong to the image. */
  readonly width: number;
  readonly height: number;
  /** Blocks that hold those samples. */
  readonly columns: number;
  readonly rows: number;
  /** Blocks stored: the above, filled up to whole MCUs. Block (x, y) begins at coefficient `(y * storedColumns + x) * 64`. */
  readonly storedColumns: number;
  readonly storedRows: number;
  /** 64 steps, natural order (row = vertical frequency). */
  readonly quantisation: Uint16Array;
  /** Quantised, natural order within a block. */
  readonly coefficients: Int16Array;
}

export interface ScanComponent {
  /** Index into the frame's components. */
  readonly index: number;
  /** Slots of its Huffman tables in [0, 3]. */
  readonly dc: number;
  readonly ac: number;
}

/** ITU-T T.81 §B.2.3. */
export interface ScanHeader {
  readonly components: readonly ScanComponent[];
  readonly spectralStart: number;
  readonly spectralEnd: number;
  readonly approximationHigh: number;
  readonly approximationLow: number;
}

export interface HuffmanSlots {
  readonly dc: readonly (HuffmanTable | undefined)[];
  readonly ac: readonly (HuffmanTable | undefined)[];
}

export interface SegmentPart {
  readonly kind: 'segment';
  /** Second byte of the marker. */
  readonly marker: number;
  /** With marker and length. */
  readonly bytes: Uint8Array;
}

export interface ScanPart {
  readonly kind: 'scan';
  readonly header: ScanHeader;
  /** The SOS segment with its marker. */
  readonly bytes: Uint8Array;
  /** MCUs between restart markers; 0 = none. */
  readonly restartInterval: number;
  /** Whether the last byte of each restart interval is filled up with zeros, not with the ones the norm asks for. */
  readonly padsWithZeros: boolean;
}

export type JpegPart = SegmentPart | ScanPart;

export type JpegColour = 'gray' | 'ycbcr' | 'rgb' | 'cmyk' | 'ycck';

export interface Jpeg {
  readonly width: number;
  readonly height: number;
  readonly progressive: boolean;
  readonly components: readonly JpegComponent[];
  readonly colour: JpegColour;
  /** CMYK and YCCK with an Adobe marker hold 255 − ink. */
  readonly inverted: boolean;
  /** Everything between SOI and EOI, in the order of the file. */
  readonly parts: readonly JpegPart[];
  /** What follows EOI: nothing, mostly; else previews, films, gain maps. */
  readonly trailer: Uint8Array;
  /** The entropy-coded data ended early; what is missing is zero. */
  readonly truncated: boolean;
}

/** Position in zigzag order → natural order. ITU-T T.81 figure A.6. */
export const ZIGZAG = Uint8Array.from([
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
  35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
]);
