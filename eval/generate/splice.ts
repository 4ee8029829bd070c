/** Blots joined from parts that were not side by side, with a patch laid over, or declared as joined; and untouched ones. */
import { image } from '../../src/core/image.ts';
import type { Box } from '../../src/core/geometry.ts';
import type { Random } from '../../src/core/random.ts';
import { boxRegion } from '../../src/core/regions.ts';
import { between, pick, shuffled } from '../../test/support/random.ts';
import { jpeg, tone, warp, similarity, type Bytes } from '../../test/support/synthetic-edit.ts';
import { anyWindow, compressedBefore, otherPair, shiftedPair, type Pair } from './blot-windows.ts';
import type { Draw, PictureCase, Truth } from './case.ts';
import { decodeSource } from './decode.ts';
import { contrastOf, type Severity } from './process.ts';
import { inTurn, type Source } from './sources.ts';
import { stripsOf, type Strip } from './strips.ts';

export const SEAMS = ['vertical same blot', 'horizontal two blots', 'vertical two blots', 'horizontal same blot', 'lane put in'] as const;
type SeamKind = (typeof SEAMS)[number];

/** px; half the width of the strip that is the truth of a seam. */
const HALF_STRIP = 4;
/** grey; a cut that changes less than this along its line leaves no trace, whoever looks: it is drawn again. */
const LEAST_TRACE = 1.5;
/** Carries writing; was painted over before it was published. */
const UNFIT = new Set(['blots/blot_22.png', 'blots/blot_21.png']);
/** As `contrastOf`: nothing is in such a window. */
const EMPTY = 0.2;

/** Seams over the whole height or width. Normal: hard cuts; none, JPEG 90 or contrast afterwards. Hard: half are blended over some px; JPEG 75 or shrunk to .8. */
export async function seamCase(severity: Severity, blots: readonly Source[], draw: Draw): Promise<PictureCase> {
  const id = `splice${severity === 'hard' ? '-hard' : ''}/${draw.split}/${draw.role}/${draw.index}`;
  const after = afterwards(severity, draw.index);
  if (draw.role === 'clean') return untouched(id, blots, draw, after);
  const kind = SEAMS[draw.index % SEAMS.length] ?? SEAMS[0];
  const soft = severity === 'hard' && draw.random.next() < 0.5 ? between(draw.random, 0.6, 1.4) : 0;
  return made(id, blots, draw, async (strip, strips, random) => {
    const pair = kind.endsWith('two blots') ? await otherPair(strip, strips, random) : await shiftedPair(strip, random);
    if (!pair) return undefined;
    const { part, seams } = partOf(kind, pair, random);
    return finished({ pair, part, soft, truth: seams, note: `${kind}${soft ? ', blended' : ''}`, after }, random);
  });
}

/** A patch from elsewhere laid over a lane or the ground. */
export async function pastedCase(blots: readonly Source[], draw: Draw): Promise<PictureCase> {
  const id = `splice-pasted/${draw.split}/${draw.role}/${draw.index}`;
  const after = AFTER[draw.index % AFTER.length] ?? 'none';
  if (draw.role === 'clean') return untouched(id, blots, draw, after);
  return made(id, blots, draw, async (strip, strips, random) => {
    const pair = random.next() < 0.5 ? await otherPair(strip, strips, random) : await shiftedPair(strip, random);
    if (!pair) return undefined;
    const { width, height } = pair.first;
    const size = { width: Math.round(Math.min(width * 0.5, Math.max(20, pair.lane * between(random, 0.8, 2)))), height: Math.round(height * between(random, 0.35, 0.75)) };
    const part = { ...size, x: 8 + random.int(Math.max(1, width - size.width - 16)), y: 4 + random.int(Math.max(1, height - size.height - 8)) };
    const truth: readonly Truth[] = [{ kind: 'tampered-region', sides: [{ picture: 0, region: boxRegion(part) }] }];
    return finished({ pair, part, soft: random.next() < 0.4 ? between(random, 0.5, 1) : 0, truth, note: 'patch', after }, random);
  });
}

