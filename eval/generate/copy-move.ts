/** Regions cloned within one picture: cells in a micrograph, bands in a blot; and untouched ones treated alike. */
import type { Random } from '../../src/core/random.ts';
import { boxRegion, mapRegion, type Region } from '../../src/core/regions.ts';
import { between, shuffled } from '../../test/support/random.ts';
import { similarity, type Bytes, type Move } from '../../test/support/synthetic-edit.ts';
import type { Draw, PictureCase } from './case.ts';
import { clone, gapBetween, isWithin, outline, type Cloning } from './clone.ts';
import { decodeSource } from './decode.ts';
import { process, type Severity } from './process.ts';
import { inTurn, type Source } from './sources.ts';
import { stripsOf, type Strip } from './strips.ts';
import { deviationIn, pointIn, render, texturedShare, viewAt } from './windows.ts';

type Made = Omit<PictureCase, 'id' | 'role'>;

/** Copies of 16–34 % of the shorter side (normal), 8–16 % (hard). */
export async function micrographCopyMove(severity: Severity, micrographs: readonly Source[], draw: Draw): Promise<PictureCase> {
  const id = `copy-move-micrograph${severity === 'hard' ? '-hard' : ''}/${draw.split}/${draw.role}/${draw.index}`;
  const order = inTurn(micrographs, draw.split, draw.order, draw.index);
  for (let attempt = 0; attempt < order.length; attempt++) {
    const source = attempt === 0 ? order[draw.index % order.length] : order[draw.random.int(order.length)];
    const random = draw.random.fork(`try ${attempt}`);
    const panel = source && (await micrographPanel(source, random));
    if (!source || !panel) continue;
    const cloning = findCloning(panel, random, severity);
    if (!cloning) continue;
    const made = await finish(panel, draw.role === 'positive' ? cloning : undefined, random, severity);
    return { id, role: draw.role, ...made, sources: [source.file] };
  }
  throw new RangeError(`${id}: no source of split ${draw.split} has enough texture to clone`);
}

/** 60–100 % of the source, at most 620 px a side. */
async function micrographPanel(source: Source, random: Random): Promise<Bytes<3>> {
  const picture = await decodeSource(source);
  const share = Math.min(picture.width, picture.height) <= 400 ? 1 : between(random, 0.6, 1);
  const w = Math.round(Math.min(620, picture.width * share));
  const h = Math.round(Math.min(620, picture.height * share));
  const [x, y] = [random.int(picture.width - w + 1), random.int(picture.height - h + 1)];
  return render(picture, viewAt({ x: x + w / 2, y: y + h / 2 }, w, h, {}));
}

function findCloning(panel: Bytes<3>, random: Random, severity: Severity): Cloning | undefined {
  const hard = severity === 'hard';
  const side = Math.min(panel.width, panel.height);
  for (let attempt = 0; attempt < 150; attempt++) {
    const radius = (side * (hard ? between(random, 0.08, 0.16) : between(random, 0.16, 0.34))) / 2;
    const from = pointIn(random, panel.width, panel.height, radius);
    const region = outline(random, from, radius);
    const move = moveOf(random, hard);
    const matrix = similarity(move, from, pointIn(random, panel.width, panel.height, radius));
    const copy = mapRegion<'panel', 'panel'>(region, matrix);
    if (!isWithin(region, panel) || !isWithin(copy, panel) || gapBetween(region, copy) < 6) continue;
    if (!isRecognisable(panel, region, hard) || radius * (move.scale ?? 1) < 12) continue;
    return { region, matrix, tone: slightTone(random), feather: between(random, 0, 1.4) };
  }
  return undefined;
}

/** A forger copies things, not bare ground or the edge of a faint one. Limits in grey, on the untouched panel. */
function isRecognisable(panel: Bytes<3>, region: Region<'panel'>, hard: boolean): boolean {
  return texturedShare(panel, region) >= (hard ? 0.5 : 0.35) && deviationIn(panel, region) >= (hard ? 12 : 6);
}

/** Plain shift, quarter turns and mirrors, or any rotation with scale. */
function moveOf(random: Random, hard: boolean): Move {
  const draw = random.next();
  if (draw < 0.3) return { scale: hard ? between(random, 0.8, 0.97) : 1 };
  if (draw < 0.5) return { rotation: random.int(4) * 90, mirrored: random.next() < 0.5 };
  return { rotation: between(random, -180, 180), scale: between(random, hard ? 0.7 : 0.8, hard ? 1.1 : 1.25), mirrored: random.next() < 0.25 };
}

