/** The product as a person uses it, in a real browser: from sign-in to the report, and the ways that fail. */
import { execFileSync } from 'node:child_process';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import PDFDocument from 'pdfkit';
import type { ScanResult } from '../../src/http/native/wire.ts';
import { encodePng, micrograph } from '../support/synthetic.ts';
import { Client, until } from '../support/client.ts';
import { PASSWORD, startServer, type TestServer } from '../support/server.ts';
import { keepPicture, openBrowser, openContext, PATIENCE_MS, signIn, type Watched } from './support/browser.ts';
import { agreement, collect, paper, type Paper, TURN } from './support/paper.ts';
import { bytesOf, chosen, counts, outlines, result, row, rows, send, slider } from './support/result-page.ts';
import { webRoot, type WebRoot } from './support/web-root.ts';

const PAGE_WIDTH_PT = 595;
/** Intersection over union that a box "in the right place" has at least. */
const IN_PLACE = 0.8;
const NOTE = 'Asked the authors on Monday';

vi.setConfig({ testTimeout: 3 * PATIENCE_MS });

let web: WebRoot;
let server: TestServer;
let browser: Browser;
let ada: Watched;
let page: Page;
let sample: Paper;
let native: Client;
let scanId: string;
let shareLink: string;

beforeAll(async () => {
  web = webRoot();
  server = await startServer({ config: { root: web.root, loginsPerMinute: 100, scansPerMinute: 100, resultsPerMinute: 1000 } });
  await server.user('ada');
  native = await server.anonymous.signIn('ada', PASSWORD);
  browser = await openBrowser();
  ada = await openContext(browser, server.url, { permissions: ['clipboard-read', 'clipboard-write'] });
  await ada.context.addInitScript(`window.seenStages = [];
    new MutationObserver(() => { const now = document.querySelector('li[aria-current=step]')?.textContent; if (now) window.seenStages.push(now); }).observe(document, { subtree: true, childList: true, attributes: true })`);
  sample = await paper();
}, 300_000);
afterAll(async () => {
  await browser.close();
  await server.close();
  web.remove();
});
afterEach(async ({ task }) => {
  await keepPicture(task, page);
  expect(ada.faults()).toEqual([]);
});

const scanOf = (address: string): string => /\/scans\/([^/?]+)/.exec(address)?.[1] ?? '';
const resultOf = async (id: string): Promise<ScanResult> => (await native.get(`/native/v1/scans/${id}/result`)).json<ScanResult>();
const paperFile = () => ({ name: 'two figures.pdf', mimeType: 'application/pdf', bytes: sample.bytes });

