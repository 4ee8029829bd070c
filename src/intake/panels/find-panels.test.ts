import { expect, test } from 'vitest';
import type { Box } from '../../core/geometry.ts';
import type { Panel } from '../../core/media.ts';
import { seededRandom } from '../../core/random.ts';
import { boundingBox, boxIou } from '../../core/regions.ts';
import { findPanels } from './find-panels.ts';
import { panelMask } from './raster-mask.ts';
import { blankFigure, fill, paint, paintBands, paintCells, paintLetter, paintPlot } from '../../../test/support/painted-figure.ts';

const grid = (columns: number, rows: number, { width = 200, height = 150, gutter = 8, margin = 0 } = {}): Box[] =>
  Array.from({ length: columns * rows }, (_, i) => ({
    x: margin + (i % columns) * (width + gutter), y: margin + Math.floor(i / columns) * (height + gutter), width, height,
  }));
const summary = (panels: readonly Panel[]) => panels.map(({ box, class: panelClass }) => [box.x, box.y, box.width, box.height, panelClass]);
const expectPanels = (panels: readonly Panel[], boxes: readonly Box[]) => {
  expect(panels).toHaveLength(boxes.length);
  for (const [i, box] of boxes.entries()) expect(boxIou(panels[i]?.box ?? { x: 0, y: 0, width: 0, height: 0 }, box), `panel ${i + 1}`).toBeGreaterThan(0.93);
};

test.each([
  { name: 'white, 8 px', paper: 255, gutter: 8, margin: 20 },
  { name: 'white, 2 px, no margin', paper: 255, gutter: 2, margin: 0 },
  { name: 'black, 6 px', paper: 0, gutter: 6, margin: 10 },
  { name: 'grey, 4 px', paper: 128, gutter: 4, margin: 12 },
])('a grid of micrographs is cut at its gutters: $name', ({ paper, gutter, margin }) => {
  const random = seededRandom(`grid ${paper}`);
  const boxes = grid(3, 2, { gutter, margin });
  const figure = blankFigure(3 * 200 + 2 * gutter + 2 * margin, 300 + gutter + 2 * margin, paper);
  for (const [i, box] of boxes.entries()) paintCells(figure, box, random, i % 2 ? 'stained' : 'fluorescence');

  const panels = findPanels(figure, 'f7');

  expectPanels(panels, boxes);
  expect(panels.map(({ id }) => id)).toEqual(['f7p1', 'f7p2', 'f7p3', 'f7p4', 'f7p5', 'f7p6']);
  expect(panels.map((panel) => panel.class)).toEqual(boxes.map((_, i) => (i % 2 ? 'bright-field' : 'fluorescence')));
  expect(panels.every(({ examined, figure: of }) => examined && of === 'f7')).toBe(true);
});

test.each(['fluorescence', 'stained'] as const)('a single %s picture stays one panel', (look) => {
  const figure = blankFigure(520, 400);
  paintCells(figure, { x: 0, y: 0, width: 520, height: 400 }, seededRandom(look), look);

  expect(summary(findPanels(figure, 'f1'))).toEqual([[0, 0, 520, 400, look === 'stained' ? 'bright-field' : 'fluorescence']]);
});

test('cells on a black field without noise stay one panel', () => {
  const figure = blankFigure(500, 400, 0);
  for (const [x, y] of [[60, 60], [300, 80], [120, 300], [420, 330]] as const) {
    paint(figure, { x: x - 30, y: y - 30, width: 60, height: 60 }, (u, v) => {
      const level = 220 * Math.exp(-((u - 30) ** 2 + (v - 30) ** 2) / 90);
      return [level, level, level];
    });
  }

  expect(summary(findPanels(figure, 'f1'))).toEqual([[0, 0, 500, 400, 'fluorescence']]);
});

test('bands on clipped white stay one blot', () => {
  const figure = blankFigure(500, 300);
  for (let lane = 0; lane < 7; lane++) {
    paint(figure, { x: 40 + lane * 60, y: 130, width: 50, height: 40 }, (u, v) => {
      const level = 255 - 240 * Math.exp(-(((u - 25) / 15) ** 4) - ((v - 20) / 6) ** 2);
      return [level, level, level];
    });
  }

  expect(summary(findPanels(figure, 'f1'))).toEqual([[0, 0, 500, 300, 'blot']]);
});

