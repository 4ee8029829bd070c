/** Seeded forgeries, one kind a function: each changes a copy of the page inside boxes, and says where. */
import sharp from 'sharp';
import type { Box } from '../../src/core/geometry.ts';
import { image, type RgbImage } from '../../src/core/image.ts';
import type { Random } from '../../src/core/random.ts';
import { between, gaussian, pick } from '../../test/support/random.ts';
import { fromSharp, toSharp } from '../watermark/raster.ts';
import { findWords, type Words } from '../../src/imaging/pages/ink.ts';
import { toLuma } from '../../src/imaging/color.ts';

export const EDITS = ['clone', 'glyph', 'splice', 'erase', 'inpaint', 'retype'] as const;
export type EditName = (typeof EDITS)[number];

export interface Edited {
  readonly rgb: RgbImage;
  readonly boxes: readonly Box[];
}

export interface EditGround {
  readonly rgb: RgbImage;
  readonly words: Words;
  /** Another page or photograph to take from. */
  readonly donor: RgbImage;
  readonly random: Random;
  /** Share of spliced and cloned patches that are cut along an outline instead of a rectangle. */
  readonly outlined: number;
}

export const groundOf = (rgb: RgbImage, donor: RgbImage, random: Random, outlined: number): EditGround => ({ rgb, donor, random, outlined, words: findWords(toLuma(rgb)) });

/** Undefined: the page has no place for this kind. */
export async function forge(name: EditName, ground: EditGround): Promise<Edited | undefined> {
  const out = { ...ground, rgb: image(ground.rgb.width, ground.rgb.height, 3, ground.rgb.data.slice()) };
  const count = name === 'glyph' ? 1 + ground.random.int(3) : 1 + ground.random.int(2);
  const boxes: Box[] = [];
  for (let n = 0; n < count; n++) {
    const box = await MAKERS[name](out, boxes);
    if (box) boxes.push(box);
  }
  return boxes.length === 0 ? undefined : { rgb: out.rgb, boxes };
}

type Maker = (ground: EditGround, taken: readonly Box[]) => Box | undefined | Promise<Box | undefined>;

const MAKERS: Readonly<Record<EditName, Maker>> = { clone, glyph, splice, erase, inpaint, retype };

const apart = (a: Box, b: Box): boolean => a.x + a.width < b.x || b.x + b.width < a.x || a.y + a.height < b.y || b.y + b.height < a.y;

/** A word's place, or a random one where there are few words. */
function placeOf({ rgb, words, random }: EditGround, taken: readonly Box[]): Box | undefined {
  for (let attempt = 0; attempt < 20; attempt++) {
    const box = words.words.length >= 8 ? grown(pick(random, words.words), 3, rgb) : anyBox(rgb, random);
    if (taken.every((other) => apart(box, other))) return box;
  }
  return undefined;
}

function anyBox({ width, height }: RgbImage, random: Random): Box {
  const [w, h] = [Math.round(between(random, 0.05, 0.22) * width), Math.round(between(random, 0.05, 0.2) * height)];
  return { x: 6 + random.int(Math.max(1, width - w - 12)), y: 6 + random.int(Math.max(1, height - h - 12)), width: w, height: h };
}

function grown({ x, y, width, height }: Box, by: number, limits: RgbImage): Box {
  const [left, top] = [Math.max(2, x - by), Math.max(2, y - by)];
  return { x: left, y: top, width: Math.min(limits.width - 2, x + width + by) - left, height: Math.min(limits.height - 2, y + height + by) - top };
}

/** px from the edge of a patch, by its own coordinates; negative outside. */
type Depth = (x: number, y: number) => number;

const ofRectangle = ({ width, height }: Box): Depth => (x, y) => Math.min(x, y, width - 1 - x, height - 1 - y);

/** A rounded, uneven outline that touches the box, as an object's does. */
function ofOutline({ width, height }: Box, random: Random): Depth {
  const waves = [2, 3, 5].map((k) => ({ k, phase: between(random, 0, 2 * Math.PI), size: between(random, 0.04, 0.24) / k }));
  const [rx, ry] = [width / 2, height / 2];
  return (x, y) => {
    const [u, v] = [(x + 0.5 - rx) / rx, (y + 0.5 - ry) / ry];
    const [angle, radius] = [Math.atan2(v, u), Math.hypot(u, v)];
    const reach = 1 - waves.reduce((sum, { k, phase, size }) => sum + size * (1 + Math.cos(k * angle + phase)), 0) / 2;
    return (reach - radius) * Math.min(rx, ry);
  };
}

/** Asks for chance only where outlines are wanted at all. */
const depthOf = ({ outlined, random }: EditGround, box: Box): Depth => (outlined > 0 && random.next() < outlined ? ofOutline(box, random) : ofRectangle(box));

