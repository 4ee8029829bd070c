import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evidence, finding, noPictures, pictures, reportInput, threeSided } from '../../test/fixtures/report/evidence.ts';
import { outline } from './outline.ts';
import type { Pictures } from './pictures.ts';
import { renderPdf } from './render-pdf.ts';
import type { ReportInput } from './report-input.ts';

let folder = '';
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'report-'))));
afterAll(() => rmSync(folder, { recursive: true }));

/** Poppler's reading of a PDF. */
function read(pdf: Uint8Array): { readonly text: string; readonly pages: number; readonly info: string; readonly fonts: string } {
  const path = join(folder, 'report.pdf');
  writeFileSync(path, pdf);
  const run = (command: string, ...args: string[]) => execFileSync(command, args, { encoding: 'utf8', maxBuffer: 1e8 });
  const info = run('pdfinfo', path);
  return { text: run('pdftotext', '-layout', path, '-').replace(/[ \u00a0]+/g, ' '), pages: Number(/Pages:\s+(\d+)/.exec(info)?.[1]), info, fonts: run('pdffonts', path) };
}

const render = async (changes: Partial<ReportInput>, from: Pictures = pictures) => read(await renderPdf(outline(reportInput(changes)), from));

/** One small picture for everything. */
async function cheap(): Promise<Pictures> {
  const one = await pictures.figure('f1', 40);
  return { crop: async () => one, page: async () => one, figure: async () => one };
}

describe('pages', () => {
  test('no finding: cover, summary, not examined, methods', async () => {
    const { pages, text, info } = await render({});

    expect(pages).toBe(4);
    expect(text).toContain('There is no finding with a score of 0.33 or above.');
    expect(text).toMatch(/3 ?\/ ?4\n/);
    expect(text).toContain('evidence ab12ab12ab12');
    expect(info).toContain('Image evidence report: manuscript.pdf');
    expect(info).toMatch(/Page size:\s+595\.28 x 841\.89 pts \(A4\)/);
  });

  test('one finding takes one page, with its decision, context and every part', async () => {
    const history = [{ verdict: 'confirm', level: 'II', who: 'reviewer@lab.example', when: '2026-11-21T10:00:00Z', note: 'Same field.' }] as const;

    const { pages, text } = await render({ findings: [finding({ history, context: 'inset' })] });

    expect(pages).toBe(5);
    for (const words of ['Finding 1', 'Score 0.97', '24 matched points', '1.2 laid onto 1.1', 'scaled 1.34', 'Level II', 'Same field.', 'Context: Inset']) expect(text).toContain(words);
  });

  test('both crops have one scale, worded in pixels per cm', async () => {
    const { text } = await render({ findings: [finding()] });
    const [, a, b] = /(\d+) px of 1\.1 and (\d+) px of 1\.2 per cm/.exec(text.replace(/\s+/g, ' ')) ?? [];

    expect(Number(b) / Number(a)).toBeCloseTo(1.34, 1);
  });

  test('a third side follows on a second page', async () => {
    const { pages, text } = await render({ findings: [threeSided()] });

    expect(pages).toBe(6);
    expect(text).toContain('Further places');
    expect(text).toContain('Proven pairs');
  });

  /** A report of the full 1000 pages is made in the test of row IT-075. */
  test('more findings than the limit: a page for each up to it, and a last one that counts the others', async () => {
    const findings = Array.from({ length: 140 }, (_, i) => finding({ number: i + 1, score: 1 - i / 2000 }));

    const { pages, text } = await render({ findings, minScore: 0, limit: 120 }, await cheap());

    expect(text.match(/^ ?Finding \d+/gm)).toHaveLength(120);
    expect(text).not.toContain('Finding 121');
    expect(text.split('\f').at(-2)).toContain('20 more findings');
    expect(pages).toBeGreaterThan(120);
    expect(text).toMatch(new RegExp(`${pages} ?/ ?${pages}\n`));
  });

  test('40 sides run on without losing the page numbers', async () => {
    const { sides: [one, two] } = finding();
    const sides = Array.from({ length: 40 }, (_, i) => (i % 2 ? two : one)).filter((side) => side !== undefined);

    const { text } = await render({ findings: [finding({ sides })] });

    expect(text).toContain('1.26');
    expect(text).toContain('14 more places are in the web view.');
  });
});

describe('languages', () => {
  test.each([
    ['ko', ['이미지 증거 보고서', '발견 1', '시계 방향으로 90° 회전', '검사하지 않은 항목', '방법과 한계']],
    ['fr', ['Rapport d’examen d’images', 'Constat 1', 'Score 0,97', 'Ce qui n’a pas été examiné', 'Méthodes et limites']],
  ] as const)('%s reads back as written, every font embedded', async (language, expected) => {
    const { text, fonts, pages } = await render({ language, findings: [finding()] });

    for (const words of expected) expect(text).toContain(words);
    expect(text).not.toContain('\ufffd');
    const rows = fonts.trim().split('\n').slice(2);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toMatch(/yes yes yes/);
    expect(pages).toBe(5);
  });
});

