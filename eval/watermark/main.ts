/**
 * Measures how marks survive.
 *
 *   node eval/watermark/main.ts --data DIR [--wallpapers DIR] [--split tune|report] [--attacks a,b] [--limit N] [--shard i/n] [--strength 45] [--keep]
 *
 * DIR holds `forensics/real`; the wallpapers folder is where the Debian packages named in photos.ts were unpacked. With --keep the results
 * go to eval/results (one file a shard); docs/benchmark.md has no section made of them yet.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { ATTACKS } from './attacks.ts';
import { measurePhoto, type PhotoResult } from './measure.ts';
import { photosOf } from './photos.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' }, wallpapers: { type: 'string' }, split: { type: 'string', default: 'tune' }, attacks: { type: 'string' }, limit: { type: 'string' },
    shard: { type: 'string', default: '0/1' }, strength: { type: 'string', default: '45' }, keep: { type: 'boolean', default: false }, photos: { type: 'string' },
  },
});
if (!values.data) throw new RangeError('--data DIR is missing: the folder that holds forensics/');
if (values.split !== 'tune' && values.split !== 'report') throw new RangeError(`--split ${values.split}: expected report or tune`);
sharp.concurrency(1);
const [shard = 0, shards = 1] = values.shard.split('/').map(Number);
const names = values.attacks?.split(',');
const attacks = ATTACKS.filter(({ name }) => !names || names.includes(name));
const photos = photosOf(values.data, values.wallpapers, values.split).filter(({ name }) => !values.photos || values.photos.split(',').some((part) => name.includes(part))).slice(0, values.limit ? Number(values.limit) : undefined);

const results: PhotoResult[] = [];
for (const photo of photos.filter((_, i) => i % shards === shard)) {
  const result = await measurePhoto(photo, { attacks, strength: Number(values.strength), otherKeys: 100 });
  results.push(result);
  const missed = result.attacks.filter(({ log10p }) => log10p > -6);
  const mean = result.attacks.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / Math.max(1, result.attacks.length);
  console.log(`${photo.name} ${result.width} × ${result.height}`, result.refused ?? `psnr ${result.psnr?.toFixed(2)} ssim ${result.ssim?.toFixed(4)} predicted ${result.predictedX?.toFixed(0)} embed ${result.embedCpuMs?.toFixed(0)} ms, thumb ${result.thumbBytes} B,`,
    `found ${result.attacks.length - missed.length} of ${result.attacks.length}, detect ${mean.toFixed(0)} ms, missed:`, missed.map(({ attack, x }) => `${attack} (${x.toFixed(1)})`).join(', '),
    'wrong payload:', result.attacks.filter(({ payloadRight, ambiguous }) => payloadRight === false && !ambiguous).map(({ attack }) => attack).join(', '), 'false:', result.attacks.reduce((sum, { otherMarked }) => sum + otherMarked, 0), result.clean?.marked);
  if (values.keep) {
    await mkdir('eval/results', { recursive: true });
    const round = (_: string, value: unknown): unknown => (typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value);
    await writeFile(`eval/results/watermark-${values.strength}.${values.split}.${shard}.json`, `${JSON.stringify({ split: values.split, strength: Number(values.strength), photos: results }, round)}\n`);
  }
}
