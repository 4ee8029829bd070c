import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import PDFDocument from 'pdfkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestServer } from '../../support/server.ts';
import { addressOf, codeOf, MEDIA, picture, put, type MediaAnswer } from './media-client.ts';
import { startImatag, tenant, type Tenant } from './tenant.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'touchstone-kinds-'));
let server: TestServer;
let ada: Tenant;
beforeAll(async () => {
  server = await startImatag({ work: false });
  ada = await tenant(server, 'ada');
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const refs = async (bytes: Uint8Array): Promise<string[]> => (await server.app.index.search(bytes, { scopes: [`media:${ada.account.id}`] })).map(({ ref }) => ref);

async function paper(image: Uint8Array): Promise<Uint8Array> {
  const document = new PDFDocument({ size: 'A4' });
  const chunks: Buffer[] = [];
  const done = new Promise<void>((resolve) => { document.on('end', resolve); });
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  document.text('A figure').image(Buffer.from(image), { width: 400 }).end();
  await done;
  return new Uint8Array(Buffer.concat(chunks));
}

test('IM-049 C85 A085 PUT application/pdf registers a document, shows its first page, and its figures are found until it is deleted', async () => {
  const figure = await picture('figure', 420, 300);
  const made = await put(ada.api, 'ada/docs/paper', await paper(figure), 'application/pdf');
  const media = made.json<MediaAnswer>();
  expect([made.status, media.type]).toEqual([201, 'document']);
  expect((await server.anonymous.get(addressOf(media['image']))).headers.get('content-type')).toBe('image/jpeg');
  expect(await refs(figure)).toHaveLength(1);
  expect((await ada.api.get(`${MEDIA}/ada/docs/paper/matches/user/`)).status).toBe(200);
  expect((await put(ada.api, 'ada/docs/paper', figure)).status).toBe(409);
  await ada.api.send('DELETE', `${MEDIA}/ada/docs`);
  expect(await refs(figure)).toEqual([]);
});

test('IM-063 C63 A098 PUT video/mp4 registers a video; without ffmpeg it is 501 with the reason', async () => {
  for (const i of [0, 1]) writeFileSync(path.join(folder, `p${i}.jpg`), await picture(`kinds ${i}`, 320, 240));
  execFileSync('ffmpeg', ['-v', 'error', '-framerate', '1', '-i', path.join(folder, 'p%d.jpg'), '-r', '5', '-g', '5', '-pix_fmt', 'yuv420p', '-q:v', '2', '-c:v', 'mpeg4', path.join(folder, 'film.mp4')]);
  const film = readFileSync(path.join(folder, 'film.mp4'));
  const made = await put(ada.api, 'ada/films/a.mp4', film, 'video/mp4');
  expect([made.status, made.json()['type'], made.json()['disk_usage']]).toEqual([201, 'video', film.length]);
  expect((await server.anonymous.get(addressOf(made.json()['image']))).status).toBe(200);
  expect((await ada.api.get('/api/v1/account/')).json()).toMatchObject({ image_count: 0, disk_usage: film.length });

  const { PATH } = process.env;
  process.env['PATH'] = folder;
  const refused = await put(ada.api, 'ada/films/b.mp4', film, 'video/mp4');
  process.env['PATH'] = PATH;
  expect([codeOf(refused), refused.json()['details'], (await ada.api.get(`${MEDIA}/ada/films/b.mp4`)).status]).toEqual([[501, 'not_implemented'], expect.stringContaining('ffmpeg'), 404]);
});
