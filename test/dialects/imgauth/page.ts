/** A seeded sheet of letter-like marks on grainy paper, as a file; on request with a word copied onto another. */
import sharp from 'sharp';
import { seededRandom } from '../../../src/core/random.ts';
import { gaussian } from '../../support/random.ts';

export async function page(width: number, height: number, format: 'jpeg' | 'png' | 'webp' | 'tiff' | 'gif', quality = 90, forged = false): Promise<Buffer> {
  const random = seededRandom(`page/${width}/${height}`);
  const data = new Float32Array(width * height).fill(225);
  for (let line = 40; line + 30 < height; line += 34) {
    for (let x = 40; x + 20 < width - 30; x += random.next() < 0.2 ? 30 : 15) letter(data, width, x + random.next() * 0.8, line + random.next() * 0.8, random);
  }
  const grey = Uint8Array.from(Uint8ClampedArray.from(data, (v) => v + 2.5 * gaussian(random)));
  if (forged) copy(grey, width, { x: 180, y: 175, width: 130, height: 26 }, { x: 461, y: 379 });
  return sharp(grey, { raw: { width, height, channels: 1 } }).toColourspace('srgb').toFormat(format, { quality }).toBuffer();
}

/** Three strokes with soft edges, drawn anew at each place. */
function letter(data: Float32Array, width: number, x: number, y: number, random: ReturnType<typeof seededRandom>): void {
  for (let stroke = 0; stroke < 3; stroke++) {
    const [x0, y0, x1, y1] = [x + 10 * random.next(), y + 18 * random.next(), x + 10 * random.next(), y + 18 * random.next()];
    for (let v = Math.floor(y) - 2; v < y + 21; v++) for (let u = Math.floor(x) - 2; u < x + 13; u++) {
      const t = Math.max(0, Math.min(1, ((u - x0) * (x1 - x0) + (v - y0) * (y1 - y0)) / Math.max(1e-6, (x1 - x0) ** 2 + (y1 - y0) ** 2)));
      const ink = Math.max(0, Math.min(1, 1.6 - Math.hypot(u - x0 - t * (x1 - x0), v - y0 - t * (y1 - y0))));
      const at = v * width + u;
      data[at] = Math.min(data[at] ?? 0, 225 - 175 * ink);
    }
  }
}

function copy(grey: Uint8Array, stride: number, from: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }, to: { readonly x: number; readonly y: number }): void {
  for (let y = 0; y < from.height; y++) grey.set(grey.slice((from.y + y) * stride + from.x, (from.y + y) * stride + from.x + from.width), (to.y + y) * stride + to.x);
}
