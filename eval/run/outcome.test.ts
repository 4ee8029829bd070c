import { expect, test } from 'vitest';
import { boxRegion } from '../../src/core/regions.ts';
import { flat, paste, toRgb } from '../../test/support/synthetic.ts';
import type { PictureCase } from '../generate/case.ts';
import type { Found } from './examine.ts';
import { judgePicture, summarize } from './outcome.ts';

const [from, to] = [boxRegion<'panel'>({ x: 10, y: 10, width: 30, height: 30 }), boxRegion<'panel'>({ x: 60, y: 50, width: 30, height: 30 })];
const picture = toRgb(flat(100, 100, 128));
const mask = paste(paste(flat(100, 100, 0), flat(30, 30, 255), { x: 10, y: 10 }), flat(30, 30, 255), { x: 60, y: 50 });
const positive: PictureCase = { id: 'p', role: 'positive', pictures: [picture], truth: [{ kind: 'copy-move', sides: [{ picture: 0, region: from }, { picture: 0, region: to }] }], mask, sources: [], note: '' };
const clean: PictureCase = { id: 'c', role: 'clean', pictures: [picture], truth: [], sources: [], note: '' };
const finding = (score: number, a = from, b = to): Found => ({ kind: 'copy-move', score, measures: { area: { value: 900, unit: 'px²' } }, detector: 'copy-move', sides: [{ place: 0, region: a }, { place: 0, region: b }] });

test('a finding on both sides with half a score or more locates the case, and its pixels agree', () => {
  expect(judgePicture(positive, [finding(0.9)], 1)).toMatchObject({ located: true, pixelF1: 1, findings: [{ isTrue: true, measures: { area: 900 } }] });
  expect(judgePicture(positive, [finding(0.4)], 1)).toMatchObject({ located: false, pixelF1: 0, findings: [{ isTrue: true }] });
  expect(judgePicture(positive, [finding(0.9, from, from)], 1).located).toBe(false);
});

test('where only the changed pixels are known, a side on them is a hit', () => {
  expect(judgePicture({ ...positive, truth: [] }, [finding(0.9)], 1).located).toBe(true);
  expect(judgePicture({ ...positive, truth: [] }, [finding(0.9, boxRegion({ x: 0, y: 60, width: 20, height: 20 }), boxRegion({ x: 70, y: 0, width: 20, height: 20 }))], 1).located).toBe(false);
});

test('the summary counts cases, not findings, and sees what is false', () => {
  const outcomes = [judgePicture(positive, [finding(0.9), finding(0.6, from, from)], 10), judgePicture(positive, [], 20), judgePicture(clean, [finding(0.7), finding(0.8)], 30), judgePicture(clean, [finding(0.3)], 40)];

  expect(summarize(outcomes)).toMatchObject({ positives: 2, located: 0.5, cleans: 2, falsePositives: 0.5, findingsPerClean: 1, precision: 0.25, medianMs: 20 });
});
