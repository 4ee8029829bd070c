/** Opens a folder of one account to another, and switches where an account's media are looked for. */
import { AppError } from '../../core/errors.ts';
import { locate } from '../../registry/media-access.ts';
import { createFolder } from '../../registry/create-folder.ts';
import { parsePath } from '../../registry/media-path.ts';
import type { App } from '../../app.ts';
import type { AccountRow } from '../../store/accounts.ts';
import { defineCommand, EXIT, UsageError } from '../command.ts';

const MODES = ['read', 'write', 'none'] as const;
type Mode = (typeof MODES)[number];

export default defineCommand({
  name: 'user grant',
  usage: 'user grant NAME [--folder OWNER/PATH --mode read|write|none] [--web on|off] [--press on|off]',
  summary: 'Open a folder of another account to NAME, or switch the search of the web and the press for NAME\'s media.',
  options: { folder: { type: 'string' }, mode: { type: 'string' }, web: { type: 'string' }, press: { type: 'string' } },

  async run({ folder, mode, web, press }, [name], { app, print }) {
    if (!name) throw new UsageError('no NAME given');
    if (folder === undefined && web === undefined && press === undefined) throw new UsageError('nothing to grant: give --folder, --web or --press');
    if (folder !== undefined && !MODES.includes(mode as Mode)) throw new UsageError(`--mode is "${String(mode ?? '')}"; one of ${MODES.join(', ')} is expected`);
    const switches = { web: readSwitch('web', web), press: readSwitch('press', press) };
    const opened = await app();
    const account = await opened.store.accounts.named(name);
    if (typeof folder === 'string') print(await grant(opened, account, folder, mode as Mode));
    if (web !== undefined || press !== undefined) {
      const next = { web_tracking: switches.web ?? account.web_tracking, press_tracking: switches.press ?? account.press_tracking };
      await opened.store.accounts.setPlan(account.id, next);
      print(`${account.name}: web search ${next.web_tracking ? 'on' : 'off'}, press search ${next.press_tracking ? 'on' : 'off'}`);
    }
    return EXIT.done;
  },
});

/** Makes the folder where there is none. */
async function grant(app: App, account: AccountRow, folder: string, mode: Mode): Promise<string> {
  const { store, clock } = app;
  const path = parsePath(folder);
  const owner = await store.accounts.byHome(path.home);
  if (!owner) throw new UsageError(`--folder is "${folder}", and there is no user "${path.home}"`);
  if (owner.id === account.id) throw new UsageError(`"${folder}" is ${account.name}'s own`);
  const { medium, steps } = await locate(owner, path, store, app).catch(async (error: unknown) => {
    if (!(error instanceof AppError) || error.code !== 'not-found' || mode === 'none') throw error;
    await createFolder(owner, path, app);
    return locate(owner, path, store, app);
  });
  if (medium.type !== 'folder') throw new UsageError(`"${folder}" is not a folder`);
  const shown = steps.map((step) => step.name).join('/');
  if (mode === 'none') return (await store.mediaGrants.take(medium.id, account.id)) ? `${shown} is closed to ${account.name}` : `${shown} was not open to ${account.name}`;
  await store.mediaGrants.give(medium.id, account.id, mode === 'write', clock());
  return `${account.name} may ${mode} ${shown}`;
}

/** @throws {UsageError} */
function readSwitch(option: string, value: string | boolean | undefined): boolean | undefined {
  if (value === undefined) return undefined;
  if (value === 'on' || value === 'off') return value === 'on';
  throw new UsageError(`--${option} is "${String(value)}"; on or off is expected`);
}
