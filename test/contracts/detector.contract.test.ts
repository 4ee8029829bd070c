/** What every detector in the catalogue must keep to, whatever it looks for. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { IDENTITY } from '../../src/core/geometry.ts';
import type { Panel, PanelClass } from '../../src/core/media.ts';
import { seededRandom } from '../../src/core/random.ts';
import type { Abstention, Detection, PairDetector, PanelDetector, PanelInput } from '../../src/detectors/detector.ts';
import { allDetectors, fileDetectors, originDetectors, pairDetectors, panelDetectors } from '../../src/scan/catalog.ts';
import { panelInput, summaryOf } from '../../src/scan/panel-input.ts';
import { blot, box, crop, flat, micrograph, paste, toRgb } from '../support/synthetic.ts';

const FOLDER = new URL('../../src/detectors/', import.meta.url);
const CARD = ['Claim', 'Source', 'How', 'Sees', 'Blind to', 'Parameters', 'Cost', 'Measured'];

const one = micrograph('contract', 260, 240);
const cloned = paste(one, crop(one, box(20, 24, 80, 80)), { x: 160, y: 140 });
const overlapping = crop(micrograph('contract', 260, 240), box(60, 40, 200, 200));

/** Two blots side by side, as one. */
const joined = paste(blot('contract', 360, 140), crop(blot('joined', 360, 140), box(150, 0, 210, 140)), { x: 150, y: 0 });

function input(picture: Parameters<typeof toRgb>[0], id: string, panelClass: PanelClass = 'fluorescence'): PanelInput {
  const rgb = toRgb(picture);
  const panel: Panel = { id, figure: 'f1', box: { x: 0, y: 0, width: rgb.width, height: rgb.height }, class: panelClass, examined: true, masks: [] };
  return panelInput(rgb, panel);
}

function run(detector: PanelDetector | PairDetector, a: PanelInput, b: PanelInput): readonly Detection[] | Abstention {
  const random = seededRandom('contract');
  if (detector.scope === 'panel') return detector.detect(a, detector.params, { random });
  const hypotheses = detector.propose(summaryOf(a), summaryOf(b), detector.params, { random: random.fork('propose') });
  const relation = { sameFigure: true, boxes: [{ x: 0, y: 0, width: a.width, height: a.height }, { x: 400, y: 0, width: b.width, height: b.height }] as const, captions: [undefined, undefined] as const };
  return detector.verify(a, b, hypotheses, relation, detector.params, { random: random.fork('verify') });
}

const detections = (result: readonly Detection[] | Abstention): readonly Detection[] => ('abstain' in result ? [] : result);

test('the catalogue lists every folder with a detector', () => {
  const folders = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory() && existsSync(new URL(`${entry.name}/detector.ts`, FOLDER)));

  expect(allDetectors().map(({ name }) => name)).toEqual(folders.map(({ name }) => name).sort());
});

describe.each([...panelDetectors(), ...pairDetectors()].map((detector) => [detector.name, detector] as const))('%s', (_name, detector) => {
  const isForBlots = detector.scope === 'panel' && detector.classes?.includes('blot');
  const [a, b] = [isForBlots ? input(joined, 'f1p1', 'blot') : input(cloned, 'f1p1'), input(overlapping, 'f1p2')];

  test('gives the same detections twice and leaves its inputs alone', () => {
    const before = JSON.stringify([Array.from(a.luma.data), Array.from(a.keypoints.descriptors), Array.from(b.luma.data)]);

    const [first, second] = [run(detector, a, b), run(detector, a, b)];

    expect(second).toEqual(first);
    expect(JSON.stringify([Array.from(a.luma.data), Array.from(a.keypoints.descriptors), Array.from(b.luma.data)])).toBe(before);
  });

  test('says what it claims to find, inside the panels, with scores in [0, 1] and a transform that maps side to side', () => {
    const found = detections(run(detector, a, b));

    expect(found.length).toBeGreaterThan(0);
    for (const { kind, score, sides, transform, matches, measures } of found) {
      expect(detector.finds).toContain(kind);
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
      expect(matches.length).toBeLessThanOrEqual(60);
      expect(Object.keys(measures).length).toBeGreaterThan(0);
      for (const { panel, region } of sides) {
        const { width, height } = panel === 0 ? a : b;
        expect(region.polygon.length).toBeGreaterThanOrEqual(3);
        for (const { x, y } of region.polygon) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(width);
          expect(y).toBeLessThanOrEqual(height);
        }
      }
      if (sides.length > 1) expect(transform).not.toEqual(IDENTITY);
    }
  });

  test('finds nothing in a flat image, nor in one without a repeat', () => {
    const plain = input(flat(200, 180, 128), 'f1p3', isForBlots ? 'blot' : 'fluorescence');
    const clean = isForBlots ? input(blot('clean', 240, 220), 'f1p4', 'blot') : input(micrograph('clean', 240, 220), 'f1p4');
    const other = input(micrograph('another', 240, 220), 'f1p5');

    expect(detections(run(detector, plain, plain))).toEqual([]);
    expect(detections(run(detector, clean, other)).filter(({ score }) => score >= 0.33)).toEqual([]);
  });

});

describe.each(fileDetectors().map((detector) => [detector.name, detector] as const))('%s', (_, detector) => {
  test.each(['jpeg', 'png', 'webp', 'gif', 'tiff', 'bmp', 'svg'] as const)('reads a damaged or empty %s file as one that says nothing', async (format) => {
    for (const bytes of [new Uint8Array(0), new Uint8Array(4), Uint8Array.from({ length: 4096 }, (_value, i) => (i * 37) % 256)]) {
      expect(await detector.detect({ bytes, format }, detector.params)).toEqual({ facts: [] });
    }
  });
});

describe.each(originDetectors().map((detector) => [detector.name, detector] as const))('%s', (_, detector) => {
  const panel = input(one, 'f1p1');

  test('gives the same reading twice, inside the panel, and leaves its inputs alone', () => {
    const before = Array.from(panel.rgb.data);

    const [first, second] = [detector.judge(panel, detector.params), detector.judge(panel, detector.params)];

    expect(second).toEqual(first);
    expect(Array.from(panel.rgb.data)).toEqual(before);
    if ('abstain' in first) throw new Error(`abstained: ${first.abstain}`);
    for (const score of [first.score, first.least, ...first.patches.map((patch) => patch.score)]) {
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
    }
    for (const { box: { x, y, width, height } } of first.patches) expect(x >= 0 && y >= 0 && x + width <= panel.width && y + height <= panel.height).toBe(true);
    expect(first.score).toBeLessThan(first.least);
  });

  test('does not judge what is flat or tiny', () => {
    expect(detector.judge(input(flat(200, 180, 128), 'f1p2'), detector.params)).toHaveProperty('abstain');
    expect(detector.judge(input(crop(one, box(0, 0, 60, 60)), 'f1p3'), detector.params)).toEqual({ abstain: 'too-small' });
  });
});

test.each(allDetectors().map(({ name }) => name))('%s has a complete method card', (name) => {
  const card = readFileSync(new URL(`${name}/README.md`, FOLDER), 'utf8');

  for (const heading of CARD) expect(card).toMatch(new RegExp(`^(#+|\\*\\*|\\|)? ?\\**${heading}`, 'm'));
  expect(card.split('\n').length).toBeLessThanOrEqual(61);
});
