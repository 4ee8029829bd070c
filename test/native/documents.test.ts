/** `/native/v1/documents`: judged, straightened, freed of moiré; nothing kept. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DocumentView, EnhancedView, MoireView } from '../../src/http/native/documents-wire.ts';
import { page } from '../dialects/imgauth/page.ts';
import type { Client } from '../support/client.ts';
import { PASSWORD, startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let ada: Client;

beforeAll(async () => {
  server = await startServer({ work: false });
  await server.user('ada');
  ada = await server.anonymous.signIn('ada', PASSWORD);
}, 60_000);
afterAll(() => server.close());

test('a page with a copied word: score, places with the detectors that saw them, heat map and evidence maps as pictures', async () => {
  const reply = await ada.form('/native/v1/documents/judge', [{ name: 'page.png', bytes: await page(900, 700, 'png', 90, true) }]);

  const view = reply.json<DocumentView>();
  expect(reply.status).toBe(200);
  expect(view.score).toBeGreaterThanOrEqual(view.threshold);
  expect(view.regions[0]?.seenBy).toContain('cloned-patch');
  for (const url of [view.heatMap, view.picture, view.detectors.find(({ detector }) => detector === 'cloned-patch')?.map]) expect(url).toMatch(/^data:image\/(png|jpeg);base64,.{100}/);
});

test('a page that fills its picture is left as it is, and has no moiré; an unknown improvement is refused', async () => {
  const bytes = await page(560, 520, 'png');
  const ask = (address: string, fields: Readonly<Record<string, string>> = {}) => ada.form(`/native/v1/documents/${address}`, [{ name: 'page.png', bytes }], fields);

  expect((await ask('enhance')).json<EnhancedView>()).toMatchObject({ found: false, corners: [{ x: 0, y: 0 }, { x: 560, y: 0 }, { x: 560, y: 520 }, { x: 0, y: 520 }] });
  expect((await ask('enhance', { improvement: 'black-white' })).json<EnhancedView>().picture).toMatch(/^data:image\/png/);
  expect((await ask('enhance', { improvement: 'magic' })).status).toBe(400);
  expect((await ask('moire')).json<MoireView>()).toEqual({ found: false, strength: 0, decibels: 0 });
});

test('a caller is needed, an image is needed, and no file is left behind', async () => {
  expect((await server.anonymous.form('/native/v1/documents/judge', [{ name: 'a.png', bytes: Buffer.from('x') }])).status).toBe(401);
  expect((await ada.form('/native/v1/documents/judge', [{ name: 'a.pdf', bytes: Buffer.from('%PDF-1.7') }])).status).toBe(400);
  expect(readdirSync(path.join(server.app.config.dataDir, 'uploads'))).toEqual([]);
  expect(readdirSync(server.app.config.dataDir)).not.toContain('blobs');
});
