import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFolder } from '../../src/registry/create-folder.ts';
import { deleteMedium } from '../../src/registry/delete-medium.ts';
import { locate } from '../../src/registry/media-access.ts';
import { parsePath } from '../../src/registry/media-path.ts';
import { moveMedium } from '../../src/registry/move-medium.ts';
import { registerMedium } from '../../src/registry/register-medium.ts';
import type { AccountRow } from '../../src/store/accounts.ts';
import { openRegistry, picture, type Registry } from './media-support.ts';

let registry: Registry;
let ada: AccountRow;
beforeAll(async () => {
  registry = await openRegistry();
  ada = await registry.account('ada');
});
afterAll(() => registry.close());

const put = async (path: string, seed: number | string = 1, caller = ada) => registerMedium(caller, { path: parsePath(path), bytes: await picture(seed), exclusive: null }, registry);
const mkdir = (path: string, caller = ada) => createFolder(caller, parsePath(path), registry);
const at = (path: string, caller = ada) => locate(caller, parsePath(path), registry.store, registry);
const remove = (path: string, caller = ada) => deleteMedium(caller, (tx) => locate(caller, parsePath(path), tx, registry), registry);
const move = (from: string, to: string, into = false, caller = ada) => moveMedium(caller, (tx) => locate(caller, parsePath(from), tx, registry), { path: parsePath(to), into }, registry);
const found = async (seed: number | string, caller = ada): Promise<string[]> => (await registry.index.search(await picture(seed), { scopes: [`media:${caller.id}`] })).map(({ ref }) => ref);
const usage = (caller = ada) => registry.store.mediaUsage.get(caller.id);
const code = (error: unknown) => (error as { code?: string }).code;
const refused = async (promise: Promise<unknown>): Promise<string | undefined> => promise.then(() => 'done', code);

test('a registered image is found, one that is deleted is not, and the usage goes with them', async () => {
  const before = await usage();
  const { medium, created, names } = await put('ada/find/me.jpg', 'find');

  expect([created, names, await found('find')]).toEqual([true, ['ada', 'find', 'me.jpg'], [String(medium.id)]]);
  expect(await usage()).toEqual({ images: before.images + 1, bytes: before.bytes + medium.bytes, refused: false });
  expect([medium.width, medium.height, medium.preview_width, medium.format]).toEqual([160, 120, 160, 'jpeg']);

  await remove('ada/find/me.jpg');
  expect([await found('find'), await usage(), await refused(at('ada/find/me.jpg'))]).toEqual([[], before, 'not-found']);
});

test('the same type is replaced under its id, another type is a conflict', async () => {
  const first = await put('ada/replace/a', 'old');
  const second = await put('ada/replace/a', 'new');

  expect([second.created, second.medium.id]).toEqual([false, first.medium.id]);
  expect([await found('old'), await found('new')]).toEqual([[], [String(first.medium.id)]]);
  expect(await refused(mkdir('ada/replace/a'))).toBe('conflict');
  expect(await refused(put('ada/replace'))).toBe('conflict');
  expect(await refused(put('ada/replace/a/b'))).toBe('conflict');
  expect((await mkdir('ada/replace')).created).toBe(false);
});

test('names that are canonically equivalent are one, stored as given; case tells them apart', async () => {
  const nfd = 'e\u0301te\u0301.jpg';
  await put(`ada/names/${nfd}`, 1);
  const again = await put('ada/names/\u00e9t\u00e9.jpg', 2);
  await put('ada/names/\u00c9t\u00e9.jpg', 3);

  expect([again.created, again.medium.name]).toEqual([false, nfd]);
  const { medium } = await at('ada/names');
  expect(await registry.store.media.countChildren(medium.id)).toBe(2);
});

test('a folder is deleted with all in it, links and index entries too', async () => {
  const before = await usage();
  const media = [await put('ada/deep/a/b/c.jpg', 'c'), await put('ada/deep/d.jpg', 'd')];
  await mkdir('ada/deep/empty');
  await remove('ada/deep');

  expect([await found('c'), await found('d'), await usage(), await refused(at('ada/deep/a'))]).toEqual([[], [], before, 'not-found']);
  for (const { medium } of media) expect(await registry.store.links.find(medium.preview ?? 0, new Date())).toBeUndefined();
  expect(await refused(remove('ada'))).toBe('media/forbidden');
});