/** Not to be flagged: cuts that are shown by a line or a gap, as journals ask; micrographs. */
export async function spliceLookAlike(blots: readonly Source[], micrographs: readonly Source[], draw: Draw): Promise<PictureCase> {
  const id = `splice-look-alikes/${draw.split}/look-alike/${draw.index}`;
  const after = AFTER[Math.floor(draw.index / 3) % AFTER.length] ?? 'none';
  if (draw.index % 3 === 2) {
    const source = pick(draw.random, inTurn(micrographs, draw.split, draw.order, draw.index));
    return { id, role: 'look-alike', pictures: [await processed(await decodeSource(source), after, draw.random)], truth: [], sources: [source.file], note: 'micrograph' };
  }
  const isLine = draw.index % 3 === 0;
  const one = await made(id, blots, draw, async (strip, strips, random) => {
    const pair = random.next() < 0.5 ? await otherPair(strip, strips, random) : await shiftedPair(strip, random);
    if (!pair) return undefined;
    const kind = pick(random, SEAMS.slice(0, 4));
    const { part } = partOf(kind, pair, random);
    const width = isLine ? 1 + random.int(3) : 4 + random.int(8);
    const ink = isLine ? pick(random, [0, 0, 255, 60]) : 255;
    return finished({ pair, part, soft: 0, truth: [], note: isLine ? 'declared by a line' : 'declared by a gap', after, drawn: { isVertical: kind.startsWith('vertical'), width, ink } }, random);
  });
  return { ...one, role: 'look-alike' };
}

type Made = Omit<PictureCase, 'id' | 'role'>;

async function made(id: string, blots: readonly Source[], { random, order, split, index, role }: Draw, make: (strip: Strip, strips: readonly Strip[], random: Random) => Promise<Made | undefined>): Promise<PictureCase> {
  const strips = stripsOf(blots.filter((blot) => blot.split === split));
  const ordered = shuffled(order, strips);
  for (let attempt = 0; attempt < 60; attempt++) {
    const strip = ordered[(index + attempt * 7) % ordered.length];
    const found = strip && (await make(strip, strips, random.fork(`try ${attempt}`)));
    if (found) return { id, role, ...found };
  }
  throw new RangeError(`${id}: no strip of split ${split} shows a cut`);
}

async function untouched(id: string, blots: readonly Source[], { random, order, split, index }: Draw, after: After): Promise<PictureCase> {
  const strips = shuffled(order, stripsOf(blots.filter((blot) => blot.split === split)));
  const isAnywhere = index % 4 === 3;
  const wide = blots.filter((blot) => blot.split === split && blot.family !== 'blot-scan' && !UNFIT.has(blot.file));
  for (let attempt = 0; isAnywhere; attempt++) {
    const source = pick(random, wide);
    const picture = await anyWindow(source, random.fork(`try ${attempt}`));
    if (contrastOf(picture) <= EMPTY) continue;
    return { id, role: 'clean', pictures: [await processed(await saved(picture, random), after, random)], truth: [], sources: [source.file], note: `any window · ${after}` };
  }
  for (let attempt = 0; ; attempt++) {
    const strip = strips[(index + attempt) % strips.length];
    const pair = strip && (await shiftedPair(strip, random.fork(`try ${attempt}`)));
    if (pair) return { id, role: 'clean', pictures: [await processed(await saved(pair.first, random), after, random)], truth: [], sources: pair.sources, note: `strip · ${after}` };
  }
}

interface Plan {
  readonly pair: Pair;
  /** Shows the second window; the rest the first. */
  readonly part: Box<'panel'>;
  /** px, standard deviation of the blending; 0 = a hard cut. */
  readonly soft: number;
  readonly truth: readonly Truth[];
  readonly note: string;
  readonly after: After;
  readonly drawn?: { readonly isVertical: boolean; readonly width: number; readonly ink: number };
}

async function finished({ pair, part, soft, truth, note, after, drawn }: Plan, random: Random): Promise<Made | undefined> {
  const { first, second, sources } = pair;
  if (Math.min(first.width, first.height) < 40 || traceOf(first, second, part) < LEAST_TRACE) return undefined;
  const quality = random.next() < 0.35 ? Math.round(between(random, 80, 95)) : undefined;
  const [a, b] = quality ? [await compressedBefore(first, quality, random), await compressedBefore(second, quality, random)] : [first, second];
  const joined = layOver(a, b, part, soft);
  const shown = drawn ? withLine(joined, part, drawn) : joined;
  return { pictures: [await processed(shown, after, random)], truth: after === 'rescale' ? truth.map(shrunk) : truth, sources, note: `${note} · ${after}` };
}

async function saved(picture: Bytes<3>, random: Random): Promise<Bytes<3>> {
  return random.next() < 0.35 ? compressedBefore(picture, Math.round(between(random, 80, 95)), random) : picture;
}

function partOf(kind: SeamKind, { first: { width, height }, lane }: Pair, random: Random): { readonly part: Box<'panel'>; readonly seams: readonly Truth[] } {
  const seam = (box: Box<'panel'>): Truth => ({ kind: 'splice', sides: [{ picture: 0, region: boxRegion(box) }] });
  const upright = (x: number): Truth => seam({ x: x - HALF_STRIP, y: 0, width: 2 * HALF_STRIP, height });
  if (kind === 'lane put in') {
    const x = Math.round(width * between(random, 0.12, 0.5));
    const right = Math.min(width - 12, x + Math.round(Math.max(20, lane * between(random, 0.8, 1.6))));
    return { part: { x, y: 0, width: right - x, height }, seams: [upright(x), upright(right)] };
  }
  if (kind.startsWith('vertical')) {
    const x = Math.round(width * between(random, 0.15, 0.85));
    return { part: { x, y: 0, width: width - x, height }, seams: [upright(x)] };
  }
  const y = Math.round(height * between(random, 0.2, 0.8));
  return { part: { x: 0, y, width, height: height - y }, seams: [seam({ x: 0, y: y - HALF_STRIP, width, height: 2 * HALF_STRIP })] };
}

