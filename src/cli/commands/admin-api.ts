/** Switches API access of one account (contract row IT-007). */
import { defineCommand, EXIT, UsageError } from '../command.ts';

export default defineCommand({
  name: 'admin api',
  usage: 'admin api on|off --user NAME',
  summary: 'Allow or refuse the API to one user; off answers 401 at once.',
  options: { user: { type: 'string' } },

  async run({ user }, [state], { app, print }) {
    if (state !== 'on' && state !== 'off') throw new UsageError(`on or off is expected, not "${state ?? ''}"`);
    if (typeof user !== 'string') throw new UsageError('no --user given');
    const { store } = await app();
    const account = await store.accounts.named(user);
    await store.accounts.setApiEnabled(account.id, state === 'on');
    print(`API ${state} for ${account.name}`);
    return EXIT.done;
  },
});
