/** A seeded scanned sheet of letter-like marks on grainy paper, with edits made into it before it is saved. */
import sharp from 'sharp';
import type { Box } from '../../src/core/geometry.ts';
import { seededRandom } from '../../src/core/random.ts';
import { page } from '../dialects/imgauth/page.ts';
import { gaussian } from './random.ts';

/** Grey values of the sheet, [0, 255]; nothing saved lossy yet unless `earlier` says so. */
export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** @param earlier JPEG quality it went through before. */
export async function scannedPage(width: number, height: number, earlier?: number): Promise<Grey> {
  const bytes = await page(width, height, earlier === undefined ? 'png' : 'jpeg', earlier);
  const { data } = await sharp(bytes).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  return { width, height, data: new Uint8Array(data) };
}

/** Every pixel of the box replaced. */
export function edited({ width, height, data }: Grey, box: Box, value: (x: number, y: number, old: number) => number): Grey {
  const out = Uint8Array.from(data);
  for (let y = box.y; y < box.y + box.height; y++) for (let x = box.x; x < box.x + box.width; x++) out[y * width + x] = Math.max(0, Math.min(255, Math.round(value(x, y, data[y * width + x] ?? 0))));
  return { width, height, data: out };
}

/** Standard normal values, one a call. */
export function grain(seed: string): () => number {
  const random = seededRandom(seed);
  return () => gaussian(random);
}

export const asPng = ({ width, height, data }: Grey): Promise<Buffer> => sharp(data, { raw: { width, height, channels: 1 } }).toColourspace('srgb').png({ compressionLevel: 2 }).toBuffer();