function slightTone(random: Random): Cloning['tone'] {
  return random.next() < 0.5 ? {} : { contrast: between(random, 0.9, 1.12), brightness: between(random, -8, 8) };
}

/** One to three neighbouring lanes of a strip laid over others. */
export async function blotCopyMove(severity: Severity, blots: readonly Source[], draw: Draw): Promise<PictureCase> {
  const id = `copy-move-blot${severity === 'hard' ? '-hard' : ''}/${draw.split}/${draw.role}/${draw.index}`;
  const strips = shuffled(draw.order, stripsOf(blots.filter(({ split }) => split === draw.split)).filter(({ lanes }) => lanes >= 3));
  const strip = strips[draw.index % strips.length];
  if (!strip) throw new RangeError(`${id}: no blots in split ${draw.split}`);
  const { panel, lane } = await blotPanel(strip, draw.random);
  const cloning = draw.role === 'positive' ? bandCloning(panel, lane, strip.lanes, draw.random, severity) : undefined;
  return { id, role: draw.role, ...(await finish(panel, cloning, draw.random, severity)), sources: [strip.source.file] };
}

interface BlotPanel {
  readonly panel: Bytes<3>;
  /** px of the panel: the first lane; the others follow. */
  readonly lane: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** The strip with some membrane around it, 260–700 px wide. */
async function blotPanel({ source, box, lanes }: Strip, random: Random): Promise<BlotPanel> {
  const blot = await decodeSource(source);
  const zoom = Math.min(2.2, 320 / box.height, Math.max(0.5, between(random, 260, 700) / box.width));
  const around = source.family === 'blot-dark' || source.family === 'blot-light' ? 0.4 : 0.05; // scans have handwriting close by
  const up = Math.min(box.y, Math.round(box.height * between(random, 0.02, around)));
  const down = Math.min(blot.height - box.y - box.height, Math.round(box.height * between(random, 0.02, around)));
  const height = box.height + up + down;
  const view = viewAt({ x: box.x + box.width / 2, y: box.y - up + height / 2 }, Math.round(box.width * zoom), Math.round(height * zoom), { scale: zoom });
  return { panel: render(blot, view), lane: { x: 0, y: up * zoom, width: (box.width * zoom) / lanes, height: box.height * zoom } };
}

function bandCloning(panel: Bytes<3>, lane: BlotPanel['lane'], lanes: number, random: Random, severity: Severity): Cloning | undefined {
  const hard = severity === 'hard';
  for (let attempt = 0; attempt < 200; attempt++) {
    const count = 1 + random.int(Math.min(3, Math.floor(lanes / 2)));
    const [from, to] = [random.int(lanes - count + 1), random.int(lanes - count + 1)];
    if (Math.abs(from - to) < count) continue;
    const inset = between(random, 0, 0.12);
    const region: Region<'panel'> = boxRegion({ x: from * lane.width + 2, y: lane.y + inset * lane.height, width: count * lane.width - 4, height: (1 - 2 * inset) * lane.height });
    const centre = { x: (from + count / 2) * lane.width, y: lane.y + lane.height / 2 };
    const move: Move = { mirrored: random.next() < 0.35, scale: random.next() < 0.5 ? 1 : between(random, hard ? 0.85 : 0.94, hard ? 1.12 : 1.06), rotation: hard ? between(random, -2, 2) : 0 };
    const jitter = random.next() < 0.5 ? 0 : between(random, -0.1, 0.1) * lane.height;
    const matrix = similarity(move, centre, { x: Math.round((to + count / 2) * lane.width - centre.x) + centre.x, y: Math.round(jitter) + centre.y });
    const copy = mapRegion<'panel', 'panel'>(region, matrix);
    if (!isWithin(copy, panel) || !isWithin(region, panel) || gapBetween(region, copy) < 1 || texturedShare(panel, region) < 0.12) continue;
    return { region, matrix, tone: slightTone(random), feather: between(random, 0.4, 1.4) };
  }
  return undefined;
}

async function finish(panel: Bytes<3>, cloning: Cloning | undefined, random: Random, severity: Severity): Promise<Omit<Made, 'sources'>> {
  if (!cloning) return { pictures: [await process(panel, random, severity)], truth: [], note: 'untouched' };
  const { picture, copy, mask } = await clone(panel, cloning);
  return {
    pictures: [await process(picture, random, severity)], mask, note: `feather ${cloning.feather.toFixed(1)}`,
    truth: [{ kind: 'copy-move', matrix: cloning.matrix, sides: [{ picture: 0, region: cloning.region }, { picture: 0, region: copy }] }],
  };
}
