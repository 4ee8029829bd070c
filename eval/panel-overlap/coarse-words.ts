/**
 * Makes the coarse words that panels are matched under: the 256 first words of the reference index's vocabulary, clustered to 128.
 *
 *   node eval/panel-overlap/coarse-words.ts
 *
 * Seeded: the same vocabulary gives the same file. No picture of the evaluation is in the vocabulary's training.
 */
import { writeFile } from 'node:fs/promises';
import { seededRandom } from '../../src/core/random.ts';
import { COARSE_WORDS } from '../../src/imaging/matching/coarse-words.ts';
import { vocabulary } from '../../src/reference/vocabulary.ts';
import { kMeans } from '../reference/k-means.ts';

const { centres } = kMeans(vocabulary().coarse.rows, COARSE_WORDS, { rounds: 12, random: seededRandom('coarse') });
await writeFile(new URL('../../src/imaging/matching/coarse-words.bin', import.meta.url), centres);
