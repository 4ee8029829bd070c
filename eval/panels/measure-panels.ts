/**
 * Panel recall and precision at IoU ≥ 0.8 on composed figures, and the classes given to single pictures.
 * Usage: node eval/panels/measure-panels.ts FOLDER [COUNT] [tune|test] [FAILURES-OUT]
 * Figures are composed from one half of the pictures (every other one by name): rules were set on `tune`, figures to quote are those of `test`.
 * FOLDER holds microscopy/ and blots/; failures are written as PNG when a place for them is given.
 */
import { mkdirSync, readdirSync } from 'node:fs';
import sharp from 'sharp';
import { image, type RgbImage } from '../../src/core/image.ts';
import type { Panel } from '../../src/core/media.ts';
import { seededRandom } from '../../src/core/random.ts';
import { boundingBox, boxIou } from '../../src/core/regions.ts';
import { findPanels } from '../../src/intake/panels/find-panels.ts';
import { composeFigure, type Composed, type Source } from './compose-figure.ts';
import { readRgb } from './read-rgb.ts';

const IOU = 0.8;
const [folder = '.', countArgument = '60', half = 'test', failures] = process.argv.slice(2);
const count = Number(countArgument);

const single = new Map<string, number>();
const sources: Source[] = [];
let kept = 0;
let singles = 0;
for (const [kind, skip] of [['microscopy', /worms_0[0-2]|coloc/], ['blots', /blot_0[01]|blot_(22|28|29|3)/]] as const) {
  for (const [index, name] of readdirSync(`${folder}/${kind}`).sort().entries()) {
    const rgb = await readRgb(`${folder}/${kind}/${name}`);
    const panels = findPanels(rgb, 'f1');
    const key = `${kind}: ${panels.length === 1 ? panels[0]?.class : `${panels.length} panels`}`;
    single.set(key, (single.get(key) ?? 0) + 1);
    singles++;
    if (panels.length === 1) kept++;
    const panelClass = panels[0]?.class;
    // A cut-out of an all-but-empty raw blot is an empty strip, so blots come from their middle.
    if (panelClass && !skip.test(name) && (index % 2 === 0) === (half === 'tune')) sources.push({ rgb: kind === 'blots' ? middle(rgb) : rgb, class: kind === 'blots' ? 'blot' : panelClass });
  }
}
console.log(`single pictures kept whole: ${kept} of ${singles}`);
for (const [key, n] of [...single].sort()) console.log(`  ${key}: ${n}`);

interface Tally { truth: number; found: number; given: number; right: number; classed: number; marks: number; masked: number }
const tallies = new Map<string, Tally>();
const confusion = new Map<string, number>();
if (failures) mkdirSync(failures, { recursive: true });

for (let i = 0; i < count; i++) {
  const random = seededRandom(`panels/${half}/${i}`);
  const paper = [255, 255, 255, 255, 0, 128][random.int(6)] ?? 255;
  const gutter = [2, 3, 4, 6, 10, 16, 24][random.int(7)] ?? 6;
  const composed = composeFigure(sources, random, { paper, gutter, plots: 0.15, marks: random.next() < 0.6 });
  const rgb = i % 2 ? await asJpeg(composed.rgb, 70 + random.int(25)) : composed.rgb;
  const panels = findPanels(rgb, 'f1');
  tally(composed, panels);
  if (failures && misses(composed, panels)) await sharp(rgb.data, { raw: { width: rgb.width, height: rgb.height, channels: 3 } }).png().toFile(`${failures}/${i}.png`);
}

const total: Tally = { truth: 0, found: 0, given: 0, right: 0, classed: 0, marks: 0, masked: 0 };
for (const [key, t] of [...tallies].sort()) {
  console.log(`${key.padEnd(12)} ${row(t)}`);
  for (const k of Object.keys(total) as (keyof Tally)[]) total[k] += t[k];
}
console.log(`${'all'.padEnd(12)} ${row(total)}`);
console.log('class given, of the panels found:', [...confusion].sort().map(([k, n]) => `${k} ${n}`).join(', '));

function row(t: Tally): string {
  const share = (a: number, b: number): string => (b ? (a / b).toFixed(3) : '–');
  return `recall ${share(t.found, t.truth)} of ${t.truth}, precision ${share(t.right, t.given)} of ${t.given}, examined as it should ${share(t.classed, t.found)}, marks covered ${share(t.masked, t.marks)} of ${t.marks}`;
}

function tally({ truth, marks, layout }: Composed, panels: readonly Panel[]): void {
  const t = tallies.get(layout) ?? { truth: 0, found: 0, given: 0, right: 0, classed: 0, marks: 0, masked: 0 };
  tallies.set(layout, t);
  for (const { box, class: expected } of truth) {
    const hit = panels.find((panel) => boxIou(panel.box, box) >= (expected === 'chart' ? 0.5 : IOU));
    t.truth++;
    if (!hit) continue;
    t.found++;
    if (hit.examined === (expected !== 'chart')) t.classed++;
    const key = `${expected}→${hit.class}`;
    confusion.set(key, (confusion.get(key) ?? 0) + 1);
  }
  for (const panel of panels.filter(({ examined }) => examined)) {
    t.given++;
    if (truth.some(({ box }) => boxIou(panel.box, box) >= IOU)) t.right++;
  }
  const masks = panels.flatMap((panel) => panel.masks.map(boundingBox));
  for (const mark of marks) {
    t.marks++;
    if (masks.some((mask) => mask.x <= mark.x + 1 && mask.y <= mark.y + 1 && mask.x + mask.width >= mark.x + mark.width - 1 && mask.y + mask.height >= mark.y + mark.height - 1)) t.masked++;
  }
}

function misses({ truth }: Composed, panels: readonly Panel[]): boolean {
  return truth.some(({ box, class: c }) => c !== 'chart' && !panels.some((panel) => boxIou(panel.box, box) >= IOU));
}

function middle(rgb: RgbImage): RgbImage {
  if (rgb.width < 600) return rgb;
  const [w, h] = [Math.round(rgb.width * 0.5), Math.round(rgb.height * 0.6)];
  const [x, y] = [(rgb.width - w) >> 1, (rgb.height - h) >> 1];
  const data = new Uint8Array(w * h * 3);
  for (let v = 0; v < h; v++) data.set(rgb.data.subarray(((y + v) * rgb.width + x) * 3, ((y + v) * rgb.width + x + w) * 3), v * w * 3);
  return image(w, h, 3, data);
}

async function asJpeg(rgb: RgbImage, quality: number): Promise<RgbImage> {
  const bytes = await sharp(rgb.data, { raw: { width: rgb.width, height: rgb.height, channels: 3 } }).jpeg({ quality }).toBuffer();
  const { data } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  return image(rgb.width, rgb.height, 3, new Uint8Array(data));
}
