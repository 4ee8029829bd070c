/** Pages that need a browser: scripts run, links that they make are followed, matches get a picture of their page; nothing goes around the guard. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { findBrowser } from '../../src/crawl/browser/find-browser.ts';
import type { BatchView, CrawlView } from '../../src/http/native/crawls-wire.ts';
import type { MatchPage } from '../../src/http/native/matches-wire.ts';
import { registerMedium } from '../../src/registry/register-medium.ts';
import { until, type Client } from '../support/client.ts';
import { startSite, type FixtureSite } from '../support/fixture-site.ts';
import { PASSWORD, startServer, type TestServer } from '../support/server.ts';
import { encodeJpeg, photo } from '../support/synthetic.ts';
import { unzip } from '../support/unzip.ts';

vi.setConfig({ testTimeout: 120_000 });

const browser = findBrowser(process.env['PATH'] ?? '');
let server: TestServer;
let site: FixtureSite;
let native: Client;
let calls = 0;
/** What a page may not reach: another port of this machine. */
const secret = createServer((_, response) => {
  calls++;
  response.setHeader('access-control-allow-origin', '*').end('secret');
}).on('upgrade', (_, socket) => {
  calls++;
  socket.destroy();
});

beforeAll(async () => {
  await new Promise<void>((resolve) => secret.listen(0, '127.0.0.1', resolve));
  const { port } = secret.address() as AddressInfo;
  const picture = new Uint8Array(await encodeJpeg(photo('harbour', 320, 240), 90));
  const script = `document.body.insertAdjacentHTML('beforeend', '<a href="/made">made by a script</a>');
    fetch('http://127.0.0.1:${port}/').then((r) => r.text()).then((text) => document.body.insertAdjacentHTML('beforeend', '<a href="/' + text + '">x</a>'));
    new WebSocket('ws://127.0.0.1:${port}/'); new Image().src = 'http://127.0.0.1:${port}/beacon.png'; navigator.sendBeacon('http://127.0.0.1:${port}/');
    setTimeout(() => { location = 'http://127.0.0.1:${port}/away'; }, 50);`;
  site = await startSite({
    '/': { body: '<html><body style="margin:0"><h1>Shop</h1><script src="/app.js"></script></body></html>' },
    '/app.js': { type: 'text/javascript', body: script },
    '/made': { body: '<html><body style="margin:0;background:#0000ff"><img src="/copy.jpg" width="320" height="240"></body></html>' },
    '/copy.jpg': { type: 'image/jpeg', body: picture },
  });
  server = await startServer({ config: { allowPrivateFetch: site.host, chromiumPath: browser } });
  const { account } = await server.user('ada');
  native = await server.anonymous.signIn('ada', PASSWORD);
  await registerMedium(account, { path: { home: 'ada', names: ['harbour.jpg'] }, bytes: picture, exclusive: null }, server.app);
});
afterAll(async () => {
  await server.close();
  await site.close();
  await new Promise((resolve) => secret.close(resolve));
});

test.skipIf(browser === undefined)('a link made by a script is followed, its page is pictured, and no request goes around the guard', async () => {
  const { id } = (await native.send('POST', '/native/v1/crawls', { url: site.url, downloadDelay: 0, render: true })).json<CrawlView>();
  const crawl = await until(async () => (await native.get(`/native/v1/crawls/${id}`)).json<CrawlView>(), ({ state }) => state === 'done' || state === 'failed');
  const { batches: [batch] } = (await native.get(`/native/v1/crawls/${id}/batches`)).json<{ batches: BatchView[] }>();
  const { matches: [match] } = (await native.get('/native/v1/matches?type=web')).json<MatchPage>();
  const files = await unzip((await native.get(`/native/v1/matches/${match?.id}/evidence.zip`)).bytes);
  const { data, info } = await sharp(files.get('screenshot.png')).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const pixel = (x: number, y: number): number[] => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)];

  expect(crawl).toMatchObject({ state: 'done', render: true, matches: { web: 1 } });
  expect(batch).toMatchObject({ pages: { count: 2 }, images: { count: 1 }, rendering: { browser: expect.stringMatching(/^Chrome\/\d+/), pages: 2 } });
  expect((await native.get(batch?.pages.warc ?? '')).status).toBe(200);
  expect(match).toMatchObject({ pageUrl: `${site.url}/made`, screenshot: 'taken' });
  expect([info.width, pixel(1000, 600)]).toEqual([1280, [0, 0, 255]]);
  expect(pixel(160, 120)).not.toEqual([0, 0, 255]);
  expect(calls).toBe(0);
});
