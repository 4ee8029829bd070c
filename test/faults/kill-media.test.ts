/** kill -9 of the whole server while media are registered: what was answered with 2xx is read and found afterwards. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { openApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { seededRandom } from '../../src/core/random.ts';
import { Client, until } from '../support/client.ts';
import { encodeJpeg, photo } from '../support/synthetic.ts';
import { killableServer } from './killable-server.ts';

/** More in `npm run test:long`. */
const KILLS = process.env['TEST_LONG'] ? 15 : 2;
const random = seededRandom('kill-media');
const server = killableServer('kill-media', { RATE_IMATAG_PER_SECOND: '1000' });
afterAll(() => server.remove());

async function makeToken(): Promise<string> {
  const app = await openApp(readConfig({ DATA_DIR: server.dataDir, LOG_LEVEL: 'silent', WORKERS: '1' }));
  const account = await app.store.accounts.create({ name: 'ada', email: 'ada@example.org', password: 'not used here' });
  const token = await app.store.transaction((tx) => tx.keys.token(account.id, app.clock()));
  await app.close();
  return token;
}

const image = async (name: string): Promise<Blob> => new Blob([new Uint8Array(await encodeJpeg(photo(name, 200, 150), 85))]);

test(`${KILLS} kills at random moments lose no medium that was answered with 201, none that was deleted comes back, and the counts are right`, async () => {
  const authorization = `Token ${await makeToken()}`;
  const kept = new Set<string>();
  const unsure = new Set<string>();
  let answered = 0;

  for (let kill = 0; kill < KILLS; kill++) {
    const api = new Client(await server.start(), { authorization });
    const sending = (async () => {
      for (let n = 0; n < 12; n++) {
        const name = `${kill}-${n}.jpg`;
        unsure.add(name);
        const { status } = await api.send('PUT', `/api/v1/media/ada/k/${name}`, await image(name), { 'content-type': 'image/jpeg' });
        expect(status).toBe(201);
        kept.add(name);
        answered++;
        if (n % 4 !== 3) { unsure.delete(name); continue; }
        await api.send('DELETE', `/api/v1/media/ada/k/${name}`);
        kept.delete(name);
        unsure.delete(name);
      }
    })().catch((error: Error) => { if (error.name === 'AssertionError') throw error; }); // the connection that the kill broke
    const before = answered;
    await until(async () => answered, (now) => now > before);
    await pause(random.int(3000));
    await server.kill();
    await sending;
  }

  const api = new Client(await server.start(), { authorization });
  const listing = (await api.get('/api/v1/media/ada/k?page_size=1000')).json<{ children: { path: string; image: string; disk_usage: number }[] }>();
  const names = listing.children.map((child) => child.path.slice('ada/k/'.length));
  expect(kept.size).toBeGreaterThan(0);
  expect(names.filter((name) => !unsure.has(name)).sort()).toEqual([...kept].filter((name) => !unsure.has(name)).sort());
  for (const child of listing.children) expect((await api.get(new URL(child.image).pathname)).status).toBe(200);
  expect((await api.get('/api/v1/account/')).json()).toMatchObject({ image_count: names.length, disk_usage: listing.children.reduce((sum, child) => sum + child.disk_usage, 0) });
  const form = new FormData();
  form.append('file', await image([...kept][0] ?? ''), 'q.jpg');
  const found = await api.send('POST', '/api/v1/searches/', form);
  expect([found.status, found.text]).toEqual([200, expect.stringContaining('"matches"')]);
  expect(found.json<{ matches: { paths: { path: string }[] }[] }>().matches.flatMap(({ paths }) => paths.map((each) => each.path))).toContain(`ada/k/${[...kept][0]}`);
}, 300_000);
