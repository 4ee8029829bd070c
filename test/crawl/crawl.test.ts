/** A crawl of the fixture site: manners, traps, matches, batches. Real server, database, queue and workers. */
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { extract } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { WARCParser } from 'warcio';
import { findBrowser } from '../../src/crawl/browser/find-browser.ts';
import type { MatchGroup, MatchPage, MatchView } from '../../src/http/native/matches-wire.ts';
import type { MatchRow } from '../../src/store/matches.ts';
import { until, type Answer, type Client } from '../support/client.ts';
import { unzip } from '../support/unzip.ts';
import { startSite, type FixtureSite } from '../support/fixture-site.ts';
import { PASSWORD, type TestServer } from '../support/server.ts';
import { encodePng, photo } from '../support/synthetic.ts';
import { drawnCrawl, startScriptSite } from './script-site.ts';
import { startImatag, tenant, type Tenant } from '../dialects/imatag/tenant.ts';

vi.setConfig({ testTimeout: 120_000 });

interface Session { readonly id: number; readonly state: string; readonly cycle_count: number; readonly url: string; readonly batches: string; readonly start_urls: readonly string[] }
interface Batch {
  readonly images: { readonly count: number; readonly log: string; readonly tar: string };
  readonly pages: { readonly count: number; readonly log: string; readonly warc: string };
  readonly videos: { readonly count: number };
  readonly documents: { readonly count: number };
  readonly crawl_cycle: number;
}

let server: TestServer;
let ada: Tenant;
let bob: Tenant;
let site: FixtureSite;
/** Asks for a delay of its own. */
let slow: FixtureSite;
let registered: Uint8Array;

const picture = async (name: string): Promise<Uint8Array> => new Uint8Array(await encodePng(photo(name, 480, 360)));
const jpeg = async (bytes: Uint8Array, change: (image: Sharp) => Sharp = (image) => image): Promise<Uint8Array> => new Uint8Array(await change(sharp(bytes)).jpeg({ quality: 80 }).toBuffer());
const page = (...links: string[]): string => `<html><body>${links.map((link) => (/\.(png|jpg|gif)$/.test(link) ? `<img src="${link}">` : `<a href="${link}">x</a>`)).join('')}</body></html>`;

beforeAll(async () => {
  site = await startSite({});
  slow = await startSite({
    '/robots.txt': { type: 'text/plain', body: 'User-agent: *\nCrawl-delay: 0.4' }, '/': { body: page('/one', '/two') }, '/one': { body: 'one' }, '/two': { body: 'two' },
  });
  server = await startImatag({ config: { allowPrivateFetch: `${site.host},${slow.host}` } });
  ada = await tenant(server, 'ada');
  bob = await tenant(server, 'bob');
  registered = await picture('harbour');
  const put = await fetch(`${server.url}/api/v1/media/ada/harbour.png`, { method: 'PUT', headers: { authorization: `Token ${ada.token}`, 'content-type': 'image/png' }, body: registered as Uint8Array<ArrayBuffer> });
  expect(put.status).toBe(201);
});
afterAll(async () => {
  await server.close();
  await site.close();
  await slow.close();
});

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const matchesOf = async (image: string): Promise<readonly MatchRow[]> =>
  (await server.app.store.matches.list({ accountId: ada.account.id, type: 'web' }, { limit: 100, backwards: false })).filter(({ query_url }) => query_url?.endsWith(image));
const path = (url: string): string => new URL(url).pathname + new URL(url).search;
async function crawl(start: string, options: Record<string, unknown> = {}): Promise<Session> {
  const made = await ada.api.send('POST', '/api/v1/crawling/sessions/', { url: `${site.url}${start}`, download_delay: 0, crawl_delay: 60, download_timeout: 2, ...options });
  expect(made.status).toBe(201);
  return ended(made.json<Session>().id);
}
async function ended(id: number): Promise<Session> {
  const answer = await until(() => ada.api.get(`/api/v1/crawling/sessions/${id}/`), (one) => ['done', 'failed'].includes(one.json<Session>().state));
  return answer.json();
}
async function batchOf(session: Session): Promise<Batch> {
  return (await ada.api.get(path(session.batches))).json<{ results: Batch[] }>().results[0] as Batch;
}
const download = async (url: string): Promise<Buffer> => Buffer.from(await (await fetch(`${server.url}${path(url)}`)).arrayBuffer());
async function log(url: string): Promise<string[][]> {
  return gunzipSync(await download(url)).toString().trim().split('\r\n').slice(1).map((line) => line.split(','));
}

