/**
 * How well the reference index finds copies, on real pictures.
 *
 *   node eval/reference/measure.ts --cache DIR [--half tune|report] [--images 1500] [--queries 30] [--none 100] [--only NAME] FOLDER…
 *
 * `--distractors REGEXP`: ids that are registered but not asked for. `--out FILE`: every query with its answers. `--note TEXT`: of this run, into the section. `--cached`: only what an earlier run measured is registered.
 *
 * No picture of the FOLDERs may have trained the vocabulary. Families of pictures (family.ts) lie wholly in one half: thresholds are set
 * on `tune`, only `report` is published. One family in ten is not registered: its pictures are the no-match queries.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { seededRandom } from '../../src/core/random.ts';
import { toLuma } from '../../src/imaging/color.ts';
import { decodeImage } from '../../src/imaging/codecs/decode.ts';
import { sniffFormat } from '../../src/imaging/codecs/sniff.ts';
import { cropImage, resizeImage } from '../../src/imaging/codecs/resize.ts';
import { findPanels } from '../../src/intake/panels/find-panels.ts';
import { findCandidates, judgeCandidates } from '../../src/reference/ask.ts';
import { compareWhole } from '../../src/scan/tasks/compare-whole.ts';
import { hashDistance, hashVariants } from '../../src/reference/whole-image-hash.ts';
import { enrolFeatures } from '../../src/reference/features.ts';
import { measureQuery } from '../../src/reference/query-image.ts';
import { ENROL_SIDE, QUERY_SIDE } from '../../src/reference/sizes.ts';
import type { ImageFormat } from '../../src/core/media.ts';
import type { RgbImage } from '../../src/core/image.ts';
import type { Random } from '../../src/core/random.ts';
import { pick, shuffled } from '../../test/support/random.ts';
import { LEAST_OF_CROP, loadBase, type Base } from './base.ts';
import { describeImage } from '../../src/reference/describe-image.ts';
import { entryBytes, entryPixels, type CorpusEntry } from './corpus.ts';
import { familyOf, halfOf } from './family.ts';
import { summarise, type Asked } from './recall.ts';
import { writeSection } from './section.ts';
import { TRANSFORMS } from './transforms.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { cache: { type: 'string', default: 'build' }, images: { type: 'string', default: '1500' }, queries: { type: 'string', default: '30' }, only: { type: 'string' }, out: { type: 'string' }, seed: { type: 'string', default: '1' }, date: { type: 'string' }, note: { type: 'string' }, half: { type: 'string', default: 'tune' }, none: { type: 'string', default: '100' }, distractors: { type: 'string', default: '^$' }, verbose: { type: 'boolean' }, cached: { type: 'boolean' } },
});
/** Candidates that are verified. */
const SHORTLIST = 30;
/** No-match queries of one family. */
const MOST_OF_FAMILY = 4;

const base = await loadBase(positionals, { most: Number(values.images), cache: values.cache, onlyCached: values.cached ?? false });
const bytes = base.images.reduce((sum, { postings }) => sum + (postings.length / 20) * 16, 0) / base.images.length;
console.log(`${base.images.length} registered images of ${base.sources} files, ${base.families} families; ${bytes.toFixed(0)} bytes of postings an image`);

const isAsked = (id: string): boolean => halfOf(id) === values.half;
const foreign = base.foreign.filter(({ id }) => isAsked(id));
// Registered, but never asked for: frames of animations, whose like are registered many times.
const distractor = new RegExp(values.distractors);
const asked: Asked[] = [];
if (!values.only || values.only === 'none') {
  const random = seededRandom(Number(values.seed)).fork('none');
  for (const { entry } of oneOfEach(random, foreign.map((entry) => ({ entry })), 2 * Number(values.none), MOST_OF_FAMILY)) {
    if (asked.filter(({ transform }) => transform === 'none').length >= Number(values.none)) break;
    const picture = await entryPixels(entry);
    const luma = toLuma(await resizeImage(picture, ENROL_SIDE));
    // Registered under another name, or an empty corner: no query without a match.
    if (hashVariants(luma).some(({ hash }) => base.isRegistered(hash)) || enrolFeatures(luma).count < LEAST_OF_CROP) continue;
    asked.push(await ask(base, { transform: 'none', from: entry.id, truth: undefined }, await (TRANSFORMS[0]?.make(picture, random, async () => picture) ?? Promise.reject(new RangeError('no transform')))));
  }
  console.log(summarise(asked, 'none'));
  await keep();
}
for (const { name, make, only } of TRANSFORMS) {
  if (values.only && values.only !== name) continue;
  const random = seededRandom(Number(values.seed)).fork(name);
  const able = base.images.filter(({ entry: { id } }) => isAsked(id) && !distractor.test(id) && (only?.test(id) ?? true));
  for (const { entry } of oneOfEach(random, able, Number(values.queries))) {
    const picture = await entryPixels(entry);
    const query = await make(picture, random, () => entryPixels(pick(random, foreign)));
    asked.push(await ask(base, { transform: name, from: entry.id, truth: entry.id }, query));
  }
  console.log(summarise(asked.filter((one) => one.transform === name), name));
  await keep();
}
console.log(summarise(asked, 'all'));
const enrolMs = await enrolCost(base);
console.log(`enrol ${enrolMs.toFixed(0)} ms of processor time`);
if (values.date) await writeSection({ date: values.date, images: base.images.length, sources: base.sources, families: base.families, bytes, enrolMs, asked, ...(values.note ? { note: values.note } : {}) });
async function keep(): Promise<void> {
  if (values.out) await writeFile(values.out, JSON.stringify(asked, null, 1));
}