/** grey: mean difference of the two windows along the sides of the part that lie inside. */
function traceOf(first: Bytes<3>, second: Bytes<3>, { x, y, width, height }: Box): number {
  let [sum, count] = [0, 0];
  const add = (px: number, py: number): void => {
    const at = (py * first.width + px) * 3;
    sum += Math.abs((first.data[at] ?? 0) - (second.data[at] ?? 0));
    count++;
  };
  for (let py = y; py < y + height; py++) {
    if (x > 0) add(x, py);
    if (x + width < first.width) add(x + width - 1, py);
  }
  for (let px = x; px < x + width; px++) {
    if (y > 0) add(px, y);
    if (y + height < first.height) add(px, y + height - 1);
  }
  return count ? sum / count : 0;
}

function layOver(first: Bytes<3>, second: Bytes<3>, part: Box, soft: number): Bytes<3> {
  const { width, height } = first;
  const ramp = (at: number, edge: number, whole: number): number => (edge <= 0 ? 1 : edge >= whole ? 0 : soft === 0 ? Number(at >= edge) : 1 / (1 + Math.exp(-(at + 0.5 - edge) / (0.6 * soft))));
  const data = first.data.map((v, i) => {
    const at = Math.floor(i / 3);
    const [x, y] = [at % width, Math.floor(at / width)];
    const inX = ramp(x, part.x, width) - ramp(x, part.x + part.width, width);
    const inY = ramp(y, part.y, height) - ramp(y, part.y + part.height, height);
    const share = inX * inY;
    return Math.round(v * (1 - share) + (second.data[i] ?? 0) * share);
  });
  return image(width, height, 3, data);
}

function withLine(picture: Bytes<3>, part: Box, { isVertical, width, ink }: NonNullable<Plan['drawn']>): Bytes<3> {
  const edge = isVertical ? part.x : part.y;
  const from = edge - Math.floor(width / 2);
  return image(picture.width, picture.height, 3, picture.data.map((v, i) => {
    const at = Math.floor(i / 3);
    const along = isVertical ? at % picture.width : Math.floor(at / picture.width);
    return along >= from && along < from + width ? ink : v;
  }));
}

export const AFTER = ['none', 'jpeg 90', 'contrast', 'jpeg 75', 'rescale'] as const;
type After = (typeof AFTER)[number];

const SHRINK = 0.8;

function afterwards(severity: Severity, index: number): After {
  const choice = Math.floor(index / SEAMS.length);
  return (severity === 'hard' ? (['jpeg 75', 'rescale'] as const)[choice % 2] : (['none', 'jpeg 90', 'contrast'] as const)[choice % 3]) ?? 'none';
}

async function processed(picture: Bytes<3>, after: After, random: Random): Promise<Bytes<3>> {
  switch (after) {
    case 'none': return picture;
    case 'jpeg 90': return jpeg(picture, 90);
    case 'jpeg 75': return jpeg(picture, 75);
    case 'contrast': return tone(picture, { contrast: between(random, 1.15, 1.5) / Math.max(0.5, contrastOf(picture)) ** 0.3, brightness: between(random, -12, 12) });
    case 'rescale': return warp(picture, similarity({ scale: SHRINK }, { x: 0, y: 0 }, { x: 0, y: 0 }), Math.round(picture.width * SHRINK), Math.round(picture.height * SHRINK));
  }
}

/** The strip of a seam stays as wide. */
function shrunk({ kind, sides }: Truth): Truth {
  const region = (polygon: Truth['sides'][0]['region']['polygon']): Truth['sides'][0]['region'] => {
    const xs = polygon.map(({ x }) => x * SHRINK);
    const ys = polygon.map(({ y }) => y * SHRINK);
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const grow = kind === 'splice' ? HALF_STRIP * (1 - SHRINK) : 0;
    const wide = right - left < bottom - top;
    return boxRegion({ x: left - (wide ? grow : 0), y: top - (wide ? 0 : grow), width: right - left + (wide ? 2 * grow : 0), height: bottom - top + (wide ? 0 : 2 * grow) });
  };
  const [side] = sides;
  return { kind, sides: [{ ...side, region: region(side.region.polygon) }] };
}