describe('the main way', () => {
  test('signs in and lands where files are sent', async () => {
    page = await ada.open('/sign-in');
    await page.getByLabel('User name').fill('ada');
    await page.getByLabel('Password', { exact: true }).fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').filter({ hasText: 'The user name or the password is wrong.' }).waitFor();
    await signIn(page, 'ada', PASSWORD);

    expect(new URL(page.url()).pathname).toBe('/');
    expect(ada.faults().every((fault) => fault.includes('401 (Unauthorized)') && fault.includes('/native/v1/session'))).toBe(true);
  });

  test('sends a paper and sees its stages, then its result', async () => {
    await send(page, [paperFile()]);
    await result(page);
    scanId = scanOf(page.url());
    const stages = [...new Set((await page.evaluate('window.seenStages') as string[]).map((text) => text.split(' – ')[0]))];

    expect(['Waiting for a free worker', 'Reading pages and images', 'Cutting figures into panels', 'Looking for copies and joins within panels', 'Comparing panels with each other', 'Proving matches pixel by pixel', 'Storing the evidence'])
      .toEqual(expect.arrayContaining(stages));
    expect(stages.length).toBeGreaterThan(1);
    expect(await page.title()).toContain('two figures.pdf');
  });

  test('shows the duplicate and the copy, with how they were moved', async () => {
    expect(await rows(page).count()).toBe(2);
    const shared = await row(page, 'Possible duplicate').innerText();
    const turn = Number(/rotated (\d+)° (?:anti)?clockwise/.exec(shared)?.[1]);

    expect(shared).toContain('(p. 1)');
    expect(shared).toContain('(p. 2)');
    expect(Math.abs(turn - TURN)).toBeLessThanOrEqual(1);
    expect(await row(page, 'Possible copy–move').innerText()).toContain('same orientation and size');
  });

  test('draws its boxes in the right place on both pages', async () => {
    const { shared, copied } = sample.truths;
    const first = await outlines(page, 'Page 1', PAGE_WIDTH_PT);
    const second = await outlines(page, 'Page 2', PAGE_WIDTH_PT);
    const best = (marks: typeof first, side: Parameters<typeof agreement>[1]): number => Math.max(...marks.map(({ points }) => agreement(points, side)));

    expect(first).toHaveLength(1);
    expect(second).toHaveLength(3);
    expect(best(first, shared.sides[0])).toBeGreaterThan(IN_PLACE);
    expect(best(second, shared.sides[1])).toBeGreaterThan(IN_PLACE);
    expect(best(second, copied.sides[0])).toBeGreaterThan(IN_PLACE);
    expect(best(second, copied.sides[1])).toBeGreaterThan(IN_PLACE);
  });

  test('the score slider hides and shows, and counts both', async () => {
    const { findings } = await resultOf(scanId);
    const atLeast = (percent: number): number => findings.filter(({ score }) => Math.floor(score * 100 + 1e-9) >= percent).length;
    const told = (percent: number): string => `${atLeast(percent)} shown · ${findings.length - atLeast(percent)} hidden`;
    expect(await counts(page).innerText()).toBe(told(33));

    await slider(page).press('End');
    await counts(page).filter({ hasText: told(100) }).waitFor();
    expect(await page.getByRole('heading', { name: /^0 findings/ }).isVisible()).toBe(true);
    await slider(page).press('Home');
    await counts(page).filter({ hasText: told(0) }).waitFor();
    expect(await rows(page).count()).toBe(findings.length);
    for (let percent = 0; percent < 33; percent++) await slider(page).press('ArrowRight');
    await counts(page).filter({ hasText: told(33) }).waitFor();
  });

  test('compares the two places in every way', async () => {
    await row(page, 'Possible duplicate').locator('button[aria-current]').click();
    await row(page, 'Possible duplicate').getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('heading', { name: 'Possible duplicate' }).waitFor();
    const stages = page.locator('[data-ready=true]');
    expect(await stages.count()).toBe(2);

    await page.getByText('Flicker', { exact: true }).click();
    await page.getByText(/^Now showing:/).waitFor();
    expect(await stages.count()).toBe(1);
    await page.getByText('Overlay', { exact: true }).click();
    await page.getByRole('slider', { name: 'Opacity of the second image' }).waitFor();
    await page.getByText('Wipe', { exact: true }).click();
    await page.getByRole('slider', { name: 'Border between the two' }).first().waitFor();
    await page.getByText('Difference', { exact: true }).click();
    await page.getByRole('img', { name: /^Difference in grey steps/ }).waitFor();
    const mean = Number(/mean ([\d.]+)/.exec(await page.getByText(/^mean [\d.]+$/).innerText())?.[1]);
    await page.getByText('Side by side', { exact: true }).click();
    await stages.nth(1).waitFor();

    expect(mean).toBeGreaterThan(0);
    expect(mean).toBeLessThan(12); // grey steps: the same field, resampled; two strangers differ by about 30
  });

  test('confirms with a level and a note, and finds both again after a reload', async () => {
    await page.getByRole('radio', { name: 'Confirm' }).check();
    await page.getByRole('radiogroup', { name: 'Severity (STM level)' }).getByText('II', { exact: true }).click();
    await page.getByLabel('Note', { exact: true }).fill(NOTE);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('History: 1 entry').waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Possible duplicate' }).waitFor();

    expect(await page.getByRole('radio', { name: 'Confirm' }).isChecked()).toBe(true);
    expect(await page.getByLabel('Note', { exact: true }).inputValue()).toBe(NOTE);
    await page.getByRole('button', { name: 'Back to the result' }).click();
    await row(page, 'Possible duplicate').getByText('Confirmed, level II').waitFor();
  });

  test('dismisses the other with a reason', async () => {
    await row(page, 'Possible copy–move').locator('button[aria-current]').click();
    await row(page, 'Possible copy–move').getByRole('button', { name: /^Dismiss/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'Reason' }).click();
    await page.getByRole('option', { name: 'declared in the paper' }).click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await row(page, 'Possible copy–move').getByText('Dismissed: declared in the paper').waitFor();

    const histories = (await resultOf(scanId)).findings.slice(0, 2).map(({ kind, history }) => [kind, history.map(({ verdict, reason, level, note, who }) => ({ verdict, reason, level, note, who }))]);
    expect(Object.fromEntries(histories)).toEqual({
      duplicate: [{ verdict: 'confirm', reason: undefined, level: 'II', note: NOTE, who: 'ada' }],
      'copy-move': [{ verdict: 'dismiss', reason: 'declared', level: undefined, note: undefined, who: 'ada' }],
    });
  });

  test('takes the PDF report away, with the findings and the decisions in it', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'PDF report' }).click()]);
    const bytes = await bytesOf(download);
    const text = execFileSync('/usr/bin/pdftotext', ['-layout', '-', '-'], { input: bytes, encoding: 'utf8' }).replaceAll(/\s+/g, ' ');

    expect(download.suggestedFilename()).toMatch(/two figures.*\.pdf$/);
    expect(text).toContain('two figures.pdf');
    expect(text).toMatch(/[Pp]ossible duplicate|[Dd]uplicate/);
    expect(text).toContain(NOTE);
    expect(text).toMatch(/confirmed/i);
    expect(text).toMatch(/dismissed.*declared in the (text|paper)/i);
  });
});

