/**
 * Every Python and curl example of the reference, run with real `requests` and real `curl`: changed in nothing but host, token and password.
 * Five are broken as printed; their repair is shown as a diff.
 */
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { seedPlayground, type Playground } from '../../../src/seed-playground.ts';
import { Client } from '../../support/client.ts';
import type { TestServer } from '../../support/server.ts';
import { startImatag } from './tenant.ts';

vi.setConfig({ testTimeout: 180_000 });

interface Snippet {
  readonly language: 'python' | 'curl';
  /** The line of the reference above it. */
  readonly heading: string;
  readonly code: string;
}

const SNIPPETS: readonly Snippet[] = readFileSync(new URL('reference-snippets.txt', import.meta.url), 'utf8').split(/^=== /m).slice(1).map((text) => {
  const [first = '', ...lines] = text.split('\n');
  const [language, heading = ''] = first.split(/ \| (.*)/);
  return { language: language as Snippet['language'], heading, code: lines.join('\n').trim() };
});

/** With `requests`; Debian's package is of Debian's Python. */
const PYTHON = ['python3', '/usr/bin/python3'].find((command) => spawnSync(command, ['-c', 'import requests']).status === 0) ?? 'python3';

/** Search ids that the reference prints: they exist before the examples run. */
const SEARCHES = ['HTnqefQkb7jq', 'trhPnufS7NxJ'];
const DEMO = new URL('../../../src/demo/media/', import.meta.url);

let server: TestServer;
let playground: Playground;
let api: Client;
let folder: string;
let website: http.Server;
/** The reference's static addresses → those of what was marked here. */
let statics: Readonly<Record<string, string>>;

beforeAll(async () => {
  website = http.createServer((_, response) => response.writeHead(200, { 'content-type': 'image/jpeg' }).end(readFileSync(new URL('pont-neuf.jpeg', DEMO))));
  await new Promise<void>((resolve) => website.listen(0, '127.0.0.1', resolve));
  server = await startImatag({ config: { allowPrivateFetch: `127.0.0.1:${(website.address() as AddressInfo).port}` } });
  playground = await seedPlayground(server.app);
  api = new Client(server.url, { authorization: `Token ${playground.token}` });
  folder = mkdtempSync(path.join(os.tmpdir(), 'touchstone-imatag-'));
  for (const name of ['tour-eiffel.jpeg', 'original.jpeg']) copyFileSync(new URL('tour-eiffel.jpeg', DEMO), path.join(folder, name));
  const made = (await api.send('POST', '/api/v1/watermarking/', { url: `${server.url}/api/doc/images/tour-eiffel.jpeg` })).json<{ watermarked: string; registration: string }>();
  statics = { 'http://static2.imatag.com/208141,240d164028af21c7': made.watermarked, 'http://static4.imatag.com/208145,240d163d6fdc2249': made.registration };
  writeFileSync(path.join(folder, 'registration.lmk'), new Uint8Array(await (await fetch(made.registration)).arrayBuffer()));
  writeFileSync(path.join(folder, 'run.py'), RUNNER);
});
afterAll(async () => {
  website.closeAllConnections();
  website.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs an example and tells every answer it got: `METHOD path status body`. */
const RUNNER = `
import json, sys, requests
send = requests.Session.send
def told(self, request, **more):
    answer = send(self, request, **more)
    sys.stdout.write(json.dumps({'status': answer.status_code, 'body': answer.text, 'history': len(answer.history)}) + '\\n')
    return answer
requests.Session.send = told
exec(compile(open(sys.argv[1]).read(), 'example', 'exec'), {'__name__': '__main__'})
`;

interface Told {
  readonly status: number;
  readonly body: string;
}

function started(command: string, args: readonly string[]): Promise<{ out: string; err: string; code: number | null }> {
  const child = spawn(command, args, { cwd: folder, env: { ...process.env, NO_PROXY: '*', no_proxy: '*' } });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => { out += String(chunk); });
  child.stderr.on('data', (chunk) => { err += String(chunk); });
  return new Promise((resolve) => child.on('close', (code) => resolve({ out, err, code })));
}

function adapt(code: string): string {
  return Object.entries(statics).reduce((text, [from, to]) => text.replaceAll(from, to), code)
    .replaceAll('https://imatag.com', server.url).replaceAll('hhttps://imatag.com', `h${server.url}`)
    .replaceAll('https://some.website.com', `http://127.0.0.1:${(website.address() as AddressInfo).port}`)
    .replaceAll('<your api token>', playground.token).replaceAll('putyourapitokenhere', playground.token)
    .replaceAll('"*********"', JSON.stringify(playground.password))
    .replaceAll('"api_endpoint_here"', `"${server.url}/api/v1/account/"`)
    .replaceAll('<homedir>/<path>', 'api.demo/uploads/2018').replaceAll('<homedir>/<other path>', 'api.demo/uploads/2019');
}

async function run({ language, code }: Snippet, repair: Repair = {}): Promise<readonly Told[]> {
  const repaired = Object.entries(repair).reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  }, code);
  if (language === 'python') {
    const file = path.join(folder, 'example.py');
    writeFileSync(file, adapt(repaired));
    const { out, err } = await started(PYTHON, ['run.py', file]);
    expect(err).toBe('');
    return out.trim().split('\n').map((text) => JSON.parse(text) as Told);
  }
  const marked = adapt(repaired).replace(/^curl /, "curl -sS -w '\\n%{http_code}' "); // the answer's status, behind its body
  const { out, err } = await started('sh', ['-c', marked]);
  expect(err).toBe('');
  return [{ status: Number(out.trim().split('\n').at(-1)), body: out.trim().split('\n').slice(0, -1).join('\n') }];
}

