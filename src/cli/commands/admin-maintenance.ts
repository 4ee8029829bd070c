/** Switches maintenance: every API call answers 503 (contract row IT-017). */
import { defineCommand, EXIT, UsageError } from '../command.ts';

export default defineCommand({
  name: 'admin maintenance',
  usage: 'admin maintenance on|off',
  summary: 'Answer every API call with 503 while you work on the installation.',
  options: {},

  async run(_, [state], { app, print }) {
    if (state !== 'on' && state !== 'off') throw new UsageError(`on or off is expected, not "${state ?? ''}"`);
    const { store } = await app();
    await store.settings.write('maintenance', state === 'on');
    print(`maintenance ${state}`);
    return EXIT.done;
  },
});
