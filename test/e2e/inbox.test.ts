/** The inbox of matches in a real browser: a decision by key, taken back, about several at once, with its proof, and still there after a reload. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { MediaRoots, MediumView } from '../../src/http/native/media-wire.ts';
import { encodeJpeg, photo } from '../support/synthetic.ts';
import { PASSWORD, startServer, type TestServer } from '../support/server.ts';
import { keepPicture, openBrowser, openContext, PATIENCE_MS, signIn, type Watched } from './support/browser.ts';
import { webRoot, type WebRoot } from './support/web-root.ts';

vi.setConfig({ testTimeout: 4 * PATIENCE_MS });

const HOSTS = ['one.example', 'two.example', 'three.example', 'four.example'] as const;
const PROOF = Buffer.from('Invoice 17: one year on one.example');

let web: WebRoot;
let server: TestServer;
let browser: Browser;
let watched: Watched;
let page: Page;

beforeAll(async () => {
  web = webRoot();
  server = await startServer({ config: { root: web.root }, work: false });
  const { account } = await server.user('ada');
  const client = await server.anonymous.signIn('ada', PASSWORD);
  const { home } = (await client.get('/native/v1/media')).json<MediaRoots>();
  const mine = (await client.form(`/native/v1/media/${home.id}/files`, [{ name: 'mine.jpg', bytes: await encodeJpeg(photo('mine', 240, 180), 90) }])).json<MediumView>();
  for (const [i, domain] of HOSTS.entries()) {
    await server.app.store.transaction((tx) => tx.matches.insert({
      account_id: account.id, type: 'web', created_at: new Date(Date.UTC(2026, 0, 9 - i)), media_ids: [mine.id], query_page_url: `https://${domain}/`, domain,
      geometry: { score: 0.9, class: 'derived', verified: true, transform: [1, 0, 0, 0, 1, 0, 0, 0, 1], inliers: 40, covered: 1 },
    }));
  }
  browser = await openBrowser();
  watched = await openContext(browser, server.url);
  page = await watched.open('/sign-in');
  await signIn(page, 'ada', PASSWORD);
}, 300_000);
afterAll(async () => {
  await browser.close();
  await server.close();
  web.remove();
});
afterEach((context) => keepPicture(context.task, page));

const listed = (): Promise<string[]> => page.getByRole('region', { name: 'Matches of this group' }).getByRole('checkbox', { name: /^Choose \w+\.example/ }).evaluateAll((boxes) => boxes.map((box) => (box as unknown as { ariaLabel: string }).ariaLabel.replace('Choose ', '')));
const told = (words: string): Promise<void> => page.getByRole('status').filter({ hasText: words }).waitFor();

test('by key, taken back, about several, with a licence and its proof', async () => {
  await page.getByRole('link', { name: 'Matches' }).click();
  await page.getByLabel('Choose one.example').waitFor();
  expect(await listed()).toEqual(HOSTS);

  await page.keyboard.press('j');
  await page.getByRole('article', { name: 'two.example' }).waitFor();
  await page.keyboard.press('i');
  await told('1 match: infringing');
  await page.getByLabel('Choose two.example').waitFor({ state: 'detached' });
  expect(await listed()).toEqual(['one.example', 'three.example', 'four.example']);

  await page.keyboard.press('u');
  await page.getByLabel('Choose two.example').waitFor();
  expect(await listed()).toEqual(HOSTS);

  await page.getByLabel('Choose two.example').check();
  await page.getByLabel('Choose three.example').check();
  await page.getByRole('button', { name: 'Not mine' }).click();
  await told('2 matches: not mine');
  await page.getByLabel('Choose three.example').waitFor({ state: 'detached' });
  expect(await listed()).toEqual(['one.example', 'four.example']);

  await page.getByRole('button', { name: /one\.example/ }).click();
  await page.keyboard.press('l');
  const dialog = page.getByRole('dialog', { name: '1 match is licensed' });
  await dialog.getByLabel('Which licence').fill('Contract of May');
  await dialog.locator('input[type=file]').setInputFiles({ name: 'invoice.txt', mimeType: 'text/plain', buffer: PROOF });
  await dialog.getByRole('button', { name: 'Licensed' }).click();
  await told('1 match: licensed');
  await page.getByLabel('Choose one.example').waitFor({ state: 'detached' });
  expect(await listed()).toEqual(['four.example']);
});

test('what was decided is kept, with who decided it and the proof', async () => {
  await page.reload();
  await page.getByLabel('Shown').selectOption('licensed');
  const match = page.getByRole('article', { name: 'one.example' });
  await match.getByRole('heading', { name: 'Decisions' }).waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), match.getByRole('link', { name: 'invoice.txt' }).click()]);

  expect(await match.innerText()).toMatch(/licensed\s+ada,[^]*Contract of May/);
  expect(readFileSync(await download.path())).toEqual(PROOF);
  expect(watched.faults()).toEqual([]);
});
