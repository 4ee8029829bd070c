/**
 * How well the reference index finds copies, on real pictures.
 *
 *   node eval/reference/measure.ts --cache DIR [--images 1500] [--queries 30] [--only NAME] FOLDER…
 *
 * `--foreign REGEXP`: ids that serve as no-match queries and as surroundings. `--distractors REGEXP`: ids that are registered but not asked for.
 *
 * No picture of the FOLDERs may have trained the vocabulary. Every tenth file is not registered: its pictures are the no-match queries.
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
import { hashDistance } from '../../src/reference/whole-image-hash.ts';
import { measureQuery } from '../../src/reference/query-image.ts';
import { QUERY_SIDE } from '../../src/reference/sizes.ts';
import type { ImageFormat } from '../../src/core/media.ts';
import type { RgbImage } from '../../src/core/image.ts';
import { pick, shuffled } from '../../test/support/random.ts';
import { loadBase, type Base } from './base.ts';
import { describeImage } from '../../src/reference/describe-image.ts';
import { entryBytes, entryPixels } from './corpus.ts';
import { summarise, type Asked } from './recall.ts';
import { writeSection } from './section.ts';
import { TRANSFORMS } from './transforms.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { cache: { type: 'string', default: 'build' }, images: { type: 'string', default: '1500' }, queries: { type: 'string', default: '30' }, only: { type: 'string' }, out: { type: 'string' }, seed: { type: 'string', default: '1' }, date: { type: 'string' }, foreign: { type: 'string', default: '.' }, distractors: { type: 'string', default: '^$' }, verbose: { type: 'boolean' } },
});
/** Candidates that are verified. */
const SHORTLIST = 30;

const loaded = await loadBase(positionals, Number(values.images), values.cache);
// Pictures that nothing registered repeats: collections of drawings hold one drawing under several names, in several files.
const base: Base = { ...loaded, foreign: loaded.foreign.filter(({ id }) => new RegExp(values.foreign).test(id)) };
const bytes = base.images.reduce((sum, { postings }) => sum + (postings.length / 20) * 16, 0) / base.images.length;
console.log(`${base.images.length} registered images of ${base.sources} files; ${bytes.toFixed(0)} bytes of postings an image`);

// Registered, but never asked for: frames of animations, whose like are registered many times.
const distractor = new RegExp(values.distractors);
const asked: Asked[] = [];
for (const { name, make, only } of TRANSFORMS) {
  if (values.only && values.only !== name) continue;
  const random = seededRandom(Number(values.seed)).fork(name);
  for (const registered of shuffled(random, base.images.filter(({ entry }) => !distractor.test(entry.id) && (only?.test(entry.id) ?? true))).slice(0, Number(values.queries))) {
    const picture = await entryPixels(registered.entry);
    const query = await make(picture, random, () => entryPixels(pick(random, base.foreign)));
    asked.push(await ask(base, name, registered.entry.id, query));
  }
  console.log(summarise(asked.filter((one) => one.transform === name), name));
}
if (!values.only || values.only === 'none') {
  const random = seededRandom(Number(values.seed)).fork('none');
  for (const entry of shuffled(random, base.foreign).slice(0, 4 * Number(values.queries))) {
    const picture = await entryPixels(entry);
    asked.push(await ask(base, 'none', undefined, await (TRANSFORMS[0]?.make(picture, random, async () => picture) ?? Promise.reject(new RangeError('no transform')))));
  }
}
console.log(summarise(asked, 'all'));
const enrolMs = await enrolCost(base);
console.log(`enrol ${enrolMs.toFixed(0)} ms of processor time`);
if (values.date) await writeSection({ date: values.date, images: base.images.length, sources: base.sources, bytes, enrolMs, asked });
if (values.out) await writeFile(values.out, JSON.stringify(asked, null, 1));

async function ask({ images, block }: Base, transform: string, truth: string | undefined, query: Uint8Array): Promise<Asked> {
  const { image } = await decodeImage(query, sniffFormat(query) as ImageFormat, { maxPixels: 400e6 });
  const parts = transform === 'six-panel figure' ? [image, ...panelsOf(image)] : [image];
  const before = process.cpuUsage();
  const found = [];
  for (const part of parts) found.push(...(await answersOf(part, images, block)));
  const { user, system } = process.cpuUsage(before);
  const best = new Map<string, (typeof found)[number]>();
  for (const one of found) if ((best.get(one.id)?.score ?? -1) < one.score) best.set(one.id, one);
  const answers = [...best.values()].sort((a, b) => Number(b.verified) - Number(a.verified) || b.score - a.score);
  if (values.verbose) for (const { id, verified, class: kind, inliers, score } of answers) if (verified && id !== truth) console.log('  false:', transform, truth, 'answered', id, kind, inliers, score.toFixed(2));
  if (values.verbose) {
    const rank = answers.findIndex(({ id }) => id === truth);
    const hit = answers[rank];
    if (truth === undefined ? answers[0]?.verified : rank !== 0 || !hit?.verified) console.log(' ', transform, truth, 'rank', rank, hit ? `${hit.score.toFixed(2)} inliers ${hit.inliers}` : '', '| first', answers[0]?.id, answers[0]?.score.toFixed(2), answers[0]?.verified, answers[0]?.inliers);
  }
  return { transform, truth, answers: answers.slice(0, 10), ms: (user + system) / 1000 };
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
    score: judged[i]?.score ?? 0.05 * (1 - Math.exp(-votes / 20_000)),
  }))];
}

/** As the registry does it over SQL. */
async function wholeCopies({ gray, variants }: ReturnType<typeof measureQuery>, images: Base['images']): Promise<Asked['answers']> {
  const near = images.flatMap((registered) => variants.filter(({ hash }) => hashDistance(hash, registered.hash) <= 31).map(({ motion }) => ({ registered, motion })));
  const compared = await compareWhole({ gray, candidates: near.map(({ registered, motion }) => ({ thumbnail: registered.thumbnail, motion })) });
  return near.flatMap(({ registered }, i) => ((compared[i]?.correlation ?? 0) >= 0.95
    ? [{ id: registered.entry.id, verified: true, class: 'derived', inliers: 0, score: Math.min(1, compared[i]?.correlation ?? 0) }]
    : []));
}
