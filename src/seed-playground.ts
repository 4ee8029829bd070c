/** The account `api.demo` that the IMATAG reference tells of: nine marked pictures that can be read, and a folder of 10 MiB to write to. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { App } from './app.ts';
import { createFolder } from './registry/create-folder.ts';
import { keepAll } from './registry/keep-all.ts';
import { prepareRegistration, type PreparedFile } from './registry/prepare-registration.ts';
import { registerPrepared } from './registry/register-medium.ts';
import type { AccountRow, NewAccount } from './store/accounts.ts';
import type { StoredDesign } from './store/marks.ts';

export interface Playground {
  readonly account: AccountRow;
  readonly password: string;
  /** Of the IMATAG API. */
  readonly token: string;
}

const NAME = 'api.demo';
const PICTURES: Readonly<Record<string, readonly string[]>> = {
  paris: ['tour-eiffel.jpeg', 'arc-de-triomphe.jpeg', 'montmartre.jpeg', 'pont-neuf.jpeg'],
  'new-york': ['nyc-taxis.jpeg', 'brooklyn-bridge.jpeg', 'flatiron.jpeg', 'central-park.jpeg', 'times-square.jpeg'],
};
const FOLDER = new URL('demo/media/', import.meta.url);
/** bytes that may be written: the reference's quota less its usage is exactly this. */
const ROOM = 10 * 2 ** 20;

/** Goes on where one that was killed stopped; its password was shown to nobody, so there is a new one. */
export async function seedPlayground(app: App): Promise<Playground> {
  const { store, clock } = app;
  const { account, password } = await freshAccount({ name: NAME, email: `${NAME}@touchstone.invalid` }, app);
  await store.media.setLocked((await store.media.home(account.id, account.name, clock())).id, false);
  const at = (...names: string[]) => ({ home: NAME, names });
  for (const [city, files] of Object.entries(PICTURES)) {
    for (const file of files) await registerPrepared(account, { path: at('images', city, file), exclusive: null }, await prepareMarked(file, app), app);
  }
  const { medium: uploads } = await createFolder(account, at('uploads'), app);
  const home = await store.media.home(account.id, account.name, clock());
  await store.media.setLocked(home.id, true);
  await store.media.setLocked(uploads.id, false);
  const { bytes } = await store.mediaUsage.get(account.id);
  await store.accounts.setPlan(account.id, { full_name: 'api demo', service_plan: 'Starter', image_quota: 50, disk_quota: bytes + ROOM });
  const token = await store.transaction((tx) => tx.keys.token(account.id, clock()));
  return { account: await store.accounts.get(account.id), password, token };
}

/** A new account, or that of a first start which was cut off, with a password that nobody had before. */
export async function freshAccount(wanted: Omit<NewAccount, 'password'>, { store }: Pick<App, 'store'>): Promise<Pick<Playground, 'account' | 'password'>> {
  const password = randomBytes(9).toString('base64url');
  const begun = await store.accounts.find(wanted.name);
  if (begun) await store.accounts.setPassword(begun.id, password);
  return { account: begun ?? await store.accounts.create({ ...wanted, password }), password };
}

interface DemoMark {
  /** Hex; in the repository, so it proves nothing. */
  readonly key: string;
  readonly pixels: string;
  readonly design: StoredDesign;
}

/** A marked picture, and what its registration file would bring: the pictures are marked beforehand (scripts/make-demo-media.ts), which makes the first start quick. */
async function prepareMarked(file: string, app: App): Promise<PreparedFile> {
  const marks = JSON.parse(await readFile(new URL('marks.json', FOLDER), 'utf8')) as Readonly<Record<string, DemoMark>>;
  const mark = marks[file];
  const prepared = await prepareRegistration(new Uint8Array(await readFile(new URL(file, FOLDER))), app);
  if (!mark || !('preview' in prepared)) throw new RangeError(`${file} is no marked picture of the demo`);
  const [thumbSha256 = ''] = await keepAll([await readFile(new URL(file.replace('.jpeg', '.thumb.jpeg'), FOLDER))], app);
  return { ...prepared, mark: { transactional: false, design: mark.design, key: Buffer.from(mark.key, 'hex'), secret: null, pixels: mark.pixels, thumbSha256 } };
}