describe('a site with copies and look-alikes', () => {
  let session: Session;
  let batch: Batch;
  let cropped: Uint8Array;
  let own: Client;
  let other: Client;
  const GALLERY = ['/cropped.jpg', '/same.png', '/other.png', '/credited.jpg', '/icon.gif', '/gone.jpg', '/not-an-image.jpg'];

  beforeAll(async () => {
    [own, other] = [await server.anonymous.signIn('ada', PASSWORD), await server.anonymous.signIn('bob', PASSWORD)];
    site.set('/hook', { status: 204 });
    expect((await own.send('PUT', '/native/v1/account/match-callback', { url: `${site.url}/hook` })).status).toBe(200);
    const copy = await jpeg(registered, (image) => image.resize(300).modulate({ brightness: 1.1 }));
    cropped = await jpeg(registered, (image) => image.extract({ left: 60, top: 40, width: 300, height: 240 }));
    const credited = new Uint8Array(await sharp(await picture('market')).withExif({ IFD0: { Artist: 'Ana Müller / Agentur' } }).jpeg().toBuffer());
    const pages = {
      '/': { body: page('/gallery', '/text', '/copy.jpg', '/private/secret', '/text', '/film.mp4', '/paper.pdf', '/broken') },
      '/robots.txt': { type: 'text/plain', body: 'User-agent: *\nDisallow: /private/\nSitemap: /map.xml' },
      '/map.xml': { type: 'application/xml', body: `<urlset><url><loc>${site.url}/from-map</loc></url></urlset>` },
      '/from-map': { body: page('/other.png') },
      '/gallery': { body: page(...GALLERY), headers: { etag: '"gallery-1"' } },
      '/text': { body: page('/') }, // the same words as elsewhere
      '/broken': { body: '<p><a href=/gallery>no end <img src="/chain/1.jpg" <div><table><a href="http://[">' },
      '/chain/1.jpg': { status: 302, headers: { location: '/chain/2.jpg' } },
      '/chain/2.jpg': { status: 301, headers: { location: '/elsewhere/other.png' } },
      '/elsewhere/other.png': { type: 'image/png', body: await picture('another place') },
      '/copy.jpg': { type: 'image/jpeg', body: copy, headers: { etag: '"copy-1"' } },
      '/cropped.jpg': { type: 'image/jpeg', body: cropped },
      '/same.png': { type: 'image/png', body: registered },
      '/other.png': { type: 'image/png', body: await picture('another place') },
      '/credited.jpg': { type: 'image/jpeg', body: credited },
      '/icon.gif': { type: 'image/gif', body: new Uint8Array(await sharp({ create: { width: 16, height: 16, channels: 3, background: 'red' } }).gif().toBuffer()) },
      '/not-an-image.jpg': { type: 'image/jpeg', body: 'this is text' },
      '/film.mp4': { type: 'video/mp4', headers: { 'content-length': '123456' } },
      '/paper.pdf': { type: 'application/pdf', body: '%PDF-1.4' },
    };
    for (const [where, what] of Object.entries(pages)) site.set(where, what);
    await server.app.store.accounts.setCreditLines(ada.account.id, ['ANA MÜLLER']);
    session = await crawl('/');
    batch = await batchOf(session);
  });

  test('IM-100 IM-103 pages of the site are followed, its rules are kept, each is asked for once', () => {
    expect(session.state).toBe('done');
    const paths = site.paths().filter((one) => one !== '/hook');
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths).toEqual(expect.arrayContaining(['/', '/gallery', '/text', '/from-map', '/copy.jpg']));
    expect(paths).not.toContain('/private/secret');
    expect(site.asked.every(({ headers }) => headers['user-agent']?.startsWith('Touchstone/'))).toBe(true);
    expect(site.asked.find((one) => one.path === '/film.mp4')?.method).toBe('HEAD');
  });

  test('IM-088 every planted copy is a match of type web with its class, the others are none', async () => {
    const matches = await server.app.store.matches.list({ accountId: ada.account.id, type: 'web' }, { limit: 100, backwards: false });
    const found = Object.fromEntries(matches.map(({ query_url, geometry }) => [path(query_url ?? ''), geometry]));

    expect(Object.keys(found).sort()).toEqual(['/copy.jpg', '/cropped.jpg', '/same.png']);
    expect(found['/same.png']?.class).toBe('identical');
    expect(Object.values(found).every((geometry) => geometry?.verified)).toBe(true);
    expect(matches.every(({ media_ids }) => media_ids.length === 1)).toBe(true);
    expect(matches.find(({ query_url }) => query_url?.endsWith('/cropped.jpg'))?.query_page_url).toBe(`${site.url}/gallery`);
  });

  test('IM-096 a credit line in the metadata is found without regard to accents and case', async () => {
    const [match, ...others] = await server.app.store.matches.list({ accountId: ada.account.id, type: 'credit' }, { limit: 100, backwards: false });

    expect(others).toEqual([]);
    expect(match).toMatchObject({ credit: 'Ana Muller / Agentur', image_url: `${site.url}/credited.jpg`, page_url: `${site.url}/gallery` });
  });

  test('IM-109 IM-110 the batch counts what was found', () => {
    expect(batch).toMatchObject({ crawl_cycle: 1, pages: { count: 5 }, videos: { count: 1 }, documents: { count: 1 } });
    expect(batch.images.count).toBe(8);
  });

  test('IM-111 the logs say what became of every address', async () => {
    const rows = await log(batch.images.log);
    const status = Object.fromEntries(rows.map(([url, , , what]) => [path(url ?? ''), what]));

    expect(status).toMatchObject({ '/copy.jpg': '200', '/gone.jpg': '404', '/icon.gif': 'image/too-small', '/not-an-image.jpg': 'image/unsupported' });
    expect((await log(batch.pages.log)).find(([url]) => url?.endsWith('/private/secret'))?.[3]).toBe('robots');
  });

  test('IM-112 the TAR holds the images by MD5, with a manifest', async () => {
    const names: string[] = [];
    const tar = extract();
    tar.end(await download(batch.images.tar));
    for await (const entry of tar) {
      names.push(entry.header.name);
      entry.resume();
    }

    expect(names.filter((name) => /^[0-9a-f]{32}\.(png|jpeg)$/.test(name))).toHaveLength(5);
    expect(names).toContain('manifest.json');
  });

  test('IM-113 the WARC replays: a request and a response for each page, digests hold', async () => {
    const seen: string[] = [];
    const bytes = await download(batch.pages.warc);
    for await (const record of new WARCParser((async function* () { yield bytes; })())) {
      seen.push(`${record.warcType} ${record.warcTargetURI ? path(record.warcTargetURI) : ''}`);
      const text = await record.contentText();
      if (record.warcType === 'response' && record.warcTargetURI?.endsWith('/text')) {
        expect(text).toBe(page('/'));
        expect(record.httpHeaders?.statusline).toMatch(/^HTTP\/1\.1 200/);
        expect(record.warcHeader('WARC-Payload-Digest')).toMatch(/^sha/);
      }
    }

    expect(seen[0]).toMatch(/^warcinfo/);
    expect(seen.filter((one) => one.startsWith('response')).map((one) => one.split(' ')[1]).sort()).toEqual(['/', '/broken', '/from-map', '/gallery', '/text']);
    expect(seen.filter((one) => one.startsWith('request'))).toHaveLength(5);
  });

  test('evidence of a match stands on its own: bytes, WARC of page and image, hashes, and the same archive twice', async () => {
    const [match] = await matchesOf('/cropped.jpg');
    const where = `/native/v1/matches/${match?.id}/evidence.zip`;
    const [first, second] = [await own.get(where), await own.get(where)];
    const files = await unzip(first.bytes);
    const facts = JSON.parse(files.get('evidence.json')?.toString() ?? '{}') as { seen: { image: { sha256: string } }; geometry: object; registered: object[]; files: { name: string; sha256: string }[] };
    const records: string[] = [];
    for await (const record of new WARCParser((async function* () { yield new Uint8Array(files.get('page.warc.gz') ?? []); })())) {
      const body = await record.readFully(true);
      if (record.warcType === 'response') records.push(`${path(record.warcTargetURI ?? '')} ${record.httpHeaders?.statusline ?? ''} ${sha256(body)}`);
    }

    expect([first.status, first.headers.get('content-type'), sha256(first.bytes)]).toEqual([200, 'application/zip', sha256(second.bytes)]);
    expect([...files.keys()].sort()).toEqual(['README.txt', 'SHA256SUMS', 'evidence.json', 'found-image.jpeg', 'page.warc.gz', expect.stringMatching(/^registered-\d+\.png$/)]);
    expect(files.get('found-image.jpeg')).toEqual(Buffer.from(cropped));
    expect(records).toEqual([`/gallery HTTP/1.1 200 ${sha256(Buffer.from(page(...GALLERY)))}`, `/cropped.jpg HTTP/1.1 200 ${sha256(cropped)}`]);
    expect(facts).toMatchObject({ match: { type: 'web' }, where: { pageUrl: `${site.url}/gallery` }, seen: { image: { sha256: sha256(cropped) }, screenshot: { problem: 'no-browser' } }, notIncluded: ['no-browser'], registered: [{ path: 'ada/harbour.png', sha256: sha256(registered) }], geometry: { class: 'derived' } });
    for (const line of files.get('SHA256SUMS')?.toString().trim().split('\n') ?? []) expect([line.slice(66), line.slice(0, 64)]).toEqual([line.slice(66), sha256(files.get(line.slice(66)) ?? Buffer.alloc(0))]);
    expect(files.get('README.txt')?.toString()).toContain('no browser is installed');
    expect((await other.get(where)).status).toBe(404);
  });

  test('an inbox: counts, groups, a decision for many with its proof, taken back, for its owner alone', async () => {
    const { matches } = (await own.get('/native/v1/matches?type=web')).json<MatchPage>();
    const ids = matches.map(({ id }) => id);
    const groups = async (by: string) => (await own.get(`/native/v1/matches/groups?type=web&by=${by}`)).json<{ groups: MatchGroup[] }>().groups;
    const proof = await own.form('/native/v1/matches/proofs', [{ name: 'licence.pdf', bytes: Buffer.from('signed') }]);

    expect((await own.get('/native/v1/matches/counts')).json()).toMatchObject({ web: { matches: 3, undecided: 3 }, credit: { matches: 1 } });
    expect(await groups('image')).toMatchObject([{ name: 'ada/harbour.png', matches: 3, undecided: 3, media: 1 }]);
    expect(await groups('domain')).toMatchObject([{ key: '127.0.0.1', matches: 3 }]);
    expect((await own.get(`/native/v1/matches?type=web&day=${(await groups('day'))[0]?.key}&place=127.0.0.1&medium=${matches[0]?.media[0]?.id}`)).json<MatchPage>().count).toBe(3);
    expect((await own.send('POST', '/native/v1/matches/decisions', { matches: ids.slice(0, 2), verdict: 'licensed', note: 'contract 7', proof: proof.json<{ id: number }>().id })).json()).toEqual({ decided: 2 });
    expect((await own.get('/native/v1/matches?type=web&verdict=licensed')).json<MatchPage>()).toMatchObject({ count: 2, matches: [{ verdict: 'licensed', decisions: [{ note: 'contract 7', proof: { name: 'licence.pdf' }, who: 'ada' }] }, {}] });
    expect((await own.get(`/native/v1/matches/proofs/${proof.json<{ id: number }>().id}`)).text).toBe('signed');
    await own.send('POST', '/native/v1/matches/decisions', { matches: ids, verdict: 'undecided' });
    expect((await own.get(`/native/v1/matches/${ids[0]}`)).json<MatchView>()).toMatchObject({ verdict: 'undecided', decisions: [{ verdict: 'licensed' }, { verdict: 'undecided' }], found: { width: expect.any(Number), transform: expect.any(Array) } });
    expect((await own.get(`/native/v1/matches/${ids[0]}/found.jpg`)).status).toBe(200);

    expect((await other.send('POST', '/native/v1/matches/decisions', { matches: ids, verdict: 'ignored' })).status).toBe(404);
    expect((await own.send('POST', '/native/v1/matches/decisions', { matches: [...ids, 999_999], verdict: 'ignored' })).status).toBe(404);
    expect([(await other.get(`/native/v1/matches/${ids[0]}/found.jpg`)).status, (await other.get(`/native/v1/matches/proofs/${proof.json<{ id: number }>().id}`)).status]).toEqual([404, 404]);
    expect((await own.get('/native/v1/matches/counts')).json()).toMatchObject({ web: { undecided: 3 } });
    expect([(await own.send('PUT', '/native/v1/matches/blocked-domains/127.0.0.1')).status, (await own.send('PUT', '/native/v1/matches/blocked-domains/Shop.Example')).status, (await own.get('/native/v1/matches/blocked-domains')).json(), (await other.get('/native/v1/matches/blocked-domains')).json(), (await own.send('DELETE', '/native/v1/matches/blocked-domains/shop.example')).status]).toEqual([400, 204, { domains: ['shop.example'] }, { domains: [] }, 204]);
  });

  test('new matches are told of at the address of the account, once a crawl, signed', async () => {
    const [told] = await server.app.store.deliveries.list(ada.account.id, 10);

    expect(JSON.parse(told?.body ?? '{}')).toMatchObject({ type: 'matches.found', data: { source: { crawl: session.id, cycle: 1 }, web: 3, credit: 1, press: 0 } });
    const heard = await until(async () => site.asked.filter((one) => one.path === '/hook'), (calls) => calls.length > 0);
    expect(heard[0]).toMatchObject({ method: 'POST', headers: { 'webhook-id': told?.id, 'webhook-signature': expect.stringMatching(/^v1,/) } });
    expect((await own.send('PUT', '/native/v1/account/match-callback', { url: 'http://169.254.169.254/' })).status).toBe(400);
    expect((await own.send('PUT', '/native/v1/account/match-callback', { url: null })).json()).toEqual({ url: null });
  });

  test('IM-101 the next crawl asks only for what changed, and matches nothing again', async () => {
    const before = site.asked.length;
    site.set('/copy.jpg', ({ headers }) => (headers['if-none-match'] === '"copy-1"' ? { status: 304 } : { status: 500 }));
    const count = await server.app.store.matches.count({ accountId: ada.account.id, type: 'web' });

    const again = await native(ada, 'POST', `/crawls/${session.id}/crawl`);
    expect(again.status).toBe(200);
    const second = await ended(session.id);

    expect(second).toMatchObject({ state: 'done', cycle_count: 2 });
    expect(site.asked.slice(before).some(({ path: asked }) => asked === '/copy.jpg')).toBe(true);
    expect((await log((await batchOf(second)).images.log)).find(([url]) => url?.endsWith('/copy.jpg'))?.[3]).toBe('304');
    expect(await server.app.store.matches.count({ accountId: ada.account.id, type: 'web' })).toBe(count);

    site.set('/gallery', ({ headers }) => (headers['if-none-match'] === '"gallery-1"' ? { status: 304 } : { status: 500 }));
    site.set('/other.png', { type: 'image/png', body: new Uint8Array(await sharp(registered).resize(330).png().toBuffer()) });
    await native(ada, 'POST', `/crawls/${session.id}/crawl`);
    await ended(session.id);
    const [match] = await matchesOf('/other.png');
    const files = await unzip((await own.get(`/native/v1/matches/${match?.id}/evidence.zip`)).bytes);
    const facts = JSON.parse(files.get('evidence.json')?.toString() ?? '{}') as { seen: { cycle: number; requests: { url: string; status: number; sha256: string | null }[] } };

    expect(facts.seen).toMatchObject({ cycle: 3, requests: [{ url: `${site.url}/gallery`, status: 200, sha256: sha256(Buffer.from(page(...GALLERY))) }, { status: 304, sha256: null }, { url: `${site.url}/other.png`, status: 200 }] });
  });

  test('IM-106 IM-108 another account sees nothing of it; deleting ends it, and its files go', async () => {
    const mine = await ada.api.get(path(session.url));
    expect(mine.status).toBe(200);
    for (const url of [session.url, session.batches]) expect((await bob.api.get(path(url))).status).toBe(404);
    expect((await bob.api.send('DELETE', path(session.url))).status).toBe(404);
    expect((await bob.api.get('/api/v1/crawling/batches/')).json()).toMatchObject({ count: 0, results: [] });

    expect((await ada.api.send('DELETE', path(session.url))).status).toBe(204);

    expect((await ada.api.get(path(session.url))).status).toBe(404);
    expect((await fetch(`${server.url}${path(batch.images.log)}`)).status).toBe(404);
  });
});

