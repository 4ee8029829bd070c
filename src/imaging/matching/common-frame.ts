/** Two images brought to one pixel grid by a transform between them. */
import { applyTo, invert, motionOf, multiply, type Matrix, type Point } from '../../core/geometry.ts';
import type { LumaImage, MaskImage } from '../../core/image.ts';
import { blurred, type Plane } from '../kernels/sift.ts';
import { warped } from '../kernels/warp.ts';

export interface MaskedLuma {
  readonly luma: LumaImage;
  readonly mask?: MaskImage;
}

/** The part both images may share, in the resolution of the coarser one. */
export interface CommonFrame {
  readonly width: number;
  readonly height: number;
  /** Frame pixels → pixels of a, of b. */
  readonly toA: Matrix;
  readonly toB: Matrix;
  /** grey, [0, 255]. */
  readonly a: Float32Array;
  readonly b: Float32Array;
  /** 1 where the pixel lies in both images. */
  readonly inside: Uint8Array;
  /** 1 where it also is masked in neither. */
  readonly use: Uint8Array;
}

export interface FrameOptions {
  /** px of the frame; larger overlaps are looked at in less detail. */
  readonly maxPixels?: number;
  /** px of the frame, Gaussian blur against grain and JPEG. */
  readonly smoothing?: number;
}

/** px; a thinner overlap holds no window of 13 px. */
const LEAST_SIDE = 13;

/** @returns `undefined` when the transform leaves less than a strip of 13 px in common. */
export function toCommonFrame(a: MaskedLuma, b: MaskedLuma, matrix: Matrix, { maxPixels = 350_000, smoothing = 0.8 }: FrameOptions = {}): CommonFrame | undefined {
  const box = sharedBox(a.luma, b.luma, matrix);
  if (!box) return undefined;
  const { scale } = motionOf(matrix);
  const detail = Math.min(1, scale) * Math.min(1, Math.sqrt(maxPixels / (box.width * box.height * Math.min(1, scale) ** 2)));
  const width = Math.floor(box.width * detail);
  const height = Math.floor(box.height * detail);
  if (width < LEAST_SIDE || height < LEAST_SIDE || !Number.isFinite(scale)) return undefined;

  const toA: Matrix = [1 / detail, 0, box.x, 0, 1 / detail, box.y, 0, 0, 1];
  const toB = multiply(matrix, toA);
  const [first, second] = [seen(a, toA, 1 / detail, { width, height }), seen(b, toB, scale / detail, { width, height })];
  const inside = new Uint8Array(width * height);
  const use = new Uint8Array(width * height);
  for (let i = 0; i < use.length; i++) {
    inside[i] = (first.inside[i] ?? 0) & (second.inside[i] ?? 0);
    use[i] = inside[i] && !first.masked[i] && !second.masked[i] ? 1 : 0;
  }
  return {
    width, height, toA, toB, inside, use,
    a: blurred({ width, height, data: first.data }, smoothing), b: blurred({ width, height, data: second.data }, smoothing),
  };
}

/** Bounding box in a of what b covers, on whole pixels. */
function sharedBox(a: LumaImage, b: LumaImage, matrix: Matrix): { x: number; y: number; width: number; height: number } | undefined {
  let back: Matrix;
  try {
    back = invert(matrix);
  } catch {
    return undefined;
  }
  const corners: Point[] = [{ x: 0, y: 0 }, { x: b.width, y: 0 }, { x: b.width, y: b.height }, { x: 0, y: b.height }].map((p) => applyTo(back, p));
  const x = Math.max(0, Math.floor(Math.min(...corners.map((p) => p.x)) + 1e-6));
  const y = Math.max(0, Math.floor(Math.min(...corners.map((p) => p.y)) + 1e-6));
  const right = Math.min(a.width, Math.ceil(Math.max(...corners.map((p) => p.x)) - 1e-6));
  const bottom = Math.min(a.height, Math.ceil(Math.max(...corners.map((p) => p.y)) - 1e-6));
  return right - x >= 1 && bottom - y >= 1 ? { x, y, width: right - x, height: bottom - y } : undefined;
}

interface Seen {
  readonly data: Float32Array;
  readonly inside: Uint8Array;
  readonly masked: Uint8Array;
}

/** @param step source pixels for one frame pixel. */
function seen({ luma, mask }: MaskedLuma, toSource: Matrix, step: number, size: { width: number; height: number }): Seen {
  const source: Plane = step > 1.05 ? { ...luma, data: blurred(luma, 0.5 * Math.sqrt(step * step - 1)) } : luma;
  const { data, inside } = cutOut(source, toSource, size) ?? warped(source, toSource, size);
  return { data, inside, masked: mask && !isBlank(mask) ? maskedUnder(mask, toSource, inside, size) : new Uint8Array(data.length) };
}

/** Where the transform only shifts by whole pixels, and what is asked for lies inside, the warp gives the samples as they are. */
function cutOut({ width, height, data }: Plane, m: Matrix, size: { width: number; height: number }): { data: Float32Array; inside: Uint8Array } | undefined {
  const [x, y] = [m[2], m[5]];
  const isShift = m[0] === 1 && m[1] === 0 && m[3] === 0 && m[4] === 1 && m[6] === 0 && m[7] === 0 && m[8] === 1 && Number.isInteger(x) && Number.isInteger(y);
  if (!isShift || x < 0 || y < 0 || x + size.width > width || y + size.height > height) return undefined;
  const out = new Float32Array(size.width * size.height);
  for (let row = 0; row < size.height; row++) {
    const from = (y + row) * width + x;
    out.set(data.subarray(from, from + size.width), row * size.width);
  }
  return { data: out, inside: new Uint8Array(out.length).fill(1) };
}

function isBlank({ data }: MaskImage): boolean {
  for (let i = 0; i < data.length; i++) if (data[i]) return false;
  return true;
}

/** `applyTo` for every pixel, written out: it is called for millions. */
function maskedUnder(mask: MaskImage, m: Matrix, inside: Uint8Array, { width, height }: { width: number; height: number }): Uint8Array {
  const out = new Uint8Array(width * height);
  const [right, bottom] = [mask.width - 1, mask.height - 1];
  const isAffine = m[6] === 0 && m[7] === 0 && m[8] === 1;
  for (let row = 0, i = 0; row < height; row++) for (let column = 0; column < width; column++, i++) {
    if (!inside[i]) continue;
    const px = column + 0.5;
    const py = row + 0.5;
    const w = isAffine ? 1 : m[6] * px + m[7] * py + m[8];
    const x = Math.min(right, Math.floor((m[0] * px + m[1] * py + m[2]) / w));
    const y = Math.min(bottom, Math.floor((m[3] * px + m[4] * py + m[5]) / w));
    if (mask.data[y * mask.width + x]) out[i] = 1;
  }
  return out;
}
