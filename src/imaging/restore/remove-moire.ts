/** Stripes taken out of a picture, frequency by frequency. */
import { image, type RgbImage } from '../../core/image.ts';
import { quantileOf } from '../pages/robust.ts';
import { fourier, type Spectrum } from './fft.ts';
import type { Moire } from './moire-peaks.ts';
import { flattenInto, paperOf, printOf } from './paper-tiles.ts';
import { CHANNELS, TILE, tileInto, windowOf } from './tiles.ts';

const HOP = TILE / 2;
/** px around print that are left out with it: few, as stripes go on there. */
const HALO = 1;
/** Share of a tile that must be paper for its stripes to be measured. */
const LEAST_PAPER = 0.1;

/**
 * In overlapping tiles of the paper, print left out, what each frequency of the peaks has above the median around it is taken away; from print less, as it is darker.
 * Cost: some 2 s a megapixel on one core.
 * Source: notch filtering as in Sidorov and Kokaram, Proc. SPIE 4671, 2002, doi:10.1117/12.453115 (moiré of digitised film); tiles by overlap-add, Allen and Rabiner, Proc. IEEE 65(11), 1977, doi:10.1109/PROC.1977.10770.
 */
export function removeMoire(rgb: RgbImage, { peaks }: Pick<Moire, 'peaks'>): RgbImage {
  const { width, height } = rgb;
  const out = Uint8Array.from(rgb.data);
  const notches = peaks.map(notchOf);
  const window = windowOf(1);
  const print = printOf(rgb, HALO);
  const { forwardInto, backwardInto } = fourier(TILE);
  const pair: Spectrum = { side: TILE, re: new Float64Array(TILE * TILE), im: new Float64Array(TILE * TILE) };
  // what is taken away, of one band of tiles and of the half that reaches into the next, for each channel
  let bands = CHANNELS.map(() => new Float32Array(width * TILE));
  for (let y = -HOP; y < height; y += HOP) {
    for (const [channel, notch] of notches.entries()) {
      const band = bands[channel];
      if (!band || notch.bins.length === 0) continue;
      for (let x = -HOP; x < width; x += 2 * HOP) { // two real tiles make one complex one
        const [left, right] = [paperOf(print, { x, y }, window), paperOf(print, { x: x + HOP, y }, window)];
        if (left.share + right.share < LEAST_PAPER) continue;
        for (const [values, from, { mask }] of [[pair.re, x, left], [pair.im, x + HOP, right]] as const) {
          tileInto(values, rgb, { x: from, y, channel });
          flattenInto(values, mask, window);
        }
        forwardInto(pair);
        keepExcess(pair, notch);
        backwardInto(pair, notch.columns);
        addTile(band, { width, x, share: left.share }, pair.re, window);
        addTile(band, { width, x: x + HOP, share: right.share }, pair.im, window);
      }
    }
    subtractBand(out, rgb, bands, y);
    bands = bands.map((band) => {
      const next = new Float32Array(band.length);
      next.set(band.subarray(width * HOP));
      return next;
    });
  }
  return image(width, height, 3, out);
}

interface Notch {
  /** One of each pair of opposite frequencies. */
  readonly bins: Int32Array;
  /** For each bin, the number of its patch. */
  readonly patch: Int32Array;
  /** Bins around each patch that belong to no peak. */
  readonly around: readonly Int32Array[];
  /** Columns of the spectrum that have a bin or its opposite. */
  readonly columns: ReadonlySet<number>;
}

/** Bins that a patch of the spectrum measures its surroundings by. */
const PATCH = 16;
/** Bins around a patch that are looked at: enough for a median. */
const MOST_AROUND = 120;

const opposite = (i: number): number => ((TILE - Math.floor(i / TILE)) % TILE) * TILE + ((TILE - (i % TILE)) % TILE);

