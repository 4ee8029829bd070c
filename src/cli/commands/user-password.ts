/** Gives an account a new password; its sessions end. */
import { randomBytes } from 'node:crypto';
import { defineCommand, EXIT, UsageError } from '../command.ts';

export default defineCommand({
  name: 'user password',
  usage: 'user password NAME [--password P]',
  summary: 'Give an account a new password; without --password one is made and printed once.',
  options: { password: { type: 'string' } },

  async run({ password }, [name], { app, print }) {
    if (!name) throw new UsageError('no NAME given');
    const { store } = await app();
    const account = await store.accounts.named(name);
    const made = typeof password === 'string' ? password : randomBytes(12).toString('base64url');
    await store.accounts.setPassword(account.id, made);
    print(typeof password === 'string' ? `password of ${account.name} changed` : `password of ${account.name}: ${made}`);
    return EXIT.done;
  },
});
