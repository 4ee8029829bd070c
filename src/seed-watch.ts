/** What the demo account watches: a crawl of an invented shop and an issue of an invented paper. Both are really crawled and read, in the background, after the first start. */
import { readFile } from 'node:fs/promises';
import type { App } from './app.ts';
import { DEMO_ISSUE, DEMO_SITE } from './demo-site.ts';
import { newCrawl } from './http/crawls.ts';
import { startReading } from './jobs/read-press.ts';
import { keepIssue } from './registry/press/keep-issue.ts';
import type { AccountRow } from './store/accounts.ts';

/** Named in the metadata of a picture that is not registered. */
const CREDIT_LINE = 'API Demo Agency';

export async function seedWatch(app: App, { id }: Pick<AccountRow, 'id'>): Promise<void> {
  const { store, queue } = app;
  await store.accounts.setCreditLines(id, [CREDIT_LINE]);
  if ((await store.crawls.count({ accountId: id })) === 0) await newCrawl(await store.accounts.get(id), DEMO_SITE, { downloadDelay: 0.1 }, app);
  await keepIssue({ accountId: id, name: 'The Invented Courier', date: '2026-03-31', fileName: 'issue.pdf', bytes: new Uint8Array(await readFile(DEMO_ISSUE)) }, (tx, issue) => startReading(tx, queue, issue), app);
}