test('strips of a blot are cut at white gaps, its lanes are not', () => {
  const random = seededRandom('strips');
  const boxes = [0, 1, 2].map((i) => ({ x: 60, y: 20 + i * 46, width: 320, height: 40 }));
  const figure = blankFigure(420, 180);
  for (const box of boxes) paintBands(figure, box, random, 6);

  const panels = findPanels(figure, 'f1');

  expectPanels(panels, boxes);
  expect(panels.map((panel) => panel.class)).toEqual(['blot', 'blot', 'blot']);
});

test('a plot is a panel that is not examined, the micrograph beside it is', () => {
  const figure = blankFigure(640, 300);
  paintCells(figure, { x: 20, y: 30, width: 260, height: 240 }, seededRandom('plot'), 'stained');
  paintPlot(figure, { x: 360, y: 40, width: 240, height: 220 });
  paintLetter(figure, { x: 4, y: 6, width: 10, height: 14 }, [0, 0, 0]);

  const panels = findPanels(figure, 'f1');

  expect(panels.map((panel) => [panel.class, panel.examined])).toEqual([['bright-field', true], ['chart', false]]);
  expect(boxIou(panels[0]?.box ?? { x: 0, y: 0, width: 0, height: 0 }, { x: 20, y: 30, width: 260, height: 240 })).toBeGreaterThan(0.95);
});

test('a letter and a scale bar are masked, and the cells are not', () => {
  const figure = blankFigure(400, 300);
  paintCells(figure, { x: 0, y: 0, width: 400, height: 300 }, seededRandom('marks'), 'fluorescence');
  const letter = { x: 8, y: 8, width: 13, height: 17 };
  const bar = { x: 300, y: 280, width: 80, height: 5 };
  paintLetter(figure, letter, [255, 255, 255]);
  fill(figure, bar, [255, 255, 255]);

  const [panel] = findPanels(figure, 'f1');

  expect(panel?.class).toBe('fluorescence');
  for (const mark of [letter, bar]) expect(panel?.masks.some((mask) => boxIou(boundingBox(mask), { x: mark.x - 2, y: mark.y - 2, width: mark.width + 4, height: mark.height + 4 }) > 0.9)).toBe(true);
  const left = panel ? panelMask(panel).data.reduce((sum, v) => sum + v, 0) : 0;
  expect(left).toBeLessThan(17 * 21 + 84 * 9 + 50);
});

test('an empty picture is a blank, and nothing is cut when the whole is asked for', () => {
  expect(findPanels(blankFigure(300, 200), 'f1').map((panel) => [panel.class, panel.examined])).toEqual([['blank', false]]);
  const figure = blankFigure(408, 150);
  for (const box of grid(2, 1)) paintCells(figure, box, seededRandom('whole'), 'stained');

  expect(findPanels(figure, 'f1')).toHaveLength(2);
  expect(summary(findPanels(figure, 'f1', { wholeFigure: true })).map((s) => s.slice(0, 4))).toEqual([[0, 0, 408, 150]]);
});

test('the same pixels give the same panels, and the input is left as it was', () => {
  const figure = blankFigure(640, 320);
  for (const box of grid(3, 2, { width: 200, height: 150 })) paintCells(figure, box, seededRandom('twice'), 'stained');
  const before = figure.data.slice();

  expect(findPanels(figure, 'f1')).toEqual(findPanels(figure, 'f1'));
  expect(figure.data).toEqual(before);
});

test.each([[1, 1], [3, 500], [500, 2], [15, 15]])('a figure of %i × %i px gives one panel', (width, height) => {
  const figure = blankFigure(width, height, 90);
  paint(figure, { x: 0, y: 0, width, height }, (u, v) => [(u * 37 + v * 91) % 256, (u * 11) % 256, (v * 7) % 256]);

  expect(findPanels(figure, 'f1').map(({ box }) => box)).toEqual([{ x: 0, y: 0, width, height }]);
});
