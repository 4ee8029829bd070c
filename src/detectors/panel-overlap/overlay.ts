/** Colour drawn over one grey picture: segmentations, traced cells, activity on a template. */
import { applyTo, motionOf, type Matrix } from '../../core/geometry.ts';
import type { RgbImage } from '../../core/image.ts';

/** px; the grid on which colours are compared, and the blocks they are averaged over, against chroma subsampling. */
const STEP = 3;
/** grey, largest less smallest of red, green and blue: from here a block is coloured, up to there it is grey. */
const COLOURED = 45;
const GREY = 20;
/** deg; hues farther apart are two colours. A change of contrast keeps the hue. */
const HUE = 30;
/** Share of a panel that is coloured in either, at least, and of that the share which must differ. */
const LEAST_COLOURED = 0.01;
const LEAST_DIFFERING = 0.08;
/** Up to this share the colour lies on a grey picture, of which this much must be left in either panel. */
const MOST_DRAWN = 0.5;
const LEAST_GREY = 0.5;
/** Mean resultant length of the hues; where nearly all is coloured, a stain has one hue and a segmentation many. */
const MANY_HUES = 0.6;
/** deg and share of the panel's side: what was drawn on one picture twice lies upright and nearly in one place. */
const MAX_TURN = 2;
const MAX_SHIFT = 0.08;

/** Whether two panels show one grey picture in one place and carry different colours on it. */
export function isOtherOverlay(matrix: Matrix, a: RgbImage, b: RgbImage): boolean {
  const { rotation, mirrored } = motionOf(matrix);
  if (mirrored || Math.abs(rotation) > MAX_TURN || !isCentred(matrix, a, b)) return false;
  let [all, greyA, greyB, coloured, differing, cos, sin] = [0, 0, 0, 0, 0, 0, 0];
  for (let y = 1; y < a.height - 1; y += STEP) for (let x = 1; x < a.width - 1; x += STEP) {
    const there = applyTo(matrix, { x: x + 0.5, y: y + 0.5 });
    const [u, v] = [Math.floor(there.x), Math.floor(there.y)];
    if (u < 1 || v < 1 || u >= b.width - 1 || v >= b.height - 1) continue;
    const [p, q] = [tintAt(a, x, y), tintAt(b, u, v)];
    all++;
    if (p.strength <= GREY) greyA++;
    if (q.strength <= GREY) greyB++;
    if (Math.max(p.strength, q.strength) < COLOURED) continue;
    coloured++;
    const hue = ((p.strength > q.strength ? p.hue : q.hue) * Math.PI) / 180;
    cos += Math.cos(hue);
    sin += Math.sin(hue);
    const apart = Math.abs(p.hue - q.hue) % 360;
    if (Math.min(p.strength, q.strength) <= GREY || (Math.min(p.strength, q.strength) >= COLOURED && Math.min(apart, 360 - apart) > HUE)) differing++;
  }
  const isDrawn = coloured <= MOST_DRAWN * all ? Math.max(greyA, greyB) >= LEAST_GREY * all : Math.hypot(cos, sin) <= MANY_HUES * coloured;
  return isDrawn && coloured >= LEAST_COLOURED * all && differing >= LEAST_DIFFERING * coloured;
}

/** The middle of a goes near the middle of b. */
function isCentred(matrix: Matrix, a: RgbImage, b: RgbImage): boolean {
  const { x, y } = applyTo(matrix, { x: a.width / 2, y: a.height / 2 });
  return Math.abs(x - b.width / 2) <= MAX_SHIFT * b.width && Math.abs(y - b.height / 2) <= MAX_SHIFT * b.height;
}

/** Colour of the 3 × 3 pixels around one: strength in grey levels, hue in degrees. */
function tintAt({ width, data }: RgbImage, x: number, y: number): { strength: number; hue: number } {
  let [r, g, b] = [0, 0, 0];
  for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) {
    const at = 3 * ((y + dy) * width + x + dx);
    r += (data[at] ?? 0) / 9;
    g += (data[at + 1] ?? 0) / 9;
    b += (data[at + 2] ?? 0) / 9;
  }
  return { strength: Math.max(r, g, b) - Math.min(r, g, b), hue: (Math.atan2(Math.sqrt(3) * (g - b), 2 * r - g - b) * 180) / Math.PI };
}
