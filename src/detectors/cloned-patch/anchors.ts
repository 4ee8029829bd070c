/** Places of ink that look the same wherever the ink is: where a copy of a word keeps its marks. */
import type { LumaImage } from '../../core/image.ts';

export interface Anchor {
  readonly x: number;
  readonly y: number;
}

/** px: nothing nearer to the edge, so that a patch around it is whole. */
export const MARGIN = 12;

/** Extrema of the difference of two box means in 5 × 5 neighbourhoods, the strongest first. @param most kept. @param least grey. */
export function findAnchors(luma: LumaImage, { most, least }: { readonly most: number; readonly least: number }): readonly Anchor[] {
  const { width, height } = luma;
  const response = differenceOfBoxes(luma);
  const found: { x: number; y: number; strength: number }[] = [];
  for (let y = MARGIN; y < height - MARGIN; y++) {
    for (let x = MARGIN, at = y * width + MARGIN; x < width - MARGIN; x++, at++) {
      const v = response[at] ?? 0;
      const strength = Math.abs(v);
      if (strength < least || !isExtremum(response, width, at, v)) continue;
      found.push({ x, y, strength });
    }
  }
  return found.sort((a, b) => b.strength - a.strength || a.y - b.y || a.x - b.x).slice(0, most);
}

function isExtremum(response: Float32Array, width: number, at: number, v: number): boolean {
  for (let dy = -2; dy <= 2; dy++) {
    for (let dx = -2; dx <= 2; dx++) {
      const other = response[at + dy * width + dx] ?? 0;
      if ((dx !== 0 || dy !== 0) && (v > 0 ? other >= v : other <= v)) return false;
    }
  }
  return true;
}

/** Mean over 3 × 3 less mean over 9 × 9. */
function differenceOfBoxes({ width, height, data }: LumaImage): Float32Array {
  const stride = width + 1;
  const table = new Float64Array(stride * (height + 1));
  for (let y = 0; y < height; y++) {
    let line = 0;
    for (let x = 0; x < width; x++) {
      line += data[y * width + x] ?? 0;
      table[(y + 1) * stride + x + 1] = (table[y * stride + x + 1] ?? 0) + line;
    }
  }
  const mean = (x: number, y: number, r: number): number =>
    ((table[(y + r + 1) * stride + x + r + 1] ?? 0) - (table[(y + r + 1) * stride + x - r] ?? 0) - (table[(y - r) * stride + x + r + 1] ?? 0) + (table[(y - r) * stride + x - r] ?? 0)) / (2 * r + 1) ** 2;
  const out = new Float32Array(width * height);
  for (let y = 4; y < height - 4; y++) for (let x = 4; x < width - 4; x++) out[y * width + x] = mean(x, y, 1) - mean(x, y, 4);
  return out;
}
