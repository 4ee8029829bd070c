import { describe, expect, test } from 'vitest';
import { evidence, finding, MOTION, reportInput, threeSided } from '../../test/fixtures/report/evidence.ts';
import { applyTo, translation } from '../core/geometry.ts';
import { boxRegion } from '../core/regions.ts';
import { outline } from './outline.ts';
import type { Block, Cell, Outline, Section, Shot } from './outline.types.ts';

const section = ({ sections }: Outline, kind: Section['kind'], i = 0): Section => {
  const found = sections.filter((one) => one.kind === kind)[i];
  if (!found) throw new Error(`no section ${kind} ${i}`);
  return found;
};
const texts = (blocks: readonly Block[]): string => JSON.stringify(blocks);
const blocksOf = <T extends Block['type']>({ blocks }: Section, type: T) => blocks.filter((block): block is Extract<Block, { type: T }> => block.type === type);
const shotsOf = (one: Section): readonly Shot[] => blocksOf(one, 'pair').flatMap(({ shots }) => shots);
const cellsOf = (one: Section): readonly Cell[] => blocksOf(one, 'gallery').flatMap(({ cells }) => cells);

describe('which findings', () => {
  test('those under the threshold are left out and counted', () => {
    const findings = [finding(), finding({ number: 2, score: 0.33 }), finding({ number: 3, score: 0.3299 })];

    const made = outline(reportInput({ findings, minScore: 0.33 }));

    expect(made.sections.filter(({ kind }) => kind === 'finding').map(({ anchor }) => anchor)).toEqual(['finding-1', 'finding-2']);
    expect(texts(section(made, 'summary').blocks)).toContain('1 finding with a score below 0.33 is hidden.');
  });

  test('a higher threshold takes findings out of the counts too', () => {
    const findings = [finding(), finding({ number: 2, score: 0.5 })];
    const counts = (minScore: number) => blocksOf(section(outline(reportInput({ findings, minScore })), 'summary'), 'table')[0]?.rows.map(({ cells }) => cells);

    expect(counts(0)).toEqual([['Possible duplicate', '1', '1', '0', '2']]);
    expect(counts(0.9)).toEqual([['Possible duplicate', '1', '0', '0', '1']]);
  });

  test('past the limit the best are kept, and the last page says how many more there are', () => {
    const findings = Array.from({ length: 1200 }, (_, i) => finding({ number: 1200 - i, score: i / 1200 }));

    const made = outline(reportInput({ findings, minScore: 0 }));

    const shown = made.sections.filter(({ kind }) => kind === 'finding');
    expect(shown).toHaveLength(1000);
    expect(shown.at(0)?.anchor).toBe('finding-1');
    expect(shown.at(-1)?.anchor).toBe('finding-1000');
    expect(made.sections.at(-1)?.kind).toBe('more');
    expect(texts(made.sections.at(-1)?.blocks ?? [])).toContain('200 more findings with lower scores are in the web view');
  });

  test('none at all says what that means', () => {
    expect(texts(section(outline(reportInput()), 'summary').blocks)).toContain('does not prove that the images are original');
  });
});

