/** Words of the reference index that evidence, API and command line share. */

/** Where a reference image comes from, as far as whoever enrolled it said. */
export interface ReferenceSource {
  /** Of the work it appeared in. */
  readonly title?: string;
  /** Lower case, without a resolver's address. */
  readonly doi?: string;
  /** As stated, e.g. `CC-BY-4.0`. */
  readonly licence?: string;
  /** Set of the library it was added to. */
  readonly collection?: string;
  /** Address of the image or of the page it was seen on. */
  readonly url?: string;
  /** File it was taken from, when that held several images. */
  readonly document?: string;
  /** SHA-256 of that file. */
  readonly documentSha256?: string;
  /** Number in that file, e.g. `f3`. */
  readonly figure?: string;
  /** From 1. */
  readonly page?: number;
  readonly caption?: string;
  /** px of the figure as stored, when the entry is one panel of it. */
  readonly panelBox?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** Whatever else the caller wants back with a match. */
  readonly extra?: Readonly<Record<string, string | number | boolean>>;
}

/**
 * How a match relates to the registered image; never mixed. `identical`: the same picture, at most scaled or recompressed.
 * `derived`: cropped, turned, recoloured, pasted into something. `template`: the same layout or scene with other content.
 * `similar`: looks alike, nothing proven.
 */
export type MatchClass = 'identical' | 'derived' | 'template' | 'similar';

/** Geometry that a search accepts: crop and resize, besides that turned, mirrored and sheared, or any view of a plane. */
export type TransformLimit = 'scale' | 'affine' | 'perspective';
