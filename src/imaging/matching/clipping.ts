/** Pixels that cannot speak because one of the two images was cut off at black or white. */
import type { CommonFrame } from './common-frame.ts';

export interface Tone {
  /** b ≈ contrast · a + brightness. */
  readonly contrast: number;
  readonly brightness: number;
}

/** grey; at or beyond these a sample counts as cut off. */
const BLACK = 2;
const WHITE = 253;
/** grey by which the tone may say less than black and the sample still be explained. */
const SLACK = 8;

/**
 * The pixels in use without those that are black (or white) in one image where the tone between the two says they must be:
 * darkening a picture empties its shadows, and emptiness is not a difference. What is black although it should not be stays in use.
 */
export function withoutClipped({ a, b, use }: CommonFrame, { contrast, brightness }: Tone): Uint8Array {
  const out = use.slice();
  if (!(contrast > 0.1)) return out;
  for (let i = 0; i < out.length; i++) {
    const [p, q] = [a[i] ?? 0, b[i] ?? 0];
    const [expectedB, expectedA] = [contrast * p + brightness, (q - brightness) / contrast];
    const explained = (q <= BLACK && expectedB <= SLACK) || (p <= BLACK && expectedA <= SLACK)
      || (q >= WHITE && expectedB >= 255 - SLACK) || (p >= WHITE && expectedA >= 255 - SLACK);
    if (explained) out[i] = 0;
  }
  return out;
}

/** Least squares of b on a over unclipped pixels in cells with `label`; `undefined` from fewer than 50 pixels. */
export function toneWhere({ a, b, use, width, height }: CommonFrame, labels: Uint8Array, label: number, { columns, step }: { columns: number; step: number }): Tone | undefined {
  let [n, sa, sb, aa, ab] = [0, 0, 0, 0, 0];
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
    const i = y * width + x;
    const [p, q] = [a[i] ?? 0, b[i] ?? 0];
    if (!use[i] || labels[Math.floor(y / step) * columns + Math.floor(x / step)] !== label) continue;
    if (p <= BLACK || q <= BLACK || p >= WHITE || q >= WHITE) continue;
    n++;
    sa += p;
    sb += q;
    aa += p * p;
    ab += p * q;
  }
  const spread = aa - (sa * sa) / Math.max(1, n);
  if (n < 50 || spread < n) return undefined;
  const contrast = (ab - (sa * sb) / n) / spread;
  return { contrast, brightness: (sb - contrast * sa) / n };
}
