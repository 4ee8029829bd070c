/**
 * Measures how marks survive.
 *
 *   node eval/watermark/main.ts --data DIR [--wallpapers DIR] [--split report|tune] [--attacks a,b] [--photos a,b] [--limit N] [--cpu-minutes M] [--strength 45] [--date YYYY-MM-DD] [--resume] [--parts N]
 *   node eval/watermark/main.ts section
 *
 * DIR holds `forensics/real`; the wallpapers folder is where the Debian packages named in photos.ts were unpacked. Photos come in an order drawn by
 * chance from a seed; none is begun once the processor time is over. With --date the results go to eval/results after every photo, with --resume beside those
 * that are there, which are not measured again. With --parts every photo meets a share of the attacks before any meets the rest, each attack as many
 * photos as any other, so that a run cut short still tells of all photos and all attacks; `section` writes the watermark's part of docs/benchmark.md from them.
 */
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { seededRandom } from '../../src/core/random.ts';
import { writeBenchmark } from '../report/benchmark.ts';
import { ATTACKS } from './attacks.ts';
import { measurePhoto, type PhotoResult } from './measure.ts';
import { photosOf } from './photos.ts';
import { keepMarks, keptMarks, writeSection } from './section.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string' }, wallpapers: { type: 'string' }, split: { type: 'string', default: 'report' }, attacks: { type: 'string' }, limit: { type: 'string' }, photos: { type: 'string' },
    'cpu-minutes': { type: 'string', default: '600' }, strength: { type: 'string', default: '45' }, date: { type: 'string' }, seed: { type: 'string', default: '1' }, 'key-trials': { type: 'string', default: '20000' },
    resume: { type: 'boolean', default: false }, parts: { type: 'string', default: '1' },
  },
});
if (positionals[0] === 'section') {
  await writeSection();
  await writeBenchmark();
} else await measure();

async function measure(): Promise<void> {
  const { data, wallpapers, split, date } = values;
  if (!data) throw new RangeError('--data DIR is missing: the folder that holds forensics/');
  if (split !== 'tune' && split !== 'report') throw new RangeError(`--split ${split}: expected report or tune`);
  sharp.concurrency(1);
  const [seed, strength] = [Number(values.seed), Number(values.strength)];
  const [names, pieces] = [values.attacks?.split(','), values.photos?.split(',')];
  const attacks = ATTACKS.filter(({ name }) => !names || names.includes(name));
  const drawn = seededRandom(`watermark photos ${seed}`);
  const photos = photosOf(data, wallpapers, split).filter(({ name }) => !pieces || pieces.some((piece) => name.includes(piece)))
    .map((photo) => ({ photo, rank: drawn.fork(photo.name).next() })).toSorted((a, b) => a.rank - b.rank).map(({ photo }) => photo);
  const kept = values.resume ? await keptMarks(strength, split) : undefined;
  if (kept && kept.seed !== seed) throw new RangeError(`--resume: the results there were drawn with seed ${kept.seed}, not ${seed}`);
  const results = new Map<string, PhotoResult>(kept?.photos.map((result) => [result.photo, result]));
  const parts = Number(values.parts);
  for (let part = 0; part < parts; part++) for (const [rank, photo] of photos.slice(0, values.limit ? Number(values.limit) : undefined).entries()) {
    if (process.cpuUsage().user / 6e7 > Number(values['cpu-minutes'])) return;
    const before = results.get(photo.name);
    const left = attacks.filter(({ name }, i) => (rank + i) % parts === part && !before?.attacks.some(({ attack }) => attack === name));
    if (before && (before.refused !== undefined || left.length === 0)) continue;
    const result = await measurePhoto(photo, { attacks: left, strength, otherKeys: 100, keyTrials: Number(values['key-trials']), colluders: 5 }, before);
    results.set(photo.name, result);
    printPhoto(result);
    if (date) await keepMarks({ split, strength, seed, measured: date, photosOfSplit: photos.length, photos: [...results.values()] });
  }
}

function printPhoto({ photo, width, height, refused, psnr, ssim, predictedX, embedCpuMs, thumbBytes, attacks, clean, collusion, trials }: PhotoResult): void {
  const missed = attacks.filter(({ log10p }) => log10p > -6);
  const mean = attacks.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / Math.max(1, attacks.length);
  console.log(`${photo} ${width} × ${height}`, refused ?? `psnr ${psnr?.toFixed(2)} ssim ${ssim?.toFixed(4)} predicted ${predictedX?.toFixed(0)} embed ${embedCpuMs?.toFixed(0)} ms, thumb ${thumbBytes} B,`,
    `found ${attacks.length - missed.length} of ${attacks.length}, detect ${mean.toFixed(0)} ms, missed:`, missed.map(({ attack, x }) => `${attack} (${x.toFixed(1)})`).join(', '),
    'wrong payload:', attacks.filter(({ payloadRight, ambiguous }) => payloadRight === false && !ambiguous).map(({ attack }) => attack).join(', '), 'false:', attacks.reduce((sum, { otherMarked }) => sum + otherMarked, 0), clean?.marked,
    'colluders found', collusion?.found, 'accused', collusion?.accused, 'key trials', trials?.map(({ trials: n, largestX }) => `${n} x ≤ ${largestX.toFixed(2)}`).join(', '));
}