/** What is printed → what works. */
type Repair = Readonly<Record<string, string>>;

const REPAIRS: Readonly<Record<string, Repair>> = {
  'python Register an exclusive image': { '"X-Lamark-Exclusive": True,': '"X-Lamark-Exclusive": "True",' }, // C45
  'python Move a folder or a media': { '"to" : "url": "https': '"to" : "https' }, // C47
  'curl This endpoint retrieves a specific search.': { 'hhttps': 'https' }, // C3
  'curl Get the encryption key': { '/watermarking/key/\n': '/watermarking/key/ \\\n' }, // C3
  'python Register a watermarked image': { 'import requests\n': 'import json, requests\n' },
};

interface Expected {
  readonly statuses: readonly number[];
  /** Brings about what the example takes for granted. */
  readonly before?: () => Promise<unknown>;
  readonly then?: (answers: readonly Told[]) => void;
}

const IMAGE = '/api/v1/media/api.demo/uploads/2018/my-image.jpg';
const putImage = () => fetch(server.url + IMAGE, { method: 'PUT', body: readFileSync(new URL('montmartre.jpeg', DEMO)), headers: { ...api.headers, 'content-type': 'image/jpeg' } });
const putFolder = () => api.send('PUT', '/api/v1/media/api.demo/uploads/2018', undefined, { 'content-type': 'application/x-directory' });
const addDomain = () => api.send('POST', '/api/v1/domains/blacklist/', { url: 'imatag.com' });
const removeDomain = () => api.send('DELETE', '/api/v1/domains/blacklist/', { url: 'imatag.com' });
const json = (answers: readonly Told[], i = 0): Record<string, unknown> => JSON.parse(answers[i]?.body ?? '{}') as Record<string, unknown>;
const keysOf = (answers: readonly Told[]): string[] => Object.keys(json(answers));

async function addSearches(): Promise<void> {
  const { store, clock, blobs } = server.app;
  const bytes = readFileSync(new URL('query.jpeg', DEMO));
  const now = clock();
  for (const id of SEARCHES) {
    const { account } = playground;
    if ((await store.sql`select from search where id = ${id}`).length > 0) continue;
    const link = await store.links.insert({ account_id: account.id, sha256: await blobs.put(bytes), type: 'image/jpeg', name: 'q.jpeg', bytes: bytes.length, created_at: now, expires_at: null });
    await store.searches.insert({
      id, account_id: account.id, name: 'tour-eiffel.jpg', type: 'image', link_id: link.id, options: { category: 'private', similar: false, transform: 'scale' }, created_at: now, expires_at: new Date(now.getTime() + 1e9),
    });
  }
}

