/** Makes an API key; the one before it is invalid at once. */
import { KEY_APIS, type KeyApi } from '../../store/keys.ts';
import { defineCommand, EXIT, UsageError } from '../command.ts';

export default defineCommand({
  name: 'key new',
  usage: `key new --user NAME --api ${KEY_APIS.join('|')}`,
  summary: 'Make an API key and print it alone on one line; it invalidates the one before.',
  options: { user: { type: 'string' }, api: { type: 'string' } },

  async run({ user, api }, _, { app, print }) {
    if (typeof user !== 'string') throw new UsageError('no --user given');
    if (!KEY_APIS.includes(api as KeyApi)) throw new UsageError(`--api is "${String(api ?? '')}"; one of ${KEY_APIS.join(', ')} is expected`);
    const { store, clock } = await app();
    const account = await store.accounts.named(user);
    const { value } = await store.transaction((tx) => tx.keys.issue(account.id, api as KeyApi, clock()));
    print(value);
    return EXIT.done;
  },
});