/** In turn from every family, in any order: a large family does not drown the others. */
function oneOfEach<T extends { readonly entry: CorpusEntry }>(random: Random, list: readonly T[], most: number, ofFamily = Number.POSITIVE_INFINITY): T[] {
  const families = shuffled(random, [...Map.groupBy(list, ({ entry }) => familyOf(entry.id)).values()]).map((family) => shuffled(random, family).slice(0, ofFamily));
  const turns = families.flatMap((family) => family.map((one, turn) => ({ one, turn }))).sort((a, b) => a.turn - b.turn);
  return turns.slice(0, most).map(({ one }) => one);
}

async function ask({ images, block }: Base, { transform, from, truth }: Pick<Asked, 'transform' | 'from' | 'truth'>, query: Uint8Array): Promise<Asked> {
  const { image } = await decodeImage(query, sniffFormat(query) as ImageFormat, { maxPixels: 400e6 });
  const parts = transform === 'six-panel figure' ? [image, ...panelsOf(image)] : [image];
  const before = process.cpuUsage();
  const found = [];
  for (const part of parts) found.push(...(await answersOf(part, images, block)));
  const { user, system } = process.cpuUsage(before);
  const best = new Map<string, (typeof found)[number]>();
  for (const one of found) if ((best.get(one.id)?.score ?? -1) < one.score) best.set(one.id, one);
  const answers = [...best.values()].sort((a, b) => Number(b.verified) - Number(a.verified) || b.score - a.score);
  if (values.verbose) for (const { id, verified, class: kind, inliers, score } of answers) if (verified && id !== truth) console.log('  false:', transform, from, 'answered', id, kind, inliers, score.toFixed(2));
  if (values.verbose) {
    const rank = answers.findIndex(({ id }) => id === truth);
    const hit = answers[rank];
    if (truth === undefined ? answers[0]?.verified : rank !== 0 || !hit?.verified) console.log(' ', transform, from, 'rank', rank, hit ? `${hit.score.toFixed(2)} inliers ${hit.inliers}` : '', '| first', answers[0]?.id, answers[0]?.score.toFixed(2), answers[0]?.verified, answers[0]?.inliers);
  }
  return { transform, from, truth, answers: answers.slice(0, 10), ms: (user + system) / 1000 };
}

/** ms of processor time, median; pictures as PNG. */
async function enrolCost({ images }: Base): Promise<number> {
  const spent: number[] = [];
  for (const { entry } of shuffled(seededRandom(3), images).slice(0, 25)) {
    const bytes = await entryBytes(entry);
    const before = process.cpuUsage();
    await describeImage(bytes, 400e6);
    const { user, system } = process.cpuUsage(before);
    spent.push((user + system) / 1000);
  }
  return spent.sort((a, b) => a - b)[spent.length >> 1] ?? 0;
}

function panelsOf(image: RgbImage): RgbImage[] {
  return findPanels(image, 'q').map(({ box }) => cropImage(image, box));
}

async function answersOf(image: RgbImage, images: Base['images'], block: Base['block']): Promise<Asked['answers']> {
  const query = measureQuery(toLuma(await resizeImage(image, QUERY_SIDE)));
  const candidates = findCandidates(query, [block], images.length, SHORTLIST);
  const judged = await judgeCandidates({ ...query, limit: 'perspective', candidates: candidates.map((one) => ({ ...one, thumbnail: images[one.slot]?.thumbnail ?? new Uint8Array() })) });
  const copies = await wholeCopies(query, images);
  return [...copies, ...candidates.map(({ slot, votes }, i) => ({
    id: images[slot]?.entry.id ?? '', verified: judged[i]?.verified ?? false, class: judged[i]?.class ?? 'similar', inliers: judged[i]?.inliers ?? 0,
    score: judged[i]?.score ?? 0.05 * (1 - Math.exp(-votes / 20_000)), votes, ...(judged[i]?.pixels ? { pixels: judged[i].pixels } : {}),
  }))];
}

/** As the registry does it over SQL. */
async function wholeCopies({ gray, variants }: ReturnType<typeof measureQuery>, images: Base['images']): Promise<Asked['answers']> {
  const near = images.flatMap((registered) => variants.filter(({ hash }) => hashDistance(hash, registered.hash) <= 31).map(({ motion }) => ({ registered, motion })));
  const compared = await compareWhole({ gray, candidates: near.map(({ registered, motion }) => ({ thumbnail: registered.thumbnail, motion })) });
  return near.flatMap(({ registered }, i) => ((compared[i]?.correlation ?? 0) >= 0.95
    ? [{ id: registered.entry.id, verified: true, class: 'derived', inliers: 0, votes: 0, score: Math.min(1, compared[i]?.correlation ?? 0) }]
    : []));
}
