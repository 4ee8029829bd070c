/** Large pictures to mark, and how long that takes. */
import sharp from 'sharp';
import { image, type RgbImage } from '../src/core/image.ts';
import { seededRandom } from '../src/core/random.ts';
import { embedMark } from '../src/watermark/embed.ts';
import { rgbLuma } from '../src/watermark/files/rgb-luma.ts';
import { photo } from '../test/support/synthetic.ts';

export const KEY = Uint8Array.from({ length: 32 }, (_, i) => i);

/** The mark worked out and every row of it read. */
export function embedWhole(scene: RgbImage): void {
  const outcome = embedMark({ source: rgbLuma(scene), key: KEY });
  if (outcome.refused) throw new Error('the picture was refused');
  const row = new Float32Array(scene.width);
  for (let y = 0; y < scene.height; y++) outcome.delta.read(y, row);
}

/** A drawn scene, enlarged, with the grain of a sensor: what is drawn is not a camera's detail, but as much work. */
export async function grained(width: number, height: number): Promise<RgbImage> {
  const scene = photo('bench marks', 1600, 1200);
  const data = await sharp(scene.data, { raw: { width: 1600, height: 1200, channels: 3 } }).resize(width, height, { fit: 'fill' }).raw().toBuffer();
  const random = seededRandom('grain');
  const grain = Int8Array.from({ length: 65_537 }, () => Math.round(9 * (random.next() + random.next() - 1)));
  for (let i = 0; i < data.length; i++) data[i] = Math.min(255, Math.max(0, (data[i] ?? 0) + (grain[(i * 31) % grain.length] ?? 0)));
  return image(width, height, 3, new Uint8Array(data.buffer, data.byteOffset, data.length));
}

export function cpuOf<T>(work: () => T): { readonly ms: number; readonly value: T } {
  const started = process.cpuUsage();
  const value = work();
  const { user, system } = process.cpuUsage(started);
  return { ms: (user + system) / 1000, value };
}
