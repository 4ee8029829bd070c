/** Pictures that are alike for good reasons: a system that cries wolf at them is of no use. */
import path from 'node:path';
import { translation } from '../../src/core/geometry.ts';
import type { Random } from '../../src/core/random.ts';
import { between, pick } from '../../test/support/random.ts';
import { crop, paste, toRgb, flat, warp, type Bytes } from '../../test/support/synthetic-edit.ts';
import type { Draw, PictureCase } from './case.ts';
import { decodeSource } from './decode.ts';
import { process } from './process.ts';
import type { Source } from './sources.ts';

type Pair = readonly [Bytes<3>, Bytes<3>];
interface Kind {
  readonly name: string;
  readonly make: (pictures: Pictures, random: Random) => Promise<{ readonly pair: Pair; readonly sources: readonly string[] }>;
}
interface Pictures { readonly micrographs: readonly Source[]; readonly blots: readonly Source[] }

const CHANNELS = [['coloc_00', 'coloc_01'], ['coloc_02', 'coloc_03'], ['human_00', 'human_01'], ['human_01', 'human_02'], ['human_00', 'human_02'], ['worms_03', 'worms_04'], ['worms_05', 'worms_06'], ['worms_00', 'worms_01']] as const;
const EXPOSURES = [['blot_00', 'blot_01'], ['blot_02', 'blot_03'], ['blot_04', 'blot_05'], ['blot_06', 'blot_07'], ['blot_08', 'blot_09'], ['blot_17', 'blot_18'], ['blot_19', 'blot_20']] as const;

const KINDS: readonly Kind[] = [
  { name: 'channels', make: ({ micrographs }, random) => named(micrographs, pick(random, CHANNELS)) },
  {
    name: 'time-lapse', make: ({ micrographs }, random) => {
      const [a, b] = [random.int(11), 1 + random.int(10)];
      return named(micrographs, [frame(a), frame((a + b) % 11)]);
    },
  },
  { name: 'exposures', make: ({ blots }, random) => named(blots, pick(random, EXPOSURES)) },
  { name: 'inset', make: ({ micrographs }, random) => inset(pick(random, micrographs.filter(({ family }) => ZOOMABLE.has(family))), random) },
  { name: 'same-labels', make: ({ micrographs }, random) => sameLabels(micrographs, random) },
  { name: 'merge', make: ({ micrographs }, random) => merged(micrographs, pick(random, CHANNELS)) },
];

const ZOOMABLE = new Set(['pap', 'hist', 'hist320', 'nuc640', 'nuc696', 'yeast']);
const frame = (n: number): string => `timelapse_${String(n).padStart(2, '0')}`;

/** Kinds in turn: channels, time-lapse frames, exposures of one membrane, inset, equal label graphics, merge of channels. Not split: nothing is tuned on the pairs themselves. */
export async function lookAlikeCase(micrographs: readonly Source[], blots: readonly Source[], { random, split, index }: Draw): Promise<PictureCase> {
  const kind = KINDS[index % KINDS.length];
  if (!kind) throw new RangeError('no kinds of look-alike');
  const { pair, sources } = await kind.make({ micrographs, blots }, random);
  const pictures = [await process(shrunk(pair[0]), random, 'normal'), await process(shrunk(pair[1]), random, 'normal')];
  return { id: `look-alikes/${split}/look-alike/${index}`, role: 'look-alike', pictures, truth: [], sources, note: kind.name };
}

async function named(sources: readonly Source[], [a, b]: readonly [string, string]): ReturnType<Kind['make']> {
  const find = (stem: string): Source => {
    const found = sources.find(({ file }) => path.parse(file).name === stem);
    if (!found) throw new RangeError(`${stem} is not in the data folder`);
    return found;
  };
  const [first, second] = [find(a), find(b)];
  return { pair: [await decodeSource(first), await decodeSource(second)], sources: [first.file, second.file] };
}

/** A detail shown enlarged beside the overview, as a declared zoom. */
async function inset(source: Source, random: Random): ReturnType<Kind['make']> {
  const picture = shrunk(await decodeSource(source));
  const share = between(random, 0.3, 0.45);
  const [w, h] = [Math.round(picture.width * share), Math.round(picture.height * share)];
  const [x, y] = [random.int(picture.width - w), random.int(picture.height - h)];
  const zoom = between(random, 1.8, 2.6);
  const detail = warp(crop(picture, { x, y, width: w, height: h }), [zoom, 0, 0, 0, zoom, 0, 0, 0, 1], Math.round(w * zoom), Math.round(h * zoom));
  return { pair: [framed(picture, x, y, w, h), detail], sources: [source.file] };
}

function framed(picture: Bytes<3>, x: number, y: number, w: number, h: number): Bytes<3> {
  const line = (lw: number, lh: number): Bytes<3> => toRgb(flat(lw, lh, 255));
  return [[x, y, w, 2], [x, y + h - 2, w, 2], [x, y, 2, h], [x + w - 2, y, 2, h]].reduce((out, [lx = 0, ly = 0, lw = 1, lh = 1]) => paste(out, line(lw, lh), { x: lx, y: ly }), picture);
}

/** Two specimens under the same letter plate, scale bar and caption strip. */
async function sameLabels(micrographs: readonly Source[], random: Random): ReturnType<Kind['make']> {
  const family = pick(random, ['pap', 'nuc640', 'nuc696', 'hist320', 'nuc360']);
  const groups = micrographs.filter((source) => source.family === family);
  const first = pick(random, groups);
  const second = pick(random, groups.filter(({ group }) => group !== first.group));
  const label = labelOf(random);
  const stamped = async (source: Source): Promise<Bytes<3>> => {
    const picture = shrunk(await decodeSource(source));
    return paste(paste(picture, label, { x: 6, y: 6 }), toRgb(flat(Math.round(picture.width / 4), 5, 255)), { x: picture.width - Math.round(picture.width / 4) - 10, y: picture.height - 16 });
  };
  return { pair: [await stamped(first), await stamped(second)], sources: [first.file, second.file] };
}

/** Strokes like two words of a label, black on white. */
function labelOf(random: Random): Bytes<3> {
  let plate: Bytes<3> = toRgb(flat(92, 20, 255));
  for (let x = 5; x < 86; x += 4 + random.int(6)) {
    plate = paste(plate, toRgb(flat(2, 6 + random.int(8), 0)), { x, y: 4 });
    plate = paste(plate, toRgb(flat(3 + random.int(4), 2, 0)), { x, y: 4 + random.int(10) });
  }
  return plate;
}

async function merged(micrographs: readonly Source[], pair: readonly [string, string]): ReturnType<Kind['make']> {
  const { pair: [a, b], sources } = await named(micrographs, pair);
  const data = Uint8Array.from(a.data, (v, i) => (i % 3 === 0 ? v : i % 3 === 1 ? b.data[i] ?? 0 : 0));
  return { pair: [a, { ...a, data }], sources };
}

/** At most 560 px a side, as in a figure. */
function shrunk(picture: Bytes<3>): Bytes<3> {
  const zoom = Math.min(1, 560 / Math.max(picture.width, picture.height));
  if (zoom === 1) return warp(picture, translation(0, 0), picture.width, picture.height);
  return warp(picture, [zoom, 0, 0, 0, zoom, 0, 0, 0, 1], Math.floor(picture.width * zoom), Math.floor(picture.height * zoom));
}
