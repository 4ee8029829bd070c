/**
 * A crawl of a site on loopback: what it adds to the delay that the site asks for, whether its memory stays flat, and what an image costs.
 *
 *   node --expose-gc bench/crawl.ts [--polite 80] [--pages 2000] [--registered 2000] [--images 40] [--date YYYY-MM-DD]
 *
 * Drawn pictures of 480 × 360 px; half of the images on the site are copies (resized, cropped) of registered ones, half were never registered.
 * Wall time is told only where the delay makes most of it; all else is processor time of all threads, without the database.
 */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import sharp from 'sharp';
import { writeBenchmark } from '../eval/report/benchmark.ts';
import { openApp, type App } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { newCrawl, type CrawlOptions } from '../src/http/crawls.ts';
import { mediaScope } from '../src/registry/media-index.ts';
import { registerMedium } from '../src/registry/register-medium.ts';
import type { AccountRow } from '../src/store/accounts.ts';
import { startSite, type FixtureSite } from '../test/support/fixture-site.ts';
import { encodeJpeg, photo } from '../test/support/synthetic.ts';

const { values } = parseArgs({ options: { polite: { type: 'string', default: '80' }, pages: { type: 'string', default: '2000' }, registered: { type: 'string', default: '2000' }, images: { type: 'string', default: '40' }, date: { type: 'string' } } });
const [polite, pages, registered, images] = [Number(values.polite), Number(values.pages), Number(values.registered), Number(values.images)];
/** s between two requests. */
const DELAY = 0.5;

const folder = await mkdtemp(path.join(tmpdir(), 'bench-crawl-'));
await chmod(folder, 0o755); // started as root, the database runs as another user
const site = await startSite({});
const app = await openApp({ ...readConfig({ DATA_DIR: path.join(folder, 'data'), WORKERS: '2', DEMO: 'false', CHROMIUM_PATH: 'none' }), allowPrivateFetch: site.host }, { log: pino({ level: 'silent' }), clock: () => new Date() });
const account = await app.store.accounts.create({ name: 'bench', email: 'bench@example.org', password: 'not used here' });
await app.work();
const courtesy = await measureCourtesy();
const memory = await measureMemory();
const matching = await measureMatching();
const figures = { date: values.date ?? '', load: loadavg()[1] ?? 0, delayS: DELAY, courtesy, memory, matching };
console.log(JSON.stringify(figures, undefined, 1));
await app.close(500);
await site.close();
await rm(folder, { recursive: true, force: true });
if (values.date) {
  const round = (_: string, value: unknown): unknown => (typeof value === 'number' ? Number(value.toPrecision(4)) : value);
  await writeFile('bench/crawl.json', `${JSON.stringify(figures, round, 1)}\n`);
  await writeFile('bench/crawl-section.md', section());
  await writeBenchmark();
}

/** A chain of pages: the time of a page against the delay. */
async function measureCourtesy() {
  chain(site, 'polite', polite);
  const { seconds } = await crawled(app, account, `${site.url}/polite/0`, { downloadDelay: DELAY, crawlDelay: 3600 });
  const asked = site.asked.filter(({ path: one }) => one.startsWith('/polite/')).map(({ at }) => at);
  const span = ((asked.at(-1) ?? 0) - (asked[0] ?? 0)) / 1000;
  return { pages: asked.length, seconds, secondsAPage: span / (asked.length - 1), overhead: span / (asked.length - 1) / DELAY - 1 };
}

/** Pages without a pause: memory after a collection of garbage, in the second quarter and at the end. */
async function measureMemory() {
  chain(site, 'many', pages);
  const samples: { readonly rss: number; readonly heap: number }[] = [];
  const sampler = setInterval(() => {
    globalThis.gc?.(); // what waits for its collection is not growth
    const { rss, heapUsed } = process.memoryUsage();
    samples.push({ rss: rss / 2 ** 20, heap: heapUsed / 2 ** 20 });
  }, 6000);
  const { cpuS } = await crawled(app, account, `${site.url}/many/0`, { downloadDelay: 0, crawlDelay: 14_400 });
  clearInterval(sampler);
  const mean = (some: readonly { readonly rss: number; readonly heap: number }[], what: 'rss' | 'heap'): number => some.reduce((sum, one) => sum + one[what], 0) / Math.max(1, some.length);
  const quarter = Math.floor(samples.length / 4);
  return {
    pages: site.asked.filter(({ path: one }) => one.startsWith('/many/')).length, cpuMsAPage: (cpuS * 1000) / pages,
    secondQuarterMb: mean(samples.slice(quarter, 2 * quarter), 'rss'), lastQuarterMb: mean(samples.slice(-quarter), 'rss'), secondQuarterHeapMb: mean(samples.slice(quarter, 2 * quarter), 'heap'), lastQuarterHeapMb: mean(samples.slice(-quarter), 'heap'),
  };
}

