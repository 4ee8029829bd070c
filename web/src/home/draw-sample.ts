/** A made-up figure with something to find: two panels of a drawn "micrograph" that share a field of view, one turned by 90°. */
const PANEL_PX = 420;
const GAP_PX = 24;

export async function drawSample(): Promise<File> {
  const field = drawField(900, 700, 20_261_122);
  const canvas = new OffscreenCanvas(2 * PANEL_PX + 3 * GAP_PX, PANEL_PX + 2 * GAP_PX);
  const context = contextOf(canvas);
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(field, 20, 40, PANEL_PX, PANEL_PX, GAP_PX, GAP_PX, PANEL_PX, PANEL_PX);
  context.translate(2 * GAP_PX + PANEL_PX * 1.5, GAP_PX + PANEL_PX / 2);
  context.rotate(Math.PI / 2);
  context.drawImage(field, 190, 130, PANEL_PX, PANEL_PX, -PANEL_PX / 2, -PANEL_PX / 2, PANEL_PX, PANEL_PX);
  return new File([await canvas.convertToBlob({ type: 'image/png' })], 'sample.png', { type: 'image/png' });
}

function drawField(width: number, height: number, seed: number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  const context = contextOf(canvas);
  const next = generator(seed);
  context.fillStyle = '#d9c7cf';
  context.fillRect(0, 0, width, height);
  for (let i = 0; i < 2600; i++) {
    const [x, y, r] = [next() * width, next() * height, 2 + next() * 9];
    context.fillStyle = `hsl(${285 + next() * 55} ${25 + next() * 40}% ${30 + next() * 50}% / ${0.35 + next() * 0.5})`;
    context.beginPath();
    context.ellipse(x, y, r, r * (0.5 + next() * 0.5), next() * Math.PI, 0, 2 * Math.PI);
    context.fill();
  }
  return canvas;
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser gives no 2D canvas');
  return context;
}

/** Mulberry32, so that everybody's sample is the same picture. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let z = Math.imul(state ^ (state >>> 15), 1 | state);
    z = (z + Math.imul(z ^ (z >>> 7), 61 | z)) ^ z;
    return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32;
  };
}