function notchOf(mask: Uint8Array): Notch {
  const bins = Int32Array.from([...mask.keys()].filter((i) => i < opposite(i) && (mask[i] === 1 || mask[opposite(i)] === 1)));
  const names = new Map<number, number>();
  const patch = bins.map((i) => {
    const key = Math.floor(Math.floor(i / TILE) / PATCH) * TILE + Math.floor((i % TILE) / PATCH);
    const known = names.get(key) ?? names.size;
    names.set(key, known);
    return known;
  });
  const around = [...names.keys()].map((key) => {
    const [u0, v0] = [(key % TILE) * PATCH, Math.floor(key / TILE) * PATCH];
    const list: number[] = [];
    for (let v = v0 - PATCH / 2; v < v0 + 1.5 * PATCH; v++) for (let u = u0 - PATCH / 2; u < u0 + 1.5 * PATCH; u++) {
      const i = ((v + TILE) % TILE) * TILE + ((u + TILE) % TILE);
      if (mask[i] === 0) list.push(i);
    }
    return Int32Array.from(list.filter((_, n) => n % Math.ceil(list.length / MOST_AROUND) === 0));
  });
  return { bins, patch, around, columns: new Set(Array.from(bins).flatMap((i) => [i % TILE, opposite(i) % TILE])) };
}

/** Leaves in both tiles only what the peaks have above their surroundings: that which is to be taken away. */
function keepExcess({ re, im }: Spectrum, { bins, patch, around }: Notch): void {
  const floors = around.map((list) => [0, 1].map((tile) => (list.length === 0 ? 0 : quantileOf(Float32Array.from(list, (i) => {
    const [a, b] = valueAt(re, im, i, tile);
    return Math.sqrt(a * a + b * b);
  }), 0.5))));
  const kept = Array.from(bins, (i, n) => [i, ...[0, 1].flatMap((tile) => {
    const [a, b] = valueAt(re, im, i, tile);
    const share = Math.max(0, 1 - (floors[patch[n] ?? 0]?.[tile] ?? 0) / Math.max(1e-9, Math.hypot(a, b)));
    return [share * a, share * b];
  })]);
  re.fill(0);
  im.fill(0);
  for (const [i = 0, a = 0, b = 0, c = 0, d = 0] of kept) {
    [re[i], im[i]] = [a - d, b + c];
    [re[opposite(i)], im[opposite(i)]] = [a + d, c - b];
  }
}

/** One frequency of the first tile (0) or the second (1), of which the pair holds the sum first + i second. */
function valueAt(re: Float64Array, im: Float64Array, i: number, tile: number): readonly [number, number] {
  const j = opposite(i);
  const [a, b, c, d] = [re[i] ?? 0, im[i] ?? 0, re[j] ?? 0, im[j] ?? 0];
  return tile === 0 ? [(a + c) / 2, (b - d) / 2] : [(b + d) / 2, (c - a) / 2];
}

function addTile(band: Float32Array, { width, x: x0, share }: { readonly width: number; readonly x: number; readonly share: number }, values: Float64Array, window: Float64Array): void {
  if (share < LEAST_PAPER) return;
  for (let y = 0; y < TILE; y++) for (let x = Math.max(0, -x0); x < TILE && x0 + x < width; x++) {
    const at = y * width + x0 + x;
    band[at] = (band[at] ?? 0) + (values[y * TILE + x] ?? 0) * (window[y * TILE + x] ?? 0);
  }
}

/** R, G, B of lightness and the two colour differences: the inverse of `CHANNELS`. */
const TO_RGB: readonly (readonly [number, number, number])[] = [[1, 0, 1.402], [1, -0.344, -0.714], [1, 1.772, 0]];

/** grey: from here on a pixel is lit enough to show the stripes in full. */
const BRIGHT = 128;

/** The upper half of the band is complete: no later tile reaches it. */
function subtractBand(out: Uint8Array, { width, height, data }: RgbImage, [lightness, blue, red]: readonly Float32Array[], y0: number): void {
  for (let y = Math.max(0, -y0); y < HOP && y0 + y < height; y++) for (let x = 0; x < width; x++) {
    const [from, at] = [y * width + x, 3 * ((y0 + y) * width + x)];
    const parts = [lightness?.[from] ?? 0, blue?.[from] ?? 0, red?.[from] ?? 0];
    const luma = 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
    const share = Math.min(1, luma / BRIGHT);
    for (let c = 0; c < 3; c++) {
      const removed = (TO_RGB[c] ?? []).reduce((sum, weight, k) => sum + weight * (parts[k] ?? 0), 0);
      out[at + c] = Math.max(0, Math.min(255, Math.round((data[at + c] ?? 0) - share * removed)));
    }
  }
}