describe('traps', () => {
  beforeAll(() => site.set('/robots.txt', { status: 404 }));

  test('a calendar without end, a redirect loop, a slow answer, a huge page, and a host that asks to wait', async () => {
    site.set('/trap', { body: page('/calendar/0', '/loop/a', '/slow', '/huge', '/busy') });
    site.set('/calendar/*', ({ path: asked }) => ({ body: page(`/calendar/${Number(asked.split('/')[2]) + 1}`) }));
    site.set('/loop/a', { status: 302, headers: { location: '/loop/b' } });
    site.set('/loop/b', { status: 302, headers: { location: '/loop/a' } });
    site.set('/slow', { drip: true });
    site.set('/huge', { body: new Uint8Array(6 * 2 ** 20) });
    site.set('/busy', (_, count) => (count <= 2 ? { status: count === 1 ? 429 : 503, headers: { 'retry-after': '1' } } : { body: 'now' }));
    const before = site.asked.length;

    const running = crawl('/trap', { download_timeout: 1 });
    const attempts = async (): Promise<number> => (await server.app.store.sql<{ n: number }>`select coalesce(max(attempts), 0)::integer as n from crawl_url where url = ${`${site.url}/slow`}`)[0]?.n ?? 0;
    await until(async () => site.asked.slice(before).filter(({ path: one }) => one === '/busy').length >= 3 && (await attempts()) >= 1, Boolean);
    server.travel(5_000); // what does not answer is asked again after 5 s, and after 10 s more
    await until(attempts, (n) => n >= 2);
    server.travel(10_000);
    const session = await running;

    const asked = site.asked.slice(before);
    const rows = Object.fromEntries((await log((await batchOf(session)).pages.log)).map(([url, , , what]) => [path(url ?? ''), what]));
    expect(session.state).toBe('done');
    expect(asked.filter(({ path: one }) => one.startsWith('/calendar/')).length).toBeLessThanOrEqual(17);
    expect(asked.filter(({ path: one }) => one.startsWith('/loop/'))).toHaveLength(2);
    expect(rows).toMatchObject({ '/slow': 'fetch/timeout', '/huge': 'fetch/too-large', '/busy': '200', '/loop/a': '302' });
    const busy = asked.filter(({ path: one }) => one === '/busy');
    expect(busy.slice(1).map(({ at }, i) => at - (busy[i]?.at ?? 0)).every((gap) => gap >= 990)).toBe(true);
  });

  test('the delay between two requests to one host is kept, and the longer one of robots.txt', async () => {
    await ended((await ada.api.send('POST', '/api/v1/crawling/sessions/', { url: slow.url, download_delay: 0.1 })).json<Session>().id);

    const gaps = slow.asked.slice(1).map(({ at }, i) => at - (slow.asked[i]?.at ?? 0));

    expect(gaps.length).toBeGreaterThan(2);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(395);
  });

  test('a private address is refused at the door, and an image that points at one is not fetched', async () => {
    site.set('/ssrf', { body: '<img src="http://127.0.0.1:9/secret.png"><img src="http://169.254.169.254/latest.jpg"><a href="http://[::1]/">x</a>' });

    for (const url of ['http://127.0.0.1:9/', 'http://169.254.169.254/', 'http://[::ffff:127.0.0.1]/', 'ftp://example.org/', 'http://u:p@example.org/']) {
      expect((await ada.api.send('POST', '/api/v1/crawling/sessions/', { url })).status).toBe(400);
    }
    const session = await crawl('/ssrf');

    expect((await log((await batchOf(session)).images.log)).map(([, , , what]) => what)).toEqual(['fetch/blocked', 'fetch/blocked']);
  });

  test('a start page that is not there fails the session, with a batch of nothing', async () => {
    const session = await crawl('/nowhere');

    expect(session.state).toBe('failed');
    expect((await batchOf(session)).pages.count).toBe(0);
  });

  test('IM-104 IM-107 the defaults, and the start page after its redirect', async () => {
    site.set('/moved', { status: 301, headers: { location: '/moved-here' } });
    site.set('/moved-here', { body: 'here' });
    const made = await ada.api.send('POST', '/api/v1/crawling/sessions/', { url: `${site.url}/moved` });
    expect(made.json()).toMatchObject({ crawl_delay: 300, download_timeout: 15, download_delay: 1, search: true, cycle_count: 1, state: 'pending' });

    expect((await ended(made.json<Session>().id)).start_urls).toEqual([`${site.url}/moved-here`]);
  });
});

