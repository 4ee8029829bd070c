/** City scenes as SVG: invented places under the names that the reference uses. */
import type { Random } from '../src/core/random.ts';

export interface Scene {
  readonly file: string;
  /** px. */
  readonly width: number;
  readonly height: number;
  readonly draw: (random: Random, width: number, height: number) => string;
}

const between = (random: Random, low: number, high: number): number => low + (high - low) * random.next();
const rect = (x: number, y: number, w: number, h: number, fill: string): string => `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${w.toFixed(1)}" height="${h.toFixed(1)}" fill="${fill}"/>`;
const line = (x1: number, y1: number, x2: number, y2: number, stroke: string, width: number): string =>
  `<path d="M${x1.toFixed(1)} ${y1.toFixed(1)}L${x2.toFixed(1)} ${y2.toFixed(1)}" stroke="${stroke}" stroke-width="${width}" fill="none"/>`;
const hsl = (h: number, s: number, l: number): string => `hsl(${h.toFixed(0)} ${s.toFixed(0)}% ${l.toFixed(0)}%)`;
const repeat = (n: number, make: (i: number) => string): string => Array.from({ length: n }, (_, i) => make(i)).join('');

function sky(width: number, height: number, top: string, low: string): string {
  return `<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${top}"/><stop offset="1" stop-color="${low}"/></linearGradient></defs><rect width="${width}" height="${height}" fill="url(#sky)"/>`;
}

/** A house front with windows, some of them lit. */
function building(random: Random, x: number, base: number, w: number, h: number, hue: number): string {
  const [columns, rows] = [Math.max(2, Math.round(w / between(random, 18, 30))), Math.max(2, Math.round(h / between(random, 24, 38)))];
  const wall = hsl(hue + between(random, -12, 12), between(random, 10, 30), between(random, 32, 68));
  const windows = repeat(columns * rows, (i) => {
    const [cx, cy] = [x + (w * (i % columns + 0.2)) / columns, base - h + (h * (Math.floor(i / columns) + 0.25)) / rows];
    return rect(cx, cy, (w / columns) * between(random, 0.5, 0.62), (h / rows) * 0.5, random.next() < 0.25 ? hsl(46, 80, between(random, 60, 82)) : hsl(215, 22, between(random, 14, 44)));
  });
  return rect(x, base - h, w, h, wall) + rect(x - 2, base - h - 6, w + 4, 7, hsl(hue, 12, 26)) + windows;
}

function street(random: Random, width: number, base: number, low: number, high: number, hue: number): string {
  let out = '';
  for (let x = -20; x < width;) {
    const w = between(random, 70, 170);
    out += building(random, x, base, w, between(random, low, high), hue);
    x += w + between(random, -6, 8);
  }
  return out;
}

const tree = (random: Random, x: number, base: number, size: number): string =>
  rect(x - size * 0.06, base - size * 0.5, size * 0.12, size * 0.5, hsl(28, 30, 22))
  + repeat(26, () => `<circle cx="${(x + size * between(random, -0.34, 0.34)).toFixed(1)}" cy="${(base - size * between(random, 0.45, 1.05)).toFixed(1)}" r="${(size * between(random, 0.06, 0.16)).toFixed(1)}" fill="${hsl(between(random, 85, 130), between(random, 25, 55), between(random, 18, 42))}"/>`);

const ground = (random: Random, width: number, height: number, y: number, hue: number): string =>
  rect(0, y, width, height - y, hsl(hue, 8, 36))
  + repeat(400, () => rect(between(random, 0, width), between(random, y, height), between(random, 3, 40), between(random, 1, 4), hsl(hue + between(random, -20, 20), between(random, 4, 24), between(random, 22, 58))));

/** An iron tower on four legs: two curves that meet, filled with braces. */
function tower(random: Random, cx: number, base: number, h: number): string {
  const half = (t: number): number => h * (0.012 + 0.19 * (1 - t) ** 2.4);
  const iron = (): string => hsl(between(random, 22, 32), between(random, 18, 32), between(random, 20, 34));
  let out = '';
  for (let i = 0; i < 46; i++) {
    const [a, b] = [i / 46, (i + 1) / 46];
    const [ya, yb, wa, wb] = [base - h * a, base - h * b, half(a), half(b)];
    const legs = a < 0.3 ? [[-wa, -wb], [-wa * 0.55, -wb * 0.5], [wa * 0.55, wb * 0.5], [wa, wb]] : [[-wa, -wb], [wa, wb]];
    for (const [p = 0, q = 0] of legs) out += line(cx + p, ya, cx + q, yb, iron(), 5);
    const pairs = a < 0.3 ? [[-wa, -wb * 0.5], [-wa * 0.55, -wb], [wa, wb * 0.5], [wa * 0.55, wb]] : [[-wa, wb], [wa, -wb]];
    for (const [p = 0, q = 0] of pairs) out += line(cx + p, ya, cx + q, yb, iron(), 2.4);
  }
  for (const t of [0.18, 0.36, 0.86]) out += rect(cx - half(t) * 1.25, base - h * t - 9, half(t) * 2.5, 16, iron());
  return `${out}<path d="M${cx - h * 0.1} ${base}A${h * 0.1} ${h * 0.13} 0 0 1 ${cx + h * 0.1} ${base}" fill="none" stroke="${iron()}" stroke-width="8"/>${line(cx, base - h, cx, base - h * 1.05, iron(), 3)}`;
}

