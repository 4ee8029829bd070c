/** A sheet seen from an angle, as if seen from straight above. */
import { applyTo, translation, multiply, type Matrix, type Point } from '../../core/geometry.ts';
import { image, type RgbImage } from '../../core/image.ts';
import { warped } from '../kernels/warp.ts';
import { fitHomography } from '../matching/homography.ts';
import type { Quad } from './quad.ts';

/** px: rows of the result that are made at a time, so that a large picture never stands in memory as floats. */
const BAND = 256;
/** px of a side of the result, at most. */
const MOST = 8192;
/** Ratios of the sheet's sides beyond this are a mistake of the estimate, not a sheet. */
const LONGEST = 6;

/** The sheet between the corners, as large as it is seen. @throws {RangeError} the corners lie on a line. */
export function rectify(rgb: RgbImage, corners: Quad): RgbImage {
  const { width, height } = sizeOf(corners, rgb);
  const [a, b, c, d] = corners;
  const toSource = fitHomography([[0, 0, a.x, a.y], [width, 0, b.x, b.y], [width, height, c.x, c.y], [0, height, d.x, d.y]]);
  if (!toSource) throw new RangeError('the corners lie on a line');
  const out = new Uint8Array(width * height * 3);
  for (let top = 0; top < height; top += BAND) {
    const band = { width, height: Math.min(BAND, height - top) };
    warpBand(rgb, multiply(toSource, translation(0, top)), band, out.subarray(3 * width * top, 3 * width * (top + band.height)));
  }
  return image(width, height, 3, out);
}

type Size = { readonly width: number; readonly height: number };

function warpBand(rgb: RgbImage, toSource: Matrix, band: Size, out: Uint8Array): void {
  const corners = [[0, 0], [band.width, 0], [band.width, band.height], [0, band.height]].map(([x = 0, y = 0]) => applyTo(toSource, { x, y }));
  const low = (axis: 'x' | 'y'): number => Math.max(0, Math.floor(Math.min(...corners.map((p) => p[axis]))) - 3);
  const high = (axis: 'x' | 'y', most: number): number => Math.min(most, Math.ceil(Math.max(...corners.map((p) => p[axis]))) + 3);
  const [x0, y0] = [Math.min(low('x'), rgb.width - 1), Math.min(low('y'), rgb.height - 1)];
  const [width, height] = [Math.max(1, high('x', rgb.width) - x0), Math.max(1, high('y', rgb.height) - y0)];
  const plane = new Float32Array(width * height);
  const within = multiply(translation(-x0, -y0), toSource);
  for (let c = 0; c < 3; c++) {
    for (let y = 0, i = 0; y < height; y++) for (let x = 0; x < width; x++, i++) plane[i] = rgb.data[((y0 + y) * rgb.width + x0 + x) * 3 + c] ?? 0;
    const { data, inside } = warped({ width, height, data: plane }, within, band);
    for (let i = 0; i < data.length; i++) out[3 * i + c] = inside[i] ? Math.max(0, Math.min(255, Math.round(data[i] ?? 0))) : 255;
  }
}

/** As wide as its wider edge is seen; as high as the ratio of its sides says, or else as its higher edge is seen. */
function sizeOf([a, b, c, d]: Quad, rgb: RgbImage): Size {
  const wide = Math.max(apart(a, b), apart(d, c));
  const high = Math.max(apart(a, d), apart(b, c));
  const ratio = ratioOf([a, b, c, d], rgb);
  const height = ratio === undefined ? high : Math.max(high, wide / ratio);
  const width = ratio === undefined ? wide : height * ratio;
  const fit = Math.min(1, MOST / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * fit)), height: Math.max(1, Math.round(height * fit)) };
}

const apart = (p: Point, q: Point): number => Math.hypot(p.x - q.x, p.y - q.y);

/**
 * Width over height of the sheet itself, from how its edges converge, for a camera that looks through the middle of its picture.
 * Source: Zhang and He, Whiteboard scanning, Digital Signal Processing 17(2), 2007, doi:10.1016/j.dsp.2006.05.006, equations 11, 12, 20 and 21.
 * Undefined: the edges are (nearly) parallel in pairs, which tells nothing of the focal length, or the result is no sheet.
 */
function ratioOf(corners: Quad, { width, height }: Size): number | undefined {
  const [m1, m2, m4, m3] = corners.map(({ x, y }) => [x - width / 2, y - height / 2, 1] as const);
  if (!m1 || !m2 || !m3 || !m4) return undefined;
  const k2 = dot(cross(m1, m4), m3) / dot(cross(m2, m4), m3);
  const k3 = dot(cross(m1, m4), m2) / dot(cross(m3, m4), m2);
  const n2 = minus(times(m2, k2), m1);
  const n3 = minus(times(m3, k3), m1);
  if (Math.abs(n2[2] * n3[2]) < 0.0025) return undefined;
  const f2 = -(n2[0] * n3[0] + n2[1] * n3[1]) / (n2[2] * n3[2]);
  const side = Math.max(width, height);
  if (!(f2 > (0.4 * side) ** 2 && f2 < (6 * side) ** 2)) return undefined;
  const length = (n: Vector): number => Math.sqrt((n[0] ** 2 + n[1] ** 2) / f2 + n[2] ** 2);
  const ratio = length(n2) / length(n3);
  return ratio > 1 / LONGEST && ratio < LONGEST ? ratio : undefined;
}

type Vector = readonly [number, number, number];
const cross = (p: Vector, q: Vector): Vector => [p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0]];
const dot = (p: Vector, q: Vector): number => p[0] * q[0] + p[1] * q[1] + p[2] * q[2];
const times = (p: Vector, k: number): Vector => [p[0] * k, p[1] * k, p[2] * k];
const minus = (p: Vector, q: Vector): Vector => [p[0] - q[0], p[1] - q[1], p[2] - q[2]];
