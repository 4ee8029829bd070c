import i18next, { type TFunction } from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import type { Matrix } from '../../../src/core/geometry.ts';
import type { Figure, Panel } from '../../../src/core/media.ts';
import en from '../i18n/en.json' with { type: 'json' };
import { allPlaces, findingSentence, placeWords, transformWords } from './words.ts';

let t: TFunction;
beforeAll(async () => {
  t = await i18next.init({ lng: 'en', resources: { en: { translation: en } }, interpolation: { escapeValue: false } });
});

/** Mirror first (when asked), then rotate clockwise on screen, then scale. */
function motion(degrees: number, scale = 1, mirrored = false): Matrix {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180) * scale, Math.sin((degrees * Math.PI) / 180) * scale];
  return mirrored ? [-c, -s, 40, -s, c, 7, 0, 0, 1] : [c, -s, 40, s, c, 7, 0, 0, 1];
}

test.each([
  [motion(0), 'same orientation and size'],
  [motion(0.4, 1.01), 'same orientation and size'],
  [motion(90), 'rotated 90° clockwise'],
  [motion(-30), 'rotated 30° anticlockwise'],
  [motion(180), 'rotated 180°'],
  [motion(0, 1.34), 'scaled × 1.34'],
  [motion(0, 1, true), 'mirrored'],
  [motion(90, 0.5, true), 'mirrored, rotated 90° clockwise, scaled × 0.5'],
])('%j reads "%s"', (matrix, words) => {
  expect(transformWords(t, matrix, {}, 'en')).toBe(words);
});

test('a change of contrast is told when it can be seen', () => {
  expect(transformWords(t, motion(90), { gain: { value: 1.2, unit: '1' } }, 'en')).toBe('rotated 90° clockwise, contrast × 1.2');
  expect(transformWords(t, motion(0), { gain: { value: 1.01, unit: '1' } }, 'en')).toBe('same orientation and size');
  expect(transformWords(t, motion(0), { gain: { value: -1, unit: '1' } }, 'en')).toBe('tones inverted');
});

const figure = (id: string, page?: number, file = 0): Figure => ({ id, file, ...(page === undefined ? {} : { page }), width: 9, height: 9, source: page === undefined ? 'file' : 'embedded', sha256: '', format: 'png', notes: [] });
const panel = (id: string, figureId: string): Panel => ({ id, figure: figureId, box: { x: 0, y: 0, width: 1, height: 1 }, class: 'blot', examined: true, masks: [] });
const file = (name: string) => ({ name, sha256: '', bytes: 1, format: 'pdf' as const });
const paper = { files: [file('a.pdf')], figures: [figure('f1', 2), figure('f2', 5)], panels: [panel('f1p1', 'f1'), panel('f2p1', 'f2'), panel('f2p2', 'f2')] };

test('a place names image, panel and page', () => {
  expect(placeWords(t, paper, { image: 'f2', panel: 'f2p2' })).toBe('Image 2, panel 2 (p. 5)');
  expect(placeWords(t, paper, { image: 'f1', panel: 'f1p1' })).toBe('Image 1 (p. 2)');
});

test('an image sent as a file goes by its name when there are several', () => {
  const images = { files: [file('a.png'), file('b.png')], figures: [figure('f1'), figure('f2', undefined, 1)], panels: [] };
  expect(placeWords(t, images, { image: 'f2' })).toBe('b.png');
});

test('places in one panel are counted, not listed', () => {
  const side = { image: 'f2', panel: 'f2p2' };
  expect(allPlaces(t, paper, [side, { image: 'f1' }, side, side])).toEqual(['Image 2, panel 2 (p. 5), 3 places', 'Image 1 (p. 2)']);
});

test('the sentence says what the picture shows', () => {
  const region = { polygon: [] };
  const finding = { kind: 'duplicate', score: 0.974, transform: motion(180), measures: {}, sides: [{ image: 'f1', region }, { image: 'f2', panel: 'f2p2', region }] } as const;

  expect(findingSentence(t, finding, paper, 'en')).toBe('Possible duplicate: Image 1 (p. 2) and Image 2, panel 2 (p. 5); rotated 180°; score 97 %.');
});

test('a side in the reference library is told by its title, else its DOI, else its name', () => {
  const reference = (id: string, source: object) => ({ id, entry: 1, name: 'folder/fig.png', source, width: 9, height: 9, enrolled: { width: 9, height: 9 }, sha256: '', format: 'jpeg', match: 'derived' }) as const;
  const places = { files: [], figures: [], panels: [], references: [reference('x1', { title: 'On nuclei', doi: '10.1/a' }), reference('x2', { doi: '10.1/a' }), reference('x3', {})] };

  expect(['x1', 'x2', 'x3'].map((image) => placeWords(t, places, { image }))).toEqual(['Reference: On nuclei', 'Reference: 10.1/a', 'Reference: fig.png']);
});
