/** Ink on a page: anything darker than what is around it, as pixels, letters and words. */
import type { Box } from '../../core/geometry.ts';
import { image, type LumaImage, type MaskImage } from '../../core/image.ts';
import { connectedComponents } from '../components.ts';

/** grey under the local mean that makes a pixel ink. */
const INK = 24;
/** px: half the side of the square whose mean is compared with. */
const NEAR = 12;

export interface Words {
  readonly ink: MaskImage;
  readonly words: readonly Box[];
  /** Connected pieces of ink of a letter's size. */
  readonly glyphs: readonly Box[];
}

/** Several detectors ask for the words of one page. */
const found = new WeakMap<LumaImage, Words>();

export function findWords(luma: LumaImage): Words {
  const known = found.get(luma) ?? readWords(luma);
  found.set(luma, known);
  return known;
}

function readWords(luma: LumaImage): Words {
  const ink = inkOf(luma);
  const glyphs = boxesOf(ink, { least: [4, 8], most: [60, 70] });
  const gap = Math.max(4, Math.round(luma.width / 110));
  return { ink, glyphs, words: boxesOf(joined(ink, gap), { least: [18, 9], most: [360, 80] }) };
}

/** 1 = clearly darker than the mean of the surrounding 25 × 25. Sums of columns go along with the rows: a table of the whole page would be eight bytes a pixel. */
export function inkOf({ width, height, data }: LumaImage): MaskImage {
  const out = new Uint8Array(width * height);
  const [columns, upTo] = [new Float64Array(width), new Float64Array(width + 1)];
  const take = (row: number, sign: 1 | -1): void => {
    if (row >= 0 && row < height) for (let x = 0, at = row * width; x < width; x++, at++) columns[x] = (columns[x] ?? 0) + sign * (data[at] ?? 0);
  };
  for (let y = 0; y < NEAR; y++) take(y, 1);
  for (let y = 0; y < height; y++) {
    take(y + NEAR, 1);
    take(y - NEAR - 1, -1);
    for (let x = 0; x < width; x++) upTo[x + 1] = (upTo[x] ?? 0) + (columns[x] ?? 0);
    const rows = Math.min(height, y + NEAR + 1) - Math.max(0, y - NEAR);
    for (let x = 0; x < width; x++) {
      const [x0, x1] = [Math.max(0, x - NEAR), Math.min(width, x + NEAR + 1)];
      const mean = ((upTo[x1] ?? 0) - (upTo[x0] ?? 0)) / ((x1 - x0) * rows);
      out[y * width + x] = (data[y * width + x] ?? 0) < mean - INK ? 1 : 0;
    }
  }
  return image(width, height, 1, out);
}

/** Horizontal gaps up to `gap` px are filled. */
function joined({ width, height, data }: MaskImage, gap: number): MaskImage {
  const out = data.slice();
  for (let y = 0; y < height; y++) {
    let last = -1000;
    for (let x = 0; x < width; x++) {
      if (!data[y * width + x]) continue;
      if (x - last <= gap) out.fill(1, y * width + Math.max(0, last), y * width + x);
      last = x;
    }
  }
  return image(width, height, 1, out);
}

function boxesOf(mask: MaskImage, { least, most }: { readonly least: readonly [number, number]; readonly most: readonly [number, number] }): readonly Box[] {
  return connectedComponents(mask).components.map(({ box }) => box)
    .filter(({ x, y, width, height }) => width >= least[0] && height >= least[1] && width <= most[0] && height <= most[1] && x > 4 && y > 4 && x + width < mask.width - 4 && y + height < mask.height - 4);
}
