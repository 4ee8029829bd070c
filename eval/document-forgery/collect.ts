/** Measures every block of the cases of one split once, and keeps the numbers, so that fitting and reporting need not measure again. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import documentForgery from '../../src/detectors/document-forgery/detector.ts';
import { WIDTH, featuresOf } from '../../src/detectors/document-forgery/features.ts';
import type { PageAbstainReason, PageSubject } from '../../src/detectors/detector.ts';
import { BLOCK } from '../../src/imaging/pages/block-map.ts';
import type { Box } from '../../src/core/geometry.ts';
import type { ImageFormat } from '../../src/core/media.ts';
import { sniffFormat } from '../../src/imaging/codecs/sniff.ts';
import { factsOf, readPage } from '../../src/scan/page-input.ts';
import { readingsOf } from '../../src/scan/page-readings.ts';
import { elaOf } from './baselines.ts';
import { makeCases, type ForgeryCase } from './case.ts';
import { sourcesOf, type PageClass, type Split } from './sources.ts';

export interface MeasuredPage {
  readonly id: string;
  readonly source: string;
  readonly class: ForgeryCase['class'];
  readonly edit: ForgeryCase['edit'];
  readonly post: ForgeryCase['post'];
  readonly forged: boolean;
  readonly subject: PageSubject;
  /** Why the detector does not judge it; absent = it does. */
  readonly abstained?: PageAbstainReason;
  readonly columns: number;
  readonly rows: number;
  /** px; what was changed. */
  readonly boxes: readonly Box[];
  /** Whether the block's centre lies in a changed box. */
  readonly truth: Uint8Array;
  readonly features: Float32Array;
  /** Baselines: one score a page. */
  readonly baselines: Readonly<Record<string, number>>;
  /** ms of processor time, decoding included. */
  readonly ms: number;
  readonly pixels: number;
}

export interface CollectOptions {
  readonly data: string;
  readonly split: Split;
  readonly seed: number;
  readonly count: number;
  /** Absent = both. */
  readonly only?: PageClass;
  /** Of how many processes this is which: `0/2`. */
  readonly part: readonly [number, number];
}

export async function collect(folder: string, { data, split, seed, count, only, part: [part, parts] }: CollectOptions): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (let n = part; n < count; n += parts) {
    for await (const made of makeCases(sourcesOf(data, split), { seed, from: n, count: 1, ...(only ? { only } : {}) })) {
      for (const forged of [true, false]) await keep(folder, await measure(made, forged, split === 'report'));
    }
  }
}

async function measure(made: ForgeryCase, forged: boolean, withBaselines: boolean): Promise<MeasuredPage> {
  const bytes = forged ? made.forged : made.clean;
  const before = process.cpuUsage();
  const page = await readPage(bytes, sniffFormat(bytes) as ImageFormat, 1e8);
  const readings = await readingsOf(page);
  const features = featuresOf(page, readings);
  const used = process.cpuUsage(before);
  const { columns, rows } = page.blocks;
  const truth = new Uint8Array(columns * rows);
  if (forged) for (let i = 0; i < truth.length; i++) {
    const [x, y] = [(i % columns) * BLOCK + BLOCK / 2, Math.floor(i / columns) * BLOCK + BLOCK / 2];
    if (made.boxes.some((box) => x >= box.x && y >= box.y && x < box.x + box.width && y < box.y + box.height)) truth[i] = 1;
  }
  const { id, source, class: kind, edit, post } = made;
  const { abstain } = documentForgery.judge(factsOf(page), readings, documentForgery.params);
  return { id, source, class: kind, edit, post, forged, subject: page.subject, ...(abstain ? { abstained: abstain } : {}), columns, rows, boxes: forged ? made.boxes : [], truth, features, baselines: withBaselines ? await elaOf(page) : {}, ms: (used.user + used.system) / 1000, pixels: page.luma.data.length };
}

async function keep(folder: string, { features, truth, ...head }: MeasuredPage): Promise<void> {
  const name = path.join(folder, `${head.id}${head.forged ? 'f' : 'a'}`);
  await writeFile(`${name}.bin`, Buffer.concat([Buffer.from(features.buffer), truth]));
  await writeFile(`${name}.json`, JSON.stringify(head));
}

export async function readCollected(folder: string): Promise<readonly MeasuredPage[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort((a, b) => parseInt(a, 10) - parseInt(b, 10) || a.localeCompare(b));
  return Promise.all(names.map(async (name) => {
    const head = JSON.parse(await readFile(path.join(folder, name), 'utf8')) as Omit<MeasuredPage, 'features' | 'truth'>;
    const bytes = await readFile(path.join(folder, name.replace('.json', '.bin')));
    const blocks = head.columns * head.rows;
    const features = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + blocks * WIDTH * 4));
    return { ...head, features, truth: new Uint8Array(bytes.subarray(blocks * WIDTH * 4)) };
  }));
}
