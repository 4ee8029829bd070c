/** Pictures as they turn up: overlaid, in windows, on paper, on screens, filtered, as memes. */
import sharp from 'sharp';
import type { RgbImage } from '../../src/core/image.ts';
import type { Random } from '../../src/core/random.ts';
import { bend, perspective, rotate } from './geometry.ts';
import { gaussianNoise } from './pixels.ts';
import { curve, eachPixel, fromSharp, jpeg, limit, toSharp, zoom } from './raster.ts';

const WORDS = ['SAMPLE', 'breaking', 'news', 'today', 'offer', 'copyright', 'look', 'at', 'this', 'one', 'never', 'again'];

async function overlay(rgb: RgbImage, svg: string): Promise<RgbImage> {
  const input = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${rgb.width}" height="${rgb.height}">${svg}</svg>`);
  return fromSharp(sharp(await toSharp(rgb).composite([{ input }]).png().toBuffer()));
}

async function onCanvas(rgb: RgbImage, canvas: { readonly width: number; readonly height: number; readonly left: number; readonly top: number; readonly background: string; readonly svg?: string }): Promise<RgbImage> {
  const { width, height, left, top, background, svg = '' } = canvas;
  const input = await toSharp(rgb).png().toBuffer();
  const base = sharp({ create: { width, height, channels: 3, background } }).composite([
    { input: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${svg}</svg>`) }, { input, left, top },
  ]);
  return fromSharp(sharp(await base.png().toBuffer()));
}

const words = (random: Random, count: number): string => Array.from({ length: count }, () => WORDS[random.int(WORDS.length)] ?? '').join(' ');

/** Bands of text that cover a fifth of the picture. */
export function textOver(rgb: RgbImage, random: Random): Promise<RgbImage> {
  const size = rgb.height * 0.05;
  const rows = Array.from({ length: 4 }, (_, i) => {
    const y = rgb.height * (0.12 + 0.23 * i);
    return `<rect x="0" y="${y}" width="${rgb.width}" height="${size}" fill="black"/><text x="4" y="${y + 0.8 * size}" font-family="DejaVu Sans" font-weight="bold" font-size="${0.8 * size}" fill="white">${words(random, 14)}</text>`;
  });
  return overlay(rgb, rows.join(''));
}

/** A disc with letters over a fifth of the picture. */
export function logo(rgb: RgbImage, random: Random): Promise<RgbImage> {
  const radius = Math.min(0.48 * Math.min(rgb.width, rgb.height), Math.sqrt((0.2 * rgb.width * rgb.height) / Math.PI));
  const [x, y] = [radius + random.next() * (rgb.width - 2 * radius), radius + random.next() * (rgb.height - 2 * radius)];
  return overlay(rgb, `<circle cx="${x}" cy="${y}" r="${radius}" fill="#d22"/><circle cx="${x}" cy="${y}" r="${0.8 * radius}" fill="#fff"/><text x="${x}" y="${y + 0.2 * radius}" text-anchor="middle" font-family="DejaVu Sans" font-weight="bold" font-size="${0.6 * radius}" fill="#d22">ACME</text>`);
}

export function border(rgb: RgbImage, share: number): Promise<RgbImage> {
  const pad = Math.round(share * Math.min(rgb.width, rgb.height));
  return onCanvas(rgb, { width: rgb.width + 2 * pad, height: rgb.height + 2 * pad, left: pad, top: pad, background: '#182848' });
}

/** A window on a desktop, resampled. */
export async function screenshot(rgb: RgbImage, random: Random): Promise<RgbImage> {
  const shown = await limit(rgb, 700 + random.int(300));
  const [left, top] = [40 + random.int(120), 70 + random.int(80)];
  const [width, height] = [shown.width + left + 60 + random.int(200), shown.height + top + 60 + random.int(120)];
  const lines = Array.from({ length: 6 }, (_, i) => `<text x="${left}" y="${height - 8 - 9 * i}" font-family="DejaVu Sans" font-size="9" fill="#555">${words(random, 12)}</text>`).join('');
  const svg = `<rect width="${width}" height="40" fill="#ddd"/><circle cx="18" cy="20" r="7" fill="#e55"/><circle cx="40" cy="20" r="7" fill="#eb5"/><text x="70" y="26" font-family="DejaVu Sans" font-size="15" fill="#333">${words(random, 5)}</text>${lines}`;
  return jpeg(await onCanvas(shown, { width, height, left, top, background: '#f4f4f4', svg }), 80);
}

/** A page half of which is the picture, the rest text. */
export async function halfPage(rgb: RgbImage, random: Random): Promise<RgbImage> {
  const shown = await limit(rgb, 900);
  const [left, top] = [60, 80];
  const [width, height] = [shown.width + 120, top + shown.height * 2];
  const lines = Array.from({ length: Math.floor((shown.height - 40) / 18) }, (_, i) => `<text x="60" y="${top + shown.height + 36 + 18 * i}" font-family="DejaVu Serif" font-size="14" fill="#222">${words(random, 16)}</text>`).join('');
  return jpeg(await onCanvas(shown, { width, height, left, top, background: '#fcfbf7', svg: `<text x="60" y="50" font-family="DejaVu Serif" font-size="28" fill="#111">${words(random, 4)}</text>${lines}` }), 80);
}

/** Ink on paper: softer, duller, a little askew and uneven, with grain. */
export async function printScan(rgb: RgbImage, random: Random): Promise<RgbImage> {
  const printed = curve(await fromSharp(toSharp(await limit(rgb, 1400)).blur(0.8)), (v) => 22 + 205 * (v / 255) ** 1.1);
  const skewed = rotate(bend(printed, 0.0015, random), 0.4 + random.next());
  const [fx, fy] = [skewed.width, skewed.height];
  const lit = eachPixel(skewed, ([r, g, b], x, y) => {
    const light = 0.94 + 0.1 * (x / fx) - 0.05 * (y / fy);
    return [r * light, g * light, b * light];
  });
  return jpeg(gaussianNoise(lit, 4, random), 80);
}

/** Perspective, moiré, uneven light, a soft lens, noise. */
export async function photoOfScreen(rgb: RgbImage, random: Random): Promise<RgbImage> {
  const shown = perspective(await limit(rgb, 1400), 0.06, random, [12, 12, 14]);
  const [a, b] = [0.9 + 0.5 * random.next(), 0.7 + 0.5 * random.next()];
  const lit = eachPixel(shown, ([r, g, b0], x, y) => {
    const light = (0.85 + 0.25 * (x / shown.width)) * (1 + 0.03 * Math.sin(a * x + b * y));
    return [255 * ((r * light) / 255) ** 0.9, 255 * ((g * light) / 255) ** 0.9, 255 * ((b0 * light) / 255) ** 0.95];
  });
  return jpeg(gaussianNoise(await fromSharp(toSharp(lit).blur(0.9)), 5, random), 75);
}

/** Warm tint, S-curve, vignette, grain, as phone apps do. */
export async function appFilter(rgb: RgbImage, random: Random): Promise<RgbImage> {
  const vivid = await fromSharp(toSharp(rgb).modulate({ saturation: 1.3 }));
  const [cx, cy] = [rgb.width / 2, rgb.height / 2];
  const s = (v: number): number => 255 * (1 / (1 + Math.exp(-6 * (v / 255 - 0.5))) * 1.1 - 0.05);
  const toned = eachPixel(vivid, ([r, g, b], x, y) => {
    const vignette = 1 - 0.35 * Math.min(1, (((x - cx) / cx) ** 2 + ((y - cy) / cy) ** 2) / 2);
    return [s(r * 1.06) * vignette, s(g) * vignette, s(b * 0.9) * vignette + 8];
  });
  return jpeg(gaussianNoise(toned, 3, random), 85);
}

/** Bands of text above and below and words over the picture, small, recompressed. */
export async function meme(rgb: RgbImage, random: Random): Promise<RgbImage> {
  const shown = await zoom(rgb, Math.min(1, 640 / Math.max(rgb.width, rgb.height)));
  const band = Math.round(shown.height * 0.18);
  const size = 0.5 * band;
  const line = (y: number, fill: string): string => `<text x="${shown.width / 2}" y="${y}" text-anchor="middle" font-family="DejaVu Sans" font-weight="bold" font-size="${size}" fill="${fill}" stroke="black" stroke-width="${fill === 'white' ? 2 : 0}">${words(random, 3).toUpperCase()}</text>`;
  const framed = await onCanvas(shown, { width: shown.width, height: shown.height + 2 * band, left: 0, top: band, background: 'white', svg: line(0.7 * band, 'black') + line(shown.height + 1.7 * band, 'black') });
  return jpeg(await overlay(framed, line(band + shown.height * 0.25, 'white') + line(band + shown.height * 0.55, 'white') + line(band + shown.height * 0.9, 'white')), 60);
}
