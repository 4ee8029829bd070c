/** A real browser, watched: every request's origin, console error, page error and policy violation is written down. */
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';

/** Patience on a busy machine; nothing is asserted about time. */
export const PATIENCE_MS = Number(process.env['E2E_PATIENCE_MS'] ?? 90_000);

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium', headless: true, timeout: PATIENCE_MS,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

export interface Watched {
  readonly context: BrowserContext;
  /** What went wrong since the last call: console errors, uncaught errors, policy violations, requests to other hosts. */
  faults(): string[];
  /** Every request that was made. */
  readonly requests: readonly string[];
  open(path?: string): Promise<Page>;
}

/** A new context without cookies. `origin` is the only one that may be asked. */
export async function openContext(browser: Browser, origin: string, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1360, height: 860 }, locale: 'en-GB', reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const found: string[] = [];
  const requests: string[] = [];
  context.on('request', (request) => {
    const url = request.url();
    requests.push(url);
    if (new URL(url).origin !== origin && !/^(data|blob):/.test(url)) found.push(`request to another host: ${url}`);
  });
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') found.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => found.push(`uncaught: ${error.error().message}`));
  await context.exposeBinding('tellViolation', (_, text: string) => void found.push(`policy violation: ${text}`));
  await context.addInitScript("document.addEventListener('securitypolicyviolation', (e) => window.tellViolation(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sourceFile))");
  return {
    context, requests,
    faults: () => found.splice(0),
    async open(path = '/') {
      const page = await context.newPage();
      await page.goto(origin + path, { timeout: PATIENCE_MS });
      return page;
    },
  };
}

export async function signIn(page: Page, user: string, password: string): Promise<void> {
  await page.getByLabel('User name').fill(user);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'New scan' }).waitFor();
}

/** Keeps the page as a picture when its test failed; for `afterEach`. */
export async function keepPicture({ name, result }: { readonly name: string; readonly result?: { readonly state: string } | undefined }, page: Page | undefined): Promise<void> {
  if (result?.state === 'fail') await page?.screenshot({ path: `test-results/e2e/${name.replaceAll(/[^a-z0-9]+/gi, '-')}.png` });
}
