import { expect, test } from 'vitest';
import type { RgbImage } from '../../core/image.ts';
import { seededRandom } from '../../core/random.ts';
import { LOOKS, shownAs } from '../../../eval/panels/blot-looks.ts';
import { blankFigure, fill, paint, paintBands, paintCells, paintLetter, paintPlot } from '../../../test/support/painted-figure.ts';
import { blot, micrograph, tissue, toRgb } from '../../../test/support/synthetic.ts';
import { classifyPanel, isExamined } from './classify-panel.ts';

const whole = { x: 0, y: 0, width: 420, height: 300 };

test('what a camera takes is examined', () => {
  const stained = blankFigure(420, 300);
  paintCells(stained, whole, seededRandom('stained'), 'stained');
  const glowing = blankFigure(420, 300);
  paintCells(glowing, whole, seededRandom('glowing'), 'fluorescence');
  const bands = blankFigure(420, 80);
  paintBands(bands, { x: 0, y: 0, width: 420, height: 80 }, seededRandom('bands'), 8);

  expect([stained, glowing, bands].map(classifyPanel)).toEqual(['bright-field', 'fluorescence', 'blot']);
});

test('a blot with three bands as straight as rules is a blot', () => {
  const blot = blankFigure(420, 120, 255);
  for (const y of [20, 55, 90]) {
    paint(blot, { x: 40, y, width: 340, height: 16 }, (_, v) => {
      const level = 255 - 230 * Math.exp(-(((v - 8) / 4) ** 2));
      return [level, level, level];
    });
  }

  expect(classifyPanel(blot)).toBe('blot');
});

test('dots on the lightest grid are a chart', () => {
  const plot = blankFigure(420, 300);
  for (let i = 1; i < 10; i++) {
    fill(plot, { x: i * 42, y: 0, width: 1, height: 300 }, [235, 235, 235]);
    fill(plot, { x: 0, y: i * 30, width: 420, height: 1 }, [235, 235, 235]);
  }
  const random = seededRandom('dots');
  for (let i = 0; i < 40; i++) {
    const r = 2 + random.int(7);
    paint(plot, { x: 20 + random.int(380), y: 20 + random.int(260), width: 2 * r, height: 2 * r }, (u, v) => (Math.hypot(u - r + 0.5, v - r + 0.5) < r ? [76, 114, 176] : [255, 255, 255]));
  }

  expect(classifyPanel(plot)).toBe('chart');
});

test('a scale of colours is a chart, lying or standing', () => {
  const lying = blankFigure(420, 40);
  paint(lying, { x: 0, y: 0, width: 420, height: 40 }, (u) => [20 + u / 2, 200 * Math.sin(u / 140), 220 - u / 2]);
  fill(lying, { x: 0, y: 36, width: 420, height: 2 }, [255, 255, 255]);
  const standing = blankFigure(40, 420);
  paint(standing, { x: 0, y: 0, width: 40, height: 420 }, (_, v) => (v % 60 === 0 ? [0, 0, 0] : [255, 40 + 35 * Math.floor(v / 70), 60]));

  expect(isExamined(classifyPanel(standing))).toBe(false);
  expect(isExamined(classifyPanel(lying))).toBe(false);
});

test.each([
  { ground: [235, 235, 235] as const, line: [255, 255, 255] as const },
  { ground: [0, 0, 0] as const, line: [255, 255, 255] as const },
])('dots and axes on a ground of $ground are a chart', ({ ground, line }) => {
  const plot = blankFigure(420, 300);
  fill(plot, whole, ground);
  fill(plot, { x: 20, y: 0, width: 2, height: 280 }, line);
  fill(plot, { x: 20, y: 280, width: 400, height: 2 }, line);
  const random = seededRandom('ground');
  for (let i = 0; i < 120; i++) fill(plot, { x: 30 + random.int(380), y: 10 + random.int(260), width: 6, height: 6 }, [200, 60 + random.int(120), 60]);

  expect(classifyPanel(plot)).toBe('chart');
});

test('cells of a heat map are a chart', () => {
  const map = blankFigure(420, 300);
  const random = seededRandom('heat');
  for (let y = 0; y < 300; y += 10) {
    for (let x = 0; x < 420; x += 14) {
      const v = random.next();
      fill(map, { x, y, width: 14, height: 10 }, v > 0.5 ? [255, 510 * (1 - v), 510 * (1 - v)] : [510 * v, 510 * v, 255]);
    }
  }

  expect(classifyPanel(map)).toBe('chart');
});

test('bars and axes, and lines of letters, are not examined', () => {
  const bars = blankFigure(420, 300);
  paintPlot(bars, { x: 30, y: 20, width: 360, height: 250 });
  const text = blankFigure(420, 300);
  for (let y = 10; y < 290; y += 20) for (let x = 10; x < 400; x += 11) paintLetter(text, { x, y, width: 8, height: 12 }, [0, 0, 0]);

  expect([bars, text].map(classifyPanel).map(isExamined)).toEqual([false, false]);
});

test('one colour is blank', () => {
  expect(classifyPanel(blankFigure(60, 60, 77))).toBe('blank');
});

test.each(Object.entries(LOOKS))('a blot stays one in another look: %s', (_, look) => {
  const shown = classifyPanel(shownAs(look, toRgb(blot('look/b', 300, 130, { lanes: 6, rows: 2 })), seededRandom('b')) as RgbImage);

  expect(shown).toBe('blot');
});

test('cells and tissue become no blots in the colours of a gel', () => {
  const pictures = [toRgb(micrograph('look', 300, 200)), tissue('look', 300, 200)];
  const shown = pictures.flatMap((picture) => Object.values(LOOKS).map((look) => classifyPanel(shownAs(look, picture, seededRandom('look')) as RgbImage)));

  expect(shown.filter((panelClass) => panelClass === 'blot')).toEqual([]);
});