test('moving renames, makes what is missing on the way, and keeps id and index entry', async () => {
  const { medium } = await put('ada/from/x.jpg', 'move');
  expect((await move('ada/from/x.jpg', 'ada/to/far/y.jpg')).names).toEqual(['ada', 'to', 'far', 'y.jpg']);
  expect((await move('ada/to/far', 'ada/other', true)).names).toEqual(['ada', 'other', 'far']);
  expect((await at('ada/other/far/y.jpg')).medium.id).toBe(medium.id);
  expect(await found('move')).toEqual([String(medium.id)]);
  expect((await move('ada/other/far/y.jpg', 'ada/other/far/z', true)).names).toEqual(['ada', 'other', 'far', 'z', 'y.jpg']);
});

test('moves onto something, into itself, of the home and of nothing are refused', async () => {
  await put('ada/m/a.jpg', 1);
  await put('ada/m/b.jpg', 2);
  await mkdir('ada/m/f/g');
  expect(await Promise.all([
    refused(move('ada/m/a.jpg', 'ada/m/b.jpg')), refused(move('ada/m/a.jpg', 'ada/m/a.jpg')), refused(move('ada/m/a.jpg', 'ada/m', true)), refused(move('ada/m/a.jpg', 'ada/m/f')),
    refused(move('ada/m/f', 'ada/m/f/g/h')), refused(move('ada/m/f', 'ada/m/f', true)), refused(move('ada', 'ada/m', true)), refused(move('ada/m/none', 'ada/m/c')), refused(move('ada/m/a.jpg', 'ada/m/b.jpg/c')),
  ])).toEqual(['conflict', 'conflict', 'conflict', 'conflict', 'conflict', 'conflict', 'media/forbidden', 'not-found', 'conflict']);
});

test('64 levels are taken and 65 are not, also when a folder is moved there; 4096 bytes are the longest path', async () => {
  const levels = (n: number, name = 'd'): string => Array.from({ length: n }, () => name).join('/');
  await put(`ada/${levels(63)}/x.jpg`);
  expect((await at(`ada/${levels(63)}/x.jpg`)).steps).toHaveLength(65);
  expect(() => parsePath(`ada/${levels(65)}`)).toThrow(/65 levels/);
  await mkdir('ada/low/er/est');
  expect(await refused(move('ada/low', `ada/${levels(61)}/low`))).toBe('done');
  await mkdir('ada/low/er/est');
  expect(await refused(move('ada/low', `ada/${levels(62)}/low`))).toBe('request/invalid');
  expect(() => parsePath(`ada/${levels(17, 'y'.repeat(250))}`)).toThrow(/4266 bytes/);
});

test('two changes at once cannot make a loop or lose a count', async () => {
  await mkdir('ada/loop/a');
  await mkdir('ada/loop/b');
  const moved = await Promise.all([refused(move('ada/loop/a', 'ada/loop/b/a')), refused(move('ada/loop/b', 'ada/loop/a/b'))]);
  const all = await registry.store.sql<{ id: number }>`select id from medium where account_id = ${ada.id}`;
  const reached = await registry.store.media.subtree((await at('ada')).medium.id);
  expect([moved.includes('done'), reached.map(({ id }) => id).sort()]).toEqual([true, all.map(({ id }) => id).sort()]);
  const before = await usage();
  const made = await Promise.all(Array.from({ length: 6 }, (_, i) => put(`ada/race/${i % 3}.jpg`, i)));
  expect((await usage()).images).toBe(before.images + 3);
  const { medium } = await at('ada/race');
  const children = await registry.store.media.children(medium.id, { limit: 10, backwards: false });
  expect(await usage()).toMatchObject({ bytes: before.bytes + children.reduce((sum, { bytes }) => sum + bytes, 0) });
  expect(made.filter(({ created }) => created)).toHaveLength(3);
});

test('quotas: the image or byte too many is refused and noted until something is freed', async () => {
  const bob = await registry.account('bob', { image_quota: 2 });
  await put('bob/1.jpg', 1, bob);
  await put('bob/2.jpg', 2, bob);
  expect([await refused(put('bob/3.jpg', 3, bob)), (await usage(bob)).refused]).toEqual(['media/quota-exceeded', true]);
  expect(await refused(put('bob/2.jpg', 4, bob))).toBe('done');
  expect(await refused(mkdir('bob/folder', bob))).toBe('done');
  expect(await refused(put('bob/3.jpg', 3, bob))).toBe('media/quota-exceeded');
  await remove('bob/1.jpg', bob);
  expect([(await usage(bob)).refused, await refused(put('bob/3.jpg', 3, bob))]).toEqual([false, 'done']);
  const cy = await registry.account('cy', { disk_quota: 100 });
  expect([await refused(put('cy/1.jpg', 1, cy)), await usage(cy)]).toEqual(['media/quota-exceeded', { images: 0, bytes: 0, refused: true }]);
});

