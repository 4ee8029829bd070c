/** What a scan does about a process that dies under it, and about an error that nobody expected. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Compute, LaneName } from '../../src/compute/compute.ts';
import { UnavailableError } from '../../src/core/errors.ts';
import scan from '../../src/jobs/scan.ts';
import { startServer, type TestServer, type TestUser } from '../support/server.ts';
import { encodePng, micrograph } from '../support/synthetic.ts';

let server: TestServer;
let user: TestUser;
beforeAll(async () => {
  server = await startServer({ work: false });
  user = await server.user('editor');
});
afterAll(() => server.close());

async function queued(): Promise<string> {
  const { app } = server;
  const bytes = new Uint8Array(await encodePng(micrograph('retries', 200, 160)));
  const sha256 = await app.blobs.put(bytes);
  const id = randomUUID();
  await app.store.scans.insert({
    id, account_id: user.account.id, name: 'a.png', min_score: 0.33, exclude_identical_paper: false, callback_url: null, api_scan: false, free_of_charge: false,
    share_hash: id, files: [{ name: 'a.png', sha256, bytes: bytes.length, format: 'png' }], created_at: app.clock(), expires_at: new Date(app.clock().getTime() + 1e8),
  });
  return id;
}

/** Notes the lanes that steps were sent to; `end` decides how each ends. */
function watched(end?: () => Error): { readonly compute: Compute; readonly lanes: Set<LaneName | undefined> } {
  const lanes = new Set<LaneName | undefined>();
  const { compute } = server.app;
  return {
    lanes,
    compute: { ...compute, run: (name, input, options) => {
      lanes.add(options?.lane);
      return end ? Promise.reject(end()) : compute.run(name, input, options);
    } },
  };
}

test('a scan that four processes began runs its steps in processes of their own, and gives the evidence of threads', async () => {
  const [calm, killed] = [await queued(), await queued()];
  const [first, last] = [watched(), watched()];
  for (let death = 0; death < 3; death++) expect(await server.app.store.scans.start(killed, 1, server.app.clock())).toBe(true);

  await scan.run({ scanId: calm, run: 1 }, { ...server.app, compute: first.compute });
  await scan.run({ scanId: killed, run: 1 }, { ...server.app, compute: last.compute });

  expect([[...first.lanes], [...last.lanes]]).toEqual([['scan'], ['apart']]);
  const [a, b] = [await server.app.store.scans.evidence(calm), await server.app.store.scans.evidence(killed)];
  expect(a.sha256).toBe(b.sha256);
});

test('a file whose step ends its process fails with a reason', async () => {
  const id = await queued();

  await scan.run({ scanId: id, run: 1 }, { ...server.app, ...watched(() => new UnavailableError('compute/crashed', 'a worker ended')) });

  expect(await server.app.store.scans.get(id, server.app.clock())).toMatchObject({ state: 'failed', problem: { code: 'compute/crashed' } });
});

test('an error nobody expected is tried three times, then the scan has failed', async () => {
  const id = await queued();
  const context = { ...server.app, ...watched(() => new TypeError('a bug')) };

  await expect(scan.run({ scanId: id, run: 1 }, context)).rejects.toThrow('a bug');
  await expect(scan.run({ scanId: id, run: 1 }, context)).rejects.toThrow('a bug');
  await scan.run({ scanId: id, run: 1 }, context);

  expect(await server.app.store.scans.get(id, server.app.clock())).toMatchObject({ state: 'failed', problem: { code: 'scan/failed' } });
});