describe('sharing', () => {
  test('the link opens the result for a stranger, who can look and nothing else', async () => {
    await page.getByRole('button', { name: 'Share and export' }).click();
    await page.getByRole('menuitem', { name: 'Copy the link to share' }).click();
    await page.getByText('Link copied.').waitFor();
    shareLink = await page.evaluate('navigator.clipboard.readText()') as string;
    const stranger = await openContext(browser, server.url);
    const view = await stranger.open(new URL(shareLink).pathname);
    await result(view);
    await row(view, 'Possible duplicate').locator('button[aria-current]').click();
    await view.keyboard.press('u');

    expect(shareLink).toMatch(new RegExp(`^${server.url}/result/[0-9a-f]{64}$`));
    expect(await rows(view).count()).toBe(2);
    expect(await view.getByText('Read only').isVisible()).toBe(true);
    expect(await view.getByRole('button', { name: /^(Confirm|Dismiss…|Panels)$/ }).count()).toBe(0);
    await row(view, 'Possible duplicate').getByRole('button', { name: 'Compare' }).click();
    await view.getByRole('heading', { name: 'Possible duplicate' }).waitFor();
    expect(await view.getByText(NOTE).first().isVisible()).toBe(true);
    expect(await view.getByRole('button', { name: 'Save' }).count()).toBe(0);
    expect((await resultOf(scanId)).findings.flatMap(({ history }) => history)).toHaveLength(2);
    expect(await stranger.context.cookies()).toEqual([]);
    expect(stranger.faults()).toEqual([]);
    await stranger.context.close();
  });
});