/** A stone bridge with cables. */
function bridge(random: Random, width: number, base: number): string {
  const pillars = [width * 0.24, width * 0.76];
  const stone = (): string => hsl(between(random, 24, 36), between(random, 12, 24), between(random, 42, 58));
  const cables = pillars.flatMap((x) => Array.from({ length: 22 }, (_, i) => [line(x, base - 330, x + (i + 1) * 15, base - 40, '#2c2a28', 1.6), line(x, base - 330, x - (i + 1) * 15, base - 40, '#2c2a28', 1.6)]).flat()).join('');
  const bricks = pillars.map((x) => repeat(26 * 4, (i) => rect(x - 46 + 23 * (i % 4), base - 360 + 17 * Math.floor(i / 4), 21.5, 15.5, stone()))).join('');
  const arches = pillars.map((x) => `<path d="M${x - 30} ${base - 60}V${base - 220}Q${x - 18} ${base - 260} ${x - 6} ${base - 220}V${base - 60}ZM${x + 6} ${base - 60}V${base - 220}Q${x + 18} ${base - 260} ${x + 30} ${base - 220}V${base - 60}Z" fill="#7d93a8"/>`).join('');
  return bricks + arches + cables + rect(0, base - 48, width, 22, '#4a4038') + repeat(60, (i) => rect(i * (width / 60), base - 60, 3, 14, '#2b2724'));
}

function taxi(random: Random, x: number, y: number, s: number): string {
  const yellow = hsl(between(random, 44, 50), 92, between(random, 48, 56));
  return `<path d="M${x} ${y}v${-38 * s}q4 ${-10 * s} ${30 * s} ${-12 * s}l${26 * s} ${-34 * s}h${92 * s}l${34 * s} ${34 * s}q${40 * s} 2 ${42 * s} ${20 * s}v${30 * s}z" fill="${yellow}"/>`
    + rect(x + 62 * s, y - 78 * s, 40 * s, 26 * s, '#20262c') + rect(x + 108 * s, y - 78 * s, 42 * s, 26 * s, '#262c33') + rect(x + 88 * s, y - 98 * s, 36 * s, 12 * s, '#f4efe0')
    + repeat(14, (i) => rect(x + (14 + 14 * i) * s, y - 34 * s, 7 * s, 7 * s, i % 2 ? '#111' : yellow))
    + [46, 178].map((cx) => `<circle cx="${x + cx * s}" cy="${y}" r="${21 * s}" fill="#15161a"/><circle cx="${x + cx * s}" cy="${y}" r="${9 * s}" fill="#9a9da3"/>`).join('');
}

const water = (random: Random, width: number, height: number, y: number): string =>
  rect(0, y, width, height - y, hsl(205, 28, 34)) + repeat(700, () => rect(between(random, 0, width), between(random, y, height), between(random, 10, 90), between(random, 1, 3), hsl(between(random, 195, 215), between(random, 15, 40), between(random, 24, 66))));

function arch(random: Random, cx: number, base: number): string {
  const stone = (): string => hsl(between(random, 34, 44), between(random, 14, 28), between(random, 62, 78));
  return repeat(20 * 12, (i) => rect(cx - 240 + 40 * (i % 12), base - 460 + 23 * Math.floor(i / 12), 38.5, 21.5, stone()))
    + `<path d="M${cx - 90} ${base}V${base - 220}A90 100 0 0 1 ${cx + 90} ${base - 220}V${base}Z" fill="#8fa2b5"/>` + repeat(24, (i) => rect(cx - 236 + 20 * i, base - 440, 9, 26, hsl(36, 20, 46)))
    + rect(cx - 260, base - 480, 520, 22, hsl(38, 22, 56)) + rect(cx - 215, base - 330, 90, 130, hsl(36, 18, 55)) + rect(cx + 125, base - 330, 90, 130, hsl(36, 18, 55));
}

const dome = (random: Random, cx: number, base: number, r: number): string =>
  rect(cx - r * 1.1, base - r * 1.6, r * 2.2, r * 1.6, hsl(40, 16, 78)) + `<path d="M${cx - r} ${base - r * 1.6}A${r} ${r * 1.5} 0 0 1 ${cx + r} ${base - r * 1.6}Z" fill="${hsl(42, 10, 86)}"/>`
  + repeat(9, (i) => line(cx - r + (i + 0.5) * (r / 4.5), base - r * 1.6, cx, base - r * 3.05, hsl(38, 10, 62), 2.5)) + repeat(8, (i) => rect(cx - r + i * (r / 4) + 6, base - r * 1.2, r * 0.13, r * 0.7, hsl(215, 20, between(random, 20, 36))));