describe('a finding', () => {
  test('a claim about the whole shows where it was read from, and says what the squares are', () => {
    const patches = [{ score: 0.9, box: { x: 160, y: 100, width: 96, height: 96 } }];
    const { sides: [side] } = finding();
    const of = (one: ReturnType<typeof finding>) => section(outline(reportInput({ findings: [one] })), 'finding');
    const whole = of(finding({ kind: 'generated', sides: side ? [side] : [], links: [], patches }));

    expect(shotsOf(whole).map((shot) => shot.patches)).toEqual([patches]);
    expect(texts(whole.blocks)).toContain('Squares: where the network looked.');
    expect(texts(of(finding()).blocks)).not.toContain('Squares');
  });

  test('matching content is drawn at one size, with as much around it', () => {
    const [a, b] = shotsOf(section(outline(reportInput({ findings: [finding()] })), 'finding'));

    expect(b?.scale).toBeCloseTo(1.34, 6);
    expect(a?.box).toEqual({ x: 124, y: 64, width: 222, height: 182 }); // 15 % of 170 px around 170 × 130
    expect((b?.box.width ?? 0) / 1.34).toBeCloseTo(182, -0.5); // turned: the height of the first
    expect((b?.box.height ?? 0) / 1.34).toBeCloseTo(222, -0.5);
  });

  test('crops stay inside their figure', () => {
    const corner = finding({ sides: [
      { image: 'f1', region: boxRegion<'figure'>({ x: 0, y: 0, width: 640, height: 420 }) },
      { image: 'f2', region: boxRegion<'figure'>({ x: 500, y: 580, width: 60, height: 20 }) },
    ], transform: translation(3, 4), links: [] });

    const [a, b] = shotsOf(section(outline(reportInput({ findings: [corner] })), 'finding'));

    expect(a?.box).toEqual({ x: 0, y: 0, width: 640, height: 420 });
    expect((b?.box.x ?? 0) + (b?.box.width ?? 0)).toBe(560);
    expect((b?.box.y ?? 0) + (b?.box.height ?? 0)).toBe(600);
  });

  test.each([
    ['en', 'mirrored, rotated 90° clockwise, scaled 1.34, contrast ×1.20'],
    ['ko', '좌우 반전, 시계 방향으로 90° 회전, 1.34배 크기 조정, 대비 ×1.20'],
    ['fr', 'symétrie en miroir, rotation de 90° dans le sens horaire, échelle 1,34, contraste ×1,20'],
  ] as const)('says its transform in words: %s', (language, words) => {
    expect(texts(section(outline(reportInput({ findings: [finding()], language })), 'finding').blocks)).toContain(words);
  });

  test('a link stored the other way round is turned, points and matrix', () => {
    const [forward] = finding().links;
    const back = { from: 1, to: 0, transform: [0, -1 / 1.34, 520 / 1.34, -1 / 1.34, 0, 420 / 1.34, 0, 0, 1] as const, score: 0.9, measures: {}, matches: (forward?.matches ?? []).map(([a, b, c, d]) => [c, d, a, b] as const) };
    const { transform: _, ...turned } = finding({ links: [back] });

    const cells = cellsOf(section(outline(reportInput({ findings: [turned] })), 'finding'));

    const matches = cells.find((cell) => cell.type === 'matches');
    expect(matches?.matches[0]).toEqual(forward?.matches[0]);
  });

  test('the second side laid onto the first lands where the transform says', () => {
    const cell = cellsOf(section(outline(reportInput({ findings: [finding()] })), 'finding')).find(({ type }) => type === 'aligned');
    const [a, b, c, d, e, f] = cell?.type === 'aligned' ? cell.affine : [NaN, NaN, NaN, NaN, NaN, NaN];
    const to = applyTo(MOTION, { x: 200, y: 100 });

    expect(a * to.x + c * to.y + e).toBeCloseTo(200, 6);
    expect(b * to.x + d * to.y + f).toBeCloseTo(100, 6);
  });

  test('strong perspective is not drawn as if it were affine', () => {
    const bent = finding({ transform: [1, 0, 0, 0, 1, 0, 0.002, 0.001, 1], links: [] });

    const page = section(outline(reportInput({ findings: [bent] })), 'finding');

    expect(cellsOf(page).map(({ type }) => type)).not.toContain('aligned');
    expect(texts(page.blocks)).toContain('with perspective');
  });

  test('page thumbnails carry the regions in points', () => {
    const [page] = cellsOf(section(outline(reportInput({ findings: [finding()] })), 'finding'));

    expect(page).toMatchObject({ type: 'page', file: 0, page: 2 });
    // f1 stands at (60, 80), half size: (150, 90) px → (135, 125) pt
    expect(page?.type === 'page' && page.marks[0]?.polygon[0]).toEqual({ x: 135, y: 125 });
  });

  test('sides past the second have crops, numbers and proven pairs of their own', () => {
    const page = section(outline(reportInput({ findings: [threeSided()] })), 'finding');

    expect(shotsOf(page).map(({ label }) => label)).toEqual(['1.1', '1.2']);
    expect(cellsOf(page).filter(({ type }) => type === 'crop').map((cell) => (cell.type === 'crop' ? cell.shot.label : ''))).toEqual(['1.3']);
    expect(texts(page.blocks)).toContain('1.1 → 1.3');
    expect(texts(page.blocks)).toContain('scaled 0.50');
  });

  test('a kind with one side has one crop and no transform', () => {
    const { transform: _, ...one } = finding({ kind: 'generated', sides: finding().sides.slice(0, 1), links: [] });

    const page = section(outline(reportInput({ findings: [one] })), 'finding');

    expect(shotsOf(page)).toHaveLength(1);
    expect(texts(page.blocks)).toContain('one place only');
  });

  test('scores are cut so that they agree with their band', () => {
    const page = section(outline(reportInput({ findings: [finding({ score: 0.6599 })] })), 'finding');

    expect(texts(page.blocks)).toContain('Score 0.65');
    expect(texts(page.blocks)).toContain('fair confidence');
  });

  test('the decision in force is shown in full, earlier ones in a line', () => {
    const history = [
      { verdict: 'unsure', who: 'a@lab.example', when: '2026-11-20T10:00:00Z' },
      { verdict: 'dismiss', reason: 'declared', note: 'See the legend.', who: 'b@lab.example', when: '2026-11-21T10:00:00Z' },
    ] as const;

    const made = outline(reportInput({ findings: [finding({ history })] }));

    const page = texts(section(made, 'finding').blocks);
    for (const words of ['dismissed', 'declared in the text', 'See the legend.', 'b@lab.example', 'unsure, a@lab.example']) expect(page).toContain(words);
    expect(made.date).toBe('2026-11-21T10:00:00Z');
  });

  test('measures have names and units; counts are not rounded', () => {
    const measures = { inliers: { value: 1234, unit: '1' }, area: { value: 22_100.4, unit: 'px²' }, rotation: { value: -89.96, unit: 'deg' }, own: { value: 0.12345, unit: '1' } } as const;

    const page = section(outline(reportInput({ findings: [finding({ measures, links: [] })] })), 'finding');

    const [table] = blocksOf(page, 'columns').flatMap(({ right }) => right).filter((block) => block.type === 'table');
    expect(table?.rows.map(({ cells }) => cells)).toEqual([
      ['Matched points that fit the transform', '1,234'], ['Area', '22,100 px²'], ['Rotation', '-90°'], ['own', '0.123'], ['Score', '0.97'],
    ]);
  });

  test('context is explained', () => {
    expect(texts(section(outline(reportInput({ findings: [finding({ context: 'inset' })] })), 'finding').blocks)).toContain('enlarged detail of the other');
  });
});

