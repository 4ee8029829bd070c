/** Drawings of the kinds papers are full of, as SVG: none of them holds a photograph, a micrograph or a blot, so none of it is to be examined. */
import type { Random } from '../../src/core/random.ts';

const W = 900;
const H = 640;
const PALETTE = ['#4c72b0', '#dd8452', '#55a868', '#c44e52', '#8172b3', '#937860', '#da8bc3', '#8c8c8c', '#ccb974', '#64b5cd'];
const RESIDUES = 'ACDEFGHIKLMNPQRSTVWY';

type Draw = (random: Random) => string;

/** Each gives the body of an SVG of 900 × 640. */
export const DRAWINGS: Readonly<Record<string, Draw>> = {
  'heat map': (r) => cells(30, 24, () => hsl(280 - 220 * r.next() ** 2, 70, 25 + 50 * r.next())),
  'diverging heat map': (r) => cells(60, 80, () => { const v = r.next() + r.next() - 1; return v > 0 ? rgb(255, 255 * (1 - v), 255 * (1 - v)) : rgb(255 * (1 + v), 255 * (1 + v), 255); }),
  'grey matrix': (r) => cells(12, 12, () => { const v = 255 * r.next(); return rgb(v, v, v); }),
  'correlated matrix': (r) => cells(40, 40, (x, y) => { const v = 230 * Math.exp(-Math.abs(x - y) / 6) * (0.6 + 0.4 * r.next()); return rgb(255 - v, 255 - v, 255 - v / 2); }),
  'sequence logo': (r) => axes() + times(28, (i) => times(3, (k) => `<text x="${70 + i * 29}" y="${520 - k * 120}" font-size="${50 + r.int(90)}" textLength="27" lengthAdjust="spacingAndGlyphs" font-weight="bold" fill="${pick(PALETTE, r)}">${'ACGT'[r.int(4)] ?? 'A'}</text>`)),
  alignment: (r) => times(18, (y) => times(50, (x) => { const letter = RESIDUES[r.int(20)] ?? 'A'; return rect(20 + x * 17, 20 + y * 32, 17, 30, r.next() < 0.5 ? pick(PALETTE, r) : '#fff') + text(23 + x * 17, 42 + y * 32, letter, 18); })),
  'shaded table': (r) => times(16, (y) => rect(20, 20 + y * 36, 860, 36, y % 2 ? '#e8eef7' : '#fff') + times(5, (x) => text(30 + x * 170, 44 + y * 36, words(r, 1 + r.int(2)), 17))),
  text: (r) => times(26, (y) => text(20, 30 + y * 23, words(r, 13), 16)),
  'grey-ground scatter': (r) => rect(70, 20, 800, 540, '#ebebeb') + times(8, (i) => rect(70, 60 + i * 62, 800, 2, '#fff') + rect(120 + i * 95, 20, 2, 540, '#fff')) + dots(r, 300, 4),
  volcano: (r) => axes() + times(1500, () => { const x = r.next() + r.next() - 1; const y = x * x * 2 * r.next(); return dot(460 + x * 380, 560 - y * 260, 3, y > 0.5 ? (x > 0 ? '#c44e52' : '#4c72b0') : '#bbb'); }),
  embedding: (r) => times(9, (c) => { const [x, y] = [150 + 600 * r.next(), 120 + 400 * r.next()]; return times(350, () => dot(x + 70 * gauss(r), y + 60 * gauss(r), 2, PALETTE[c] ?? '#000')); }),
  'flow cytometry': (r) => axes() + times(2500, () => { const [u, v] = [gauss(r), gauss(r)]; return dot(380 + 110 * u, 320 + 90 * v, 1.5, hsl(240 - 240 * Math.exp(-(u * u + v * v)), 95, 50)); }),
  venn: () => circle(330, 260, 200, '#4c72b0') + circle(550, 260, 200, '#dd8452') + circle(440, 410, 200, '#55a868') + text(250, 230, '124', 34) + text(600, 230, '87', 34) + text(420, 330, '45', 34),
  tree: (r) => times(40, (i) => { const x = 80 + r.int(500); return line(x, 20 + i * 15, 700, 20 + i * 15) + line(x, 20 + i * 15, x, 20 + Math.min(40, i + r.int(8)) * 15) + text(706, 25 + i * 15, words(r, 2), 12); }),
  'black bars': (r) => axes() + times(30, (i) => { const h = 60 + 440 * r.next(); return rect(80 + i * 26, 560 - h, 20, h, '#000'); }),
  'box plot': (r) => axes() + times(10, (i) => { const y = 100 + 250 * r.next(); return rect(90 + i * 80, y, 44, 110, PALETTE[i] ?? '#000') + line(112 + i * 80, y - 60, 112 + i * 80, y + 170) + line(90 + i * 80, y + 50, 134 + i * 80, y + 50) + times(14, () => dot(95 + i * 80 + 34 * r.next(), y + 110 * r.next(), 3, '#333')); }),
  'stacked bars': (r) => axes() + times(14, (i) => { let y = 560; return times(5, (k) => { const h = 30 + 60 * r.next(); y -= h; return rect(80 + i * 58, y, 46, h, PALETTE[k] ?? '#000'); }); }),
  'lines with bands': (r) => axes() + times(4, (k) => { const ys = walk(r, 60, 120 + 100 * k); const at = (d: number): string => ys.map((y, i) => `${70 + i * 13.5},${(y + d).toFixed(1)}`).join(' '); return `<polygon points="${at(-18)} ${ys.map((y, i) => `${70 + i * 13.5},${(y + 18).toFixed(1)}`).reverse().join(' ')}" fill="${PALETTE[k] ?? ''}" fill-opacity=".25"/><polyline points="${at(0)}" fill="none" stroke="${PALETTE[k] ?? ''}" stroke-width="3"/>`; }),
  'genome tracks': (r) => times(7, (k) => text(4, 74 + k * 86, 'ChIP', 14) + line(60, 90 + k * 86, 890, 90 + k * 86) + times(400, (i) => { const h = 70 * r.next() ** 6 + 3; return rect(60 + i * 2, 90 + k * 86 - h, 2, h, PALETTE[k] ?? '#000'); })),
  'bubble matrix': (r) => times(20, (x) => times(14, (y) => dot(120 + x * 38, 40 + y * 40, 3 + 13 * r.next(), hsl(r.next() * 60, 80, 50)))) + times(14, (y) => text(10, 45 + y * 40, words(r, 1), 14)),
  'dark scatter': (r) => rect(0, 0, W, H, '#000') + line(70, 20, 70, 560, '#fff') + line(70, 560, 880, 560, '#fff') + dots(r, 250, 4) + times(6, (i) => text(80 + i * 130, 590, String(i * 10), 16, '#fff')),
  pathway: (r) => '<defs><linearGradient id="g" x2="0" y2="1"><stop offset="0" stop-color="#fff"/><stop offset="1" stop-color="#4c9"/></linearGradient></defs>' + times(12, (i) => { const [x, y] = [40 + (i % 4) * 215, 40 + Math.floor(i / 4) * 200]; return `<rect x="${x}" y="${y}" width="150" height="80" rx="20" fill="url(#g)" stroke="#333" stroke-width="2"/>` + text(x + 20, y + 45, words(r, 1), 20) + line(x + 150, y + 40, x + 215, y + 40) + line(x + 75, y + 80, x + 75, y + 200); }),
  pies: (r) => times(6, (i) => { const [x, y] = [160 + (i % 3) * 290, 170 + Math.floor(i / 3) * 300]; let a = 0; return times(5, (k) => { const b = k === 4 ? 2 * Math.PI : Math.min(2 * Math.PI, a + 0.4 + r.next() * 1.4); const d = `M${x} ${y} L${x + 120 * Math.cos(a)} ${y + 120 * Math.sin(a)} A120 120 0 ${b - a > Math.PI ? 1 : 0} 1 ${x + 120 * Math.cos(b)} ${y + 120 * Math.sin(b)} Z`; a = b; return `<path d="${d}" fill="${PALETTE[k] ?? '#000'}"/>`; }); }),
  'kaplan-meier': (r) => axes() + times(3, (k) => { let y = 40; let path = `M70 ${y}`; for (let x = 90; x < 870; x += 20) { const next = Math.min(540, y + r.next() * (12 + 10 * k)); path += ` L${x} ${y} L${x} ${next}`; y = next; } return `<path d="${path}" fill="none" stroke="${PALETTE[k] ?? ''}" stroke-width="3"/>`; }),
  chromatogram: (r) => axes() + times(9, (i) => { const [x, h] = [120 + i * 85, 100 + 380 * r.next()]; return `<path d="M${x - 40} 560 Q${x - 8} 560 ${x} ${560 - h} Q${x + 8} 560 ${x + 40} 560" fill="none" stroke="#000" stroke-width="2"/>`; }),
};

