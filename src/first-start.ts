/** First start: a demo account with its keys, shown once, a demo paper that is scanned at once, and the playground of the IMATAG API. */
import { existsSync, readFileSync } from 'node:fs';
import type { App } from './app.ts';
import { judgeFiles, submitScan } from './http/submit-scan.ts';
import { freshAccount, seedPlayground } from './seed-playground.ts';
import { seedWatch } from './seed-watch.ts';

const DEMO = { name: 'demo', email: 'demo@touchstone.invalid' };
const PAPER = new URL('demo/demo-paper.pdf', import.meta.url);

/** Setting that says how far the first start came: one that is killed half-way is gone through again at the next. */
const STATE = 'first-start';

/** Does nothing when there were accounts before it, when it has been gone through, or DEMO=false. */
export async function firstStart(app: App, url: string): Promise<void> {
  const { store, clock, config } = app;
  const state = await store.settings.read<'begun' | 'done'>(STATE);
  if (config.demo === 'false' || state === 'done' || (state === undefined && (await store.accounts.count()) > 0)) return;
  await store.settings.write(STATE, 'begun');
  const { account, password } = await freshAccount({ ...DEMO, demo: true, admin: true }, app);
  const { value: key } = await store.transaction((tx) => tx.keys.issue(account.id, 'imagetwin', clock()));
  if (existsSync(PAPER) && (await store.scans.count(account.id, clock())) === 0) await scanDemoPaper(app, account);
  const playground = await seedPlayground(app);
  await seedWatch(app, playground.account);

  process.stdout.write([
    '', `  user      ${DEMO.name}`, `  password  ${password}`, `  API key   ${key}   (Imagetwin API, shown this once)`, '',
    `  curl -X POST ${url}/v1/scan -H 'Authorization: Bearer ${key}' -F file=@paper.pdf`, '',
    `  user      ${playground.account.name}`, `  password  ${playground.password}`, `  token     ${playground.token}   (IMATAG API)`, '',
    `  curl ${url}/api/v1/media/api.demo/images -H 'Authorization: Token ${playground.token}'`, '', '',
  ].join('\n'));
  await store.settings.write(STATE, 'done');
}

async function scanDemoPaper(app: App, account: Awaited<ReturnType<App['store']['accounts']['create']>>): Promise<void> {
  const bytes = new Uint8Array(readFileSync(PAPER));
  const files = await judgeFiles(app, [{ name: 'demo-paper.pdf', bytes: bytes.length, read: async () => bytes }], 'document-or-images');
  await submitScan(app, { account, files, minScore: 0.33, excludeIdenticalPaper: false, apiScan: false }, files);
}
