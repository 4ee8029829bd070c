/**
 * Trains the visual vocabulary of the reference index.
 *
 *   node eval/reference/train-vocabulary.ts --out src/reference/vocabulary.bin [--descriptors FILE] [--most 2400000] FOLDER…
 *
 * Hierarchical k-means, 256 × 256 words, on RootSIFT descriptors of the pictures in the FOLDERs; seeded, so the same pictures give the
 * same file. None of them may be in the evaluation's base or queries; which they were for the shipped file stands in eval/README.md. `--descriptors` keeps what was extracted, or takes it from there.
 */
import { existsSync } from 'node:fs';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { resizeImage } from '../../src/imaging/codecs/resize.ts';
import { toLuma } from '../../src/imaging/color.ts';
import { seededRandom } from '../../src/core/random.ts';
import { enrolFeatures } from '../../src/reference/features.ts';
import { ENROL_SIDE } from '../../src/reference/sizes.ts';
import { encodeVocabulary } from '../../src/reference/vocabulary.ts';
import { shuffled } from '../../test/support/random.ts';
import { corpusEntries, entryPixels, pictureFiles } from './corpus.ts';
import { kMeans } from './k-means.ts';

const SEED = 20261125;
const WORDS = 256;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string' }, descriptors: { type: 'string', default: 'build/descriptors.bin' }, most: { type: 'string', default: '2400000' }, images: { type: 'string', default: '6000' } },
});
const { out, descriptors } = values;
if (!existsSync(descriptors)) await extractAll(positionals, descriptors, Number(values.images));
if (out) await train(new Uint8Array(await readFile(descriptors)), out, Number(values.most));

async function extractAll(folders: readonly string[], file: string, images: number): Promise<void> {
  const entries = (await Promise.all(folders.map(async (folder) => {
    const lists = [];
    for (const picture of await pictureFiles([folder])) lists.push(await corpusEntries(picture, folder));
    return lists.flat();
  }))).flat();
  const chosen = shuffled(seededRandom(SEED), entries).slice(0, images).sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)); // one file after the other
  console.error(`${entries.length} entries, ${chosen.length} used`);
  await writeFile(file, '');
  let [done, total] = [0, 0];
  for (const entry of chosen) {
    const { descriptors: rows } = enrolFeatures(toLuma(await resizeImage(await entryPixels(entry), ENROL_SIDE)));
    await appendFile(file, rows);
    total += rows.length / 128;
    if (++done % 200 === 0) console.error(`${done} images, ${total} descriptors`);
  }
}

async function train(all: Uint8Array, file: string, most: number): Promise<void> {
  const random = seededRandom(SEED);
  const rows = subsample(all, most);
  console.error(`${rows.length / 128} descriptors`);
  const coarse = kMeans(subsample(rows, 200_000), WORDS, { rounds: 12, random: random.fork('coarse') });
  const groups = coarse.assign(rows);
  const fine = new Uint8Array(WORDS * WORDS * 128);
  for (let word = 0; word < WORDS; word++) {
    const members = gather(rows, groups, word);
    fine.set(kMeans(members, WORDS, { rounds: 8, random: random.fork(`fine/${word}`) }).centres, word * WORDS * 128);
    if (word % 32 === 31) console.error(`word ${word + 1} of ${WORDS}`);
  }
  await writeFile(file, encodeVocabulary(coarse.centres, fine, random.fork('projection')));
}

/** Every n-th row. */
function subsample(rows: Uint8Array, most: number): Uint8Array {
  const count = rows.length / 128;
  if (count <= most) return rows;
  const out = new Uint8Array(most * 128);
  for (let i = 0; i < most; i++) {
    const from = Math.floor((i * count) / most) * 128;
    out.set(rows.subarray(from, from + 128), i * 128);
  }
  return out;
}

function gather(rows: Uint8Array, groups: Int32Array, group: number): Uint8Array {
  const members = [...groups.keys()].filter((i) => groups[i] === group);
  const out = new Uint8Array(members.length * 128);
  members.forEach((row, i) => out.set(rows.subarray(row * 128, row * 128 + 128), i * 128));
  return out;
}
