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
  const { data, inside } = warped(source, toSource, size);
  const masked = new Uint8Array(data.length);
  if (!mask || !mask.data.some((value) => value !== 0)) return { data, inside, masked };
  for (let i = 0; i < masked.length; i++) {
    if (!inside[i]) continue;
    const { x, y } = applyTo(toSource, { x: (i % size.width) + 0.5, y: Math.floor(i / size.width) + 0.5 });
    const at = Math.min(mask.height - 1, Math.floor(y)) * mask.width + Math.min(mask.width - 1, Math.floor(x));
    masked[i] = mask.data[at] ? 1 : 0;
  }
  return { data, inside, masked };
}
