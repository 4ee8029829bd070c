/** One named text in the metadata of an image file. */
export interface MetadataField {
  /** Where it stands. */
  readonly container: 'PNG tEXt' | 'EXIF' | 'XMP' | 'IPTC' | 'JPEG comment' | 'GIF comment' | 'JPEG segment';
  readonly name: string;
  /** Cut to {@link MAX_VALUE}. */
  readonly value: string;
}

/** Raw blocks as the container holds them, before they are read. */
export interface MetadataBlocks {
  readonly fields: readonly MetadataField[];
  /** TIFF-structured EXIF blocks. */
  readonly exif: readonly Uint8Array[];
  /** XMP packets. */
  readonly xmp: readonly Uint8Array[];
  /** IPTC-IIM records. */
  readonly iptc: readonly Uint8Array[];
}

/** Characters of one value that are kept; workflows of generators reach megabytes. */
export const MAX_VALUE = 200_000;
/** Fields of one file; more are left out. */
export const MAX_FIELDS = 2000;

export const NO_BLOCKS: MetadataBlocks = { fields: [], exif: [], xmp: [], iptc: [] };

export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
