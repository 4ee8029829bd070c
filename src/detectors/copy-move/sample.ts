/** Values between pixel centres. */

export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** Bilinear value at continuous (x, y), pixel centres at +0.5; NaN outside the outermost centres. */
export function sampleAt({ width, height, data }: Plane, x: number, y: number): number {
  const px = x - 0.5;
  const py = y - 0.5;
  const i = Math.floor(px);
  const j = Math.floor(py);
  if (i < 0 || j < 0 || i >= width - 1 || j >= height - 1) {
    if (i === px && j === py && i >= 0 && j >= 0 && i < width && j < height) return data[j * width + i] ?? NaN;
    return NaN;
  }
  const fx = px - i;
  const fy = py - j;
  const at = j * width + i;
  const top = (data[at] ?? 0) * (1 - fx) + (data[at + 1] ?? 0) * fx;
  const bottom = (data[at + width] ?? 0) * (1 - fx) + (data[at + width + 1] ?? 0) * fx;
  return top * (1 - fy) + bottom * fy;
}
