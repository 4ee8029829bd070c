/** What marking a file takes and gives, whatever its format. */
import type { Embedding } from '../engine.types.ts';
import type { PixelHash } from '../lmk/pixel-hash.ts';
import type { SmallPlanes } from './eighth.ts';

export interface MarkRequest {
  /** The 32 bytes of the mark's key; with a passphrase they depend on the original. */
  keyFor(original: PixelHash): Uint8Array;
  readonly payload?: number;
  readonly maxPayload?: number;
  /** dB. */
  readonly strength?: number;
  /** px, width × height. */
  readonly maxPixels: number;
}

export interface MarkedFile {
  readonly bytes: Uint8Array;
  readonly mime: string;
  readonly embedding: Embedding;
  /** Small chroma of the unmarked original, for the preview in the registration. */
  readonly chroma: SmallPlanes['chroma'];
  readonly original: PixelHash;
  readonly marked: PixelHash;
  /** Exif orientation in [1, 8]; pixels are not turned. */
  readonly orientation: number;
  /** What else was changed, or is no longer true: `exif-preview-replaced`, `c2pa-invalid`, … */
  readonly notes: readonly string[];
}
