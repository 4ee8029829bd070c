/**
 * Makes src/demo/demo-paper.pdf: three pages that look like a short paper, with two things to find and an innocent figure.
 * The experiment is invented. Micrographs: test/fixtures/science (CC0); blots: drawn by seeded code.
 *
 *   node scripts/make-demo-paper.ts
 */
import { readFile, writeFile } from 'node:fs/promises';
import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import { image } from '../src/core/image.ts';
import { seededRandom } from '../src/core/random.ts';
import { blot, crop, encodeJpeg, noise, tone, toRgb } from '../test/support/synthetic.ts';
import { similarity, warp, type Bytes, type Move } from '../test/support/synthetic-edit.ts';
import { compoundFigure } from '../test/support/synthetic-figure.ts';
import { ABSTRACT, AUTHORS, CAPTIONS, DISCUSSION, INTRODUCTION, METHODS, NOTICE, REFERENCES, RESULTS, TITLE } from './demo-paper-text.ts';

/** pt. */
const PAGE = { width: 595.28, height: 841.89, margin: 54, gutter: 18 };
const WIDTH = PAGE.width - 2 * PAGE.margin;
const COLUMN = (WIDTH - PAGE.gutter) / 2;

const doc = new PDFDocument({ size: 'A4', margin: PAGE.margin, autoFirstPage: false, info: { Title: TITLE, Author: 'Touchstone demonstration', CreationDate: new Date('2026-11-22T00:00:00Z') } });
const chunks: Buffer[] = [];
doc.on('data', (chunk: Buffer) => chunks.push(chunk));
const ended = new Promise<void>((resolve) => doc.on('end', resolve));

firstPage();
await secondPage();
await thirdPage();
doc.end();
await ended;
const bytes = Buffer.concat(chunks);
await writeFile(new URL('../src/demo/demo-paper.pdf', import.meta.url), bytes);
console.log(`src/demo/demo-paper.pdf: ${bytes.length} bytes`);

function firstPage(): void {
  newPage(1);
  doc.font('Helvetica').fontSize(7.5).fillColor('#7a1f1f').text(NOTICE, PAGE.margin, PAGE.margin - 14, { width: WIDTH });
  doc.fillColor('black').font('Times-Bold').fontSize(19).text(TITLE, PAGE.margin, PAGE.margin + 24, { width: WIDTH });
  doc.font('Times-Roman').fontSize(10.5).text(AUTHORS, { width: WIDTH }).moveDown(0.8);
  const top = doc.y;
  doc.moveTo(PAGE.margin, top).lineTo(PAGE.width - PAGE.margin, top).lineWidth(0.6).stroke('#444444');
  doc.font('Times-Bold').fontSize(9.5).text('Abstract. ', PAGE.margin, top + 8, { continued: true, width: WIDTH, align: 'justify' });
  doc.font('Times-Roman').text(ABSTRACT).moveDown(0.7);
  doc.moveTo(PAGE.margin, doc.y).lineTo(PAGE.width - PAGE.margin, doc.y).stroke('#444444');
  columns([['Introduction', INTRODUCTION], ['Materials and methods', METHODS]], doc.y + 14);
}

/** Figure 1: six fields; C shows a part of A again, turned by a quarter and a bit, and darker. */
async function secondPage(): Promise<void> {
  newPage(2);
  const [first, second, third, fourth] = [await decode('nuc696_00'), await decode('nuc696_02'), await decode('nuc696_03'), await decode('nuc696_05')];
  const random = seededRandom('demo');
  const field = (source: Bytes<3>, x: number, y: number, move: Move = {}): Bytes<3> => warp(source, similarity(move, { x, y }, { x: 150, y: 120 }), 300, 240);
  const panels = [
    field(first, 210, 180), field(second, 260, 220), noise(tone(field(first, 345, 275, { rotation: 112 }), { contrast: 0.88, brightness: -8 }), 1.5, random),
    field(third, 260, 260), field(fourth, 240, 200), field(fourth, 520, 380),
  ].map(blue);
  const figure = compoundFigure(panels, { columns: 3, gutter: 10, margin: 4 });
  const height = (figure.image.height / figure.image.width) * WIDTH;
  doc.image(await encodeJpeg(figure.image, 92), PAGE.margin, PAGE.margin + 6, { width: WIDTH, height });
  caption('Figure 1. ', CAPTIONS.first, PAGE.margin + 6 + height + 6);
  columns([['Results', RESULTS]], doc.y + 12);
}

