/** The pure half of a search, on pictures whose truth is known by construction. */
import { expect, test } from 'vitest';
import { applyTo } from '../core/geometry.ts';
import type { TransformLimit } from '../core/reference.ts';
import { seededRandom } from '../core/random.ts';
import { box, crop, encodePng, flat, jpeg, noise, similarity, tissue, toLuma, warp } from '../../test/support/synthetic.ts';
import { findCandidates, judgeCandidates, type JudgedCandidate } from './ask.ts';
import { describeImage } from './describe-image.ts';
import type { DescribedImage } from './described-image.ts';
import { measureQuery } from './query-image.ts';
import { blockOfLog } from './score.ts';

const pictures = Array.from({ length: 4 }, (_, i) => tissue(`ask ${i}`, 360, 300));
const base = Promise.all(pictures.map(async (picture) => describeImage(new Uint8Array(await encodePng(picture)), 1e7)));

async function ask(query: Parameters<typeof toLuma>[0], registered: readonly DescribedImage[], limit: TransformLimit = 'perspective'): Promise<{ slots: number[]; answers: (JudgedCandidate | undefined)[] }> {
  const measured = measureQuery(toLuma(query));
  const wanted = new Set([...measured.plain.words, ...measured.mirrored.words]);
  const candidates = findCandidates(measured, [blockOfLog(0, registered.map(({ postings }) => postings), wanted)], registered.length, 10);
  return { slots: candidates.map(({ slot }) => slot), answers: await judgeCandidates({ ...measured, limit, candidates: candidates.map((one) => ({ ...one, thumbnail: registered[one.slot]?.thumbnail ?? new Uint8Array() })) }) };
}

test('a turned and scaled part is found with its geometry; `scale` refuses it', async () => {
  const truth = similarity({ rotation: 40, scale: 1.3 }, { x: 180, y: 150 }, { x: 170, y: 160 });
  const query = await jpeg(warp(pictures[2] ?? flat(1, 1, 0), truth, 340, 320), 70);
  const { slots, answers } = await ask(query, await base);

  expect(slots[0]).toBe(2);
  expect(answers[0]).toMatchObject({ verified: true, class: 'derived' });
  for (const point of [{ x: 120, y: 100 }, { x: 240, y: 200 }]) {
    const [found, true_] = [applyTo(answers[0]?.matrix ?? truth, point), applyTo(truth, point)];
    expect(Math.hypot(found.x - true_.x, found.y - true_.y)).toBeLessThan(2);
  }
  expect((await ask(query, await base, 'scale')).answers.filter((one) => one?.verified)).toEqual([]);
});

test('the same picture recompressed is identical, a crop is derived', async () => {
  const same = await ask(await jpeg(pictures[0] ?? flat(1, 1, 0), 75), await base);
  const part = await ask(crop(pictures[0] ?? flat(1, 1, 0), box(40, 30, 220, 180)), await base);

  expect(same.answers[0]).toMatchObject({ verified: true, class: 'identical' });
  expect(part.answers[0]).toMatchObject({ verified: true, class: 'derived' });
  expect(part.answers[0]?.covered).toBeCloseTo((220 * 180) / (360 * 300), 1);
});

test('an unknown picture is not proven to be any, noise and a flat picture neither', async () => {
  for (const query of [tissue('unknown', 360, 300), noise(flat(300, 300, 128), 40, seededRandom(3)), flat(200, 200, 90)]) {
    expect((await ask(query, await base)).answers.filter((one) => one?.verified)).toEqual([]);
  }
});

test('describing is deterministic, and says how many keypoints there are', async () => {
  const [first] = await base;
  const again = await describeImage(new Uint8Array(await encodePng(pictures[0] ?? flat(1, 1, 0))), 1e7);

  expect(again).toEqual(first);
  expect(again.postings.length).toBe(20 * again.features);
  expect(again.features).toBeGreaterThan(100);
  expect(again.features).toBeLessThanOrEqual(320);
});