describe('what people write', () => {
  const named = (name: string) => evidence({ files: [{ name, sha256: '0'.repeat(64), bytes: 10, format: 'pdf' }] });

  test('scripts mix in one name; decomposed Korean is composed; what no font has is seen to be missing', async () => {
    const { text } = await render({ evidence: named(`${'논문'.normalize('NFD')} été Ωμέγα Жук 東京 ไทย.pdf`) });

    expect(text).toContain('논문 été Ωμέγα Жук 東京 \ufffd');
    expect(text).toMatch(/\ufffd\.pdf/);
  });

  test('controls and marks that reorder or hide text are taken out', async () => {
    const { text } = await render({ evidence: named('in\u202evoice\u0000\u0007\u200b\u2066x.pdf'), name: 'a\nb\tc' });

    expect(text).toContain('invoicex.pdf');
    expect(text).not.toMatch(/[\u202e\u0000\u0007\u200b\u2066]/);
  });

  test('a very long name is cut in its middle and stays on the paper', async () => {
    const { text, pages } = await render({ evidence: named(`${'x'.repeat(5000)}.pdf`), name: 'y'.repeat(5000) });

    expect(pages).toBe(4);
    const joined = text.replace(/\s/g, '');
    expect(joined).toMatch(/x{150,}…x{80,}\.pdf/);
    expect(joined).toMatch(/y{150,}…y{80,}/);
  });

  test('a long note runs over pages and keeps its end', async () => {
    const note = `${'Words that fill a line of the note. '.repeat(330)}LAST`;

    const { text, pages } = await render({ findings: [finding({ history: [{ verdict: 'unsure', who: 'w', when: '2026-11-21T10:00:00Z', note }] })] });

    expect(text).toContain('LAST');
    expect(pages).toBeGreaterThan(5);
  });

  test('no text breaks the renderer', async () => {
    const pages = await cheap();
    await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 60 }), async (name, note) => {
      const history = [{ verdict: 'unsure', who: name, when: '2026-11-21T10:00:00Z', note }] as const;
      const pdf = await renderPdf(outline(reportInput({ name, evidence: named(name), language: 'ko', findings: [finding({ history, id: note })] })), pages);
      expect(Buffer.from(pdf.subarray(0, 5)).toString()).toBe('%PDF-');
    }), { numRuns: 12, seed: 20261122 });
  });
});

test('the same input gives the same bytes, also with transparent PNGs', async () => {
  const png = await sharp({ create: { width: 600, height: 300, channels: 4, background: { r: 90, g: 20, b: 160, alpha: 0.5 } } }).png().toBuffer();
  const mixed: Pictures = { ...pictures, figure: async () => png, page: async () => png };
  const digest = async () => createHash('sha256').update(await renderPdf(outline(reportInput({ findings: [threeSided()] })), mixed)).digest('hex');

  const digests = new Set([await digest(), await digest(), await digest(), await digest()]);

  expect(digests.size).toBe(1);
});

test('each picture is asked for once and kept once', async () => {
  const asked: string[] = [];
  const counting: Pictures = { ...pictures, crop: (figure, box, side) => (asked.push(`${figure} ${box.x} ${side}`), pictures.crop(figure, box, side)) };

  await renderPdf(outline(reportInput({ findings: [finding(), finding({ number: 2, score: 0.9 })] })), counting);

  expect(asked.toSorted()).toEqual([...new Set(asked)].toSorted());
  expect(asked).toHaveLength(2);
});

test('pictures that cannot be had leave a visible gap', async () => {
  const { text } = await render({ findings: [threeSided()] }, noPictures);

  expect(text).toContain('Picture not available');
});

test('a bug in the source of pictures is not hidden', async () => {
  const broken: Pictures = { ...pictures, crop: () => Promise.reject(new TypeError('a bug')) };

  await expect(renderPdf(outline(reportInput({ findings: [finding()] })), broken)).rejects.toThrow('a bug');
});

test('nonsense geometry draws something and breaks nothing', async () => {
  const { sides: [one] } = finding();
  const odd = [
    finding({ transform: [0, 0, 0, 0, 0, 0, 0, 0, 0], links: [] }),
    finding({ number: 2, sides: [], links: [], score: 0.9 }),
    finding({ number: 3, sides: one ? [{ image: 'nowhere', region: one.region }] : [], links: [], score: 0.8 }),
    finding({ number: 4, sides: one ? [{ ...one, region: { polygon: [{ x: NaN, y: 0 }, { x: 1e9, y: 5 }] } }] : [], links: [], score: 0.7 }),
  ];

  expect((await render({ findings: odd })).text).toContain('Finding 4');
});
