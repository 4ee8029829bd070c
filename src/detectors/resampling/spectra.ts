/** How strongly the second derivative of a picture's windows comes and goes with each period. */
import type { LumaImage } from '../../core/image.ts';
import { BLOCK } from '../../imaging/pages/block-map.ts';

/** px: side of a window, and from one to the next. */
const [SIDE, STEP] = [64, 32] as const;
/** Cycles a window: lower ones are what is shown; multiples of 8 are the coder's blocks. */
const FREQUENCIES: readonly number[] = Array.from({ length: SIDE / 2 - 8 }, (_, i) => i + 8).filter((k) => k % (SIDE / BLOCK) !== 0);
/** Grey: mean second derivative below which a window is clipped or empty. */
const LEAST_ACTIVITY = 0.15;

export interface Spectra {
  readonly windows: readonly {
    /** px. */
    readonly x: number;
    readonly y: number;
    readonly side: number;
    /** log of the power at each frequency, less the window's mean of these. */
    readonly strengths: Float32Array;
  }[];
}

/** Windows every 32 px, those left out that have no grain. @param direction along which the derivative is taken and the rhythm sought. */
export function spectraOf(luma: LumaImage, direction: 'across' | 'down'): Spectra {
  const [long, wide] = direction === 'across' ? [luma.width, luma.height] : [luma.height, luma.width];
  const strips = stripsOf(luma, direction);
  const [cosines, sines] = waves();
  const windows: Spectra['windows'][number][] = [];
  const profile = new Float32Array(SIDE);
  for (let strip = 0; (strip + SIDE / BLOCK) * BLOCK <= wide; strip += STEP / BLOCK) for (let start = 0; start + SIDE <= long; start += STEP) {
    let mean = 0;
    for (let i = 0; i < SIDE; i++) {
      let sum = 0;
      for (let s = strip; s < strip + SIDE / BLOCK; s++) sum += strips[s * long + start + i] ?? 0;
      profile[i] = Math.log(sum / SIDE + 0.05);
      mean += sum / SIDE / SIDE;
    }
    if (mean < LEAST_ACTIVITY) continue;
    const place = direction === 'across' ? { x: start, y: strip * BLOCK } : { x: strip * BLOCK, y: start };
    windows.push({ ...place, side: SIDE, strengths: strengthsOf(profile, cosines, sines) });
  }
  return { windows };
}

/** Of each strip of 8 px, at each place along it: the sum of the second derivative's sizes across the strip. */
function stripsOf({ width, height, data }: LumaImage, direction: 'across' | 'down'): Float32Array {
  const [long, wide, along, aside] = direction === 'across' ? [width, height, 1, width] : [height, width, width, 1];
  const out = new Float32Array(long * Math.floor(wide / BLOCK));
  for (let line = 0; line < Math.floor(wide / BLOCK) * BLOCK; line++) for (let i = 1, at = line * aside + along, to = Math.floor(line / BLOCK) * long + 1; i < long - 1; i++, at += along, to++) {
    out[to] = (out[to] ?? 0) + Math.abs((data[at - along] ?? 0) + (data[at + along] ?? 0) - 2 * (data[at] ?? 0));
  }
  return out;
}

function strengthsOf(profile: Float32Array, cosines: Float32Array, sines: Float32Array): Float32Array {
  const out = new Float32Array(FREQUENCIES.length);
  let level = 0;
  for (let k = 0; k < out.length; k++) {
    let [re, im] = [0, 0];
    for (let i = 0; i < SIDE; i++) {
      const v = profile[i] ?? 0;
      re += v * (cosines[k * SIDE + i] ?? 0);
      im += v * (sines[k * SIDE + i] ?? 0);
    }
    out[k] = Math.log(re * re + im * im + 1e-6);
    level += (out[k] ?? 0) / out.length;
  }
  return out.map((v) => v - level);
}

/** A Hann window's cosines and sines, so that slow changes do not leak. */
function waves(): readonly [Float32Array, Float32Array] {
  const of = (wave: (v: number) => number): Float32Array => Float32Array.from({ length: FREQUENCIES.length * SIDE }, (_, at) => {
    const i = at % SIDE;
    return 0.5 * (1 - Math.cos((2 * Math.PI * (i + 0.5)) / SIDE)) * wave((2 * Math.PI * (FREQUENCIES[Math.floor(at / SIDE)] ?? 0) * i) / SIDE);
  });
  return [of(Math.cos), of(Math.sin)];
}
