import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { openPool } from './pool.ts';

const pool = openPool({ workers: 2, timeoutMs: 60_000 });
afterAll(() => pool.close());

const picture = sharp(randomBytes(3 * 3000 * 2000), { raw: { width: 3000, height: 2000, channels: 3 } }).png().toBuffer();
const preview = async (options = {}) => pool.run('preview-image', { bytes: new Uint8Array(await picture), format: 'png', maxSide: 100 }, options);

test('runs a task in a worker and gives what it gives', async () => {
  expect(await preview()).toMatchObject({ width: 100, height: 67 });
});

test('an error crosses with its class, code and sentence', async () => {
  await expect(pool.run('preview-image', { bytes: new Uint8Array([1, 2, 3]), format: 'png', maxSide: 10 })).rejects.toMatchObject({ name: 'InputError', code: expect.stringMatching(/^image\//) });
});

test('a task that takes too long is ended from outside and costs only itself', async () => {
  const [late, other] = await Promise.allSettled([preview({ timeoutMs: 1 }), preview()]);

  expect(late).toMatchObject({ status: 'rejected', reason: { code: 'compute/timeout' } });
  expect(other.status).toBe('fulfilled');
  expect(await preview()).toMatchObject({ width: 100 });
});

test('an aborted task is cancelled, waiting or running', async () => {
  const abort = new AbortController();
  const running = [1, 2, 3, 4].map(() => preview({ signal: abort.signal }));
  setTimeout(() => abort.abort(), 5);

  for (const result of await Promise.allSettled(running)) expect(result).toMatchObject({ status: 'rejected', reason: { code: 'scan/cancelled' } });
  expect(await preview({ lane: 'serve' })).toMatchObject({ width: 100 });
});
