/**
 * Makes the pictures of the demo account, src/demo/media: nine city scenes drawn by seeded code, each marked, with the small unmarked copy that a
 * registration would hold; marks.json with their keys, which are therefore known to everybody; and a copy of the first to search with.
 *
 *   node scripts/make-demo-media.ts
 */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { seededRandom, type Random } from '../src/core/random.ts';
import { markJpeg } from '../src/watermark/files/mark-jpeg.ts';
import { registrationThumb } from '../src/watermark/files/thumb.ts';
import { pixelHashText } from '../src/watermark/lmk/pixel-hash.ts';
import { SCENES, type Scene } from './demo-scenes.ts';

const FOLDER = new URL('../src/demo/media/', import.meta.url);

await mkdir(FOLDER, { recursive: true });
const marks = await Promise.all(SCENES.map(async (scene) => ({ ...scene, ...mark(scene.file, await paint(scene)) })));
for (const { file, marked, thumb } of marks) {
  await save(file, marked);
  await save(file.replace('.jpeg', '.thumb.jpeg'), thumb);
}
await save('marks.json', Buffer.from(`${JSON.stringify(Object.fromEntries(marks.map(({ file, key, pixels, markedPixels, design }) => [file, { key: key.toString('hex'), pixels, markedPixels, design }])), undefined, 1)}\n`));
await save('query.jpeg', await copyOf(marks[0]));

function mark(file: string, original: Uint8Array) {
  const key = createHash('sha256').update(`touchstone demo ${file}`).digest();
  const { bytes, embedding, chroma, original: pixels, marked } = markJpeg(original, { keyFor: () => key, maxPixels: 1e7 });
  return { marked: bytes, thumb: registrationThumb(embedding.canonical, chroma), key, pixels: pixelHashText(pixels), markedPixels: pixelHashText(marked), design: embedding.design };
}

/** What a paper or a site might show of it: the middle, smaller, warmer, compressed again. */
async function copyOf(scene: { readonly width: number; readonly height: number; readonly marked: Uint8Array } | undefined): Promise<Buffer> {
  if (!scene) throw new RangeError('there is no scene');
  const { width, height, marked } = scene;
  const box = { left: Math.round(width * 0.08), top: Math.round(height * 0.05), width: Math.round(width * 0.84), height: Math.round(height * 0.86) };
  return sharp(marked).extract(box).resize(820).modulate({ saturation: 0.85, brightness: 1.04 }).jpeg({ quality: 68 }).toBuffer();
}

/** The drawing, with clouds or haze, and the grain of a sensor. */
async function paint({ file, width, height, draw }: Scene): Promise<Buffer> {
  const drawing = sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${draw(seededRandom(file), width, height)}</svg>`));
  const random = seededRandom(`${file}/texture`);
  const { data } = await drawing.blur(0.6).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const haze = await cloudField(random, width, height);
  for (let at = 0; at < width * height; at++) {
    const light = 1 + 0.22 * ((haze[at] ?? 128) / 128 - 1);
    const grain = 7 * (random.next() + random.next() + random.next() - 1.5);
    for (let c = 0; c < 3; c++) data[3 * at + c] = Math.max(0, Math.min(255, (data[3 * at + c] ?? 0) * light + grain));
  }
  return sharp(data, { raw: { width, height, channels: 3 } }).jpeg({ quality: 82 }).toBuffer();
}

/** Noise of five octaves. */
async function cloudField(random: Random, width: number, height: number): Promise<Float32Array> {
  const field = new Float32Array(width * height);
  for (const [i, cells] of [3, 6, 14, 40, 120].entries()) {
    const rows = Math.max(2, Math.round((cells * height) / width));
    const coarse = Buffer.from(Array.from({ length: cells * rows }, () => Math.floor(random.next() * 256)));
    const { data } = await sharp(coarse, { raw: { width: cells, height: rows, channels: 1 } }).resize(width, height, { kernel: 'cubic', fit: 'fill' }).extractChannel(0).raw().toBuffer({ resolveWithObject: true });
    for (let at = 0; at < field.length; at++) field[at] = (field[at] ?? 0) + (data[at] ?? 0) * 0.5 ** (i + 1);
  }
  return field;
}

async function save(file: string, bytes: Uint8Array): Promise<void> {
  await writeFile(new URL(file, FOLDER), bytes);
  console.log(`src/demo/media/${file}: ${bytes.length} bytes`);
}
