/** Windows on raw blots as figures show them: part of a strip with some membrane around, cropped, stretched in tone, often as black bands on white. */
import type { Random } from '../../src/core/random.ts';
import { image } from '../../src/core/image.ts';
import { between, pick } from '../../test/support/random.ts';
import { crop, jpeg, type Bytes } from '../../test/support/synthetic-edit.ts';
import { decodeSource } from './decode.ts';
import type { Source } from './sources.ts';
import type { Strip } from './strips.ts';
import { render, viewAt } from './windows.ts';

/** Two windows of one size, of which a forger takes parts; for a clean case only the first is used. */
export interface Pair {
  readonly first: Bytes<3>;
  readonly second: Bytes<3>;
  /** px of the window: about one lane. */
  readonly lane: number;
  readonly sources: readonly string[];
}

/** The same strip twice, the second window moved on by a lane or more, at times also up or down by some px. */
export async function shiftedPair(strip: Strip, random: Random): Promise<Pair | undefined> {
  const { source, box, lanes } = strip;
  if (lanes < 2) return undefined;
  const keep = between(random, 0.45, Math.min(0.8, 1 - 0.8 / lanes));
  const zoom = zoomOf(box.width * keep, random);
  const free = box.width * (1 - keep);
  const shift = between(random, Math.min(free, box.width / lanes), free);
  const blot = await decodeSource(source);
  const { y, height } = rowsOf(strip, blot, random);
  const [w, h] = [Math.round(box.width * keep * zoom), Math.round(height * zoom)];
  const start = box.x + (free - shift) * random.next();
  const drop = random.next() < 0.6 ? 0 : between(random, -3, 3) / zoom;
  const windowAt = (x: number, top: number): Bytes<3> => at(blot, x, Math.max(0, Math.min(blot.height - height, top)), w, h, zoom);
  const tone = presentation(random, source);
  return {
    first: tone(windowAt(start, y)), second: tone(windowAt(start + shift, y + drop)), lane: (box.width / lanes) * zoom, sources: [source.file],
  };
}

/** Two strips of one family, the second with its ground brought to the level of the first, at times its contrast too. */
export async function otherPair(strip: Strip, strips: readonly Strip[], random: Random): Promise<Pair | undefined> {
  const others = strips.filter(({ source, box }) => source.family === strip.source.family && (source.file !== strip.source.file || box.y !== strip.box.y));
  if (others.length === 0) return undefined;
  const other = pick(random, others);
  const keep = between(random, 0.6, 0.95);
  const zoom = zoomOf(strip.box.width * keep, random);
  const [blot, second] = [await decodeSource(strip.source), await decodeSource(other.source)];
  const rows = rowsOf(strip, blot, random);
  const [w, h] = [Math.round(strip.box.width * keep * zoom), Math.round(rows.height * zoom)];
  // Shown so that its lanes are as wide as those of the first; it must fill the window.
  const fit = Math.max((strip.box.width / strip.lanes / (other.box.width / other.lanes)) * zoom, w / second.width, h / second.height);
  const centre = { x: other.box.x + other.box.width * between(random, 0.4, 0.6), y: other.box.y + other.box.height / 2 };
  const clamped = (value: number, size: number, whole: number): number => Math.max(0, Math.min(whole - size / fit, value - size / fit / 2));
  const [tone, laneWidth] = [presentation(random, strip.source), (strip.box.width / strip.lanes) * zoom];
  const first = tone(at(blot, strip.box.x + strip.box.width * (1 - keep) * random.next(), rows.y, w, h, zoom));
  const beside = tone(at(second, clamped(centre.x, w, second.width), clamped(centre.y, h, second.height), w, h, fit));
  return { first, second: matched(beside, first, random.next() < 0.5), lane: laneWidth, sources: [strip.source.file, other.source.file] };
}

/** Any part of a blot: the edge of the membrane, the ground beside it, a band cut by the border. */
export async function anyWindow(source: Source, random: Random): Promise<Bytes<3>> {
  const blot = await decodeSource(source);
  const [w, h] = [Math.round(blot.width * between(random, 0.3, 0.8)), Math.round(blot.height * between(random, 0.15, 0.6))];
  const zoom = zoomOf(w, random);
  const [x, y] = [random.int(blot.width - w + 1), random.int(blot.height - h + 1)];
  return presentation(random, source)(at(blot, x, y, Math.round(w * zoom), Math.round(h * zoom), zoom));
}

