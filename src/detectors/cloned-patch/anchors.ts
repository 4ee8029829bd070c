/** Places of ink that look the same wherever the ink is: where a copy of a word keeps its marks. */
import type { LumaImage } from '../../core/image.ts';

export interface Anchor {
  readonly x: number;
  readonly y: number;
}

/** px: nothing nearer to the edge, so that a patch around it is whole. */
export const MARGIN = 12;

/** px: rows looked at together, so that what is measured of each pixel is held for these alone. */
const BAND = 256;

/** Extrema of the difference of two box means in 5 × 5 neighbourhoods, the strongest first. @param most kept. @param least grey. */
export function findAnchors(luma: LumaImage, { most, least }: { readonly most: number; readonly least: number }): readonly Anchor[] {
  const { width, height } = luma;
  const found: { x: number; y: number; strength: number }[] = [];
  for (let top = MARGIN; top < height - MARGIN; top += BAND) {
    const [first, last] = [top - MARGIN, Math.min(height, top + BAND + MARGIN)];
    const response = differenceOfBoxes({ width, height: last - first, data: luma.data.subarray(first * width, last * width) });
    for (let y = top; y < Math.min(height - MARGIN, top + BAND); y++) {
      for (let x = MARGIN, at = (y - first) * width + MARGIN; x < width - MARGIN; x++, at++) {
        const v = response[at] ?? 0;
        const strength = Math.abs(v);
        if (strength < least || !isExtremum(response, width, at, v)) continue;
        found.push({ x, y, strength });
      }
    }
  }
  found.sort((a, b) => b.strength - a.strength || a.y - b.y || a.x - b.x);
  const kept: Anchor[] = [];
  for (const { x, y } of found) {
    if (kept.length >= most) break;
    if (canTell(luma, x, y)) kept.push({ x, y });
  }
  return kept;
}

/** px: half the patch that copies are compared by. */
const PATCH = 8;
/** Least share of the gradient's energy that lies across the main direction: along a straight edge (the rim of a sheet, a ruled line) every patch repeats by nature. Set, not fitted. */
const LEAST_ACROSS = 0.04;
/** A patch of clipped black and clipped white has no noise: frames, dates and letters that a camera or a program draws repeat by nature. grey; shares of the patch. */
const CLIPPED = { black: 3, white: 252, leastBlack: 0.08, most: 0.55, mostBlack: 0.25 } as const;

/** Whether a repeat of the patch around this place would say anything. Source: the aperture problem; structure tensor of Förstner and Gülch, ISPRS Intercommission Workshop 1987. */
function canTell({ width, data }: LumaImage, x: number, y: number): boolean {
  let [xx, yy, xy, black, white] = [0, 0, 0, 0, 0];
  for (let v = y - PATCH; v <= y + PATCH; v++) {
    for (let at = v * width + x - PATCH; at <= v * width + x + PATCH; at++) {
      const dx = (data[at + 1] ?? 0) - (data[at - 1] ?? 0);
      const dy = (data[at + width] ?? 0) - (data[at - width] ?? 0);
      xx += dx * dx;
      yy += dy * dy;
      xy += dx * dy;
      if ((data[at] ?? 0) <= CLIPPED.black) black++;
      else if ((data[at] ?? 0) >= CLIPPED.white) white++;
    }
  }
  const half = Math.sqrt(((xx - yy) / 2) ** 2 + xy * xy);
  const pixels = (2 * PATCH + 1) ** 2;
  const isDrawn = black > CLIPPED.mostBlack * pixels || (black >= CLIPPED.leastBlack * pixels && black + white > CLIPPED.most * pixels);
  return !isDrawn && (xx + yy) / 2 - half >= LEAST_ACROSS * (xx + yy);
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
function differenceOfBoxes({ width, height, data }: Pick<LumaImage, 'width' | 'height' | 'data'>): Float32Array {
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
