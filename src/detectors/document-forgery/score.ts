/** From what the detectors say of each block to one number, and to a probability. */
import { sumTable, type BlockMap } from '../../imaging/pages/block-map.ts';
import { LAYERS, WIDTH } from './features.ts';

/** One question of one detector, looked at one way. */
export interface Channel {
  readonly layer: (typeof LAYERS)[number];
  readonly sign: 1 | -1;
  /** Values that untouched pages peak at: their median, then what 30, 20, 10, 5 and 2 % of them pass. Ascending. */
  readonly knots: readonly number[];
  /** Per unit of rarity; never negative, so more evidence never lowers a score. */
  readonly weight: number;
}

export interface Scale {
  readonly channels: readonly Channel[];
  /** Oddness at which a page of the tune half's untouched ones would be called fake too often; its score is {@link AT_POINT}. */
  readonly point: number;
  /** Oddness from which a block is taken for edited: its probability is .5. At most the point. */
  readonly half: number;
}

/** −ln of the share of untouched pages that peak higher, at the knots. */
const RARITIES = [0, 0.51, 0.92, 1.61, 2.3, 3.22] as const;
const MOST_RARE = 6;

/** How rare a peak of this height is among untouched pages: 0 below their median, then −ln of the share, grown on in a line beyond the last knot. */
export function rarityOf(value: number, knots: readonly number[]): number {
  const [first = 0] = knots;
  if (!(value > first)) return 0;
  for (let k = 1; k < knots.length; k++) {
    const [low, high] = [knots[k - 1] ?? 0, knots[k] ?? 0];
    const last = k === knots.length - 1;
    if (value > high && !last) continue;
    const [from, to] = [RARITIES[k - 1] ?? 0, RARITIES[k] ?? 0];
    return Math.min(MOST_RARE, from + ((to - from) * (value - low)) / Math.max(1e-6, high - low));
  }
  return 0;
}

/** A layer with its sign, as the mean over 3 × 3 blocks: an edit is larger than a block. @param features N × WIDTH. */
export function smoothed(features: Float32Array, { layer, sign }: Pick<Channel, 'layer' | 'sign'>, { columns, rows }: Pick<BlockMap, 'columns' | 'rows'>): Float32Array {
  const column = LAYERS.indexOf(layer);
  const sums = sumTable(columns, rows, (i) => sign * (features[i * WIDTH + column] ?? 0));
  return Float32Array.from({ length: columns * rows }, (_, i) => {
    const [x, y] = [i % columns, Math.floor(i / columns)];
    const [x0, x1, y0, y1] = [Math.max(0, x - 1), Math.min(columns, x + 2), Math.max(0, y - 1), Math.min(rows, y + 2)];
    return sums.sum(x0, y0, x1, y1) / ((x1 - x0) * (y1 - y0));
  });
}

/** Two answers to one question, whether something was copied: where the first has none (it abstained), the second speaks for both. */
const STANDS_IN: Readonly<Partial<Record<Channel['layer'], Channel['layer']>>> = { 'cloned-glyph/same': 'cloned-patch/exactness' };

/** Weighted rarities of each block, summed over the channels. */
export function oddnessOf(features: Float32Array, channels: readonly Channel[], size: Pick<BlockMap, 'columns' | 'rows'>): Float32Array {
  const out = new Float32Array(size.columns * size.rows);
  const silent = channels.filter(({ layer }) => STANDS_IN[layer] !== undefined && isSilent(features, layer));
  for (const channel of channels) {
    const weight = channel.weight + silent.reduce((sum, { layer, weight: own }) => sum + (STANDS_IN[layer] === channel.layer ? own : 0), 0);
    if (weight === 0) continue;
    const values = smoothed(features, channel, size);
    for (let i = 0; i < out.length; i++) out[i] = (out[i] ?? 0) + weight * rarityOf(values[i] ?? 0, channel.knots);
  }
  return out;
}

function isSilent(features: Float32Array, layer: Channel['layer']): boolean {
  for (let at = LAYERS.indexOf(layer); at < features.length; at += WIDTH) if (features[at] !== 0) return false;
  return true;
}

/** What a page is judged by: the mean of its largest blocks, so that no single one decides. */
export function peakOf(values: Float32Array): number {
  const top = values.slice().sort().subarray(Math.max(0, values.length - PEAK_BLOCKS));
  return top.reduce((sum, v) => sum + v, 0) / Math.max(1, top.length);
}

const PEAK_BLOCKS = 4;

/** Score of the point, the default threshold. */
export const AT_POINT = 0.8;

/** 0 for what is not odd at all, .5 at the half, .8 at the point, growing on towards 1. */
export function probabilities(odds: Float32Array, { half, point }: Pick<Scale, 'half' | 'point'>): Float32Array {
  return odds.map((v) => {
    if (v < half) return (0.5 * v) / half;
    if (v < point) return 0.5 + ((AT_POINT - 0.5) * (v - half)) / (point - half);
    return 1 - (1 - AT_POINT) ** (v / point);
  });
}
