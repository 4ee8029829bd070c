/** What the index keeps of one image: made in a worker, stored as it is. */
export interface DescribedImage {
  /** Of the encoded bytes, lower-case hex. */
  readonly sha256: string;
  /** px as stored. */
  readonly width: number;
  readonly height: number;
  /** 32 bytes; see whole-image-hash.ts. */
  readonly hash: Uint8Array;
  /** Version of the vocabulary of the postings. */
  readonly vocabulary: number;
  /** Keypoints in `postings`. */
  readonly features: number;
  /** features × 20 bytes; see postings.ts. */
  readonly postings: Uint8Array;
  /** JPEG, longest side at most 480 px; never enlarged. */
  readonly thumbnail: Uint8Array;
}
