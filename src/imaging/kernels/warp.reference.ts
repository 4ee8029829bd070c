/** Resampling along a plane transform in plain TypeScript: specification and oracle of kernels/warp.ts. */
import { applyTo, type Matrix } from '../../core/geometry.ts';
import type { Plane } from './sift.ts';
import type { Warped } from './warp.ts';

export function warpedReference(source: Plane, toSource: Matrix, target: { readonly width: number; readonly height: number }): Warped {
  const { width, height } = source;
  const inside = new Uint8Array(target.width * target.height);
  const data = new Float32Array(target.width * target.height);
  for (let i = 0; i < data.length; i++) {
    const { x, y } = applyTo(toSource, { x: (i % target.width) + 0.5, y: Math.floor(i / target.width) + 0.5 });
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
