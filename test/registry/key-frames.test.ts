import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readKeyFrames } from '../../src/registry/key-frames.ts';
import { parsePath } from '../../src/registry/media-path.ts';
import { registerMedium } from '../../src/registry/register-medium.ts';
import { deleteMedium } from '../../src/registry/delete-medium.ts';
import { locate } from '../../src/registry/media-access.ts';
import { openRegistry, picture, type Registry } from './media-support.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'touchstone-film-'));
let registry: Registry;
let film: Uint8Array;
beforeAll(async () => {
  registry = await openRegistry();
  // Three pictures, a second each, and so is the distance of key frames.
  for (let i = 0; i < 3; i++) writeFileSync(path.join(folder, `p${i}.jpg`), await picture(`film ${i}`, 480, 360));
  execFileSync('ffmpeg', ['-v', 'error', '-framerate', '1', '-i', path.join(folder, 'p%d.jpg'), '-r', '5', '-g', '5', '-pix_fmt', 'yuv420p', '-q:v', '2', '-c:v', 'mpeg4', path.join(folder, 'film.mp4')]);
  film = new Uint8Array(readFileSync(path.join(folder, 'film.mp4')));
});
afterAll(async () => {
  await registry.close();
  rmSync(folder, { recursive: true, force: true });
});

const options = () => ({ dataDir: registry.config.dataDir, timeoutMs: 60_000 });

test('the key frames of a film come in their order with their times, and leave nothing behind', async () => {
  const frames = await readKeyFrames(film, options());

  expect(frames.length).toBeGreaterThanOrEqual(3);
  expect(frames.map(({ second }) => second)).toEqual(frames.map(({ second }) => second).toSorted((a, b) => a - b));
  expect(frames.at(-1)?.second).toBeGreaterThan(1.5);
  expect(readdirSync(path.join(registry.config.dataDir, 'uploads'))).toEqual([]);
});

test('without ffmpeg it is not implemented, with the reason; what is no film is corrupt', async () => {
  await expect(readKeyFrames(film, { ...options(), ffmpeg: 'no-such-ffmpeg' })).rejects.toMatchObject({ code: 'not-implemented', message: expect.stringContaining('ffmpeg') });
  await expect(readKeyFrames(film.slice(0, 400), options())).rejects.toMatchObject({ code: 'image/corrupt' });
  expect(readdirSync(path.join(registry.config.dataDir, 'uploads'))).toEqual([]);
});

test('IM-063 C63 a video is registered by its key frames, and found by any of them until it is deleted', async () => {
  const ada = await registry.account('ada');
  const { medium } = await registerMedium(ada, { path: parsePath('ada/film.mp4'), bytes: film, exclusive: null }, registry);
  expect(medium).toMatchObject({ type: 'video', format: 'mp4', width: 480, height: 360, preview_width: 480 });
  expect(medium.parts).toBeGreaterThanOrEqual(3);
  const find = async (i: number) => registry.index.search(await picture(`film ${i}`, 480, 360), { scopes: [`media:${ada.id}`], limit: 1 });
  for (const i of [0, 1, 2]) {
    const [hit] = await find(i);
    expect([hit?.ref.split('/')[0], Math.floor(Number(hit?.source.extra?.['second']))]).toEqual([String(medium.id), i]);
  }
  await deleteMedium(ada, (tx) => locate(ada, parsePath('ada/film.mp4'), tx, registry), registry);
  expect(await find(1)).toEqual([]);
}, 120_000);
