/** Real pictures cut into entries: a small picture is one entry, a large one gives non-overlapping crops, each its own; never both. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import type { RgbImage } from '../../src/core/image.ts';
import { cropImage } from '../../src/imaging/codecs/resize.ts';

export interface CorpusEntry {
  /** `folder/file.png#2,0`: unique in the corpus. */
  readonly id: string;
  readonly path: string;
  /** px of the file; absent = the whole of it. */
  readonly crop?: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
}

/** px; a picture whose shorter side is at least twice this is cut. */
const LEAST_CROP = 320;
/** px; the side that crops aim at. */
const CROP = 480;
/** Of one file, evenly spread. */
const MOST_CROPS = 24;
/** bytes; icons and thumbnails are left out. */
const LEAST_BYTES = 12_000;
/** px */
const LEAST_SIDE = 160;

/** Files below the folders, sorted by path, so that the corpus is the same everywhere. */
export async function pictureFiles(folders: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const folder of folders) {
    const names = await readdir(folder, { recursive: true });
    for (const name of names.toSorted()) {
      if (!/\.(png|jpe?g|webp|tiff?)$/i.test(name)) continue;
      const file = path.join(folder, name);
      if ((await stat(file)).size >= LEAST_BYTES) found.push(file);
    }
  }
  return found;
}

export async function corpusEntries(file: string, root: string): Promise<CorpusEntry[]> {
  const name = path.relative(root, file);
  const size = await sharp(file, { limitInputPixels: 400e6 }).metadata().catch(() => undefined);
  if (!size || Math.min(size.width, size.height) < LEAST_SIDE) return [];
  const { width, height } = size;
  if (Math.min(width, height) < 2 * LEAST_CROP) return [{ id: name, path: file }];
  const [columns, rows] = [Math.max(1, Math.floor(width / CROP)), Math.max(1, Math.floor(height / CROP))];
  const [w, h] = [Math.floor(width / columns), Math.floor(height / rows)];
  const cells = Array.from({ length: columns * rows }, (_, i) => i);
  const step = Math.max(1, cells.length / MOST_CROPS);
  return cells.filter((i) => Math.floor(i / step) !== Math.floor((i - 1) / step)).map((i) => {
    const [column, row] = [i % columns, Math.floor(i / columns)];
    return { id: `${name}#${column},${row}`, path: file, crop: { left: column * w, top: row * h, width: w, height: h } };
  });
}

/** As PNG of 8-bit RGB on white, without orientation. Crops of one file, asked for one after the other, decode it once. */
export async function entryBytes(entry: CorpusEntry): Promise<Uint8Array> {
  const { data, ...raw } = await entryPixels(entry);
  return sharp(data, { raw, limitInputPixels: false }).png({ compressionLevel: 1 }).toBuffer();
}

/** 8-bit RGB on white, without orientation. */
export async function entryPixels({ path: file, crop }: CorpusEntry): Promise<RgbImage> {
  const whole = await decoded(file);
  return crop ? cropImage(whole, { x: crop.left, y: crop.top, width: crop.width, height: crop.height }) : whole;
}

let last: { readonly file: string; readonly image: RgbImage } | undefined;

async function decoded(file: string): Promise<RgbImage> {
  if (last?.file === file) return last.image;
  const { data, info } = await sharp(file, { limitInputPixels: 400e6 }).flatten({ background: '#ffffff' }).toColourspace('srgb').removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const image: RgbImage = info.channels === 3 ? { width: info.width, height: info.height, channels: 3, data } : tripled(data, info);
  last = { file, image };
  return image;
}

function tripled(data: Uint8Array, { width, height, channels }: { width: number; height: number; channels: number }): RgbImage {
  return { width, height, channels: 3, data: Uint8Array.from({ length: width * height * 3 }, (_, i) => data[Math.floor(i / 3) * channels] ?? 0) };
}
