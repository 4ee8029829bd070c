/** Whole papers: figures over two pages with one re-use among their panels, or none. Truth in points. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { multiply, translation, type Matrix } from '../../src/core/geometry.ts';
import { mapRegion } from '../../src/core/regions.ts';
import type { Random } from '../../src/core/random.ts';
import { between, shuffled } from '../../test/support/random.ts';
import type { Bytes } from '../../test/support/synthetic-edit.ts';
import { blotReuseCase } from './blot-reuse.ts';
import type { DocumentCase, DocumentTruth, Draw, PageSide, PictureCase, TrueSide } from './case.ts';
import { micrographCopyMove } from './copy-move.ts';
import { decodeSource } from './decode.ts';
import { overlapCase } from './overlap.ts';
import { setPaper, type PaperFigure, type Placement } from './paper.ts';
import { process, type Severity } from './process.ts';
import { inTurn, type Source } from './sources.ts';
import { stripsOf } from './strips.ts';
import type { Pool } from './suites.ts';
import { render, viewAt } from './windows.ts';

const KINDS = ['overlap', 'blot-reuse', 'overlap', 'whole', 'copy-move'] as const;

/** What an honest caption says of a strip or a field that is shown twice: in one figure, or in the second of the first. */
const SAID = {
  'blot-reuse': { within: 'The same loading control is shown for both proteins.', across: 'The actin blot is the same as in Figure 1.' },
  whole: { within: 'The same field is shown before and after processing.', across: 'The field of untreated cells is the same as in Figure 1.' },
} as const;

/** Two figures of four to six panels; in a positive, two panels (or one, cloned inside) are the re-use. */
export async function paperCase(severity: Severity, pool: Pool, draw: Draw): Promise<DocumentCase> {
  return drawnPaper(KINDS[draw.index % KINDS.length] ?? 'overlap', severity, pool, draw);
}

/** The same with a strip or a field that the caption says is shown twice: not to be flagged. */
export async function declaredPaper(pool: Pool, draw: Draw): Promise<DocumentCase> {
  const drawn = await drawnPaper(draw.index % 2 === 0 ? 'blot-reuse' : 'whole', 'normal', pool, draw, true);
  return { ...drawn, id: `declared-in-pdf/${draw.split}/look-alike/${draw.index}`, role: 'look-alike', truth: [] };
}

async function drawnPaper(kind: (typeof KINDS)[number], severity: Severity, pool: Pool, draw: Draw, isDeclared = false): Promise<DocumentCase> {
  const inner = await innerCase(kind, severity, pool, { ...draw, random: draw.random.fork('inner') });
  const innocents = kind === 'blot-reuse' ? await strips(pool.blots, inner, draw, severity) : await fields(pool.micrographs, inner, draw, severity);
  const panels = shuffled(draw.random.fork('places'), [...innocents.slice(0, 10 - inner.pictures.length), ...inner.pictures]);
  const half = Math.ceil(panels.length / 2);
  const columns = kind === 'blot-reuse' ? 2 : 3;
  const set = draw.index % 2 === 0 ? 'separate' : 'flattened';
  const shownIn = inner.pictures.map((picture) => (panels.indexOf(picture) < half ? 0 : 1));
  const said = (n: 0 | 1): string => {
    if (!isDeclared || (kind !== 'blot-reuse' && kind !== 'whole')) return '';
    if (shownIn.every((one) => one === shownIn[0])) return shownIn[0] === n ? ` ${SAID[kind].within}` : '';
    return n === 1 ? ` ${SAID[kind].across}` : '';
  };
  const figure = (own: readonly Bytes<3>[], n: 0 | 1): PaperFigure => ({ panels: own, columns, set, drawn: kind !== 'blot-reuse', caption: (n === 0 ? 'Representative images of the conditions.' : 'Images of the second experiment.') + said(n) });
  const { bytes, placements } = await setPaper({
    title: 'Localisation of a scaffold protein under stress', figures: [figure(panels.slice(0, half), 0), figure(panels.slice(half), 1)],
    random: draw.random.fork('prose'), quality: Math.round(severity === 'hard' ? between(draw.random, 60, 80) : between(draw.random, 82, 95)),
  });
  const flat = placements.flat();
  const place = (picture: Bytes<3>): Placement => flat[panels.indexOf(picture)] ?? { page: 0, box: { x: 0, y: 0, width: 1, height: 1 } };
  return {
    id: `figure-in-pdf${severity === 'hard' ? '-hard' : ''}/${draw.split}/${draw.role}/${draw.index}`, role: draw.role, name: 'paper.pdf', bytes,
    truth: draw.role === 'clean' ? [] : inner.truth.map(({ kind: found, sides: [from, to = from] }): DocumentTruth => ({ kind: found, sides: [onPage(from, inner, place), onPage(to, inner, place)] })),
    panels: flat, sources: inner.sources, note: `${kind}, ${set}; ${inner.note}`,
  };
}

