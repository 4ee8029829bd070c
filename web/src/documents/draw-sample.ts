/** A made-up receipt, printed and scanned with grain, on which one amount was copied over another: something to find. */
import { generator } from '../ui/generator.ts';

const SIZE = { width: 900, height: 1180 } as const;
const SEED = 20_261_126;
const ROWS = [['Coffee beans 1 kg', '18.40'], ['Filter papers', '3.20'], ['Grinder, hand', '74.90'], ['Cups, set of four', '31.50'], ['Milk jug', '12.80'], ['Tea, green 250 g', '9.60'], ['Honey', '7.45'], ['Delivery', '5.00']] as const;
const LEFT = 90;
const RIGHT = 810;
const TOP = 300;
const STEP = 66;

export async function drawSample(): Promise<File> {
  const canvas = new OffscreenCanvas(SIZE.width, SIZE.height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('this browser gives no 2D canvas');
  print(context);
  scan(context);
  // the amount of the third row over that of the last: a small sum becomes a large one
  const [w, h] = [120, 44];
  const from = context.getImageData(RIGHT - w, TOP + 2 * STEP - 34, w, h);
  context.putImageData(from, RIGHT - w, TOP + 7 * STEP - 34);
  return new File([await canvas.convertToBlob({ type: 'image/png' })], 'sample-receipt.png', { type: 'image/png' });
}

function print(context: OffscreenCanvasRenderingContext2D): void {
  context.fillStyle = '#e9e7e0';
  context.fillRect(0, 0, SIZE.width, SIZE.height);
  context.fillStyle = '#33343a';
  context.font = '600 46px Georgia, serif';
  context.fillText('North Road Stores', LEFT, 130);
  context.font = '26px Georgia, serif';
  context.fillText('Receipt 20417 · 14 March', LEFT, 190);
  context.font = '30px Georgia, serif';
  for (const [i, [name, amount]] of ROWS.entries()) {
    context.textAlign = 'left';
    context.fillText(name, LEFT, TOP + i * STEP + i * 0.37);
    context.textAlign = 'right';
    context.fillText(amount, RIGHT - i * 0.41, TOP + i * STEP);
  }
  context.fillRect(LEFT, TOP + 8 * STEP - 20, RIGHT - LEFT, 3);
  context.font = '600 34px Georgia, serif';
  context.textAlign = 'left';
  context.fillText('Total', LEFT, TOP + 9 * STEP - 20);
  context.textAlign = 'right';
  context.fillText('232.75', RIGHT, TOP + 9 * STEP - 20);
  context.textAlign = 'left';
  context.font = '24px Georgia, serif';
  context.fillText('Goods may be returned within thirty days.', LEFT, TOP + 10.6 * STEP);
  context.fillText('Thank you for your visit.', LEFT, TOP + 11.2 * STEP);
}

/** Grain of a scanner on every pixel, and a little unevenness of the ink. */
function scan(context: OffscreenCanvasRenderingContext2D): void {
  const picture = context.getImageData(0, 0, SIZE.width, SIZE.height);
  const next = generator(SEED);
  for (let i = 0; i < picture.data.length; i += 4) {
    const grain = 7 * (next() + next() + next() - 1.5);
    for (let c = 0; c < 3; c++) picture.data[i + c] = Math.max(0, Math.min(255, (picture.data[i + c] ?? 0) + grain));
  }
  context.putImageData(picture, 0, 0);
}