/** Copies pixels, with soft edges of `feather` px. */
function pasteInto(target: RgbImage, source: RgbImage, from: { readonly x: number; readonly y: number }, to: Box, { feather, depth }: { readonly feather: number; readonly depth: Depth }): void {
  for (let y = 0; y < to.height; y++) for (let x = 0; x < to.width; x++) {
    const edge = depth(x, y);
    if (edge < 0) continue;
    const alpha = feather === 0 ? 1 : Math.min(1, (edge + 1) / (feather + 1));
    for (let c = 0; c < 3; c++) {
      const at = ((to.y + y) * target.width + to.x + x) * 3 + c;
      const value = source.data[((from.y + y) * source.width + from.x + x) * 3 + c] ?? 0;
      target.data[at] = Math.round(alpha * value + (1 - alpha) * (target.data[at] ?? 0));
    }
  }
}

/** A word or patch over another place of the same page. */
function clone(ground: EditGround, taken: readonly Box[]): Box | undefined {
  const { rgb, random } = ground;
  const from = placeOf(ground, taken);
  const target = from && placeOf(ground, [...taken, from]);
  if (!from || !target) return undefined;
  const to = { x: Math.min(rgb.width - from.width - 2, target.x), y: Math.min(rgb.height - from.height - 2, target.y), width: from.width, height: from.height };
  if (!apart(from, to)) return undefined;
  pasteInto(rgb, image(rgb.width, rgb.height, 3, rgb.data.slice()), from, to, { feather: random.int(3), depth: depthOf(ground, to) });
  return to;
}

/** One letter over another of about its size. */
function glyph({ rgb, words: { glyphs }, random }: EditGround, taken: readonly Box[]): Box | undefined {
  for (let attempt = 0; attempt < 40 && glyphs.length > 12; attempt++) {
    const [a, b] = [grown(pick(random, glyphs), 2, rgb), grown(pick(random, glyphs), 2, rgb)];
    const to = { ...b, width: a.width, height: a.height };
    if (!apart(a, to) || Math.abs(a.height - b.height) > 3 || Math.abs(a.width - b.width) > 4 || taken.some((other) => !apart(other, to))) continue;
    if (to.x + to.width >= rgb.width || to.y + to.height >= rgb.height) continue;
    pasteInto(rgb, image(rgb.width, rgb.height, 3, rgb.data.slice()), a, to, { feather: random.int(2), depth: ofRectangle(to) });
    return to;
  }
  return undefined;
}

/** A patch of another picture, sometimes resized, its brightness moved to the place's. */
async function splice(ground: EditGround, taken: readonly Box[]): Promise<Box | undefined> {
  const { rgb, random } = ground;
  const to = placeOf(ground, taken);
  if (!to) return undefined;
  const zoom = random.next() < 0.5 ? 1 : between(random, 0.6, 1.5);
  const donor = zoom === 1 ? ground.donor : await fromSharp(toSharp(ground.donor).resize(Math.round(ground.donor.width * zoom)));
  if (donor.width < to.width + 4 || donor.height < to.height + 4) return undefined;
  const words = findWords(toLuma(donor)).words;
  const near = words.length > 8 ? pick(random, words) : { x: random.int(donor.width), y: random.int(donor.height) };
  const from = { x: Math.max(0, Math.min(donor.width - to.width, near.x)), y: Math.max(0, Math.min(donor.height - to.height, near.y)) };
  const shift = random.next() < 0.7 ? [0, 1, 2].map((c) => paperOf(rgb, to, c) - paperOf(donor, { ...to, ...from }, c)) : [0, 0, 0];
  const moved = image(donor.width, donor.height, 3, Uint8Array.from(Uint8ClampedArray.from(donor.data, (v, i) => v + (shift[i % 3] ?? 0))));
  pasteInto(rgb, moved, from, to, { feather: random.int(3), depth: depthOf(ground, to) });
  return to;
}

/** 80th percentile of one channel in the box: the paper's. */
function paperOf({ width, data }: RgbImage, box: Box, c: number): number {
  const values = new Uint8Array(box.width * box.height);
  for (let y = 0; y < box.height; y++) for (let x = 0; x < box.width; x++) values[y * box.width + x] = data[((box.y + y) * width + box.x + x) * 3 + c] ?? 0;
  return values.sort()[Math.floor(values.length * 0.8)] ?? 0;
}

/** Painted over with the paper's colour; every third with grain. */
function erase(ground: EditGround, taken: readonly Box[]): Box | undefined {
  const { rgb, random } = ground;
  const box = placeOf(ground, taken);
  if (!box) return undefined;
  const colour = [0, 1, 2].map((c) => paperOf(rgb, box, c));
  const grain = random.next() < 0.33 ? between(random, 0.5, 2.5) : 0;
  fill(rgb, box, (c) => (colour[c] ?? 0) + grain * gaussian(random));
  return box;
}

function fill(rgb: RgbImage, { x: x0, y: y0, width, height }: Box, value: (c: number, x: number, y: number) => number): void {
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) for (let c = 0; c < 3; c++) {
    rgb.data[((y0 + y) * rgb.width + x0 + x) * 3 + c] = Math.min(255, Math.max(0, Math.round(value(c, x, y))));
  }
}

