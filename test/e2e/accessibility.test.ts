/** Every page in English, dark and light, and in one of the other languages: no serious accessibility violation, nothing asked of other hosts, no console error, no policy violation. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { MediaRoots, MediumView } from '../../src/http/native/media-wire.ts';
import type { ScanResult, ScanSummary } from '../../src/http/native/wire.ts';
import { until, type Client } from '../support/client.ts';
import { PASSWORD, startServer, type TestServer } from '../support/server.ts';
import { openBrowser, openContext, PATIENCE_MS, type Watched } from './support/browser.ts';
import { paper } from './support/paper.ts';
import { webRoot, type WebRoot } from './support/web-root.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const LANGUAGES = ['en', 'ko', 'fr'] as const;
type Language = (typeof LANGUAGES)[number];
type Scheme = 'light' | 'dark';

/** A word of each catalogue that its sign-in page must show. */
const SIGN_IN = { en: 'Sign in', ko: '로그인', fr: 'Connexion' } as const;

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}

vi.setConfig({ testTimeout: 4 * PATIENCE_MS });

let web: WebRoot;
let server: TestServer;
let browser: Browser;
let cookie: { name: string; value: string };
let scan: ScanSummary;
let result: ScanResult;
let medium: MediumView;

beforeAll(async () => {
  web = webRoot();
  server = await startServer({ config: { root: web.root, loginsPerMinute: 100, resultsPerMinute: 10_000 } });
  await server.app.store.accounts.create({ name: 'ada', email: 'ada@example.org', password: PASSWORD, admin: true });
  const client = await server.anonymous.signIn('ada', PASSWORD);
  const [name = '', value = ''] = (client.headers['cookie'] ?? '').split('=');
  cookie = { name, value };
  const [picture] = (await paper()).pictures;
  if (!picture) throw new Error('the paper has pictures');
  await server.app.index.enroll({ scope: 'reference', ref: 'one', name: 'earlier.png', source: { title: 'The earlier work', doi: '10.5555/earlier', licence: 'CC-BY-4.0', collection: 'Tests' } }, picture);
  const { home } = (await client.get('/native/v1/media')).json<MediaRoots>();
  medium = (await client.form(`/native/v1/media/${home.id}/files?exclusive=true`, [{ name: 'mine.png', bytes: picture }])).json<MediumView>();
  await client.send('POST', `/native/v1/media/${home.id}/folders`, { name: 'Folder' });
  const account = await server.app.store.accounts.named('ada');
  const geometry = { score: 0.9, class: 'derived', verified: true, transform: [1, 0, 0, 0, 1, 0, 0, 0, 1], inliers: 40, covered: 1 } as const;
  await server.app.store.transaction((tx) => tx.matches.insert({ account_id: account.id, type: 'web', created_at: new Date(), media_ids: [medium.id], query_page_url: 'https://shop.example/', domain: 'shop.example', geometry }));
  scan = await finished(client);
  result = (await client.get(`/native/v1/scans/${scan.id}/result`)).json<ScanResult>();
  browser = await openBrowser();
}, 300_000);
afterAll(async () => {
  await browser.close();
  await server.close();
  web.remove();
});

async function finished(client: Client): Promise<ScanSummary> {
  const { bytes } = await paper();
  const { id } = (await client.form('/native/v1/scans', [{ name: 'paper.pdf', bytes }])).json<ScanSummary>();
  return until(async () => (await client.get(`/native/v1/scans/${id}`)).json<ScanSummary>(), ({ state }) => state === 'finished', 240_000);
}