/** Images of a crawl, looked for among many registered ones. */
async function measureMatching() {
  const copies = Math.floor(images / 2);
  for (let i = 0; i < registered; i++) {
    const bytes = await encodeJpeg(photo(`registered ${i}`, 480, 360), 88);
    if (i < copies) await registerMedium(account, { path: { home: 'bench', names: [`${i}.jpg`] }, bytes, exclusive: null }, app);
    else await app.store.transaction(async (tx) => app.index.enroll({ scope: mediaScope(account.id), ref: String(10_000_000 + i), name: `${i}.jpg` }, await app.index.describe(bytes), tx));
  }
  const names = Array.from({ length: images }, (_, i) => `/image/${i}.jpg`);
  for (const [i, name] of names.entries()) {
    const drawn = await encodeJpeg(photo(i < copies ? `registered ${i}` : `never registered ${i}`, 480, 360), 92);
    const seen = i % 2 === 0 ? sharp(drawn).resize(400) : sharp(drawn).extract({ left: 40, top: 30, width: 380, height: 300 });
    site.set(name, { type: 'image/jpeg', body: new Uint8Array(await seen.jpeg({ quality: 75 }).toBuffer()) });
  }
  site.set('/gallery', { body: names.map((name) => `<img src="${name}">`).join('') });
  const { cpuS } = await crawled(app, account, `${site.url}/gallery`, { downloadDelay: 0, crawlDelay: 14_400 });
  const found = new Set((await app.store.matches.list({ accountId: account.id, type: 'web' }, { limit: 1000, backwards: false })).map(({ query_url }) => Number(/(\d+)\.jpg$/.exec(query_url ?? '')?.[1])));
  return { registered, images, copies, found: [...found].filter((i) => i < copies).length, wronglyFound: [...found].filter((i) => i >= copies).length, cpuMsAnImage: (cpuS * 1000) / images, imagesASecondOnTwoCores: (2 * images) / cpuS };
}

function chain(of: FixtureSite, name: string, length: number): void {
  const text = 'Words of a page, as many as pages have. '.repeat(100);
  of.set(`/${name}/*`, ({ path: asked }) => {
    const n = Number(asked.split('/')[2]);
    const links = Array.from({ length: 20 }, (_, i) => (n * 20 + i + 1 < length ? `<a href="/${name}/${n * 20 + i + 1}">next</a>` : '')).join('');
    return { body: `<html><body><p>${text}</p>${links}</body></html>` };
  });
}

async function crawled({ store, ...rest }: App, owner: AccountRow, url: string, options: CrawlOptions): Promise<{ readonly seconds: number; readonly cpuS: number }> {
  const [began, before] = [performance.now(), process.cpuUsage()];
  const { id } = await newCrawl(owner, url, options, { store, ...rest });
  for (;;) {
    await pause(300);
    const state = (await store.crawls.find(id))?.state;
    if (state === 'done' || state === 'failed') break;
  }
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - began) / 1000, cpuS: (user + system) / 1e6 };
}

function section(): string {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  return [
    '### Crawling\n', `Measured ${values.date ?? ''} on loopback; processor time is of all threads without the database. The machine was at a load of ${figures.load.toFixed(0)}, its own included; more than two of it inflates all of this.\n`, '| what | measured | target |', '|---|---|---|',
    `| Time of a page over the delay of ${DELAY} s, ${courtesy.pages} pages | ${percent(courtesy.overhead)} | ≤ 10 % |`,
    `| Processor time of a page of 4 kB with 20 links, ${memory.pages} pages | ${memory.cpuMsAPage.toFixed(1)} ms | |`,
    `| Heap in the second and in the last quarter of them, garbage collected | ${memory.secondQuarterHeapMb.toFixed(1)} and ${memory.lastQuarterHeapMb.toFixed(1)} MB | flat |`,
    `| Resident memory then | ${memory.secondQuarterMb.toFixed(0)} and ${memory.lastQuarterMb.toFixed(0)} MB | flat |`,
    `| An image looked for among ${matching.registered} registered ones, kept and enrolled: processor time | ${matching.cpuMsAnImage.toFixed(0)} ms, so ${matching.imagesASecondOnTwoCores.toFixed(1)} a second on two cores | ≥ 10 a second among 10 000 |`,
    `| Copies found, of ${matching.copies}; others taken for copies, of ${matching.images - matching.copies} | ${matching.found}; ${matching.wronglyFound} | all; none |`, '',
  ].join('\n');
}
