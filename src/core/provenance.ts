/** What a file says of its own origin. Facts of the file, never a judgement of the pixels. */

/** `c2pa` content credentials · `digital-source-type` IPTC's word for the origin · `generator` trace of a generating program · `editor` program that wrote the file · `camera` what a camera leaves. */
export type ProvenanceKind = 'c2pa' | 'digital-source-type' | 'generator' | 'editor' | 'camera';

/** What a fact says of the image, where it says anything: all of it was generated, or a part. */
export type OriginClaim = 'generated' | 'composite';

export interface ProvenanceFact {
  readonly kind: ProvenanceKind;
  /** Where it stands, e.g. `PNG tEXt parameters`, `XMP Iptc4xmpExt:DigitalSourceType`. */
  readonly field: string;
  /** As it stands there, cut to 400 characters. */
  readonly value: string;
  readonly says?: OriginClaim;
  /** False: the claim stands in a manifest that does not hold for these bytes. */
  readonly holds?: boolean;
}

/** The facts of one figure; a figure without any is left out. */
export interface FigureProvenance {
  readonly figure: string;
  readonly facts: readonly ProvenanceFact[];
}
