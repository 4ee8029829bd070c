/** A made-up figure with something to find: two panels of a computed "fluorescence" field that share a part, one of them turned by 90°. */
import { generator } from '../ui/generator.ts';

const PANEL_PX = 420;
const GAP_PX = 24;
const FIELD = { width: 760, height: 640 } as const;
const SEED = 20_261_122;

export async function drawSample(): Promise<File> {
  const canvas = new OffscreenCanvas(2 * PANEL_PX + 3 * GAP_PX, PANEL_PX + 2 * GAP_PX);
  const context = contextOf(canvas);
  const field = toCanvas(computeField(FIELD.width, FIELD.height, SEED), FIELD.width, FIELD.height);
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(field, 20, 40, PANEL_PX, PANEL_PX, GAP_PX, GAP_PX, PANEL_PX, PANEL_PX);
  context.translate(2 * GAP_PX + PANEL_PX * 1.5, GAP_PX + PANEL_PX / 2);
  context.rotate(Math.PI / 2);
  context.drawImage(field, 240, 160, PANEL_PX, PANEL_PX, -PANEL_PX / 2, -PANEL_PX / 2, PANEL_PX, PANEL_PX);
  return new File([await canvas.convertToBlob({ type: 'image/png' })], 'sample.png', { type: 'image/png' });
}

/** Soft spots of many sizes over a faint glow, with grain: grey values, row-major, [0, 255]. */
export function computeField(width: number, height: number, seed: number): Float32Array {
  const next = generator(seed);
  const field = new Float32Array(width * height);
  for (let i = 0; i < 40; i++) addSpot(field, width, height, { x: next() * width, y: next() * height, sigma: 40 + next() * 70, peak: 10 * next() });
  for (let i = 0; i < 420; i++) addSpot(field, width, height, { x: next() * width, y: next() * height, sigma: 1.6 + 6 * next() ** 2, peak: 40 + 150 * next() });
  for (let i = 0; i < field.length; i++) field[i] = Math.min(255, Math.max(0, 22 + (field[i] ?? 0) + 11 * (next() + next() + next() - 1.5)));
  return field;
}

interface Spot {
  readonly x: number;
  readonly y: number;
  readonly sigma: number;
  readonly peak: number;
}

function addSpot(field: Float32Array, width: number, height: number, { x, y, sigma, peak }: Spot): void {
  const reach = Math.ceil(3 * sigma);
  for (let row = Math.max(0, Math.floor(y) - reach); row < Math.min(height, y + reach); row++) {
    for (let column = Math.max(0, Math.floor(x) - reach); column < Math.min(width, x + reach); column++) {
      const at = row * width + column;
      field[at] = (field[at] ?? 0) + peak * Math.exp(-((column - x) ** 2 + (row - y) ** 2) / (2 * sigma ** 2));
    }
  }
}

function toCanvas(field: Float32Array, width: number, height: number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  const picture = new ImageData(width, height);
  field.forEach((grey, i) => picture.data.set([grey, grey, grey, 255], 4 * i));
  contextOf(canvas).putImageData(picture, 0, 0);
  return canvas;
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser gives no 2D canvas');
  return context;
}