test('IM-115 a paused crawl asks for nothing more and goes on where it was', async () => {
  const many = Array.from({ length: 8 }, (_, i) => `/many/${i}`);
  site.set('/many', { body: page(...many) });
  site.set('/many/*', { body: 'x' });
  const before = site.asked.length;
  const { id } = (await ada.api.send('POST', '/api/v1/crawling/sessions/', { url: `${site.url}/many`, download_delay: 0.4 })).json<Session>();
  await until(async () => site.asked.length, (asked) => asked >= before + 5);

  expect((await native(ada, 'POST', `/crawls/${id}/pause`)).status).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, 900));
  const paused = site.asked.length;
  await new Promise((resolve) => setTimeout(resolve, 900));
  expect(site.asked.length).toBe(paused);
  expect((await native(ada, 'POST', `/crawls/${id}/resume`)).status).toBe(200);
  expect((await ended(id)).state).toBe('done');

  const asked = site.asked.slice(before).map(({ path: one }) => one).filter((one) => one.startsWith('/many'));
  expect([...asked].sort()).toEqual(['/many', ...many].sort());
});

test('where a browser is installed, a link made by a script is followed, its page is pictured, and no request goes around the guard', async () => {
  const browser = findBrowser(process.env['PATH'] ?? ''); // the set-up of the tests installs it
  expect(browser).toBeDefined();
  const own = await server.anonymous.signIn('bob', PASSWORD);
  const picture = await jpeg(registered, (image) => image.resize(320, 240));
  const { site: shop, calls, close } = await startScriptSite(picture);
  await fetch(`${server.url}/api/v1/media/bob/harbour.jpg`, { method: 'PUT', headers: { authorization: `Token ${bob.token}`, 'content-type': 'image/jpeg' }, body: picture as Uint8Array<ArrayBuffer> });
  Object.assign(server.app.config, { chromiumPath: browser, allowPrivateFetch: shop.host });

  const { crawled, batch, match, width, pixel } = await drawnCrawl(own, shop.url);
  await close();

  expect(crawled).toMatchObject({ state: 'done', render: true, matches: { web: 1 } });
  expect(batch).toMatchObject({ pages: { count: 2 }, images: { count: 1 }, rendering: { browser: expect.stringMatching(/^Chrome\/\d+/), pages: 2 } });
  expect((await own.get(batch?.pages.warc ?? '')).status).toBe(200);
  expect(match).toMatchObject({ pageUrl: `${shop.url}/made`, screenshot: 'taken' });
  expect([width, pixel(1000, 600)]).toEqual([1280, [0, 0, 255]]);
  expect(pixel(160, 120)).not.toEqual([0, 0, 255]);
  expect(calls()).toBe(0);
});

async function native({ account }: Tenant, method: 'POST', where: string): Promise<Answer> {
  return (await server.anonymous.signIn(account.name, PASSWORD)).send(method, `/native/v1${where}`);
}
