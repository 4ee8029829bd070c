/** A site whose links are made by a script, which also tries every way around the guard to another port of this machine. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import type { BatchView, CrawlView } from '../../src/http/native/crawls-wire.ts';
import type { MatchPage, MatchView } from '../../src/http/native/matches-wire.ts';
import { until, type Client } from '../support/client.ts';
import { startSite, type FixtureSite } from '../support/fixture-site.ts';
import { unzip } from '../support/unzip.ts';

export interface ScriptSite {
  readonly site: FixtureSite;
  /** What reached the other port. */
  calls(): number;
  close(): Promise<void>;
}

/** @param picture JPEG of 320 × 240 px that the made page shows. */
export async function startScriptSite(picture: Uint8Array): Promise<ScriptSite> {
  let calls = 0;
  const secret = createServer((_, response) => {
    calls++;
    response.setHeader('access-control-allow-origin', '*').end('secret');
  }).on('upgrade', (_, socket) => {
    calls++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => secret.listen(0, '127.0.0.1', resolve));
  const other = `127.0.0.1:${(secret.address() as AddressInfo).port}`;
  const script = `document.body.insertAdjacentHTML('beforeend', '<a href="/made">made by a script</a>');
    fetch('http://${other}/').then((r) => r.text()).then((text) => document.body.insertAdjacentHTML('beforeend', '<a href="/' + text + '">x</a>'));
    new WebSocket('ws://${other}/'); new Image().src = 'http://${other}/beacon.png'; navigator.sendBeacon('http://${other}/');
    setTimeout(() => { location = 'http://${other}/away'; }, 50);`;
  const site = await startSite({
    '/': { body: '<html><body style="margin:0"><h1>Shop</h1><script src="/app.js"></script></body></html>' },
    '/app.js': { type: 'text/javascript', body: script },
    '/made': { body: '<html><body style="margin:0;background:#0000ff"><img src="/copy.jpg" width="320" height="240"></body></html>' },
    '/copy.jpg': { type: 'image/jpeg', body: picture },
  });
  return {
    site, calls: () => calls,
    async close() {
      await site.close();
      await new Promise((resolve) => secret.close(resolve));
    },
  };
}

interface DrawnCrawl {
  readonly crawled: CrawlView;
  readonly batch: BatchView | undefined;
  readonly match: MatchView | undefined;
  /** Of the screenshot in its evidence, px; its colours. */
  readonly width: number;
  pixel(x: number, y: number): number[];
}

/** A crawl by a browser, to its end: its batch, its match, and the picture of that one's page. */
export async function drawnCrawl(own: Client, url: string): Promise<DrawnCrawl> {
  const { id } = (await own.send('POST', '/native/v1/crawls', { url, downloadDelay: 0, render: true })).json<CrawlView>();
  const crawled = await until(async () => (await own.get(`/native/v1/crawls/${id}`)).json<CrawlView>(), ({ state }) => state === 'done' || state === 'failed');
  const { batches: [batch] } = (await own.get(`/native/v1/crawls/${id}/batches`)).json<{ batches: BatchView[] }>();
  const { matches: [match] } = (await own.get('/native/v1/matches?type=web')).json<MatchPage>();
  const files = await unzip((await own.get(`/native/v1/matches/${match?.id}/evidence.zip`)).bytes);
  const { data, info } = await sharp(files.get('screenshot.png')).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { crawled, batch, match, width: info.width, pixel: (x, y) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)] };
}