describe('by keyboard alone', () => {
  const decided = (words: string) => chosen(page).getByText(words).waitFor();

  test('j and k walk, Enter compares, m changes the way, Escape returns', async () => {
    await page.goto(`${server.url}/scans/${scanId}`);
    await result(page);
    const kinds = await rows(page).locator('button[aria-current]').allInnerTexts();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    expect(await chosen(page).locator('button[aria-current]').innerText()).toBe(kinds[1]);
    await page.keyboard.press('k');
    await rows(page).nth(0).and(chosen(page)).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/findings\//);
    const mode = (name: string): Promise<void> => page.getByRole('radio', { name }).and(page.locator(':checked')).waitFor({ state: 'attached' });
    await mode('Side by side');
    await page.keyboard.press('m');
    await mode('Flicker');
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => !url.pathname.includes('/findings/'));
    await rows(page).nth(0).and(chosen(page)).waitFor();
  });

  /** The dialog takes the focus a moment after it opens; the field must have it then. */
  const settledFocus = async (field: Locator): Promise<void> => {
    await field.waitFor();
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 100))');
    expect(await field.evaluate((element: { matches(selector: string): boolean }) => element.matches(':focus'))).toBe(true);
  };

  test('c, u, 1 to 3, d and n decide', async () => {
    const dialog = page.getByRole('dialog');
    await page.keyboard.press('c');
    await decided('Confirmed');
    for (const [key, level] of [['1', 'I'], ['2', 'II'], ['3', 'III']] as const) {
      await page.keyboard.press(key);
      await chosen(page).getByText(`Confirmed, level ${level}`, { exact: true }).waitFor();
    }
    await page.keyboard.press('u');
    await decided('Unsure');
    await page.keyboard.press('d');
    await settledFocus(dialog.getByRole('combobox', { name: 'Reason' }));
    await page.keyboard.press('ArrowDown');
    await page.getByRole('option', { name: 'legitimate re-use' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: 'legitimate re-use' }).waitFor({ state: 'hidden' });
    await page.keyboard.press('Control+Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await decided('Dismissed: legitimate re-use');
    await page.keyboard.press('n');
    await settledFocus(dialog.getByLabel('Note', { exact: true }));
    await page.keyboard.press('End');
    await page.keyboard.type(' – seen');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    const first = await until(async () => (await resultOf(scanId)).findings[0]?.history.at(-1), (last) => last?.note?.endsWith('– seen') === true);

    expect(first).toMatchObject({ verdict: 'dismiss', reason: 'legitimate-reuse' });
  });

  test('? shows the keys, Escape closes them and then goes home', async () => {
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keyboard' });
    await help.waitFor();
    expect(await help.innerText()).toContain('dismiss with a reason');
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'hidden' });
    expect(page.url()).toContain(scanId);
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'New scan' }).waitFor();
  });
});

describe('panels', () => {
  test('a panel taken out is not compared again; decisions on the rest are kept', async () => {
    await page.goto(`${server.url}/scans/${scanId}`);
    await result(page);
    await outlines(page, 'Page 1', PAGE_WIDTH_PT);
    await page.getByRole('link', { name: 'Panels' }).click();
    await page.getByRole('heading', { name: /^Panels of/ }).waitFor();
    await page.getByRole('button', { name: /^Panel 1: / }).first().click();
    await page.getByRole('checkbox', { name: 'Examine' }).uncheck();
    await page.getByRole('button', { name: 'Save and scan again' }).click();
    await page.waitForURL(new RegExp(`/scans/${scanId}$`));
    await until(() => resultOf(scanId), ({ panels }) => panels?.some(({ examined }) => !examined), PATIENCE_MS);
    await rows(page).nth(1).waitFor({ state: 'hidden', timeout: PATIENCE_MS });
    await result(page);

    expect(await rows(page).count()).toBe(1);
    expect(await rows(page).innerText()).toContain('Possible copy–move');
    expect(await rows(page).innerText()).toMatch(/Dismissed: (legitimate re-use|declared in the paper)/);
    expect(await page.getByRole('region', { name: /^1 finding/ }).innerText()).toContain('1 panel left out');
  });
});

