/** A small paper with known truth: two figures on two pages share a field of view, one of them turned; a third holds a region copied within it. */
import { createHash } from 'node:crypto';
import PDFDocument from 'pdfkit';
import { applyTo, type Box, invert, type Matrix, multiply, type Point, translation } from '../../../src/core/geometry.ts';
import { contains } from '../../../src/core/regions.ts';
import { box, crop, encodePng, micrograph, similarity, transformRegion, warp } from '../../support/synthetic.ts';

export interface Placed {
  /** From 1. */
  readonly page: number;
  /** pt, origin top left. */
  readonly box: Box<'page'>;
  /** px */
  readonly width: number;
  readonly height: number;
}

export interface TruthSide {
  readonly figure: Placed;
  /** Whether a pixel of the figure is part of it. */
  has(pixel: Point): boolean;
}

export interface Truth {
  readonly kind: 'duplicate' | 'copy-move';
  readonly sides: readonly [TruthSide, TruthSide];
}

export interface Paper {
  readonly bytes: Uint8Array;
  readonly truths: { readonly shared: Truth; readonly copied: Truth };
  readonly figures: readonly Placed[];
  /** The figures as PNG. */
  readonly pictures: readonly Uint8Array[];
}

const PAGE = { width: 595, height: 842 };
const SIZE = { width: 360, height: 280 };
/** deg; figure 2 shows the field turned by so much. */
export const TURN = 25;
const FIGURES: readonly Placed[] = [
  { page: 1, box: { x: 72, y: 120, width: 270, height: 210 }, ...SIZE },
  { page: 2, box: { x: 90, y: 80, width: 270, height: 210 }, ...SIZE },
  { page: 2, box: { x: 200, y: 420, width: 315, height: 245 }, ...SIZE },
];

let made: Promise<Paper> | undefined;

/** Always the same bytes. */
export function paper(): Promise<Paper> {
  return (made ??= makePaper());
}

async function makePaper(): Promise<Paper> {
  const [first, second, third] = FIGURES as readonly [Placed, Placed, Placed];
  const field = micrograph('e2e/field', 620, 520);
  const toFirst = translation(-60, -90);
  const toSecond = similarity({ rotation: TURN }, { x: 300, y: 260 }, { x: SIZE.width / 2, y: SIZE.height / 2 });
  const clone = transformRegion(micrograph('e2e/copied', SIZE.width, SIZE.height), { from: box(30, 40, 110, 90), to: { x: 270, y: 190 }, contrast: 1.05 });
  const pictures = [crop(field, box(60, 90, SIZE.width, SIZE.height)), warp(field, toSecond, SIZE.width, SIZE.height), clone.image];
  const firstToSecond = multiply(toSecond, invert(toFirst));
  const encoded = await Promise.all(pictures.map(encodePng));
  return {
    bytes: await writePaper(encoded),
    figures: FIGURES,
    pictures: encoded.map((png) => new Uint8Array(png)),
    truths: {
      shared: { kind: 'duplicate', sides: [sharedSide(first, firstToSecond), sharedSide(second, invert(firstToSecond))] },
      copied: { kind: 'copy-move', sides: [{ figure: third, has: (p) => contains(clone.source, p) }, { figure: third, has: (p) => contains(clone.copy, p) }] },
    },
  };
}

/** What both figures show: inside this one, and where `toOther` takes it, inside the other. */
function sharedSide(figure: Placed, toOther: Matrix): TruthSide {
  const inside = ({ x, y }: Point): boolean => x >= 0 && y >= 0 && x < SIZE.width && y < SIZE.height;
  return { figure, has: (pixel) => inside(pixel) && inside(applyTo(toOther, pixel)) };
}

function writePaper(pngs: readonly Buffer[]): Promise<Uint8Array> {
  const document = new PDFDocument({ size: [PAGE.width, PAGE.height], margin: 72, info: { CreationDate: new Date(0), ModDate: new Date(0), Title: 'Two figures' }, autoFirstPage: false });
  return collect(document, () => {
    for (const page of [1, 2]) {
      document.addPage();
      document.fontSize(14).text(page === 1 ? 'A small paper' : '', 72, 60, { lineBreak: false });
      for (const [i, figure] of FIGURES.entries()) {
        const { box: place } = figure;
        if (figure.page !== page) continue;
        document.image(pngs[i] ?? Buffer.alloc(0), place.x, place.y, { width: place.width, height: place.height });
        document.fontSize(9).text(`Figure ${i + 1}. Cells under the microscope.`, place.x, place.y + place.height + 8, { lineBreak: false });
      }
    }
  });
}

/** The bytes of a pdfkit document that `write` draws. */
export function collect(document: PDFKit.PDFDocument, write: () => void): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    document.on('error', reject);
    write();
    document.end();
  });
}

/** Intersection over union of an outline and a side's truth, both in pt of its page, by a grid of points 2 pt apart. */
export function agreement(outline: readonly Point[], { figure, has }: TruthSide): number {
  let both = 0;
  let either = 0;
  for (let y = 1; y < PAGE.height; y += 2) {
    for (let x = 1; x < PAGE.width; x += 2) {
      const claimed = contains({ polygon: outline }, { x, y });
      const pixel = { x: ((x - figure.box.x) / figure.box.width) * figure.width, y: ((y - figure.box.y) / figure.box.height) * figure.height };
      const true_ = has(pixel);
      both += Number(claimed && true_);
      either += Number(claimed || true_);
    }
  }
  return either === 0 ? 0 : both / either;
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