export const SCENES: readonly Scene[] = [
  { file: 'tour-eiffel.jpeg', width: 1280, height: 1706, draw: (r, w, h) => sky(w, h, '#5f8fc4', '#dfe6ea') + street(r, w, h * 0.83, 60, 170, 36) + tower(r, w / 2, h * 0.86, 1240) + ground(r, w, h, h * 0.84, 90) + repeat(9, (i) => tree(r, 60 + i * 150, h * 0.95, between(r, 160, 250))) },
  { file: 'arc-de-triomphe.jpeg', width: 1280, height: 853, draw: (r, w, h) => sky(w, h, '#7aa4cf', '#f0e6d8') + street(r, w, h * 0.74, 80, 220, 34) + arch(r, w / 2, h * 0.84) + ground(r, w, h, h * 0.82, 32) + repeat(5, (i) => tree(r, 80 + i * 280, h * 0.9, between(r, 120, 190))) },
  { file: 'montmartre.jpeg', width: 1280, height: 904, draw: (r, w, h) => sky(w, h, '#c98f7a', '#f5dfc0') + dome(r, w * 0.5, h * 0.55, 130) + dome(r, w * 0.34, h * 0.56, 60) + dome(r, w * 0.66, h * 0.56, 60) + street(r, w, h * 0.8, 120, 250, 28) + ground(r, w, h, h * 0.8, 26) + repeat(12, (i) => tree(r, 40 + i * 110, h * 0.98, between(r, 80, 150))) },
  { file: 'pont-neuf.jpeg', width: 1280, height: 853, draw: (r, w, h) => sky(w, h, '#8ba9bd', '#e8e4dc') + street(r, w, h * 0.58, 140, 260, 38) + water(r, w, h, h * 0.62) + repeat(5, (i) => `<path d="M${i * 256 - 10} ${h * 0.72}V${h * 0.56}H${i * 256 + 270}V${h * 0.72}H${i * 256 + 246}A118 110 0 0 0 ${i * 256 + 12} ${h * 0.72}Z" fill="${hsl(36, 16, 52 + i * 3)}"/>`) + repeat(40, (i) => rect(i * 32, h * 0.54, 20, 12, hsl(34, 14, 44))) },
  { file: 'nyc-taxis.jpeg', width: 1280, height: 853, draw: (r, w, h) => sky(w, h, '#9fb3c4', '#e6e0d6') + street(r, w, h * 0.72, 320, 600, 16) + ground(r, w, h, h * 0.7, 220) + taxi(r, 60, h * 0.82, 1.1) + taxi(r, 420, h * 0.86, 1.35) + taxi(r, 880, h * 0.83, 1.15) + taxi(r, 180, h * 0.97, 1.5) + taxi(r, 740, h * 0.98, 1.6) },
  { file: 'brooklyn-bridge.jpeg', width: 1280, height: 904, draw: (r, w, h) => sky(w, h, '#6c8fb3', '#f2d9bd') + street(r, w, h * 0.66, 120, 380, 210) + bridge(r, w, h * 0.74) + water(r, w, h, h * 0.74) },
  { file: 'flatiron.jpeg', width: 1280, height: 1706, draw: (r, w, h) => sky(w, h, '#7f9cb8', '#e9e2d2') + street(r, w, h * 0.86, 500, 900, 22) + building(r, w * 0.36, h * 0.88, w * 0.3, h * 0.72, 34) + building(r, w * 0.33, h * 0.88, w * 0.09, h * 0.7, 30) + ground(r, w, h, h * 0.86, 210) + taxi(r, 150, h * 0.96, 1.4) + taxi(r, 800, h * 0.94, 1.3) },
  { file: 'central-park.jpeg', width: 1280, height: 853, draw: (r, w, h) => sky(w, h, '#88b0d6', '#eef0ea') + street(r, w, h * 0.5, 120, 330, 20) + rect(0, h * 0.5, w, h * 0.5, hsl(100, 30, 32)) + repeat(44, (i) => tree(r, between(r, 0, w), h * (0.56 + i * 0.004), between(r, 80, 170))) + water(r, w, h, h * 0.84) + repeat(8, (i) => tree(r, 60 + i * 170, h * 0.88, between(r, 150, 240))) },
  { file: 'times-square.jpeg', width: 1280, height: 904, draw: (r, w, h) => sky(w, h, '#1c2440', '#5a4a66') + street(r, w, h * 0.8, 380, 700, 230) + repeat(34, () => rect(between(r, 0, w), between(r, h * 0.12, h * 0.66), between(r, 40, 170), between(r, 30, 120), hsl(between(r, 0, 360), between(r, 60, 95), between(r, 45, 70)))) + repeat(60, () => rect(between(r, 0, w), between(r, h * 0.12, h * 0.7), between(r, 10, 60), between(r, 4, 10), '#fbf6e6')) + ground(r, w, h, h * 0.8, 250) + taxi(r, 200, h * 0.93, 1.3) + taxi(r, 760, h * 0.95, 1.4) },
];
