/** Resampling along a plane transform in plain TypeScript: specification and oracle of kernels/warp.ts. */
import { applyTo, type Matrix, type Point } from '../../core/geometry.ts';
import type { Plane } from './sift.ts';
import type { Flow, Warped } from './warp.ts';

type Size = { readonly width: number; readonly height: number };

export function warpedReference(source: Plane, toSource: Matrix, target: Size): Warped {
  return sampled(source, target, (point) => applyTo(toSource, point));
}

export function warpedWithFlowReference(source: Plane, toSource: Matrix, flow: Flow, target: Size): Warped {
  return sampled(source, target, ({ x, y }) => {
    const [dx, dy] = displacement(flow, x, y);
    return applyTo(toSource, { x: x + dx, y: y + dy });
  });
}

/** Bilinear between the middles of the cells, constant beyond the outermost. */
function displacement({ width, height, cell, data }: Flow, x: number, y: number): [number, number] {
  const [gx, gy] = [Math.min(width - 1, Math.max(0, x / cell - 0.5)), Math.min(height - 1, Math.max(0, y / cell - 0.5))];
  const [x0, y0] = [Math.floor(gx), Math.floor(gy)];
  const [x1, y1] = [Math.min(width - 1, x0 + 1), Math.min(height - 1, y0 + 1)];
  const at = (column: number, row: number, axis: 0 | 1): number => data[2 * (row * width + column) + axis] ?? 0;
  const mix = (axis: 0 | 1): number => {
    const upper = at(x0, y0, axis) * (1 - (gx - x0)) + at(x1, y0, axis) * (gx - x0);
    const lower = at(x0, y1, axis) * (1 - (gx - x0)) + at(x1, y1, axis) * (gx - x0);
    return upper * (1 - (gy - y0)) + lower * (gy - y0);
  };
  return [mix(0), mix(1)];
}

function sampled(source: Plane, target: Size, toSource: (point: Point) => Point): Warped {
  const { width, height } = source;
  const inside = new Uint8Array(target.width * target.height);
  const data = new Float32Array(target.width * target.height);
  for (let i = 0; i < data.length; i++) {
    const { x, y } = toSource({ x: (i % target.width) + 0.5, y: Math.floor(i / target.width) + 0.5 });
    if (!(x >= 0 && y >= 0 && x <= width && y <= height)) continue;
    inside[i] = 1;
    const [ix, iy] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
    for (let v = -1; v <= 2; v++) for (let u = -1; u <= 2; u++) {
      const row = Math.min(height - 1, Math.max(0, iy + v));
      const column = Math.min(width - 1, Math.max(0, ix + u));
      data[i] = (data[i] ?? 0) + keys(x - 0.5 - ix - u) * keys(y - 0.5 - iy - v) * (source.data[row * width + column] ?? 0);
    }
  }
  return { width: target.width, height: target.height, data, inside };
}

/** Keys' cubic, a = −1/2. */
function keys(distance: number): number {
  const d = Math.abs(distance);
  if (d >= 2) return 0;
  return d <= 1 ? 1 + d * d * (1.5 * d - 2.5) : -0.5 * (d - 1) * (2 - d) ** 2;
}
