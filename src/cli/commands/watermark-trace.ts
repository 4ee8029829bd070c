/** Whose copy a leaked file is, of a folder that `watermark batch` made. */
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Compute } from '../../compute/compute.ts';
import { openPool } from '../../compute/pool.ts';
import { InputError } from '../../core/errors.ts';
import { serverKeyPair } from '../../registry/marks/key-pair.ts';
import { mapParallel } from '../../scan/ports.ts';
import type { DetectInput } from '../../scan/tasks/detect-marks.ts';
import { defineCommand, EXIT, UsageError } from '../command.ts';

interface Batch {
  readonly names: readonly string[];
  readonly asked: Omit<DetectInput, 'query'>;
}

export default defineCommand({
  name: 'watermark trace',
  usage: 'watermark trace FILE… --batch OUT/ [--original O] [--json]',
  summary: 'Tell whose copy each FILE is, of the copies that `watermark batch` made into OUT, with the proven p-value; or nobody.',
  options: { batch: { type: 'string' }, original: { type: 'string' }, json: { type: 'boolean' } },

  async run({ batch, original, json }, files, { config, app, print }) {
    if (files.length === 0) throw new UsageError('no FILE given');
    if (typeof batch !== 'string') throw new UsageError('no --batch given');
    const { privatePem } = await serverKeyPair(config, async () => (await app()).store);
    const compute = openPool({ workers: config.workers, timeoutMs: config.taskTimeoutMs });
    try {
      const { names, asked } = await openBatch(batch, { privateKey: privatePem, original: typeof original === 'string' ? original : undefined, maxPixels: config.maxPixels }, compute);
      for (const file of files) {
        const { keys, comparable } = await compute.run('detect-marks', { ...asked, query: new Uint8Array(await readFile(file)) });
        const suspects = names.flatMap((name, i) => (keys[i]?.marked ? [{ copy: name, log10p: keys[i].log10p }] : [])).sort((a, b) => a.log10p - b.log10p);
        if (json) print(JSON.stringify({ file, comparable, suspects }));
        else print(`${file}: ${suspects.map(({ copy, log10p }) => `${copy} (p ≤ 10^${log10p.toFixed(1)})`).join(', ') || (comparable ? 'nobody' : 'nobody; not comparable with this original')}`);
      }
      return EXIT.done;
    } finally {
      await compute.close();
    }
  },
});

async function openBatch(folder: string, { privateKey, original, maxPixels }: { readonly privateKey: string; readonly original: string | undefined; readonly maxPixels: number }, compute: Compute): Promise<Batch> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.lmk')).sort();
  const registrations = await mapParallel(files, compute.workers + 1, async (name) => compute.run('open-registration', { bytes: new Uint8Array(await readFile(path.join(folder, name))), privateKey }));
  const full = registrations.find(({ thumb }) => thumb !== undefined);
  const bytes = original === undefined ? full?.thumb : new Uint8Array(await readFile(original));
  const [first] = registrations;
  if (!first || !bytes) throw new InputError('registration/original-unknown', `${folder} has no registration with a picture of its original; give that with --original`);
  return {
    names: files.map((name) => name.replace(/\.lmk$/, '')),
    asked: { design: first.design, host: { kind: original === undefined ? 'thumb' : 'original', bytes }, keys: registrations.map(({ key, design }) => ({ source: key, maxPayload: design.maxPayload })), maxPixels },
  };
}
