/** The discrete Fourier transform of square tiles. */

/** A complex square, row-major; changed in place by the transforms. */
export interface Spectrum {
  readonly side: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
}

export interface Fourier {
  /** Space → frequency, not normalised. */
  forwardInto(tile: Spectrum): void;
  /** Frequency → space, over side². @param columns those that are not all 0; default all. */
  backwardInto(tile: Spectrum, columns?: Iterable<number>): void;
}

/** Radix-2, decimation in time. Source: Cooley and Tukey, Math. Comput. 19, 1965, doi:10.1090/S0025-5718-1965-0178586-1. @throws {RangeError} the side is no power of two. */
export function fourier(side: number): Fourier {
  if (side < 2 || (side & (side - 1)) !== 0) throw new RangeError(`side: expected a power of two, got ${side}`);
  const cosine = Float64Array.from({ length: side / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / side));
  const sine = Float64Array.from({ length: side / 2 }, (_, k) => Math.sin((2 * Math.PI * k) / side));
  const swap = reversedBits(side);
  const [lineRe, lineIm] = [new Float64Array(side), new Float64Array(side)];

  // the one hot loop of the folder: plain reads (every index is in range), no temporary arrays
  const line = (re: Float64Array, im: Float64Array, start: number, step: number, sign: 1 | -1): void => {
    for (let i = 0; i < side; i++) {
      const at = start + (swap[i] as number) * step;
      lineRe[i] = re[at] as number;
      lineIm[i] = im[at] as number;
    }
    for (let half = 1, stride = side >> 1; half < side; half <<= 1, stride >>= 1) {
      for (let k = 0, w = 0; k < half; k++, w += stride) {
        const c = cosine[w] as number;
        const s = -sign * (sine[w] as number);
        for (let p = k; p < side; p += 2 * half) {
          const q = p + half;
          const a = lineRe[q] as number;
          const b = lineIm[q] as number;
          const tr = a * c - b * s;
          const ti = a * s + b * c;
          const pr = lineRe[p] as number;
          const pi = lineIm[p] as number;
          lineRe[p] = pr + tr;
          lineIm[p] = pi + ti;
          lineRe[q] = pr - tr;
          lineIm[q] = pi - ti;
        }
      }
    }
    for (let i = 0, at = start; i < side; i++, at += step) {
      re[at] = lineRe[i] as number;
      im[at] = lineIm[i] as number;
    }
  };
  const everyColumn = Array.from({ length: side }, (_, x) => x);
  const both = ({ re, im }: Spectrum, sign: 1 | -1, columns: Iterable<number>): void => {
    for (const x of columns) line(re, im, x, side, sign);
    for (let y = 0; y < side; y++) line(re, im, y * side, 1, sign);
  };
  return {
    forwardInto: (tile) => both(tile, 1, everyColumn),
    backwardInto(tile, columns = everyColumn) {
      both(tile, -1, columns);
      const scale = 1 / (side * side);
      for (let i = 0; i < tile.re.length; i++) {
        tile.re[i] = (tile.re[i] ?? 0) * scale;
        tile.im[i] = (tile.im[i] ?? 0) * scale;
      }
    },
  };
}

function reversedBits(side: number): Uint16Array {
  const bits = Math.log2(side);
  return Uint16Array.from({ length: side }, (_, i) => {
    let out = 0;
    for (let b = 0; b < bits; b++) out |= ((i >> b) & 1) << (bits - 1 - b);
    return out;
  });
}
