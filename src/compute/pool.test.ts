import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { openPool } from './pool.ts';

const pool = openPool({ workers: 2, timeoutMs: 60_000 });
afterAll(() => pool.close());

const picture = sharp(randomBytes(3 * 3000 * 2000), { raw: { width: 3000, height: 2000, channels: 3 } }).png().toBuffer();
const preview = async (options = {}) => pool.run('preview-image', { bytes: new Uint8Array(await picture), format: 'png', maxSide: 100 }, options);
/** Posted when it returns. Whatever is done before the next turn of the event loop comes before any answer. */
const previewNow = (bytes: Uint8Array, options = {}) => pool.run('preview-image', { bytes, format: 'png', maxSide: 100 }, options);

test('runs a task in a worker and gives what it gives', async () => {
  expect(await preview()).toMatchObject({ width: 100, height: 67 });
});

test('an error crosses with its class, code and sentence', async () => {
  await expect(pool.run('preview-image', { bytes: new Uint8Array([1, 2, 3]), format: 'png', maxSide: 10 })).rejects.toMatchObject({ name: 'InputError', code: expect.stringMatching(/^image\//) });
});

test('a task that takes too long is ended from outside and costs only itself', async () => {
  const bytes = new Uint8Array(await picture);
  const [other, late] = await Promise.allSettled([previewNow(bytes), previewNow(bytes, { timeoutMs: 1 })]); // the late one last: nothing holds up its timer

  expect(late).toMatchObject({ status: 'rejected', reason: { code: 'compute/timeout' } });
  expect(other.status).toBe('fulfilled');
  expect(await preview()).toMatchObject({ width: 100 });
});

test('an aborted task is cancelled, waiting or running', async () => {
  const abort = new AbortController();
  const bytes = new Uint8Array(await picture);
  const running = [1, 2, 3, 4].map(() => previewNow(bytes, { signal: abort.signal })); // two run, two wait
  abort.abort();

  for (const result of await Promise.allSettled(running)) expect(result).toMatchObject({ status: 'rejected', reason: { code: 'scan/cancelled' } });
  expect(await preview({ lane: 'serve' })).toMatchObject({ width: 100 });
});

test('a process of its own gives the same, and its end by a signal costs only the task in it', async () => {
  expect(await preview({ lane: 'apart' })).toEqual(await preview());
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ').map(Number);
  const apart = children.filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('apart.ts'));
  expect(apart).toHaveLength(1);

  const struck = preview({ lane: 'apart' });
  process.kill(apart[0] ?? 0, 'SIGKILL');

  await expect(struck).rejects.toMatchObject({ code: 'compute/crashed' });
  expect(await preview({ lane: 'apart' })).toMatchObject({ width: 100 });
});

test('a task that is aborted apart ends its process', async () => {
  const abort = new AbortController();
  const running = previewNow(new Uint8Array(await picture), { lane: 'apart', signal: abort.signal });
  abort.abort();

  await expect(running).rejects.toMatchObject({ code: 'scan/cancelled' });
});
