/** Decodes a source picture, independently of the product's own codecs. */
import sharp from 'sharp';
import { image } from '../../src/core/image.ts';
import type { Bytes } from '../../test/support/synthetic-edit.ts';
import type { Source } from './sources.ts';

const kept = new Map<string, Bytes<3>>();

/** RGB, 8 bit; 16-bit pictures are stretched between their 0.5 and 99.5 percentiles, as a person would before publishing. */
export async function decodeSource({ path }: Pick<Source, 'path'>): Promise<Bytes<3>> {
  const found = kept.get(path);
  if (found) return found;
  const { depth } = await sharp(path, { failOn: 'none' }).metadata();
  const decoded = depth === 'ushort' ? await stretched(path) : await plain(path);
  if (kept.size > 40) kept.clear();
  kept.set(path, decoded);
  return decoded;
}

export async function plain(input: string | Uint8Array): Promise<Bytes<3>> {
  const { data, info } = await sharp(input, { failOn: 'none' }).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  if (info.channels === 3) return image(info.width, info.height, 3, new Uint8Array(data));
  return grey(info.width, info.height, new Uint8Array(data));
}

async function stretched(path: string): Promise<Bytes<3>> {
  const { data, info } = await sharp(path, { failOn: 'none' }).toColourspace('grey16').raw({ depth: 'ushort' }).toBuffer({ resolveWithObject: true });
  const samples = new Uint16Array(data.buffer, data.byteOffset, info.width * info.height * info.channels).filter((_, i) => i % info.channels === 0);
  const sorted = Uint16Array.from(samples).sort();
  const low = sorted[Math.floor(sorted.length * 0.005)] ?? 0;
  const high = Math.max(low + 1, sorted[Math.floor(sorted.length * 0.995)] ?? 65535);
  return grey(info.width, info.height, Uint8Array.from(samples, (v) => Math.max(0, Math.min(255, Math.round(((v - low) * 255) / (high - low))))));
}

function grey(width: number, height: number, values: Uint8Array): Bytes<3> {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < data.length; i++) data[i] = values[Math.floor(i / 3)] ?? 0;
  return image(width, height, 3, data);
}
