/** What one word's pixels say of how they came onto the page. */
import type { Box } from '../../core/geometry.ts';
import type { LumaImage, MaskImage } from '../../core/image.ts';

export interface WordMeasures {
  readonly box: Box;
  /** Mean luma of its ink, grey. */
  readonly darkness: number;
  /** log of twice the area over the perimeter, px. */
  readonly stroke: number;
  /** log of the mean step at the ink's border over the difference of paper and ink: 0 = one pixel wide. */
  readonly edge: number;
  /** log of the standard deviation of the paper 2 to 4 px from the ink, grey: ringing and grain. */
  readonly rim: number;
  /** Mean luma there, grey. */
  readonly rimTone: number;
}

export function measureWord({ width, height, data }: LumaImage, ink: MaskImage, box: Box): WordMeasures {
  let [area, perimeter, dark, steps, borders] = [0, 0, 0, 0, 0];
  let [rims, rimSum, rimSquares] = [0, 0, 0];
  const [x0, x1] = [Math.max(4, box.x - 4), Math.min(width - 4, box.x + box.width + 4)];
  const [y0, y1] = [Math.max(4, box.y - 4), Math.min(height - 4, box.y + box.height + 4)];
  for (let y = y0; y < y1; y++) {
    for (let x = x0, at = y * width + x0; x < x1; x++, at++) {
      const v = data[at] ?? 0;
      if (ink.data[at]) {
        area++;
        dark += v;
        for (const step of [1, -1, width, -width]) {
          if (ink.data[at + step]) continue;
          perimeter++;
          borders++;
          steps += Math.abs((data[at + step] ?? 0) - v) + Math.abs((data[at + 2 * step] ?? 0) - (data[at + step] ?? 0)) * 0.5;
        }
      } else if (isRim(ink, at)) {
        rims++;
        rimSum += v;
        rimSquares += v * v;
      }
    }
  }
  const paper = rims > 0 ? rimSum / rims : 255;
  const darkness = area > 0 ? dark / area : 0;
  const variance = rims > 0 ? Math.max(0, rimSquares / rims - paper * paper) : 0;
  return {
    box, darkness, stroke: Math.log((2 * area + 1) / (perimeter + 1)),
    edge: Math.log((steps / Math.max(1, borders) + 1) / (Math.abs(paper - darkness) + 8)), rim: Math.log(Math.sqrt(variance) + 0.3), rimTone: paper,
  };
}

/** No ink within 1 px, but within 4 px in a straight line. */
function isRim({ width, data }: MaskImage, at: number): boolean {
  if (data[at + 1] || data[at - 1] || data[at + width] || data[at - width]) return false;
  for (let d = 2; d <= 4; d++) if (data[at + d] || data[at - d] || data[at + d * width] || data[at - d * width]) return true;
  return false;
}
