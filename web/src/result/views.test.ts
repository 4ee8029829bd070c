import { expect, test } from 'vitest';
import { applyTo } from '../../../src/core/geometry.ts';
import type { Figure } from '../../../src/core/media.ts';
import { regionInView, toPage, toView, viewsOf } from './views.ts';

const figure = (id: string, extra: Partial<Figure> = {}): Figure => ({ id, file: 0, width: 1000, height: 500, source: 'embedded', sha256: '', format: 'png', notes: [], ...extra });
const onPage = figure('f1', { page: 2, pageBox: { x: 100, y: 200, width: 250, height: 125 } });
const page = (number: number) => ({ file: 0, number, width: 595, height: 842 });
const file = { name: 'paper.pdf', sha256: '', bytes: 1, format: 'pdf' as const };

test('the corners of a figure land on the corners of its placement box', () => {
  const matrix = toPage(onPage, { x: 100, y: 200, width: 250, height: 125 });

  expect(applyTo(matrix, { x: 0, y: 0 })).toEqual({ x: 100, y: 200 });
  expect(applyTo(matrix, { x: 1000, y: 500 })).toEqual({ x: 350, y: 325 });
});

test('a document gives its pages, each with its figures', () => {
  const views = viewsOf({ files: [file], pages: [page(1), page(2)], figures: [onPage] });

  expect(views.map(({ key }) => key)).toEqual(['p0.1', 'p0.2']);
  expect(views.map((view) => (view.is === 'page' ? view.figures.map(({ id }) => id) : []))).toEqual([[], ['f1']]);
});

test('image files and figures without a placement are shown by themselves', () => {
  const views = viewsOf({ files: [file, { ...file, name: 'b.png' }], pages: [page(1)], figures: [figure('f1', { page: 1 }), figure('f2', { file: 1 })] });

  expect(views.map(({ key }) => key)).toEqual(['p0.1', 'f1', 'f2']);
});

test('a view maps only the figures it shows', () => {
  const [, second] = viewsOf({ files: [file], pages: [page(1), page(2)], figures: [onPage] });

  expect(second && toView(second, 'f1')?.[0]).toBe(0.25);
  expect(second && toView(second, 'f9')).toBeUndefined();
});

test('a region is drawn in view units', () => {
  const [, second] = viewsOf({ files: [file], pages: [page(1), page(2)], figures: [onPage] });
  const region = { polygon: [{ x: 0, y: 0 }, { x: 400, y: 0 }, { x: 400, y: 200 }] };

  expect(second && regionInView(second, { image: 'f1', region })).toEqual([{ x: 100, y: 200 }, { x: 200, y: 200 }, { x: 200, y: 250 }]);
});

test('where the page turns a figure, its whole place is marked', () => {
  const turned = { ...onPage, notes: ['rotated-on-page'] };
  const [, second] = viewsOf({ files: [file], pages: [page(1), page(2)], figures: [turned] });
  const region = { polygon: [{ x: 0, y: 0 }, { x: 400, y: 0 }, { x: 400, y: 200 }] };

  expect(second && regionInView(second, { image: 'f1', region })).toEqual([{ x: 100, y: 200 }, { x: 350, y: 200 }, { x: 350, y: 325 }, { x: 100, y: 325 }]);
});