/** Figure 2: strips; the loading control of the second cell line is that of the first, mirrored and lighter. Figure 3: nothing wrong. */
async function thirdPage(): Promise<void> {
  newPage(3);
  const random = seededRandom('demo blots');
  const strip = (seed: string, even = false): Bytes<3> => toRgb(blot(seed, 520, 84, { lanes: 6, rows: 1, even }));
  const control = strip('actin', true);
  const reused = noise(tone(mirrored(crop(control, { x: 8, y: 4, width: 504, height: 76 })), { contrast: 0.82, brightness: 14, gamma: 1.1 }), 1.2, random);
  const rows = [['Scaf1', strip('scaf-a'), strip('scaf-b')], ['p-Erk', strip('erk-a'), strip('erk-b')], ['Actin', control, reused]] as const;
  const cell = (WIDTH - 60 - 16) / 2;
  let y = PAGE.margin + 22;
  doc.font('Helvetica').fontSize(8.5).fillColor('black');
  for (const [c, name] of ['Line 1', 'Line 2'].entries()) doc.text(name, PAGE.margin + 60 + c * (cell + 16), PAGE.margin + 8, { width: cell, align: 'center' });
  for (const [label, left, right] of rows) {
    const height = (left.height / left.width) * cell;
    doc.fontSize(8.5).text(label, PAGE.margin, y + height / 2 - 5, { width: 54, align: 'right' });
    for (const [c, picture] of [left, right].entries()) {
      const x = PAGE.margin + 60 + c * (cell + 16);
      doc.image(await encodeJpeg(picture, 90), x, y, { width: cell, height });
      doc.rect(x, y, cell, height).lineWidth(0.5).stroke('black');
    }
    y += height + 7;
  }
  caption('Figure 2. ', CAPTIONS.second, y + 3);
  const top = doc.y + 12;
  chart(PAGE.margin, top, 190, 130);
  for (const [i, name] of ['hist320_04', 'hist320_17'].entries()) {
    const picture = toRgb(await decode(name));
    doc.image(await encodeJpeg(picture, 92), PAGE.margin + 206 + i * 144, top, { width: 136, height: 136 * (picture.height / picture.width) });
  }
  caption('Figure 3. ', CAPTIONS.third, top + 142);
  columns([['Discussion', DISCUSSION], ['References', REFERENCES]], doc.y + 12);
}

function newPage(number: number): void {
  doc.addPage();
  doc.font('Times-Roman').fontSize(8).fillColor('#444444').text(`Touchstone demonstration  ·  ${number}`, PAGE.margin, PAGE.height - PAGE.margin + 4, { width: WIDTH, align: 'center', lineBreak: false, height: 10 });
  doc.fillColor('black');
}

function caption(name: string, text: string, y: number): void {
  doc.font('Times-Bold').fontSize(8.5).text(name, PAGE.margin, y, { continued: true, width: WIDTH, align: 'justify' });
  doc.font('Times-Roman').text(text);
}

/** Sections in two columns of about the same length. */
function columns(sections: readonly (readonly [string, readonly string[]])[], top: number): void {
  const blocks = sections.flatMap(([heading, paragraphs]) => [
    { font: 'Times-Bold', size: 11, text: heading }, ...paragraphs.map((text) => ({ font: 'Times-Roman', size: heading === 'References' ? 8.5 : 10.6, text })),
  ]);
  const heights = blocks.map(({ font, size, text }) => doc.font(font).fontSize(size).heightOfString(text, { width: COLUMN, align: 'justify' }) + 5);
  const half = heights.reduce((sum, h) => sum + h, 0) / 2;
  let [column, y] = [0, top];
  for (const [i, { font, size, text }] of blocks.entries()) {
    const ahead = font === 'Times-Bold' ? (heights[i] ?? 0) + (heights[i + 1] ?? 0) / 2 : (heights[i] ?? 0) / 2; // a heading stays with its text
    if (column === 0 && y - top + ahead > half) [column, y] = [1, top];
    doc.font(font).fontSize(size).text(text, PAGE.margin + column * (COLUMN + PAGE.gutter), y, { width: COLUMN, align: 'justify' });
    y += heights[i] ?? 0;
  }
}

function chart(x: number, y: number, width: number, height: number): void {
  const bars = [['Control', 22], ['Stress', 71], ['Stress + inhibitor', 34]] as const;
  const [left, bottom] = [x + 28, y + height - 18];
  doc.lineWidth(0.8).moveTo(left, y).lineTo(left, bottom).lineTo(x + width, bottom).stroke('black');
  doc.font('Helvetica').fontSize(6.5).fillColor('black');
  for (const tick of [0, 25, 50, 75, 100]) {
    const ty = bottom - (tick / 100) * (height - 24);
    doc.moveTo(left - 3, ty).lineTo(left, ty).stroke('black').text(String(tick), x, ty - 3, { width: 22, align: 'right', lineBreak: false });
  }
  for (const [i, [name, value]] of bars.entries()) {
    const [bx, h] = [left + 14 + i * 50, (value / 100) * (height - 24)];
    doc.rect(bx, bottom - h, 30, h).fillAndStroke(['#9db4c0', '#5c6b73', '#c2dfe3'][i] ?? 'grey', 'black');
    doc.moveTo(bx + 15, bottom - h - 7).lineTo(bx + 15, bottom - h + 7).moveTo(bx + 11, bottom - h - 7).lineTo(bx + 19, bottom - h - 7).stroke('black');
    doc.fillColor('black').text(name, bx - 10, bottom + 4, { width: 50, align: 'center' });
  }
}

/** Stretched to the full range, as authors do. */
async function decode(name: string): Promise<Bytes<3>> {
  const bytes = await readFile(new URL(`../test/fixtures/science/${name}.png`, import.meta.url));
  const { data, info } = await sharp(bytes).removeAlpha().toColourspace('srgb').normalise({ lower: 0.5, upper: 99.7 }).raw().toBuffer({ resolveWithObject: true });
  return toRgb(image(info.width, info.height, info.channels === 1 ? 1 : 3, new Uint8Array(data)));
}

/** The look of a nuclear stain. */
function blue(picture: Bytes<3>): Bytes<3> {
  return { ...picture, data: Uint8Array.from(picture.data, (v, i) => Math.round(v * ([0.3, 0.55, 1][i % 3] ?? 1))) };
}

function mirrored(picture: Bytes<3>): Bytes<3> {
  return warp(picture, [-1, 0, picture.width, 0, 1, 0, 0, 0, 1], picture.width, picture.height);
}
