/** Brings a subsampled component to full size, as libjpeg-turbo does: triangle filter ("fancy") for factors of 2, repetition else. Source: jdsample.c. */
import type { GrayImage } from '../../../core/image.ts';
import type { JpegComponent } from './jpeg.types.ts';

/** How a component relates to the finest one. */
export interface Upsampling {
  readonly plane: GrayImage;
  /** Full samples for one of its own. */
  readonly across: number;
  readonly down: number;
}

export function upsamplingOf(plane: GrayImage, { h, v }: JpegComponent, all: readonly JpegComponent[]): Upsampling {
  return { plane, across: Math.max(...all.map((c) => c.h)) / h, down: Math.max(...all.map((c) => c.v)) / v };
}

/** Writes row `y` of the full image into `out`, one sample a pixel. */
export function upsampleRow({ plane, across, down }: Upsampling, y: number, out: Uint8Array): void {
  const { width, data } = plane;
  if (across === 1 && down === 1) {
    out.set(data.subarray(y * width, y * width + out.length));
    return;
  }
  const [near, far] = [Math.floor(y / down), neighbour(y, plane.height)];
  if (across === 1 && down === 2) tall(data, near * width, far * width, (y & 1) === 0 ? 1 : 2, out);
  else if (across === 2 && down === 1 && width > 2) wide(data, y * width, width, out);
  else if (across === 2 && down === 2 && width > 2) both(data, near * width, { far: far * width, width }, out);
  else for (let x = 0; x < out.length; x++) out[x] = data[near * width + Math.floor(x / across)] ?? 0;
}

/** The row on the other side of a full row, at half height; the edge repeats itself. */
function neighbour(y: number, height: number): number {
  const near = y >> 1;
  return Math.min(height - 1, Math.max(0, (y & 1) === 0 ? near - 1 : near + 1));
}

function tall(data: Uint8Array, near: number, far: number, bias: number, out: Uint8Array): void {
  for (let x = 0; x < out.length; x++) out[x] = (3 * (data[near + x] ?? 0) + (data[far + x] ?? 0) + bias) >> 2;
}

function wide(data: Uint8Array, from: number, width: number, out: Uint8Array): void {
  for (let i = 0; i < width; i++) {
    const own = data[from + i] ?? 0;
    const [left, right] = [data[from + i - 1] ?? 0, data[from + i + 1] ?? 0];
    out[2 * i] = i === 0 ? own : (3 * own + left + 1) >> 2;
    if (2 * i + 1 < out.length) out[2 * i + 1] = i === width - 1 ? own : (3 * own + right + 2) >> 2;
  }
}

function both(data: Uint8Array, near: number, { far, width }: { readonly far: number; readonly width: number }, out: Uint8Array): void {
  let last = 0;
  let own = 3 * (data[near] ?? 0) + (data[far] ?? 0);
  for (let i = 0; i < width; i++) {
    const next = i + 1 < width ? 3 * (data[near + i + 1] ?? 0) + (data[far + i + 1] ?? 0) : 0;
    out[2 * i] = (i === 0 ? 4 * own + 8 : 3 * own + last + 8) >> 4;
    if (2 * i + 1 < out.length) out[2 * i + 1] = (i === width - 1 ? 4 * own + 7 : 3 * own + next + 7) >> 4;
    last = own;
    own = next;
  }
}
