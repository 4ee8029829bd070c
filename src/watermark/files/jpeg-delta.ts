/** Lays a mark into the quantised coefficients of a JPEG: luma only, nothing is coded a second time. */
import { forwardDctInto } from '../../imaging/codecs/jpeg/forward-dct.ts';
import { decodeJpeg, decodeChannels } from '../../imaging/codecs/jpeg/decode.ts';
import type { Jpeg, JpegComponent } from '../../imaging/codecs/jpeg/jpeg.types.ts';
import type { DeltaRows } from '../engine.types.ts';
import { inkShares } from './ink-shares.ts';

export interface Marked {
  /** The components that carry no mark are the very same as before. */
  readonly jpeg: Jpeg;
  /** Share of the mark that is left after rounding to whole steps, ⟨laid, wanted⟩ / ⟨wanted, wanted⟩; about 1 in a fine file, 0 where every step is too coarse. */
  readonly captured: number;
}

export function withDelta(jpeg: Jpeg, delta: DeltaRows): Marked {
  const tally = { laid: 0, wanted: 0 };
  if (jpeg.colour === 'cmyk' || jpeg.colour === 'ycck') return result(withInkDelta(jpeg, delta, tally), tally);
  const carriers = jpeg.colour === 'rgb' ? 3 : 1; // the same δ on R, G and B keeps the hue
  const components = jpeg.components.map((component, i) => (i < carriers ? marked(component, jpeg, (y, out) => delta.read(y, out), tally) : component));
  return result({ ...jpeg, components }, tally);
}

interface Tally { laid: number; wanted: number }

function result(jpeg: Jpeg, { laid, wanted }: Tally): Marked {
  return { jpeg, captured: wanted > 0 ? laid / wanted : 0 };
}

function withInkDelta(jpeg: Jpeg, delta: DeltaRows, tally: Tally): Jpeg {
  const { width } = jpeg;
  const channels = decodeChannels(jpeg).data;
  const rendered = decodeJpeg(jpeg).data;
  const share = (isBlack: boolean): RowReader => (y, out) => {
    delta.read(y, out);
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const k = channels[4 * at + 3] ?? 0;
      const white = (jpeg.inverted ? k : 255 - k) / 255;
      const luma = (0.299 * (rendered[3 * at] ?? 0) + 0.587 * (rendered[3 * at + 1] ?? 0) + 0.114 * (rendered[3 * at + 2] ?? 0)) / 255;
      out[x] = (out[x] ?? 0) * inkShares(luma, white)[isBlack ? 'black' : 'colours'];
    }
  };
  // YCCK keeps the ink as YCbCr of what it leaves, so its Y rises with the light; CMYK rises with it only when turned round.
  const sign = jpeg.inverted ? 1 : -1;
  const signed = (read: RowReader, factor: number): RowReader => (y, out) => {
    read(y, out);
    for (let x = 0; x < width; x++) out[x] = factor * (out[x] ?? 0);
  };
  const carriers = jpeg.colour === 'ycck' ? [0] : [0, 1, 2];
  return {
    ...jpeg,
    components: jpeg.components.map((component, i) => (i === 3 ? marked(component, jpeg, signed(share(true), sign), tally)
      : carriers.includes(i) ? marked(component, jpeg, signed(share(false), jpeg.colour === 'ycck' ? 1 : sign), tally) : component)),
  };
}

type RowReader = (y: number, out: Float32Array) => void;

/** A component at lower resolution than the image takes the mark at its own sampling points. */
function marked(component: JpegComponent, jpeg: Jpeg, read: RowReader, tally: Tally): JpegComponent {
  const { columns, rows, storedColumns, quantisation } = component;
  const coefficients = component.coefficients.slice();
  const [strip, block] = [new Float32Array(columns * 64), new Float32Array(64)];
  const sample = rowSampler(component, jpeg, read);
  let [laid, wanted] = [0, 0];
  const half = Float32Array.from(quantisation, (step) => step / 2);
  for (let row = 0; row < rows; row++) {
    for (let y = 0; y < 8; y++) sample(row * 8 + y, strip.subarray(y * columns * 8, (y + 1) * columns * 8));
    for (let column = 0; column < columns; column++) {
      for (let y = 0, from = column * 8; y < 64; y += 8, from += columns * 8) for (let x = 0; x < 8; x++) block[y + x] = strip[from + x] ?? 0;
      forwardDctInto(block);
      const at = (row * storedColumns + column) * 64;
      for (let i = 0; i < 64; i++) {
        const change = block[i] ?? 0;
        wanted += change * change;
        if (Math.abs(change) < (half[i] ?? 0)) continue;
        const before = coefficients[at + i] ?? 0;
        const after = within(before + Math.round(change / (quantisation[i] ?? 1)), i);
        coefficients[at + i] = after;
        laid += change * (after - before) * (quantisation[i] ?? 1);
      }
    }
  }
  tally.laid += laid;
  tally.wanted += wanted;
  return { ...component, coefficients };
}

/** Reads a row of a component out of rows of the image; what lies beyond its edge repeats the edge. */
function rowSampler({ width: own, height: tall }: JpegComponent, { width, height }: Jpeg, read: RowReader): RowReader {
  const line = new Float32Array(width);
  const [across, down] = [width / own, height / tall];
  const from = Int32Array.from({ length: own }, (_, x) => Math.min(width - 1, Math.floor((x + 0.5) * across)));
  return (y, out) => {
    read(Math.min(height - 1, Math.floor((Math.min(tall - 1, y) + 0.5) * down)), line);
    if (own === width) out.set(line);
    else for (let x = 0; x < own; x++) out[x] = line[from[x] ?? 0] ?? 0;
    out.fill(out[own - 1] ?? 0, own);
  };
}

/** What 8-bit baseline codes can hold: 11 bit of DC difference, 10 bit of AC (ITU-T T.81 §F.1.2). */
function within(value: number, i: number): number {
  const most = i === 0 ? 1023 : 1022;
  return Math.max(-most, Math.min(most, value));
}
