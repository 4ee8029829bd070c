/** Marks one original for many recipients, each with a key of its own. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openPool } from '../../compute/pool.ts';
import { InputError } from '../../core/errors.ts';
import { toCsv } from '../../core/csv.ts';
import { readRecipients } from '../../registry/leaks/read-recipients.ts';
import { signingIdentity } from '../../registry/credentials/signing-identity.ts';
import { serverKeyPair } from '../../registry/marks/key-pair.ts';
import { markedName } from '../../registry/marks/marked-name.ts';
import { mapParallel } from '../../scan/ports.ts';
import { defineCommand, EXIT, UsageError } from '../command.ts';

const MOST = 10_000;

export default defineCommand({
  name: 'watermark batch',
  usage: 'watermark batch ORIGINAL recipients.csv OUT/',
  summary: 'Mark a copy of ORIGINAL for each recipient (first column of the CSV) into OUT, with its registration, and list them in OUT/copies.csv.',
  options: {},

  async run(_, [original, list, out, ...more], { config, app, print }) {
    if (!original || !list || !out || more.length > 0) throw new UsageError('ORIGINAL, a list of recipients and OUT are expected');
    const recipients = readRecipients(await readFile(list, 'utf8'), MOST);
    await mkdir(out, { recursive: true });
    if ((await readdir(out)).length > 0) throw new InputError('conflict', `${out} is not empty; choose another folder, so that no copy is mixed up`);
    const bytes = new Uint8Array(await readFile(original));
    const store = async () => (await app()).store;
    const { publicKey } = await serverKeyPair(config, store);
    const sign = config.signMarked ? await signingIdentity(config, store, () => new Date()) : undefined;
    const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
    const compute = openPool({ workers: Math.min(config.workers, recipients.length), timeoutMs: config.taskTimeoutMs });
    try {
      const lines = await mapParallel(recipients, compute.workers + 1, async (recipient, i) => {
        const kind = i === 0 ? 'full' : 'transactional';
        const { bytes: marked, mime, registration = new Uint8Array() } = await compute.run('mark-image', {
          bytes, key: randomBytes(32), kind, publicKey: pem, entropy: randomBytes(128), now: Date.now(), tool: `touchstone ${config.version}`, maxPixels: config.maxPixels, ...(sign ? { sign } : {}),
        });
        const name = `${String(i + 1).padStart(String(recipients.length).length, '0')}-${tidy(recipient)}`;
        await writeFile(path.join(out, `${name}.lmk`), registration, { flag: 'wx' }); // before the copy: one that cannot be traced must not go out
        const copy = markedName(`${name}${path.extname(original) || '.bin'}`, mime);
        await writeFile(path.join(out, copy), marked, { flag: 'wx' });
        return [recipient, copy, `${name}.lmk`];
      });
      await writeFile(path.join(out, 'copies.csv'), toCsv(['recipient', 'copy', 'registration'], lines));
      print(`${recipients.length} copies in ${out}`);
      return EXIT.done;
    } finally {
      await compute.close();
    }
  },
});

/** A file name on every system. */
const tidy = (name: string): string => name.normalize('NFC').replaceAll(/[^\p{L}\p{N}._-]+/gu, '_').replace(/^[._]+/, '').slice(0, 60) || 'recipient';
