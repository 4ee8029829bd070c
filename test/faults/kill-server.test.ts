/** kill -9 of the whole server, again and again, while it scans: nothing that was accepted is lost. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { openApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { seededRandom } from '../../src/core/random.ts';
import { Client, until } from '../support/client.ts';
import { encodePng, micrograph, paste, crop, box } from '../support/synthetic.ts';
import { killableServer } from './killable-server.ts';

/** More in `npm run test:long`. */
const KILLS = process.env['TEST_LONG'] ? 20 : 3;
const random = seededRandom('kill-server');
const server = killableServer('kill-scan', { WORKERS: '2', RATE_SCANS_PER_MINUTE: '10000', RATE_RESULTS_PER_MINUTE: '10000' });
afterAll(() => server.remove());

async function makeKey(): Promise<string> {
  const app = await openApp(readConfig({ DATA_DIR: server.dataDir, LOG_LEVEL: 'silent', WORKERS: '1' }));
  const account = await app.store.accounts.create({ name: 'editor', email: 'editor@example.org', password: 'not used here' });
  const { value } = await app.store.keys.issue(account.id, 'imagetwin', app.clock());
  await app.close();
  return value;
}

test(`${KILLS} kills at random moments after a 200 lose no scan, and no file is handed over to a wrong end`, async () => {
  const authorization = `Bearer ${await makeKey()}`;
  const one = micrograph('kill', 240, 200);
  const cloned = paste(one, crop(one, box(20, 30, 70, 70)), { x: 150, y: 110 });
  const images = [new Uint8Array(await encodePng(one)), new Uint8Array(await encodePng(cloned))];
  const accepted: string[] = [];

  for (let kill = 0; kill < KILLS; kill++) {
    const api = new Client(await server.start(), { authorization });
    for (let n = 0; n < 2; n++) {
      const answer = await api.form('/v1/scan', images.map((bytes, i) => ({ name: `${kill}-${n}-${i}.png`, bytes })));
      expect(answer.status).toBe(200);
      accepted.push(answer.json<{ scanId: string }>().scanId);
    }
    await pause(random.int(2500));
    await server.kill();
  }

  const api = new Client(await server.start(), { authorization });
  const results = [];
  for (const id of accepted) {
    const answer = await until(() => api.get(`/v1/result/${id}`), ({ status }) => status !== 202, 240_000);
    expect(answer.status).toBe(200);
    results.push(answer.json());
  }

  const counts = new Set(results.map(({ localDuplicateCount, highestScore }) => JSON.stringify([localDuplicateCount, highestScore])));
  expect(results).toHaveLength(KILLS * 2);
  expect(counts.size).toBe(1);
}, KILLS > 3 ? 1_800_000 : 600_000);
