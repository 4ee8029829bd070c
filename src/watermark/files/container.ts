/** A file around samples: read once, written again with other samples and the same metadata. */
import type { Samples } from '../../imaging/codecs/decode-samples.ts';
import type { MakePreview } from './jpeg-previews.ts';

export interface Container {
  readonly mime: string;
  /** Frames or pages; more than one cannot be marked. */
  readonly frames: number;
  /** Exif orientation in [1, 8]; pixels are not turned. */
  readonly orientation: number;
  /**
   * The file with these samples. `exact`: no sample may change on the way, even in a lossy format.
   *
   * Notes: `exif-preview-replaced`, `exif-preview-removed`, `previews-removed` (unmarked copies inside the file), `c2pa-invalid`.
   */
  write(samples: Samples, make: MakePreview, exact: boolean): Promise<{ readonly bytes: Uint8Array; readonly notes: readonly string[] }>;
  /** Whether samples come back other than they were written, unless `exact`. */
  readonly lossy: boolean;
}
