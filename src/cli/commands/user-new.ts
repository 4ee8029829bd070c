/** Makes an account. */
import { randomBytes } from 'node:crypto';
import { defineCommand, EXIT, UsageError } from '../command.ts';

export default defineCommand({
  name: 'user new',
  usage: 'user new NAME --email E [--password P] [--team T] [--admin]',
  summary: 'Make an account; without --password one is made and printed once.',
  options: { email: { type: 'string' }, password: { type: 'string' }, team: { type: 'string' }, admin: { type: 'boolean' } },

  async run({ email, password, team, admin }, [name], { app, print }) {
    if (!name || typeof email !== 'string') throw new UsageError(name ? 'no --email given' : 'no NAME given');
    const { store } = await app();
    const made = typeof password === 'string' ? password : randomBytes(12).toString('base64url');
    await store.accounts.create({ name, email, password: made, admin: admin === true, ...(typeof team === 'string' ? { team } : {}) });
    print(typeof password === 'string' ? `user ${name}` : `user ${name}, password ${made}`);
    return EXIT.done;
  },
});