describe('scans that do not end well', () => {
  test('a running scan is cancelled and says so', async () => {
    await page.goto(server.url);
    const images = await Promise.all(Array.from({ length: 8 }, async (_, i) => ({ name: `field ${i}.png`, mimeType: 'image/png', bytes: await encodePng(micrograph(`cancel/${i}`, 520, 420)) })));
    await send(page, images);
    await page.getByRole('button', { name: 'Cancel the scan' }).click();
    await page.getByRole('heading', { name: '“8 images” was cancelled' }).waitFor();
    const id = scanOf(page.url());

    expect((await native.get(`/native/v1/scans/${id}`)).json()).toMatchObject({ state: 'cancelled' });
  });

  test.each([
    ['encrypted.pdf', 'is protected by a password', 'document/encrypted', () => encrypted()],
    ['torn.pdf', 'damaged or cut off', 'document/corrupt', async () => sample.bytes.slice(0, 2000)],
    ['words.pdf', 'There is no image to examine', 'document/no-images', () => wordsOnly()],
  ])('%s fails and the page says why', async (name, sentence, code, bytes) => {
    await page.goto(server.url);
    await send(page, [{ name, mimeType: 'application/pdf', bytes: await bytes() }]);
    await page.getByRole('heading', { name: `“${name}” could not be scanned` }).waitFor();

    expect(await page.getByRole('main').innerText()).toContain(sentence);
    expect(await page.getByRole('main').innerText()).toContain(code);
  });

  test('a file of no kind that is read is refused before it is sent', async () => {
    await page.goto(server.url);
    const before = ada.requests.length;
    await page.locator('input[type=file]').setInputFiles({ name: 'program.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') });
    await page.getByRole('alert').filter({ hasText: 'program.exe is not a kind we can read.' }).waitFor();

    expect(await page.getByRole('button', { name: 'Scan', exact: true }).isDisabled()).toBe(true);
    expect(ada.requests.slice(before).filter((url) => url.endsWith('/scans'))).toEqual([]);
  });
});

describe('the account', () => {
  test('a key is made, shown once, works, and stops when it is deleted', async () => {
    await page.goto(`${server.url}/account`);
    await page.getByRole('button', { name: 'Make a new key' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Make a new key' }).click();
    const shown = page.getByRole('status').filter({ hasText: 'Copy the key now' }).locator('code');
    const key = await shown.innerText();
    const program = new Client(server.url, { authorization: `Bearer ${key}` });
    const started = await program.form('/v1/scan', [{ name: 'two figures.pdf', bytes: sample.bytes }]);
    await page.reload();
    await page.getByRole('button', { name: 'Delete the key' }).waitFor();
    const afterwards = await page.getByRole('main').innerText();

    expect(started.status).toBe(200);
    expect(started.json()).toMatchObject({ scanId: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(afterwards).not.toContain(key);
    expect(afterwards).toContain(key.slice(0, 6));
    await page.getByRole('button', { name: 'Delete the key' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete the key' }).click();
    await page.getByText('There is no key yet.').nth(1).waitFor(); // neither of the two APIs has one
    expect((await program.form('/v1/scan', [{ name: 'two figures.pdf', bytes: sample.bytes }])).status).toBe(401);
  });
});

describe('deleting', () => {
  test('a deleted scan is gone from the list, its page and the shared link', async () => {
    const name = 'two figures.pdf';
    await native.send('DELETE', `/native/v1/scans/${(await native.get('/native/v1/scans')).json<{ scans: { id: string; apiScan: boolean }[] }>().scans.find(({ apiScan }) => apiScan)?.id}`);
    await page.goto(server.url);
    await page.getByRole('button', { name: `Delete ${name}` }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: `Delete ${name}` }).waitFor({ state: 'hidden' });
    expect((await native.get(`/native/v1/scans/${scanId}`)).status).toBe(404);

    const shared = await page.goto(shareLink);
    expect(shared?.status()).toBe(410);
    await page.goto(`${server.url}/scans/${scanId}`);
    await page.getByRole('heading', { name: 'This result is no longer here' }).waitFor();
    expect(ada.faults().every((fault) => /40[04]|410/.test(fault))).toBe(true);
  });

  test('signing out ends the session', async () => {
    await page.goto(server.url);
    await page.getByRole('button', { name: /ada$/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL(/\/sign-in/);
    await page.goto(`${server.url}/account`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(ada.faults().every((fault) => fault.includes('401 (Unauthorized)'))).toBe(true);
  });
});

function encrypted(): Promise<Uint8Array> {
  const document = new PDFDocument({ userPassword: 'secret', ownerPassword: 'secret' });
  return collect(document, () => void document.text('Locked'));
}

function wordsOnly(): Promise<Uint8Array> {
  const document = new PDFDocument();
  return collect(document, () => void document.text('A page of words'));
}
