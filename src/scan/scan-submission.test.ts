import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { withPngText } from '../../test/support/metadata.ts';
import { box, crop, encodePng, micrograph, paste, tone } from '../../test/support/synthetic.ts';
import { compoundFigure } from '../../test/support/synthetic-figure.ts';
import type { Compute } from '../compute/compute.ts';
import { inlineCompute } from '../compute/inline.ts';
import { openPool } from '../compute/pool.ts';
import type { Evidence } from '../core/evidence.ts';
import type { RgbImage } from '../core/image.ts';
import { boundingBox } from '../core/regions.ts';
import { decodeImage } from '../imaging/codecs/decode.ts';
import { differences } from './replay.ts';
import { scanOptions } from './scan-options.ts';
import type { InputFile, StageProgress } from './ports.ts';
import { scanSubmission } from './scan-submission.ts';

const options = scanOptions({ version: 'test', maxPixels: 5e7, maxFigures: 50 });
const three = openPool({ workers: 3, timeoutMs: 120_000 });
afterAll(() => three.close());

const file = (name: string, bytes: Uint8Array, format: InputFile['format'] = 'png'): InputFile => ({ name, bytes, format, sha256: createHash('sha256').update(bytes).digest('hex') });
const png = async (name: string, picture: Parameters<typeof encodePng>[0]): Promise<InputFile> => file(name, new Uint8Array(await encodePng(picture)));

/** Two views of one field that overlap, a clone inside the second, and a third image of another field. */
async function submission(): Promise<InputFile[]> {
  const field = micrograph('field', 520, 300);
  const left = crop(field, box(0, 0, 300, 300));
  const right = tone(crop(field, box(180, 0, 300, 300)), { contrast: 1.15, brightness: -9 });
  return [await png('left.png', left), await png('right.png', right), await png('other.png', paste(micrograph('other', 300, 300), crop(micrograph('other', 300, 300), box(20, 20, 80, 80)), { x: 190, y: 180 }))];
}

async function scan(files: readonly InputFile[], compute: Compute, progress: (p: StageProgress) => void = () => {}): Promise<Evidence> {
  return scanSubmission(files, options, {
    run: (name, input) => compute.run(name, input), keep: async (bytes) => createHash('sha256').update(bytes).digest('hex'), progress, parallel: compute.workers + 1,
  });
}

test('an overlap between two images and a clone inside one are found, and nothing else', async () => {
  const evidence = await scan(await submission(), inlineCompute);

  const strong = evidence.findings.filter(({ score }) => score >= 0.5);
  expect(strong.map(({ kind, sides }) => [kind, ...sides.map(({ image }) => image)]).sort()).toEqual([['copy-move', 'f3', 'f3'], ['duplicate', 'f1', 'f2']]);
  const overlap = strong.find(({ kind }) => kind === 'duplicate');
  expect(overlap?.transform?.[2]).toBeCloseTo(-180, -0.3);
  expect(overlap?.transform?.[5]).toBeCloseTo(0, -0.3);
});

test('one worker or three: the same evidence to the last bit, and replay says so', async () => {
  const files = await submission();

  const [one, many] = [await scan(files, inlineCompute), await scan(files, three)];

  expect(JSON.stringify(many)).toBe(JSON.stringify(one));
  expect(differences(one, many)).toEqual([]);
  expect(differences(one, { ...many, engine: 'touchstone 9' })).toEqual(['engine: "touchstone test" before, "touchstone 9" now']);
});

test('a broken image among good ones costs its run only; alone it fails the scan with the reason', async () => {
  const broken = file('broken.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]));
  const good = await png('good.png', micrograph('good', 200, 200));

  const evidence = await scan([broken, good], inlineCompute);

  expect(evidence.figures.map(({ file: index }) => index)).toEqual([1]);
  expect(evidence.runs).toContainEqual(expect.objectContaining({ file: 0, detector: 'intake', status: 'failed', code: expect.stringMatching(/^image\//) }));
  await expect(scan([broken], inlineCompute)).rejects.toMatchObject({ code: expect.stringMatching(/^image\//) });
});

test('progress only grows, through the stages in order', async () => {
  const seen: StageProgress[] = [];

  await scan(await submission(), inlineCompute, (progress) => seen.push(progress));

  expect([...new Set(seen.map(({ stage }) => stage))]).toEqual(['reading', 'panels', 'copy-move', 'matching', 'verifying']);
  expect(seen.map(({ overall }) => overall)).toEqual([...seen.map(({ overall }) => overall)].sort((a, b) => a - b));
  expect(seen.at(-1)?.overall).toBe(1);
});

test('a figure whose file says that it was generated is one finding over all of it, with the facts beside it', async () => {
  const plain = await png('plain.png', micrograph('plain', 160, 120));
  const told = file('told.png', withPngText(plain.bytes, [['parameters', 'a cell\nSteps: 20, Sampler: Euler, CFG scale: 7, Seed: 1']]));

  const evidence = await scan([plain, told], inlineCompute);

  const generated = evidence.findings.filter(({ kind }) => kind === 'generated');
  expect(generated.map(({ score, sides }) => [score, ...sides.map(({ image }) => image)])).toEqual([[0.99, 'f2']]);
  expect(boundingBox(generated[0]?.sides[0]?.region ?? { polygon: [] })).toEqual({ x: 0, y: 0, width: 160, height: 120 });
  expect(evidence.provenance).toEqual([{ figure: 'f2', facts: [expect.objectContaining({ kind: 'generator', says: 'generated' })] }]);
});

test('of two panels of a figure the one whose pixels a network painted is a finding, with the places it was read from; the micrograph that it was made of is none', async () => {
  const picture = async (name: string): Promise<RgbImage> => (await decodeImage(new Uint8Array(readFileSync(new URL(`../../test/fixtures/generated/${name}`, import.meta.url))), 'png', { maxPixels: 1e6 })).image;
  const { image: figure, boxes: [, right = box(0, 0, 0, 0)] } = compoundFigure([await picture('smear.png'), await picture('smear-decoded.png')], { columns: 2, letters: false, scaleBars: false });

  const { findings } = await scan([await png('figure.png', figure)], inlineCompute);

  const generated = findings.filter(({ kind }) => kind === 'generated');
  expect(generated.map(({ detector, sides }) => [detector, ...sides.map(({ image }) => image)])).toEqual([['generated-image', 'f1']]);
  expect(generated[0]?.score).toBeGreaterThan(0.9);
  const { x, y, width, height } = boundingBox(generated[0]?.sides[0]?.region ?? { polygon: [] });
  for (const [there, here] of [[right.x, x], [right.y, y], [right.width, width], [right.height, height]]) expect(Math.abs((there ?? 0) - (here ?? 0))).toBeLessThanOrEqual(4);
  expect(generated[0]?.patches?.length).toBeGreaterThanOrEqual(4);
  for (const { box: patch } of generated[0]?.patches ?? []) expect(patch.x >= x && patch.y >= y && patch.x + patch.width <= x + width + 1 && patch.y + patch.height <= y + height + 1).toBe(true);
});
