/** A strip of bands shown twice, as two experiments; and two strips that are only alike. */
import { applyTo, invert, multiply, translation } from '../../src/core/geometry.ts';
import { boxRegion, mapRegion } from '../../src/core/regions.ts';
import type { Random } from '../../src/core/random.ts';
import { between, pick, shuffled } from '../../test/support/random.ts';
import { noise, jpeg, tone, type Bytes } from '../../test/support/synthetic-edit.ts';
import type { Draw, PictureCase } from './case.ts';
import { decodeSource } from './decode.ts';
import { process, type Severity } from './process.ts';
import type { Source } from './sources.ts';
import { stripsOf, type Strip } from './strips.ts';
import { intersection, render, viewAt, type View } from './windows.ts';

export async function blotReuseCase(severity: Severity, blots: readonly Source[], { random, order, role, split, index }: Draw): Promise<PictureCase> {
  const strips = shuffled(order, stripsOf(blots.filter((blot) => blot.split === split)));
  const strip = strips[index % strips.length];
  if (!strip) throw new RangeError(`no blots in split ${split}`);
  const id = `blot-reuse${severity === 'hard' ? '-hard' : ''}/${split}/${role}/${index}`;
  return { id, role, ...(role === 'positive' ? await positive(strip, severity, random) : await clean(strip, strips, severity, random)) };
}

async function positive(strip: Strip, severity: Severity, random: Random): Promise<Omit<PictureCase, 'id' | 'role'>> {
  const blot = await decodeSource(strip.source);
  const hard = severity === 'hard';
  const zoom = zoomOf(strip, random);
  const a = viewOf(blot, strip, random, { zoom, keep: 1, move: {} });
  const pose = pick(random, hard ? POSES : [...POSES, { rotation: 0, mirrored: false }]);
  const move = { ...pose, rotation: pose.rotation + (hard ? between(random, -2, 2) : 0) };
  const b = viewOf(blot, strip, random, { zoom: zoom * between(random, hard ? 0.75 : 0.85, hard ? 1.25 : 1.15), keep: hard ? between(random, 0.55, 1) : between(random, 0.85, 1), move });
  const shared = intersection(a.footprint, b.footprint);
  const first = await process(render(blot, a), random, severity);
  return {
    pictures: [first, await disguised(render(blot, b), random, severity)],
    truth: [{
      kind: 'duplicate', matrix: multiply(b.matrix, invert(a.matrix)),
      sides: [{ picture: 0, region: mapRegion(shared, a.matrix) }, { picture: 1, region: mapRegion(shared, b.matrix) }],
    }],
    sources: [strip.source.file], note: `rotation ${move.rotation.toFixed(0)}${move.mirrored ? ' mirrored' : ''}`,
  };
}

const POSES = [{ rotation: 0, mirrored: false }, { rotation: 0, mirrored: true }, { rotation: 180, mirrored: false }, { rotation: 180, mirrored: true }] as const;

/** Another strip: of the same membrane family, half the time of the very same scan (another row). */
async function clean(strip: Strip, strips: readonly Strip[], severity: Severity, random: Random): Promise<Omit<PictureCase, 'id' | 'role'>> {
  const scan = strips.filter(({ source, box }) => source.file === strip.source.file && (box.y >= strip.box.y + strip.box.height || box.y + box.height <= strip.box.y));
  const family = strips.filter(({ source }) => source.group !== strip.source.group && source.family === strip.source.family);
  const other = pick(random, scan.length > 0 && random.next() < 0.5 ? scan : family.length > 0 ? family : strips.filter(({ source }) => source.group !== strip.source.group));
  const [blot, second] = [await decodeSource(strip.source), await decodeSource(other.source)];
  const a = viewOf(blot, strip, random, { zoom: zoomOf(strip, random), keep: 1, move: {} });
  const b = viewOf(second, other, random, { zoom: zoomOf(other, random), keep: 1, move: {} });
  return {
    pictures: [await process(render(blot, a), random, severity), await disguised(render(second, b), random, severity)],
    truth: [], sources: [strip.source.file, other.source.file], note: other.source.file === strip.source.file ? 'two rows of one scan' : 'two membranes',
  };
}

/** Strips are shown 200–620 px wide. */
function zoomOf({ box }: Strip, random: Random): number {
  return Math.min(2.2, Math.max(0.35, between(random, 200, 620) / box.width));
}

/** A window on the strip, `keep` of its width, with a little of the membrane around it. */
function viewOf(blot: Bytes, { box }: Strip, random: Random, { zoom, keep, move }: { zoom: number; keep: number; move: { rotation?: number; mirrored?: boolean } }): View {
  const width = Math.round(box.width * keep);
  const height = Math.round(box.height * between(random, 0.9, 1.15));
  const left = box.x + Math.round((box.width - width) * random.next());
  const [cx, cy] = [left + width / 2, box.y + box.height / 2 + between(random, -0.04, 0.04) * box.height];
  const view = viewAt({ x: cx, y: cy }, Math.round(width * zoom), Math.round(height * zoom), { ...move, scale: zoom });
  return shiftedInside(view, blot);
}

/** Near the edge of the scan the window is moved in. */
function shiftedInside(view: View, { width, height }: Bytes): View {
  const xs = view.footprint.polygon.map(({ x }) => x);
  const ys = view.footprint.polygon.map(({ y }) => y);
  const dx = Math.max(0, -Math.min(...xs)) - Math.max(0, Math.max(...xs) - width);
  const dy = Math.max(0, -Math.min(...ys)) - Math.max(0, Math.max(...ys) - height);
  if (dx === 0 && dy === 0) return view;
  const matrix = multiply(view.matrix, translation(-dx, -dy));
  const back = invert(matrix);
  return { ...view, matrix, footprint: { polygon: boxRegion({ x: 0, y: 0, width: view.width, height: view.height }).polygon.map((p) => applyTo(back, p)) } };
}

/** The second showing is always re-toned. */
async function disguised(picture: Bytes<3>, random: Random, severity: Severity): Promise<Bytes<3>> {
  const hard = severity === 'hard';
  const toned = tone(picture, { contrast: between(random, 0.75, 1.3), brightness: between(random, -20, 20), gamma: between(random, 0.75, 1.35) });
  const grainy = hard && random.next() < 0.8 ? noise(toned, between(random, 1, 5), random) : toned;
  return jpeg(grainy, Math.round(hard ? between(random, 35, 75) : between(random, 72, 95)));
}