/** The ink alone is taken out and the hole filled from its rim by diffusion, as healing tools do. Source: Bertalmio et al., SIGGRAPH 2000, doi:10.1145/344779.344972 (without transport). */
function inpaint(ground: EditGround, taken: readonly Box[]): Box | undefined {
  const { rgb, random, words } = ground;
  const box = placeOf(ground, taken);
  if (!box) return undefined;
  const { ink } = words;
  const whole = words.words.length < 8;
  const hole = new Uint8Array(rgb.width * rgb.height);
  for (let y = box.y; y < box.y + box.height; y++) for (let x = box.x; x < box.x + box.width; x++) {
    let near = whole;
    for (let dy = -2; dy <= 2 && !near; dy++) for (let dx = -2; dx <= 2; dx++) if (ink.data[(y + dy) * rgb.width + x + dx]) near = true;
    if (near) hole[y * rgb.width + x] = 1;
  }
  const grain = random.next() < 0.3 ? between(random, 0.5, 2) : 0;
  for (let c = 0; c < 3; c++) diffuse(rgb, hole, box, c, () => grain * gaussian(random));
  return box;
}

function diffuse(rgb: RgbImage, hole: Uint8Array, box: Box, c: number, grain: () => number): void {
  const { width } = rgb;
  const at: number[] = [];
  for (let y = box.y; y < box.y + box.height; y++) for (let x = box.x; x < box.x + box.width; x++) if (hole[y * width + x]) at.push(y * width + x);
  const start = paperOf(rgb, box, c);
  const values = new Map(at.map((i) => [i, start]));
  const read = (i: number): number => values.get(i) ?? rgb.data[3 * i + c] ?? 0;
  for (let round = 0; round < 60; round++) for (const i of at) values.set(i, (read(i - 1) + read(i + 1) + read(i - width) + read(i + width)) / 4);
  for (const i of at) rgb.data[3 * i + c] = Math.min(255, Math.max(0, Math.round(read(i) + grain())));
}

const FONTS = ['DejaVu Sans', 'DejaVu Sans Mono', 'DejaVu Serif', 'DejaVu Sans Condensed'] as const;
const LETTERS = '0123456789.,:RMTOTALCASH';

/** The word is erased and another typed in its place, in the ink's colour, sometimes blurred and grainy like the page. */
async function retype(ground: EditGround, taken: readonly Box[]): Promise<Box | undefined> {
  const { rgb, random } = ground;
  const box = placeOf(ground, taken);
  if (!box || box.height > 90) return undefined;
  const [paper, dark] = [[0, 1, 2].map((c) => paperOf(rgb, box, c)), inkColour(rgb, box)];
  const repaints = random.next() < 0.7;
  if (repaints) fill(rgb, box, (c) => paper[c] ?? 0);
  const size = Math.max(8, (box.height - 4) * between(random, 0.85, 1.1));
  const text = Array.from({ length: Math.max(2, Math.round(box.width / (size * 0.62))) }, () => LETTERS[random.int(LETTERS.length)]).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${box.width}" height="${box.height}"><text x="2" y="${box.height * 0.82}" font-family="${pick(random, FONTS)}" font-size="${size.toFixed(1)}" ${random.next() < 0.4 ? 'font-weight="bold"' : ''} fill="#000">${text}</text></svg>`;
  const blurred = random.next() < 0.5 ? between(random, 0.4, 0.9) : 0;
  const drawn = sharp(Buffer.from(svg)).ensureAlpha().extractChannel('alpha');
  const { data, info } = await (blurred > 0 ? drawn.blur(blurred) : drawn).raw().toBuffer({ resolveWithObject: true });
  const grain = random.next() < 0.4 ? between(random, 0.5, 2) : 0;
  for (let y = 0; y < box.height; y++) for (let x = 0; x < box.width; x++) {
    const alpha = (data[(y * info.width + x) * info.channels] ?? 0) / 255;
    if (alpha === 0) continue;
    for (let c = 0; c < 3; c++) {
      const at = ((box.y + y) * rgb.width + box.x + x) * 3 + c;
      rgb.data[at] = Math.min(255, Math.max(0, Math.round(alpha * ((dark[c] ?? 0) + grain * gaussian(random)) + (1 - alpha) * (rgb.data[at] ?? 0))));
    }
  }
  return box;
}

/** Mean of the darkest tenth of the box. */
function inkColour({ width, data }: RgbImage, box: Box): readonly number[] {
  const pixels: (readonly [number, number, number])[] = [];
  for (let y = 0; y < box.height; y++) for (let x = 0; x < box.width; x++) {
    const at = ((box.y + y) * width + box.x + x) * 3;
    pixels.push([data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0]);
  }
  const dark = pixels.sort((a, b) => a[0] + a[1] + a[2] - b[0] - b[1] - b[2]).slice(0, Math.max(1, Math.floor(pixels.length / 10)));
  return [0, 1, 2].map((c) => dark.reduce((sum, pixel) => sum + (pixel[c] ?? 0), 0) / dark.length);
}
