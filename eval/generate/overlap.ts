/** Two panels that show the same field: whole, or in part; and two that do not, of the same kind. */
import { applyTo, invert, multiply } from '../../src/core/geometry.ts';
import { areaOf, mapRegion, type Region } from '../../src/core/regions.ts';
import type { Random } from '../../src/core/random.ts';
import { between, pick } from '../../test/support/random.ts';
import type { Bytes } from '../../test/support/synthetic-edit.ts';
import type { Draw, PictureCase } from './case.ts';
import { decodeSource } from './decode.ts';
import { process, type Severity } from './process.ts';
import { inTurn, type Source } from './sources.ts';
import { intersection, isInside, overlapOf, pointIn, render, texturedShare, viewAt, type View } from './windows.ts';

export interface OverlapPlan {
  readonly name: string;
  /** Share of the smaller panel, from and to; `whole`: the same field. */
  readonly share: readonly [number, number] | 'whole';
  readonly severity: Severity;
}

/** px² and px of either panel: the least shared area, and its least width, that a person could recognise. */
const MIN_SHARED = { area: 3000, width: 32 };
const MIN_TEXTURE = 0.2;

export async function overlapCase(plan: OverlapPlan, micrographs: readonly Source[], draw: Draw): Promise<PictureCase> {
  const id = `${plan.name}/${draw.split}/${draw.role}/${draw.index}`;
  const mine = micrographs.filter(({ split }) => split === draw.split);
  const order = inTurn(micrographs, draw.split, draw.order, draw.index);
  for (let attempt = 0; attempt < order.length * 2; attempt++) {
    const source = attempt === 0 ? order[draw.index % order.length] : order[draw.random.int(order.length)];
    if (!source) continue;
    const made = draw.role === 'positive' ? await positive(plan, source, draw.random.fork(`try ${attempt}`)) : await clean(plan, source, mine, draw.random.fork(`try ${attempt}`));
    if (made) return { id, role: draw.role, ...made };
  }
  throw new RangeError(`${id}: no source of split ${draw.split} has enough texture to share`);
}

type Made = Omit<PictureCase, 'id' | 'role'>;

async function positive(plan: OverlapPlan, source: Source, random: Random): Promise<Made | undefined> {
  const picture = await decodeSource(source);
  for (let attempt = 0; attempt < 200; attempt++) {
    const a = firstView(picture, random);
    const b = a && (plan.share === 'whole' ? wholeView(a, random) : otherView(picture, a, random, plan.severity));
    if (!a || !b || !isInside(b, picture) || Math.min(b.width, b.height) < MIN_SIDE[plan.severity]) continue;
    const share = overlapOf(a.footprint, b.footprint);
    const shared = intersection(a.footprint, b.footprint);
    if (shared.polygon.length < 3 || !isRecognisable(mapRegion(shared, a.matrix)) || !isRecognisable(mapRegion(shared, b.matrix))) continue;
    if (plan.share !== 'whole' && (share < plan.share[0] || share > plan.share[1])) continue;
    if (texturedShare(picture, shared) < MIN_TEXTURE) continue;
    return {
      pictures: [await process(render(picture, a), random, plan.severity), await process(render(picture, b), random, plan.severity)],
      truth: [{
        kind: 'duplicate', matrix: multiply(b.matrix, invert(a.matrix)),
        sides: [{ picture: 0, region: mapRegion(shared, a.matrix) }, { picture: 1, region: mapRegion(shared, b.matrix) }],
      }],
      sources: [source.file], note: `share ${share.toFixed(2)}`,
    };
  }
  return undefined;
}

