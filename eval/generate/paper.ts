/** Sets a paper as PDF: prose, figures made of panels with letters and scale bars, captions; and says where every panel lies. */
import PDFDocument from 'pdfkit';
import type { Box } from '../../src/core/geometry.ts';
import type { Random } from '../../src/core/random.ts';
import { encodeJpeg, type Bytes } from '../../test/support/synthetic-edit.ts';
import { compoundFigure } from '../../test/support/synthetic-figure.ts';

export interface PaperFigure {
  readonly panels: readonly Bytes<3>[];
  readonly columns: number;
  readonly caption: string;
  /** `flattened`: one raster with gutters; `separate`: every panel an image of its own. */
  readonly set: 'flattened' | 'separate';
  /** Letters and scale bars drawn into a flattened figure. */
  readonly drawn: boolean;
}

export interface Paper {
  readonly title: string;
  readonly figures: readonly PaperFigure[];
  readonly random: Random;
  /** JPEG quality of the embedded pictures. */
  readonly quality: number;
}

export interface Placement {
  /** From 1. */
  readonly page: number;
  /** pt, origin top left. */
  readonly box: Box<'page'>;
}

export interface MadePaper {
  readonly bytes: Uint8Array;
  /** By figure, by panel. */
  readonly placements: readonly (readonly Placement[])[];
}

/** pt. */
const PAGE = { width: 595.28, height: 841.89, margin: 60 };
const COLUMN = PAGE.width - 2 * PAGE.margin;

/** One page of prose, then one page for each figure with more prose below. */
export async function setPaper({ title, figures, random, quality }: Paper): Promise<MadePaper> {
  const doc = new PDFDocument({ size: 'A4', margin: PAGE.margin, autoFirstPage: false, info: { Title: title, CreationDate: new Date(0) } });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => doc.on('end', resolve));

  doc.addPage();
  doc.font('Times-Bold').fontSize(17).text(title).moveDown();
  prose(doc, random, 4);
  const placements: (readonly Placement[])[] = [];
  for (const [i, figure] of figures.entries()) {
    doc.addPage();
    const top = PAGE.margin + (random.next() < 0.5 ? 0 : 30);
    const { boxes, bottom } = figure.set === 'flattened' ? await setFlattened(doc, figure, top, quality) : await setSeparate(doc, figure, top, quality);
    placements.push(boxes.map((box) => ({ page: i + 2, box })));
    doc.font('Times-Bold').fontSize(9).text(`Figure ${i + 1}. `, PAGE.margin, bottom + 8, { continued: true, width: COLUMN });
    doc.font('Times-Roman').text(figure.caption).moveDown();
    if (doc.y < 620) prose(doc, random, 1);
  }
  doc.end();
  await ended;
  return { bytes: new Uint8Array(Buffer.concat(chunks)), placements };
}

interface SetFigure { readonly boxes: readonly Box<'page'>[]; readonly bottom: number }
type Doc = InstanceType<typeof PDFDocument>;

async function setFlattened(doc: Doc, { panels, columns, drawn }: PaperFigure, top: number, quality: number): Promise<SetFigure> {
  const { image, boxes } = compoundFigure(panels, { columns, gutter: 12, margin: 8, letters: drawn, scaleBars: drawn });
  const zoom = Math.min(COLUMN / image.width, 480 / image.height);
  doc.image(await encodeJpeg(image, quality), PAGE.margin, top, { width: image.width * zoom, height: image.height * zoom });
  const placed = boxes.map(({ x, y, width, height }) => ({ x: PAGE.margin + x * zoom, y: top + y * zoom, width: width * zoom, height: height * zoom }));
  return { boxes: placed, bottom: top + image.height * zoom };
}

async function setSeparate(doc: Doc, { panels, columns }: PaperFigure, top: number, quality: number): Promise<SetFigure> {
  const boxes: Box<'page'>[] = [];
  const gutter = 10;
  const cell = (COLUMN - (columns - 1) * gutter) / columns;
  const rows = Array.from({ length: Math.ceil(panels.length / columns) }, (_, r) => panels.slice(r * columns, (r + 1) * columns));
  const tallest = rows.map((row) => Math.max(...row.map(({ width, height }) => (height / width) * cell)));
  const zoom = Math.min(1, 480 / tallest.reduce((sum, h) => sum + h + 16, 0));
  let y = top;
  for (const [r, row] of rows.entries()) {
    for (const [c, panel] of row.entries()) {
      const box = { x: PAGE.margin + c * (cell * zoom + gutter), y: y + 12, width: cell * zoom, height: ((panel.height / panel.width) * cell) * zoom };
      doc.font('Helvetica-Bold').fontSize(9).text(String.fromCharCode(65 + r * columns + c), box.x, y, { lineBreak: false });
      doc.image(await encodeJpeg(panel, quality), box.x, box.y, { width: box.width, height: box.height });
      boxes.push(box);
    }
    y += (tallest[r] ?? 0) * zoom + 16;
  }
  return { boxes, bottom: y };
}

const SENTENCES = [
  'Cells were fixed in paraformaldehyde, washed three times and mounted before imaging.', 'Representative fields are shown for every condition.',
  'All exposures were taken with the same settings and processed alike.', 'Protein was separated on gels of ten per cent and transferred to membranes.',
  'Membranes were blocked, probed over night and developed with enhanced luminescence.', 'At least three independent experiments were carried out and quantified.',
  'Bars give the mean and the standard deviation; groups were compared by a two-sided test.', 'No image was excluded from the analysis.',
] as const;

function prose(doc: Doc, random: Random, paragraphs: number): void {
  doc.font('Times-Roman').fontSize(10.5);
  for (let p = 0; p < paragraphs; p++) {
    const text = Array.from({ length: 6 + random.int(5) }, () => SENTENCES[random.int(SENTENCES.length)] ?? '').join(' ');
    doc.text(text, PAGE.margin, undefined, { width: COLUMN, align: 'justify' }).moveDown(0.6);
  }
}
