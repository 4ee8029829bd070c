/** A panel as the search for upright lines reads it. For level lines the same search runs on the panel turned over its diagonal. */
import type { LumaImage, MaskImage } from '../../core/image.ts';

/** Row-major luma, range [0, 255], and what to leave out. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly luma: Float32Array;
  /** 0 = use this pixel. */
  readonly mask: Uint8Array;
}

export function uprightPlane(luma: LumaImage, mask: MaskImage): Plane {
  return { width: luma.width, height: luma.height, luma: luma.data, mask: mask.data };
}

/** Rows become columns. */
export function turned({ width, height, luma, mask }: Plane): Plane {
  const turnedLuma = new Float32Array(luma.length);
  const turnedMask = new Uint8Array(mask.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      turnedLuma[x * height + y] = luma[y * width + x] ?? 0;
      turnedMask[x * height + y] = mask[y * width + x] ?? 0;
    }
  }
  return { width: height, height: width, luma: turnedLuma, mask: turnedMask };
}

/** Means over `size` rows each; pixels under the mask do not count. A cell that is mostly masked is NaN. */
export function binnedRows({ width, height, luma, mask }: Plane, size: number): { readonly rows: number; readonly data: Float32Array } {
  const rows = Math.floor(height / size);
  const data = new Float32Array(rows * width);
  const counts = new Uint16Array(width);
  for (let b = 0; b < rows; b++) {
    const at = b * width;
    counts.fill(0);
    for (let y = b * size; y < (b + 1) * size; y++) {
      for (let x = 0; x < width; x++) {
        if (mask[y * width + x]) continue;
        data[at + x] = (data[at + x] ?? 0) + (luma[y * width + x] ?? 0);
        counts[x] = (counts[x] ?? 0) + 1;
      }
    }
    for (let x = 0; x < width; x++) data[at + x] = 2 * (counts[x] ?? 0) >= size ? (data[at + x] ?? 0) / (counts[x] ?? 1) : Number.NaN;
  }
  return { rows, data };
}