/** Address of each page, and what is there once it is drawn. `guest` pages are seen without a session. */
function pages(): readonly { readonly name: string; readonly path: string; readonly ready: string; readonly guest?: boolean }[] {
  const token = scan.shareToken.replace(/^t_/, '');
  const [finding] = result.findings.filter(({ kind }) => kind !== 'external-duplicate');
  const external = result.findings.find(({ kind }) => kind === 'external-duplicate');
  return [
    { name: 'sign-in', path: '/sign-in', ready: 'form', guest: true },
    { name: 'home', path: '/', ready: 'table' },
    { name: 'result', path: `/scans/${scan.id}?finding=${finding?.id}`, ready: '[data-ready=true] svg polygon' },
    { name: 'compare', path: `/scans/${scan.id}/findings/${finding?.id}`, ready: '[data-ready=true] svg polygon' },
    { name: 'panels', path: `/scans/${scan.id}/panels/${result.figures[0]?.id}`, ready: '[data-ready=true] svg rect' },
    { name: 'account', path: '/account', ready: '#keys' },
    { name: 'leaks', path: '/leaks', ready: '#hand-out' },
    { name: 'documents', path: '/documents', ready: '#seen' },
    { name: 'verify', path: '/verify', ready: 'main h1' },
    { name: 'matches', path: '/matches', ready: 'article dl' },
    { name: 'crawls', path: '/crawls', ready: '#watch-settings ~ form' },
    { name: 'library', path: '/library', ready: '#entries ~ ul li img' },
    { name: 'registry', path: '/registry', ready: 'ul[aria-label=ada] li img' },
    { name: 'search', path: `/search?in=library&medium=${medium.id}`, ready: 'article svg polygon' },
    { name: 'external', path: `/scans/${scan.id}/findings/${external?.id}`, ready: '[data-ready=true] svg polygon' },
    { name: 'shared', path: `/result/${token}`, ready: '[data-ready=true] svg polygon', guest: true },
    { name: 'not-found', path: '/scans/x/y/z', ready: 'main h1' },
  ];
}

async function openAs(language: Language, colorScheme: Scheme, guest: boolean): Promise<Watched> {
  const watched = await openContext(browser, server.url, { locale: language, colorScheme });
  if (!guest) await watched.context.addCookies([{ ...cookie, url: server.url }]);
  return watched;
}

async function settled(page: Page, ready: string): Promise<void> {
  await page.locator(ready).first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.evaluate('document.fonts.ready.then(() => undefined)');
}

/** Rules whose answer depends on colours, which all languages share; those of all others is of the structure, which both schemes share. */
const OF_COLOUR = ['color-contrast', 'link-in-text-block'] as const;

/** Every element has the colours of the scheme that was just chosen, none is on its way to them. */
const DRAWN = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))).then(() => Promise.all(document.getAnimations().filter((one) => one instanceof CSSTransition).map(({ finished }) => finished.catch(() => undefined)))).then(() => undefined)';

/** Violations of WCAG 2.2 A and AA and best practice that are serious or critical. */
async function violations(page: Page, asked: 'all' | 'colour' | 'structure' = 'all'): Promise<string[]> {
  await page.evaluate(AXE);
  const rules = asked === 'structure' ? { rules: Object.fromEntries(OF_COLOUR.map((rule) => [rule, { enabled: false }])) } : {};
  const options = JSON.stringify({ resultTypes: ['violations'], ...(asked === 'colour' ? { runOnly: OF_COLOUR } : rules) });
  const found = await page.evaluate(`axe.run(document, ${options}).then(({ violations }) => violations)`) as readonly Violation[];
  return found.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, impact, nodes }) => nodes.map(({ target, failureSummary }) => `${impact} ${id}: ${target.join(' ')}: ${failureSummary}`));
}

/** English sees every page, the others share them: a page is the same elements in all, and a unit test compares the words. */
const seenIn = (language: Language, at: number): boolean => language === 'en' || (at % 2 === 0) === (language === 'ko');