function isRecognisable(shared: Region<'panel'>): boolean {
  const xs = shared.polygon.map(({ x }) => x);
  const ys = shared.polygon.map(({ y }) => y);
  const longest = Math.hypot(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
  return areaOf(shared) >= MIN_SHARED.area && areaOf(shared) / longest >= MIN_SHARED.width / Math.SQRT2;
}

/** Half from two specimens of one family, half from two places of one picture that do not touch. */
async function clean(plan: OverlapPlan, source: Source, mine: readonly Source[], random: Random): Promise<Made | undefined> {
  const others = mine.filter(({ family, group }) => family === source.family && group !== source.group);
  const other = others.length > 0 && random.next() < 0.6 ? pick(random, others) : undefined;
  const picture = await decodeSource(source);
  const second = other ? await decodeSource(other) : picture;
  for (let attempt = 0; attempt < 200; attempt++) {
    const a = firstView(picture, random);
    const b = a && otherView(second, other ? centred(second, a) : a, random, plan.severity);
    if (!a || !b || !isInside(b, second) || Math.min(b.width, b.height) < MIN_SIDE[plan.severity]) continue;
    if (!other && overlapOf(a.footprint, b.footprint) > 0) continue;
    if (texturedShare(picture, a.footprint) < MIN_TEXTURE || texturedShare(second, b.footprint) < MIN_TEXTURE / 2) continue;
    return {
      pictures: [await process(render(picture, a), random, plan.severity), await process(render(second, b), random, plan.severity)],
      truth: [], sources: other ? [source.file, other.file] : [source.file], note: other ? 'two specimens' : 'two fields of one specimen',
    };
  }
  return undefined;
}

/** px; a smaller panel shows nothing in print. */
const MIN_SIDE = { normal: 128, hard: 104 } as const;

/** An upright window of 45–85 % of the source's side, at most 560 px. */
function firstView({ width, height }: Bytes, random: Random): View | undefined {
  const base = Math.min(width, height);
  const side = Math.min(560, base * between(random, 0.45, 0.85));
  const [w, h] = [Math.round(Math.min(width, side * between(random, 0.9, 1.4))), Math.round(Math.min(height, side * between(random, 0.75, 1.1)))];
  if (w < MIN_SIDE.normal || h < MIN_SIDE.normal) return undefined;
  const [x, y] = [random.int(width - w + 1), random.int(height - h + 1)];
  return viewAt({ x: x + w / 2, y: y + h / 2 }, w, h, {});
}

/** The same field once more, in one of eight poses, resized. */
function wholeView(a: View, random: Random): View {
  const [turns, scale, mirrored] = [random.int(4), between(random, 0.65, 1.4), random.next() < 0.4];
  const [w, h] = turns % 2 === 0 ? [a.width, a.height] : [a.height, a.width];
  return viewAt(centreOf(a), Math.floor(w * scale), Math.floor(h * scale), { rotation: turns * 90, scale, mirrored });
}

function otherView(picture: Bytes, a: View, random: Random, severity: Severity): View {
  const hard = severity === 'hard';
  const upright = random.next() < (hard ? 0.3 : 0.45);
  const scale = random.next() < 0.35 ? 1 : between(random, hard ? 0.6 : 0.75, hard ? 1.1 : 1.3);
  const rotation = upright ? random.int(4) * 90 : between(random, -180, 180);
  const size = Math.sqrt(a.width * a.height) * between(random, 0.8, 1.15);
  const aspect = between(random, 0.8, 1.3);
  const [w, h] = [Math.round(size * Math.sqrt(aspect) * scale), Math.round((size / Math.sqrt(aspect)) * scale)];
  const reach = size * 0.35;
  const near = centreOf(a);
  const centre = random.next() < 0.7
    ? { x: near.x + between(random, -2.4, 2.4) * reach, y: near.y + between(random, -2.4, 2.4) * reach }
    : pointIn(random, picture.width, picture.height);
  return viewAt(upright && scale === 1 ? snapped(centre, w, h, rotation) : centre, w, h, { rotation, scale, mirrored: random.next() < 0.35 });
}

/** Upright windows of scale 1 lie on whole pixels, as a crop does. */
function snapped({ x, y }: { x: number; y: number }, w: number, h: number, rotation: number): { x: number; y: number } {
  const [fw, fh] = rotation % 180 === 0 ? [w, h] : [h, w];
  return { x: Math.round(x - fw / 2) + fw / 2, y: Math.round(y - fh / 2) + fh / 2 };
}

function centreOf({ matrix, width, height }: View): { x: number; y: number } {
  return applyTo(invert(matrix), { x: width / 2, y: height / 2 });
}

function centred({ width, height }: Bytes, a: View): View {
  return viewAt({ x: width / 2, y: height / 2 }, a.width, a.height, {});
}