/** The whole SVG of one kind. */
export function drawing(kind: string, random: Random): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${W}" height="${H}" font-family="sans-serif"><rect width="${W}" height="${H}" fill="#fff"/>${DRAWINGS[kind]?.(random) ?? ''}</svg>`;
}

const times = (n: number, draw: (i: number) => string): string => Array.from({ length: n }, (_, i) => draw(i)).join('');
const rgb = (...c: readonly number[]): string => `rgb(${c.map(Math.round).join(',')})`;
const hsl = (h: number, s: number, l: number): string => `hsl(${h.toFixed(0)},${s}%,${l.toFixed(0)}%)`;
const rect = (x: number, y: number, w: number, h: number, fill: string): string => `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${fill}"/>`;
const dot = (x: number, y: number, radius: number, fill: string): string => `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${radius}" fill="${fill}"/>`;
const circle = (x: number, y: number, radius: number, fill: string): string => `<circle cx="${x}" cy="${y}" r="${radius}" fill="${fill}" fill-opacity=".5" stroke="#333"/>`;
const line = (a: number, b: number, c: number, d: number, stroke = '#333'): string => `<line x1="${a}" y1="${b}" x2="${c}" y2="${d}" stroke="${stroke}" stroke-width="2"/>`;
const text = (x: number, y: number, content: string, size: number, fill = '#111'): string => `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}">${content}</text>`;
const gauss = (r: Random): number => r.next() + r.next() + r.next() + r.next() - 2;
const dots = (r: Random, n: number, radius: number): string => times(n, (i) => dot(90 + 760 * r.next(), 40 + 500 * r.next(), radius, PALETTE[i % 10] ?? '#000'));
const axes = (): string => line(68, 20, 68, 560) + line(68, 560, 880, 560) + times(6, (i) => text(24, 560 - i * 100, String(i * 20), 16) + text(90 + i * 150, 590, `g${i}`, 16));
const pick = (items: readonly string[], r: Random): string => items[r.int(items.length)] ?? '#000';
const words = (r: Random, n: number): string => Array.from({ length: n }, () => Array.from({ length: 2 + r.int(8) }, () => 'etaoinshrdlu'[r.int(12)] ?? 'e').join('')).join(' ');

function walk(r: Random, n: number, start: number): number[] {
  let y = start;
  return Array.from({ length: n }, () => (y += (r.next() - 0.5) * 24));
}

function cells(columns: number, rows: number, colour: (x: number, y: number) => string): string {
  const [w, h] = [Math.floor(780 / columns), Math.floor(580 / rows)];
  return times(rows, (y) => times(columns, (x) => rect(100 + x * w, 20 + y * h, w, h, colour(x, y))));
}