async function innerCase(kind: (typeof KINDS)[number], severity: Severity, { micrographs, blots }: Pool, draw: Draw): Promise<PictureCase> {
  if (kind === 'blot-reuse') return blotReuseCase(severity, blots, draw);
  if (kind === 'copy-move') return micrographCopyMove(severity, micrographs, draw);
  const share = kind === 'whole' ? 'whole' : severity === 'hard' ? ([0.1, 0.25] as const) : ([0.2, 0.6] as const);
  return overlapCase({ name: 'inner', share, severity }, micrographs, draw);
}

function onPage({ picture, region }: TrueSide, inner: PictureCase, place: (picture: Bytes<3>) => Placement): PageSide {
  const pixels = inner.pictures[picture];
  if (!pixels) throw new RangeError(`${inner.id}: no picture ${picture}`);
  const { page, box } = place(pixels);
  const zoom: Matrix = [box.width / pixels.width, 0, 0, 0, box.height / pixels.height, 0, 0, 0, 1];
  return { page, region: mapRegion<'panel', 'page'>(region, multiply(translation(box.x, box.y), zoom)) };
}

/** Other specimens of the same family first, then of any. */
async function fields(micrographs: readonly Source[], inner: PictureCase, { order, split, index, random }: Draw, severity: Severity): Promise<readonly Bytes<3>[]> {
  const used = micrographs.filter(({ file }) => inner.sources.includes(file));
  const free = inTurn(micrographs, split, order.fork('innocents'), index).filter(({ group }) => !used.some((source) => source.group === group));
  const near = free.filter(({ family }) => used.some((source) => source.family === family));
  const chosen = [...near, ...free.filter((source) => !near.includes(source))].slice(0, 9);
  const size = inner.pictures[0] ?? { width: 260, height: 200 };
  const pictures: Bytes<3>[] = [];
  for (const source of chosen) pictures.push(await process(field(await decodeSource(source), size, random), random, severity));
  return pictures;
}

function field(picture: Bytes<3>, { width, height }: { readonly width: number; readonly height: number }, random: Random): Bytes<3> {
  const [w, h] = [Math.min(picture.width, width), Math.min(picture.height, height)];
  const [x, y] = [random.int(picture.width - w + 1), random.int(picture.height - h + 1)];
  return render(picture, viewAt({ x: x + w / 2, y: y + h / 2 }, w, h, {}));
}

async function strips(blots: readonly Source[], inner: PictureCase, { order, split, random }: Draw, severity: Severity): Promise<readonly Bytes<3>[]> {
  const used = blots.filter(({ file }) => inner.sources.includes(file));
  const free = shuffled(order.fork('innocents'), stripsOf(blots.filter((blot) => blot.split === split && !used.some(({ group }) => group === blot.group))));
  const pictures: Bytes<3>[] = [];
  for (const { source, box } of free.slice(0, 9)) {
    const zoom = between(random, 260, 520) / box.width;
    const view = viewAt({ x: box.x + box.width / 2, y: box.y + box.height / 2 }, Math.round(box.width * zoom), Math.round(box.height * zoom), { scale: zoom });
    pictures.push(await process(render(await decodeSource(source), view), random, severity));
  }
  return pictures;
}

interface ComposedEntry {
  readonly file: string;
  readonly pairs?: readonly { readonly kind: string; readonly a: ComposedSide; readonly b: ComposedSide }[];
}
interface ComposedSide { readonly image: string; readonly poly: readonly (readonly [number, number])[] }

/** The composed papers of the data folder, made by other hands, with their truth file. */
export async function composedCases(dataDir: string): Promise<readonly DocumentCase[]> {
  const folder = path.join(dataDir, 'science', 'pdfs');
  const entries = JSON.parse(await readFile(path.join(folder, 'composed_truth.json'), 'utf8')) as readonly ComposedEntry[];
  const cases: DocumentCase[] = [];
  for (const { file, pairs = [] } of entries.filter((entry) => entry.file.endsWith('.pdf'))) {
    const truth = pairs.map(({ a, b }): DocumentTruth => ({ kind: 'duplicate', sides: [toPageSide(a), toPageSide(b)] }));
    cases.push({ id: `composed/report/${file}`, role: truth.length > 0 ? 'positive' : 'clean', name: file, bytes: await readFile(path.join(folder, file)), truth, panels: [], sources: [file], note: pairs.map(({ kind }) => kind).join() });
  }
  return cases;
}

function toPageSide({ image, poly }: ComposedSide): PageSide {
  return { page: Number(image.replace('page', '')), region: { polygon: poly.map(([x, y]) => ({ x, y })) } };
}