describe.each(LANGUAGES)('in %s', (language) => {
  test('its pages, light and dark', async () => {
    const faults: string[] = [];
    const mine = pages().filter((_, at) => seenIn(language, at));
    for (const guest of [true, false]) {
      const watched = await openAs(language, 'light', guest);
      const page = await watched.context.newPage();
      for (const [i, { name, path, ready }] of mine.filter((one) => (one.guest ?? false) === guest).entries()) {
        const opened: Scheme = i % 2 === 0 ? 'light' : 'dark';
        await page.emulateMedia({ colorScheme: opened });
        await page.goto(server.url + path);
        await settled(page, ready);
        const lang = await page.evaluate('document.documentElement.lang');
        const bad = lang === language ? [] : [`lang is ${String(lang)}`];
        const other: Scheme = opened === 'light' ? 'dark' : 'light';
        for (const scheme of language === 'en' ? [opened, other] : [opened]) {
          await page.emulateMedia({ colorScheme: scheme });
          await page.locator(`html[data-mantine-color-scheme=${scheme}]`).waitFor();
          await page.evaluate(DRAWN);
          bad.push(...(await violations(page, scheme !== opened ? 'colour' : language === 'en' ? 'all' : 'structure')).map((fault) => `${scheme}: ${fault}`), ...watched.faults());
          if (process.env['E2E_SHOTS']) await page.screenshot({ path: `${process.env['E2E_SHOTS']}/${name}-${language}-${scheme}.png` });
        }
        faults.push(...bad.map((fault) => `${name}: ${fault}`));
      }
      await watched.context.close();
    }

    expect(faults).toEqual([]);
  });

  test('the words are of that language, from the browser\'s choice', async () => {
    const watched = await openAs(language, 'light', true);
    const page = await watched.open('/sign-in');
    await settled(page, 'form');

    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(SIGN_IN[language]);
    for (const other of LANGUAGES) if (other !== language) expect(await page.getByRole('main').innerText()).not.toContain(SIGN_IN[other]);
    await watched.context.close();
  });
});

test('what opens over a page: menus, dialogs, the decision form', async () => {
  const watched = await openAs('en', 'light', false);
  const page = await watched.open(`/scans/${scan.id}?finding=${result.findings[0]?.id}`);
  await settled(page, '[data-ready=true] svg polygon');
  const found: string[] = [];
  const look = async (name: string): Promise<void> => {
    found.push(...(await violations(page)).map((fault) => `${name}: ${fault}`));
    await page.keyboard.press('Escape');
  };
  await page.getByRole('button', { name: 'Share and export' }).click();
  await page.getByRole('menuitem').first().waitFor();
  await look('menu');
  await page.getByRole('button', { name: /^Dismiss/ }).click();
  await page.getByRole('dialog').waitFor();
  await look('decision');
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
  await look('keys');
  await page.goto(server.url);
  await page.getByRole('button', { name: 'Delete paper.pdf' }).click();
  await page.getByRole('dialog').waitFor();
  await look('delete');

  expect(found).toEqual([]);
  expect(watched.faults()).toEqual([]);
  await watched.context.close();
});

test('the watch sees what it is there for', async () => {
  const watched = await openAs('en', 'light', true);
  const page = await watched.open('/sign-in');
  await settled(page, 'form');
  await page.evaluate("{ const image = new Image(); image.src = 'http://elsewhere.invalid/x.png'; console.error('a fault'); document.querySelector('h1').insertAdjacentHTML('afterend', '<button></button>'); document.documentElement.lang = ''; }");
  await until(async () => watched.faults().join('\n'), (faults) => faults.includes('policy violation: img-src http://elsewhere.invalid'), PATIENCE_MS);

  expect((await violations(page)).map((violation) => violation.split(':')[0]).toSorted()).toEqual(['critical button-name', 'serious html-has-lang']);
  await watched.context.close();
});

test('the language that a person chooses is kept', async () => {
  const watched = await openAs('en', 'light', true);
  const page = await watched.open('/sign-in');
  await page.getByRole('button', { name: /^Language/ }).click();
  await page.getByRole('menuitem', { name: 'Français' }).click();
  await page.getByRole('heading', { name: SIGN_IN.fr }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: SIGN_IN.fr }).waitFor();

  expect(await page.evaluate('document.documentElement.lang')).toBe('fr');
  expect(watched.faults()).toEqual([]);
  await watched.context.close();
});