describe('what was not examined', () => {
  test('panels by class, runs by reason, remarks, and questions not asked', () => {
    const page = texts(section(outline(reportInput({ fileNotes: [{ file: 0, note: 'emf' }] })), 'not-examined').blocks);

    for (const words of [
      'Charts repeat axes', 'Page 2, image f3: 1 panel', 'compute/timeout', 'too little texture', 'reduced to 8', 'odd remark',
      'EMF drawings were skipped', 'splices', 'generated images',
    ]) expect(page).toContain(words);
    expect(page).not.toContain('Every panel found');
  });

  test('says so when nothing was left out', () => {
    const { panels } = evidence();
    const whole = evidence({ panels: panels.filter(({ examined }) => examined), runs: [], figures: [] });

    expect(texts(section(outline(reportInput({ evidence: whole })), 'not-examined').blocks)).toContain('Every panel found');
  });
});

test('cover and appendix name hashes, versions, parameters and what each detector is blind to', () => {
  const made = outline(reportInput());

  const cover = texts(section(made, 'cover').blocks);
  for (const words of ['9f'.repeat(32), 'ab12'.repeat(16), 'touchstone 0.1.0', 'panel-overlap, version 2', 'minInliers 8, ratio 0.8', '1.8 MB (1,834,211 bytes)', 'never of fraud']) expect(cover).toContain(words);
  const methods = texts(section(made, 'methods').blocks);
  for (const words of ['copies without texture', 'panels that share very little area', 'below 0.33']) expect(methods).toContain(words);
});

test('a detector the catalogue does not know is named and points to its card', () => {
  const unknown = evidence({ parameters: { seed: 1, detectors: { 'new-method': {} } }, runs: [] });

  const methods = texts(section(outline(reportInput({ evidence: unknown })), 'methods').blocks);

  expect(methods).toContain('new-method');
  expect(methods).toContain('method card');
});

test('the tree is plain data and the same twice', () => {
  const input = reportInput({ findings: [threeSided()] });

  expect(structuredClone(outline(input))).toEqual(outline(input));
});
