/**
 * Draws the panels found in image files onto contact sheets, to be looked at.
 * Usage: node eval/panels/contact-sheet.ts OUT CELL COLUMNS FILE…  (writes OUT-0.png, OUT-1.png, …; six rows a sheet at most)
 */
import sharp from 'sharp';
import { basename } from 'node:path';
import { boundingBox } from '../../src/core/regions.ts';
import type { Panel } from '../../src/core/media.ts';
import { findPanels } from '../../src/intake/panels/find-panels.ts';
import { readRgb } from './read-rgb.ts';

const COLOURS: Record<Panel['class'], string> = {
  blot: '#d00', fluorescence: '#0c0', 'bright-field': '#00f', photo: '#0aa', chart: '#f80', text: '#a0a', blank: '#888',
};

const [out = 'sheet', cellArgument = '400', columnsArgument = '4', ...files] = process.argv.slice(2);
const cell = Number(cellArgument);
const columns = Number(columnsArgument);
const perSheet = columns * Math.max(1, Math.floor(1900 / cell));

for (let sheet = 0; sheet * perSheet < files.length; sheet++) {
  const part = files.slice(sheet * perSheet, (sheet + 1) * perSheet);
  const tiles = await Promise.all(part.map(async (file, i) => ({
    input: await tile(file), left: (i % columns) * cell, top: Math.floor(i / columns) * cell,
  })));
  await sharp({ create: { width: columns * cell, height: Math.ceil(part.length / columns) * cell, channels: 3, background: '#ccccff' } })
    .composite(tiles).png().toFile(`${out}-${sheet}.png`);
}

async function tile(file: string): Promise<Buffer> {
  const rgb = await readRgb(file);
  const started = performance.now();
  const panels = findPanels(rgb, 'f1');
  const ms = Math.round(performance.now() - started);
  console.log(`${basename(file)} ${rgb.width}×${rgb.height} ${ms} ms: ${panels.map((p) => `${p.class}${p.masks.length ? `/${p.masks.length}` : ''}`).join(' ')}`);
  const scale = Math.min((cell - 6) / rgb.width, (cell - 6) / rgb.height);
  const [width, height] = [Math.round(rgb.width * scale), Math.round(rgb.height * scale)];
  const raw = { raw: { width: rgb.width, height: rgb.height, channels: 3 as const } };
  return sharp(await sharp(rgb.data, raw).resize(width, height, { fit: 'fill' }).png().toBuffer())
    .composite([{ input: Buffer.from(overlay(panels, { width, height, scale, title: basename(file) })) }]).png().toBuffer();
}

interface Canvas { readonly width: number; readonly height: number; readonly scale: number; readonly title: string }

function overlay(panels: readonly Panel[], { width, height, scale, title }: Canvas): string {
  const shapes = panels.map(({ box, class: name, masks }, i) => {
    const c = COLOURS[name];
    const rect = `<rect x="${box.x * scale}" y="${box.y * scale}" width="${box.width * scale}" height="${box.height * scale}" fill="${c}" fill-opacity=".08" stroke="${c}" stroke-width="2"/>`;
    const label = `<text x="${(box.x + box.width / 2) * scale}" y="${(box.y + box.height / 2) * scale}" font-size="11" fill="${c}" stroke="white" stroke-width="3" paint-order="stroke">${i + 1} ${name}</text>`;
    const marks = masks.map((mask) => {
      const m = boundingBox(mask);
      return `<rect x="${m.x * scale}" y="${m.y * scale}" width="${m.width * scale}" height="${m.height * scale}" fill="#ff0" fill-opacity=".5" stroke="#f0f"/>`;
    });
    return rect + label + marks.join('');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes.join('')}<text x="4" y="${height - 4}" font-size="10" fill="#f0f" stroke="white" stroke-width="2" paint-order="stroke">${title}</text></svg>`;
}