test('another account sees nothing, unless a folder was opened to it', async () => {
  const [eve, mia] = [await registry.account('eve'), await registry.account('mia')];
  const { medium } = await put('ada/shared/in/x.jpg', 'shared');
  for (const path of ['ada', 'ada/shared', 'ada/shared/in/x.jpg', 'ada/none', 'nobody/x']) expect(await refused(at(path, eve))).toBe('not-found');
  for (const path of ['ada/x.jpg', 'ada/shared/in/x.jpg', 'nobody/x.jpg']) expect(await refused(put(path, 1, eve))).toBe('media/forbidden');
  expect([await refused(remove('ada/shared', eve)), await refused(move('ada/shared', 'eve/s', false, eve)), await found('shared', eve)]).toEqual(['not-found', 'not-found', []]);

  const folder = (await at('ada/shared')).medium.id;
  await registry.store.mediaGrants.give(folder, eve.id, false, new Date());
  await registry.store.mediaGrants.give(folder, mia.id, true, new Date());
  expect((await at('ada/shared/in/x.jpg', eve)).medium.id).toBe(medium.id);
  expect([await refused(at('ada', eve)), await refused(put('ada/shared/y.jpg', 1, eve)), await refused(remove('ada/shared/in', eve))]).toEqual(['not-found', 'media/forbidden', 'media/forbidden']);
  expect([await refused(put('ada/shared/y.jpg', 'mine', mia)), await refused(remove('ada/shared', mia)), await refused(put('ada/z.jpg', 1, mia))]).toEqual(['done', 'media/forbidden', 'media/forbidden']);
  expect([await found('mine', ada), await found('mine', mia)]).toEqual([[String((await at('ada/shared/y.jpg')).medium.id)], []]);
  await registry.store.mediaGrants.take(folder, eve.id);
  expect(await refused(at('ada/shared/in/x.jpg', eve))).toBe('not-found');
});

test('a move to another home takes the index entry, links and usage along', async () => {
  const [lou, max] = [await registry.account('lou'), await registry.account('max')];
  const { medium } = await put('lou/box/a.jpg', 'gift', lou);
  await mkdir('max/inbox', max);
  expect(await refused(move('lou/box', 'max/inbox', true, lou))).toBe('media/forbidden');
  await registry.store.mediaGrants.give((await at('max/inbox', max)).medium.id, lou.id, true, new Date());
  await move('lou/box', 'max/inbox', true, lou);

  expect((await at('max/inbox/box/a.jpg', max)).medium).toMatchObject({ id: medium.id, account_id: max.id });
  expect([await found('gift', lou), await found('gift', max)]).toEqual([[], [String(medium.id)]]);
  expect([await usage(lou), (await usage(max)).bytes]).toEqual([{ images: 0, bytes: 0, refused: false }, medium.bytes]);
  expect((await registry.store.links.find(medium.preview ?? 0, new Date()))?.account_id).toBe(max.id);
});

test('what is in a locked folder can only be read, below an unlocked one it can be changed', async () => {
  const demo = await registry.account('demo.x');
  await mkdir('demo.x/images', demo);
  await mkdir('demo.x/uploads', demo);
  await registry.store.media.setLocked((await at('demo.x', demo)).medium.id, true);
  await registry.store.media.setLocked((await at('demo.x/uploads', demo)).medium.id, false);
  expect(await Promise.all([
    refused(put('demo.x/images/a.jpg', 1, demo)), refused(put('demo.x/a.jpg', 1, demo)), refused(remove('demo.x/images', demo)), refused(remove('demo.x/uploads', demo)), refused(move('demo.x/images', 'demo.x/uploads', true, demo)),
    refused(put('demo.x/uploads/2018/a.jpg', 1, demo)),
  ])).toEqual(['media/forbidden', 'media/forbidden', 'media/forbidden', 'media/forbidden', 'media/forbidden', 'done']);
});

test('blobs of media stay, and go an hour after the last medium that holds them', async () => {
  const { medium } = await put('ada/blob.jpg', 'blob');
  const later = new Date(Date.now() + 2 * 3_600_000);
  expect(await registry.store.blobs.takeUnused(later)).not.toContain(medium.sha256);
  await remove('ada/blob.jpg');
  expect(await registry.store.blobs.takeUnused(later)).toContain(medium.sha256);
});
