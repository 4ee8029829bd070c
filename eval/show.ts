/** Writes the cases of a suite as pictures with their truth drawn in red, for people to look at. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import type { PictureCase } from './generate/case.ts';
import { casesOf, SUITES, type Pool, type Selection } from './generate/suites.ts';

export async function show(pool: Pool, name: string, out: string, selection: Selection): Promise<void> {
  const suite = SUITES.find((candidate) => candidate.name === name);
  if (!suite) throw new RangeError(`no suite ${name}; there are ${SUITES.map((candidate) => candidate.name).join(', ')}`);
  await mkdir(out, { recursive: true });
  for await (const one of casesOf(suite, pool, selection)) {
    for (const [i, { width, height, data }] of one.pictures.entries()) {
      const file = path.join(out, `${one.id.replaceAll('/', '_')}_${i}.png`);
      await sharp(data, { raw: { width, height, channels: 3 } }).composite([{ input: Buffer.from(outlines(one, i)) }]).png().toFile(file);
    }
    console.log(one.id, one.note, one.sources.join(' '));
  }
}

function outlines({ truth, pictures }: PictureCase, index: number): string {
  const { width = 1, height = 1 } = pictures[index] ?? {};
  const polygons = truth.flatMap(({ sides }) => sides).filter(({ picture }) => picture === index)
    .map(({ region }) => `<polygon points="${region.polygon.map(({ x, y }) => `${x},${y}`).join(' ')}" fill="none" stroke="red" stroke-width="2"/>`);
  return `<svg width="${width}" height="${height}">${polygons.join('')}</svg>`;
}
