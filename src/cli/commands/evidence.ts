/** Writes the evidence of a match to a file. */
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { evidenceOf } from '../../registry/evidence/evidence-of.ts';
import { defineCommand, EXIT, UsageError } from '../command.ts';

export default defineCommand({
  name: 'evidence',
  usage: 'evidence MATCH --user NAME [--out FILE.zip]',
  summary: 'Write what proves a match to a ZIP: image, WARC of its page, screenshot or tear sheet, geometry, hashes.',
  options: { user: { type: 'string' }, out: { type: 'string' } },

  async run({ user, out }, matches, { app: open, print }) {
    const [match = ''] = matches;
    if (matches.length > 1 || !/^\d{1,15}$/.test(match)) throw new UsageError('the number of one match is expected');
    if (typeof user !== 'string') throw new UsageError('no --user given');
    const app = await open();
    const { id } = await app.store.accounts.named(user);
    const { name, archive } = await evidenceOf(Number(match), id, app);
    const file = typeof out === 'string' ? out : name;
    await pipeline(Readable.from(archive, { objectMode: false }), createWriteStream(file)).catch(async (error: unknown) => {
      await rm(file, { force: true }); // half an archive proves nothing
      throw error;
    });
    print(file);
    return EXIT.done;
  },
});
