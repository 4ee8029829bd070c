/** The truth of the cases is checked on their pixels: what lies under the one side, moved by the matrix, is what lies under the other. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { invert, type Matrix } from '../../src/core/geometry.ts';
import { seededRandom } from '../../src/core/random.ts';
import { areaOf, boundingBox, type Region } from '../../src/core/regions.ts';
import { blot, encodePng, micrograph, paste, rasterize, toLuma, toRgb, warp } from '../../test/support/synthetic.ts';
import { flat, type Bytes } from '../../test/support/synthetic-edit.ts';
import { blotReuseCase } from './blot-reuse.ts';
import type { Draw, PictureCase } from './case.ts';
import { blotCopyMove, micrographCopyMove } from './copy-move.ts';
import { overlapCase } from './overlap.ts';
import { paperCase } from './papers.ts';
import { loadBlots, loadMicrographs } from './sources.ts';
import type { Pool } from './suites.ts';

let dataDir = '';
let pool: Pool;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'eval-'));
  const [fields, membranes] = [path.join(dataDir, 'science', 'microscopy'), path.join(dataDir, 'science', 'blots')];
  await mkdir(fields, { recursive: true });
  await mkdir(membranes, { recursive: true });
  for (let i = 0; i < 6; i++) await writeFile(path.join(fields, `made_0${i}.png`), await encodePng(micrograph(`generate ${i}`, 480, 420)));
  for (const name of ['blot_13', 'blot_15', 'blot_12', 'blot_16', 'blot_14', 'blot_11']) {
    await writeFile(path.join(membranes, `${name}.png`), await encodePng(paste(flat(900, 620, 215), blot(name, 900, 620, { lanes: 12, rows: 8 }), { x: 0, y: 0 })));
  }
  pool = { dataDir, micrographs: await loadMicrographs(dataDir), blots: await loadBlots(dataDir) };
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

const draw = (index: number, role: Draw['role'] = 'positive', split: Draw['split'] = 'report'): Draw => ({ random: seededRandom(`case ${index}`), order: seededRandom('order'), role, split, index });

/** Correlation of side 0, moved by the matrix, with side 1, inside side 1. */
function agreement(a: Bytes, b: Bytes, matrix: Matrix, { region }: { readonly region: Region<'panel'> }): number {
  const moved = toLuma(warp(a, matrix, b.width, b.height)).data;
  const there = toLuma(b).data;
  const inside = rasterize(region, b.width, b.height).data;
  let [n, x, y, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < inside.length; i++) {
    if (!inside[i]) continue;
    const [u, v] = [moved[i] ?? 0, there[i] ?? 0];
    [n, x, y, xx, yy, xy] = [n + 1, x + u, y + v, xx + u * u, yy + v * v, xy + u * v];
  }
  return (n * xy - x * y) / Math.sqrt((n * xx - x * x) * (n * yy - y * y));
}

async function expectTrue({ pictures, truth }: PictureCase, atLeast: number): Promise<void> {
  const [one] = truth;
  const [first, second = first] = pictures;
  const [from, to] = one?.sides ?? [];
  if (!one?.matrix || !first || !second || !from || !to) throw new Error('a positive has pictures, a truth with two sides and a matrix');
  expect(agreement(first, second, one.matrix, to)).toBeGreaterThan(atLeast);
  expect(agreement(second, first, invert(one.matrix), from)).toBeGreaterThan(atLeast);
  for (const { picture, region } of one.sides) {
    const { x, y, width, height } = boundingBox(region);
    const on = pictures[picture];
    expect(Math.min(x, y, (on?.width ?? 0) - x - width, (on?.height ?? 0) - y - height)).toBeGreaterThan(-1);
  }
}

test('overlaps lie where their truth says, and are as large', async () => {
  for (let i = 0; i < 2; i++) {
    const one = await overlapCase({ name: 'overlap', share: [0.2, 0.6], severity: 'normal' }, pool.micrographs, draw(i));
    await expectTrue(one, 0.9);
    const shares = one.truth[0]?.sides.map(({ picture, region }) => areaOf(region) / ((one.pictures[picture]?.width ?? 0) * (one.pictures[picture]?.height ?? 0))) ?? [];
    expect(Math.max(...shares)).toBeGreaterThan(0.19);
    expect(Math.max(...shares)).toBeLessThan(0.61);
  }
});

test('whole duplicates and re-used strips lie where their truth says', async () => {
  for (let i = 0; i < 2; i++) {
    await expectTrue(await overlapCase({ name: 'whole', share: 'whole', severity: 'normal' }, pool.micrographs, draw(i)), 0.9);
    await expectTrue(await blotReuseCase('hard', pool.blots, draw(i)), 0.85);
  }
});

test('clones lie where their truth says, and the mask holds both sides', async () => {
  for (let i = 0; i < 2; i++) {
    for (const one of [await micrographCopyMove('normal', pool.micrographs, draw(i)), await blotCopyMove('normal', pool.blots, draw(i))]) {
      await expectTrue(one, 0.8);
      const marked = one.mask?.data.filter((v) => v > 0).length ?? 0;
      const areas = one.truth[0]?.sides.reduce((sum, { region }) => sum + areaOf(region), 0) ?? 0;
      expect(marked / areas).toBeCloseTo(1, 1);
    }
  }
});

test('clean cases have no truth, and the splits share no specimen', async () => {
  expect((await overlapCase({ name: 'overlap', share: [0.2, 0.6], severity: 'normal' }, pool.micrographs, draw(0, 'clean'))).truth).toEqual([]);
  const tune = new Set(pool.micrographs.filter(({ split }) => split === 'tune').map(({ group }) => group));
  expect(pool.micrographs.filter(({ split, group }) => split === 'report' && tune.has(group))).toEqual([]);
});

test('the same draw gives the same case', async () => {
  const [a, b] = [await micrographCopyMove('hard', pool.micrographs, draw(1)), await micrographCopyMove('hard', pool.micrographs, draw(1))];

  expect(a.pictures[0]?.data).toEqual(b.pictures[0]?.data);
  expect(toRgb(a.pictures[0] ?? flat(1, 1, 0)).width).toBeGreaterThan(100);
});

test('in a paper, the sides lie inside panels of their pages', async () => {
  const paper = await paperCase('normal', pool, draw(2));

  expect(Buffer.from(paper.bytes.subarray(0, 5)).toString()).toBe('%PDF-');
  for (const { page, region } of paper.truth.flatMap(({ sides }) => sides)) {
    const side = boundingBox(region);
    const within = paper.panels.some(({ page: on, box }) => on === page && side.x > box.x - 1 && side.y > box.y - 1 && side.x + side.width < box.x + box.width + 1 && side.y + side.height < box.y + box.height + 1);
    expect(within).toBe(true);
  }
});
