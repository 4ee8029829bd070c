/** What an image file says about itself. */
export interface ImageHeader {
  /** px, as stored (Exif orientation is not applied); of an SVG, as it is rasterised. */
  readonly width: number;
  readonly height: number;
  /** Pages of a TIFF, frames of an animation; 1 otherwise. */
  readonly frames: number;
  /** bit per sample. */
  readonly bits: number;
  readonly cmyk: boolean;
  /** TIFF: this frame is a smaller copy of another one (thumbnail, pyramid). */
  readonly reduced: boolean;
}

/** Frames one file may have; more is an attack or a film. */
export const MAX_FRAMES = 1000;