/** What a JPEG of that quality leaves, its blocks beginning up to 7 px outside the window: pictures are compressed before they are cropped. */
export async function compressedBefore(picture: Bytes<3>, quality: number, random: Random): Promise<Bytes<3>> {
  const [left, top] = [random.int(8), random.int(8)];
  const { width, height, data } = picture;
  const [w, h] = [width + left, height + top];
  const padded = new Uint8Array(w * h * 3);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const from = (Math.max(0, y - top) * width + Math.max(0, x - left)) * 3;
      padded.set(data.subarray(from, from + 3), (y * w + x) * 3);
    }
  }
  return crop(await jpeg(image(w, h, 3, padded), quality), { x: left, y: top, width, height });
}

/** Half of all figures keep the pixels of the scan; the others are 220–640 px wide. */
function zoomOf(width: number, random: Random): number {
  if (width >= 150 && width <= 900 && random.next() < 0.5) return 1;
  return Math.min(2.2, Math.max(0.4, between(random, 220, 640) / width));
}

function rowsOf({ source, box }: Strip, blot: Bytes, random: Random): { readonly y: number; readonly height: number } {
  const around = source.family === 'blot-dark' || source.family === 'blot-light' ? 0.8 : source.family === 'gel' ? 0.3 : 0.05; // scans have handwriting close by
  const up = Math.min(box.y, box.height * between(random, 0.02, around));
  const down = Math.min(blot.height - box.y - box.height, box.height * between(random, 0.02, around));
  return { y: Math.round(box.y - up), height: Math.round(box.height + up + down) };
}

function at(blot: Bytes<3>, x: number, y: number, width: number, height: number, zoom: number): Bytes<3> {
  const [left, top] = zoom === 1 ? [Math.round(x), Math.round(y)] : [x, y];
  return render(blot, viewAt({ x: left + width / zoom / 2, y: top + height / zoom / 2 }, width, height, { scale: zoom }));
}

/** Stretch, gamma and often a negative, drawn once, so that both windows are shown alike. Levels are those of each window. */
function presentation(random: Random, { family }: Source): (picture: Bytes<3>) => Bytes<3> {
  const [stretch, negative, gamma, margin] = [family === 'blot-dark' || family === 'gel' || random.next() < 0.4, family === 'blot-dark' && random.next() < 0.7, between(random, 0.55, 1.05), between(random, 0, 22)];
  let levels: readonly [number, number] | undefined;
  return (picture) => {
    if (!stretch) return picture;
    levels ??= percentiles(picture);
    const [low, high] = levels;
    const table = Uint8Array.from({ length: 256 }, (_, v) => {
      const level = margin + (255 - 2 * margin) * Math.max(0, Math.min(1, (v - low) / Math.max(24, high - low))) ** gamma;
      return Math.round(negative ? 255 - level : level);
    });
    return image(picture.width, picture.height, 3, picture.data.map((v) => table[v] ?? 0));
  };
}

function percentiles({ data }: Bytes<3>): readonly [number, number] {
  const sorted = data.filter((_, i) => i % 3 === 0).sort();
  const of = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return [Math.max(0, of(0.01) - 3), of(0.997)];
}

/** The ground (median) of `picture` brought to that of `model`; with `contrast` also the distance from there to the bands. */
function matched(picture: Bytes<3>, model: Bytes<3>, contrast: boolean): Bytes<3> {
  const [own, wanted] = [groundOf(picture), groundOf(model)];
  const gain = contrast ? Math.min(1.6, Math.max(0.6, wanted.spread / Math.max(4, own.spread))) : 1;
  return image(picture.width, picture.height, 3, picture.data.map((v) => Math.max(0, Math.min(255, Math.round((v - own.level) * gain + wanted.level)))));
}

function groundOf({ data }: Bytes<3>): { readonly level: number; readonly spread: number } {
  const sorted = data.filter((_, i) => i % 3 === 1).sort();
  const of = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return { level: of(0.5), spread: of(0.98) - of(0.02) };
}