const one = (status: number, more: Omit<Expected, 'statuses'> = {}): Expected => ({ statuses: [status], ...more });
const same = (expected: Expected): Readonly<Record<'python' | 'curl', readonly Expected[]>> => ({ python: [expected], curl: [expected] });
const foundTower = (answers: readonly Told[]): void => expect(json(answers)).toMatchObject({ status: 'complete', matches: [{ type: 'user', watermarked: true, image: { type: 'registered' }, paths: [{ path: 'api.demo/images/paris/tour-eiffel.jpeg' }] }] });
const pending = (answers: readonly Told[]): void => expect(keysOf(answers).sort()).toEqual(['created', 'image', 'name', 'status', 'type', 'url']);

const madeMark = (answers: readonly Told[]): void => expect(keysOf(answers).sort()).toEqual(['expiry', 'original', 'registration', 'watermarked']);

/** By the line above the example, in the order they are printed; what is not here belongs to crawling (its own tests). */
const EXPECTED: Readonly<Record<string, Readonly<Partial<Record<'python' | 'curl', readonly Expected[]>>>>> = {
  'To authorize, use this code:': same(one(200)),
  'List a folder': same(one(200, { then: (told) => expect(json(told)).toMatchObject({ path: 'api.demo/images', type: 'folder', children: [{ path: 'api.demo/images/new-york' }, { path: 'api.demo/images/paris' }] }) })),
  'Get a media': same(one(200, { then: (told) => expect(keysOf(told)).toEqual(expect.arrayContaining(['created', 'image', 'path', 'press_matches', 'type', 'url', 'user_matches', 'web_matches'])) })),
  'You can download this watermark file to run the example.': { python: [one(201, { then: (told) => expect(json(told)).toMatchObject({ type: 'image', path: 'api.demo/uploads/2018/my-image.jpg' }) })], curl: [one(200)] },
  'Register non-watermarked file for similar tracking only': { python: [one(200)], curl: [one(200), one(200)] },
  'Register an exclusive image': same(one(200, { before: putImage, then: (told) => expect(json(told)).toMatchObject({ type: 'image', exclusive: true }) })),
  'Delete an existing media': same(one(204, { before: putImage })),
  'Create a folder': same(one(201, { before: () => api.send('DELETE', '/api/v1/media/api.demo/uploads/2018') })),
  'Delete an existing folder': same(one(204, { before: putFolder })),
  'Move a folder or a media': { python: [one(200, { before: putFolder, then: (told) => expect(json(told)).toEqual({ path: 'api.demo/uploads/2019' }) })] },
  'https://imatag.com/api/v1/matches/web': { python: [{ statuses: [200, 200] }], curl: [one(200), one(200)] },
  'https://imatag.com/api/v1/matches/press': same(one(200)),
  'https://imatag.com/api/v1/matches/credit': same(one(200)),
  'This endpoint lists the asynchronous searches submitted by the user.': same(one(200, { before: addSearches, then: (told) => expect(json(told)).toMatchObject({ count: expect.any(Number), next: null, previous: null }) })),
  'This endpoint retrieves a specific search.': same(one(200, { before: addSearches, then: (told) => expect(json(told)).toMatchObject({ type: 'image', name: 'tour-eiffel.jpg' }) })),
  'You can download the registered tour-eiffel.jpeg file from the media example to run the example.': same(one(200, { then: foundTower })),
  'alternatively you can perform a request by url': same(one(200, { then: foundTower })),
  'You can also perform an asynchronous search:': same(one(201, { then: pending })),
  'Delete an existing search': same(one(204, { before: addSearches })),
  'Watermarking by URL': same(one(200, { then: madeMark })),
  'Watermarking image by direct upload': same(one(200, { then: madeMark })),
  'Watermark detection': { python: [one(200, { then: (told) => expect(json(told)).toEqual({ marked: true }) })], curl: [one(200, { then: (told) => expect(json(told)).toEqual({ marked: false }) })] },
  'Get the encryption key': same(one(200, { then: (told) => expect(json(told)).toEqual({ key: expect.stringMatching(/^-----BEGIN RSA PUBLIC KEY-----/) }) })),
  'Register a watermarked image': { python: [{ statuses: [201, 200, 201], before: () => api.send('DELETE', IMAGE) }] },
  'Upload an image': same(one(201, { then: (told) => expect(keysOf(told).sort()).toEqual(['expiry', 'url']) })),
  'This endpoint allows you to check your account settings and status.': same(one(200, { then: (told) => expect(json(told)).toMatchObject({ username: 'api.demo', home: 'api-demo', service_plan: 'Starter', image_quota: 50 }) })),
  'API key': same(one(200, { then: (told) => expect(json(told)).toEqual({ token: playground.token }) })),
  'Add a domain to the blacklist:': same(one(201, { before: removeDomain })),
  'Get the domain blacklist:': same(one(200, { before: addDomain, then: (told) => expect(json(told)).toMatchObject({ next: null, previous: null, results: [{ url: 'imatag.com' }] }) })),
  'Removes a domain from the backlist:': same(one(204, { before: addDomain })),
};

