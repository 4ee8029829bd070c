/** Writes the public key that registration files are sealed to. */
import { writeFile } from 'node:fs/promises';
import { serverKeyPair } from '../../registry/marks/key-pair.ts';
import { defineCommand, EXIT, UsageError } from '../command.ts';

export default defineCommand({
  name: 'watermark key',
  usage: 'watermark key OUT.der',
  summary: 'Write the public key for `lamark` (DER, PKCS#1); the pair is made on first use and kept in DATA_DIR.',
  options: {},

  async run(_, [out, ...more], { config, app }) {
    if (!out || more.length > 0) throw new UsageError('one OUT is expected');
    const { publicKey } = await serverKeyPair(config, async () => (await app()).store);
    await writeFile(out, publicKey.export({ type: 'pkcs1', format: 'der' }));
    return EXIT.done;
  },
});
