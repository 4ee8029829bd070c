/** First start: a demo account with its keys, shown once, a demo paper that is scanned at once, and the playground of the IMATAG API. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { App } from './app.ts';
import { judgeFiles, submitScan } from './http/submit-scan.ts';
import { seedPlayground } from './seed-playground.ts';
import { seedWatch } from './seed-watch.ts';

const DEMO = { name: 'demo', email: 'demo@touchstone.invalid' };
const PAPER = new URL('demo/demo-paper.pdf', import.meta.url);

/** Does nothing when there is an account already, or DEMO=false. */
export async function firstStart(app: App, url: string): Promise<void> {
  if (app.config.demo === 'false' || (await app.store.accounts.count()) > 0) return;
  const password = randomBytes(9).toString('base64url');
  const account = await app.store.accounts.create({ ...DEMO, password, demo: true, admin: true });
  const { value: key } = await app.store.transaction((tx) => tx.keys.issue(account.id, 'imagetwin', app.clock()));
  if (existsSync(PAPER)) await scanDemoPaper(app, account);
  const playground = await seedPlayground(app);
  await seedWatch(app, playground.account);

  process.stdout.write([
    '', `  user      ${DEMO.name}`, `  password  ${password}`, `  API key   ${key}   (Imagetwin API, shown this once)`, '',
    `  curl -X POST ${url}/v1/scan -H 'Authorization: Bearer ${key}' -F file=@paper.pdf`, '',
    `  user      ${playground.account.name}`, `  password  ${playground.password}`, `  token     ${playground.token}   (IMATAG API)`, '',
    `  curl ${url}/api/v1/media/api.demo/images -H 'Authorization: Token ${playground.token}'`, '', '',
  ].join('\n'));
}

async function scanDemoPaper(app: App, account: Awaited<ReturnType<App['store']['accounts']['create']>>): Promise<void> {
  const bytes = new Uint8Array(readFileSync(PAPER));
  const files = await judgeFiles(app, [{ name: 'demo-paper.pdf', bytes: bytes.length, read: async () => bytes }], 'document-or-images');
  await submitScan(app, { account, files, minScore: 0.33, excludeIdenticalPaper: false, apiScan: false }, files);
}