test('the file holds every example of the reference', () => {
  expect([SNIPPETS.filter(({ language }) => language === 'python').length, SNIPPETS.filter(({ language }) => language === 'curl').length]).toEqual([37, 37]);
});

const seen = new Map<string, number>();
const cases = SNIPPETS.map((snippet) => {
  const name = `${snippet.language} ${snippet.heading}`;
  const n = seen.get(name) ?? 0;
  seen.set(name, n + 1);
  const expected = EXPECTED[snippet.heading]?.[snippet.language]?.[n];
  return { name: `${name}${n ? ` (${n + 1})` : ''}`, snippet, expected, repair: REPAIRS[name] };
});

const later = cases.filter(({ expected }) => expected === undefined);
const now = cases.flatMap(({ expected, ...rest }) => (expected ? [{ ...rest, expected }] : []));

test.each(now)('C3 C41–C47 $name', async ({ snippet, expected, repair }) => {
  await expected.before?.();
  const answers = await run(snippet, repair);
  expect(answers.map(({ status, body }) => ({ status, body: status < 300 ? '' : body }))).toEqual(expected.statuses.map((status) => ({ status, body: '' })));
  expected.then?.(answers);
});

test('the examples that are broken as printed, and what repairs them', () => {
  const diffs = Object.entries(REPAIRS).flatMap(([name, repair]) => Object.entries(repair).map(([from, to]) => [name, `- ${from.trim()}`, `+ ${to.trim()}`]));
  expect(diffs).toEqual([
    ['python Register an exclusive image', '- "X-Lamark-Exclusive": True,', '+ "X-Lamark-Exclusive": "True",'],
    ['python Move a folder or a media', '- "to" : "url": "https', '+ "to" : "https'],
    ['curl This endpoint retrieves a specific search.', '- hhttps', '+ https'],
    ['curl Get the encryption key', '- /watermarking/key/', '+ /watermarking/key/ \\'],
    ['python Register a watermarked image', '- import requests', '+ import json, requests'],
  ]);
});

test('examples of crawling find no session of these numbers', async () => {
  expect(later.map(({ snippet }) => snippet.code).every((code) => /crawling/.test(code))).toBe(true);
  // The one that begins a crawl would leave this machine: test/crawl does it on a site of its own.
  const callable = later.filter(({ snippet: { language, code } }) => language === 'curl' && !/crawling[^]*--data/.test(code));
  for (const { snippet, repair } of callable) {
    const [answer] = await run(snippet, repair);
    const expected = /(sessions|batches)\/\d/.test(snippet.code) ? 404 : 200;
    expect([snippet.heading, answer?.status]).toEqual([snippet.heading, expected]);
  }
});
