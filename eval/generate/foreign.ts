/** Copy–moves made by other hands, with their masks: the pairs of the data folder. Measured, never tuned on. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { image, type GrayImage } from '../../src/core/image.ts';
import { warp, type Bytes } from '../../test/support/synthetic-edit.ts';
import type { PictureCase } from './case.ts';
import { plain } from './decode.ts';

interface Entry {
  readonly image: string;
  readonly authentic: string;
  readonly mask: string;
  /** Present where the mask holds source and copy; else it holds the changed pixels only. */
  readonly instances?: number;
}

/** px; larger pictures are shrunk to this, as in print. */
const LONGEST = 1200;

export async function foreignCases(dataDir: string): Promise<readonly PictureCase[]> {
  const folder = path.join(dataDir, 'science', 'copymove');
  const entries = JSON.parse(await readFile(path.join(folder, 'groundtruth.json'), 'utf8')) as readonly Entry[];
  const cases: PictureCase[] = [];
  for (const [index, entry] of entries.entries()) {
    const forged = shrunk(await plain(path.join(folder, entry.image)));
    const authentic = shrunk(await plain(path.join(folder, entry.authentic)));
    const mask = toMask(shrunk(await plain(path.join(folder, entry.mask))));
    const note = entry.instances === undefined ? 'mask of the copy only' : 'mask of source and copy';
    cases.push({ id: `foreign/report/positive/${index}`, role: 'positive', pictures: [forged], truth: [], mask, sources: [entry.image], note });
    cases.push({ id: `foreign/report/clean/${index}`, role: 'clean', pictures: [authentic], truth: [], sources: [entry.authentic], note: 'authentic' });
  }
  return cases;
}

function shrunk(picture: Bytes<3>): Bytes<3> {
  const zoom = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  return zoom === 1 ? picture : warp(picture, [zoom, 0, 0, 0, zoom, 0, 0, 0, 1], Math.round(picture.width * zoom), Math.round(picture.height * zoom));
}

function toMask({ width, height, data }: Bytes<3>): GrayImage {
  return image(width, height, 1, Uint8Array.from({ length: width * height }, (_, i) => ((data[i * 3] ?? 0) > 127 ? 255 : 0)));
}
