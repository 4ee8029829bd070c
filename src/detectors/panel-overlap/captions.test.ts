import { expect, test } from 'vitest';
import { isDeclared, saysEnlarged, saysSections } from './captions.ts';

const own = 'Figure 2. Levels of the kinase in treated cells.';
const declared = (captions: readonly [string, string], { sameFigure = false, isBlot = true } = {}): boolean => isDeclared({ captions, sameFigure, isBlot });

test.each([
  'Figure 3. Lysates after 24 h. The same loading control is shown for both proteins.',
  'Fig. 3 | The membrane was re-probed for β-actin.',
  'Figure 3. Membranes were stripped and probed for GAPDH.',
  'Figure 3. A and C were run on the same gel.',
])('takes bands of one figure as declared: %s', (caption) => {
  expect(declared([caption, caption])).toBe(true);
  expect(declared([caption, caption], { isBlot: false })).toBe(false);
});

test.each([
  'Figure 3. Images were taken with the same settings.',
  'Figure 3. Experiments were repeated three times and replicated in Jurkat cells.',
  'Figure 3. All panels are shown at the same scale.',
  'Figure 3. Identical image acquisition was used throughout; identical cell lines.',
  'Figure 3. Protein levels after 24 h.',
  'Figure 3. The β-actin control is the same as in Figure 1.',
])('does not take them as declared: %s', (caption) => {
  expect(declared([caption, caption])).toBe(false);
});

test('a control of another figure is declared by naming that figure', () => {
  const citing = 'Figure 3. Kinase after knock-down. The β-actin blot is the same as in Fig. 2A.';

  expect(declared([own, citing])).toBe(true);
  expect(declared([citing, own])).toBe(true);
  expect(declared(['Figure 4. Levels of the phosphatase.', citing])).toBe(false);
  expect(declared([own, citing], { isBlot: false })).toBe(false);
});

test('a field of another figure may be declared too', () => {
  const citing = 'Figure S3. Controls. The images of untreated cells are reproduced from Figure 2B.';

  expect(declared([own, citing], { isBlot: false })).toBe(true);
  expect(declared([own, 'Figure 3. The same field as in Figure 2, after bleaching.'], { isBlot: false })).toBe(true);
});

test('reads what announces details and sections', () => {
  expect(saysEnlarged(['Figure 1. Boxed regions are enlarged on the right.', undefined])).toBe(true);
  expect(saysEnlarged(['Figure 1. Cells.', undefined])).toBe(false);
  expect(saysSections([undefined, 'Figure 1. Serial sections were stained with H&E.'])).toBe(true);
});
