/** The document check in a real browser: sample, verdict, places, maps, improvement, and nothing left behind. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { encodeJpeg } from '../support/synthetic.ts';
import { photographed, printedSheet } from '../support/photographed-page.ts';
import { PASSWORD, startServer, type TestServer } from '../support/server.ts';
import { keepPicture, openBrowser, openContext, PATIENCE_MS, signIn, type Watched } from './support/browser.ts';
import { webRoot, type WebRoot } from './support/web-root.ts';

vi.setConfig({ testTimeout: 4 * PATIENCE_MS });

let web: WebRoot;
let server: TestServer;
let browser: Browser;
let watched: Watched;
let page: Page;

beforeAll(async () => {
  web = webRoot();
  server = await startServer({ config: { root: web.root }, work: false });
  await server.user('ada');
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

test('the sample has a copied amount: it is named, marked and listed; the slider hides places; each map can be shown', async () => {
  await page.getByRole('link', { name: 'Documents' }).click();
  await page.getByRole('button', { name: 'Try with a sample' }).click();

  await page.getByRole('heading', { name: 'Traces of editing' }).waitFor();
  const marked = (): Promise<number> => page.locator('svg g[data-chosen]').count();
  expect(await page.getByRole('list', { name: 'Places' }).innerText()).toContain('repeats elsewhere on the page down to its noise');
  expect(await marked()).toBeGreaterThan(0);
  expect(await page.locator('svg image').count()).toBe(2);

  await page.getByRole('slider').focus();
  await page.keyboard.press('End');
  await page.getByText('Show places from 100 %').waitFor();
  expect(await marked()).toBe(0);

  await page.getByLabel('Over the picture').selectOption('cloned-patch');
  await page.getByText('differs from the rest of the page').waitFor();
});

test('a photographed sheet is straightened, before beside after; a page without moiré is said to have none; then it is forgotten', async () => {
  const { picture } = photographed(printedSheet('web', { width: 380, height: 540 }), 'web', { width: 600, height: 760, shadow: true });
  await page.locator('input[type=file]').setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: await encodeJpeg(picture, 92) });
  await page.getByRole('heading', { name: 'Make it legible' }).waitFor();

  await page.getByRole('button', { name: 'Improve' }).click();
  await page.getByText('The four corners of the sheet were found').waitFor();
  await page.getByRole('img', { name: 'After' }).waitFor();
  expect(await page.evaluate("(() => { const { naturalWidth, naturalHeight } = document.querySelector('img[alt=After]'); return naturalHeight > naturalWidth && naturalWidth > 300; })()")).toBe(true);

  await page.getByRole('button', { name: 'Remove moiré' }).click();
  await page.getByText('No moiré was found').waitFor();

  await page.getByRole('button', { name: 'Forget this picture' }).click();
  await page.getByRole('heading', { name: 'What this check sees' }).waitFor();
  expect(await page.locator('svg image').count()).toBe(0);
  expect(watched.faults()).toEqual([]);
});

test('IA-030 IA-029 access to the ImgAuth API: domain, token shown once, and a first call', async () => {
  await page.goto(`${server.url}/account`);
  const section = page.getByRole('region', { name: 'ImgAuth API token' });

  await section.getByRole('button', { name: 'Make a key' }).click();

  await section.getByText('Copy the key now').waitFor();
  expect(await section.innerText()).toContain(`${server.url}/forgery_detection`);
  const token = await section.locator('[role=status] code').innerText();
  const reply = await fetch(`${server.url}/forgery_detection`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: '{}' });
  expect(reply.status).toBe(400); // known: it is the image that is missing
  await page.reload();
  await section.getByText('Begins with').waitFor();
  expect(await page.content()).not.toContain(token);
});
