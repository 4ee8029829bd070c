/**
 * Keypoints of one image with RootSIFT descriptors, as parallel arrays (they cross to a worker).
 * Source: Lowe, IJCV 60(2), 2004, doi:10.1023/B:VISI.0000029664.99615.94; Arandjelović and Zisserman, CVPR 2012, doi:10.1109/CVPR.2012.6248018.
 */
export interface Keypoints {
  readonly count: number;
  /** px, continuous coordinates of the image (pixel centres at +0.5). */
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** px, Gaussian scale σ of the keypoint in the image. */
  readonly scale: Float32Array;
  /** rad, in [0, 2π), from +x towards +y (clockwise on screen). */
  readonly angle: Float32Array;
  /** Absolute difference-of-Gaussian response, range [0, 1]. */
  readonly response: Float32Array;
  /** count × 128, row-major: round(512 · √(L1-normalised SIFT)), clipped to [0, 255]. */
  readonly descriptors: Uint8Array;
}
