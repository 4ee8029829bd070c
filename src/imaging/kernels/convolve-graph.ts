/** Convolutions that branch and join, on one raster: what a network of the shape of a U needs. Twin: convolve-graph.reference.ts. */
import { kernel, type PackedLayer } from './convolve.ts';

/** One step; rasters go by names, the first is `input`. */
export type GraphStep<L = PackedLayer> = ConvolveStep<L> | JoinStep;

export interface ConvolveStep<L = PackedLayer> {
  readonly to: string;
  readonly from: string;
  readonly layer: L;
}

/** Channels of the parts one after the other: a raster as it is, enlarged by two (each pixel four times), or its mean over all pixels at every pixel. */
export interface JoinStep {
  readonly to: string;
  readonly join: readonly { readonly from: string; readonly as: 'is' | 'doubled' | 'mean' }[];
}

export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** Pixel by pixel. */
  readonly data: Float32Array;
}

interface Held {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** Where it lies, with a border of one pixel. */
  readonly at: number;
}

/**
 * @returns the raster of the last step.
 * @throws {RangeError} a raster or a layer does not fit the one before it, or a name is not known.
 */
export function runGraph(input: Raster, steps: readonly GraphStep[]): Raster {
  if (input.data.length !== input.width * input.height * input.channels) throw new RangeError(`graph: ${input.data.length} values are not ${input.width} × ${input.height} × ${input.channels}`);
  return kernel.scope((arena) => {
    const zeros = new Map<number, Uint8Array>();
    const held = (width: number, height: number, channels: number): Held => {
      const bytes = (width + 2) * (height + 2) * channels * 4;
      const zero = zeros.get(bytes) ?? new Uint8Array(bytes);
      zeros.set(bytes, zero);
      return { width, height, channels, at: arena.push(zero) };
    };
    const bordered = (raster: Held): number => (raster.width + 2) * (raster.height + 2) * raster.channels;
    const write = (raster: Held, data: (y: number) => Float32Array): void => {
      for (let y = 0; y < raster.height; y++) arena.rewrite(raster.at + ((y + 1) * (raster.width + 2) + 1) * raster.channels * 4, data(y));
    };
    const rasters = new Map<string, Held>();
    const known = (name: string): Held => {
      const found = rasters.get(name);
      if (!found) throw new RangeError(`graph: no raster ${name}`);
      return found;
    };
    const first = held(input.width, input.height, input.channels);
    const pitch = input.width * input.channels;
    write(first, (y) => input.data.subarray(y * pitch, (y + 1) * pitch));
    rasters.set('input', first);
    let last = first;
    for (const step of steps) {
      if ('layer' in step) {
        const from = known(step.from);
        const { inputs, outputs, stride, skip, packed, bias } = step.layer;
        last = held(from.width / stride, from.height / stride, outputs);
        if (inputs !== from.channels || !Number.isInteger(last.width / 2) || !Number.isInteger(last.height)) throw new RangeError(`graph: ${step.to} wants ${inputs} channels, even sides; ${step.from} has ${from.channels}, ${from.width} × ${from.height}`);
        kernel.exports.convolve(from.at, from.width, inputs, arena.push(packed), arena.push(bias), outputs, stride, skip ? 1 : 0, last.width, last.height, last.at);
      } else {
        const parts = step.join.map(({ from, as }) => ({ as, raster: known(from) }));
        const sizes = parts.map(({ as, raster: { width, height } }) => (as === 'doubled' ? [2 * width, 2 * height] : [width, height]));
        const [[width = 0, height = 0] = []] = sizes;
        if (sizes.some(([w, h]) => w !== width || h !== height)) throw new RangeError(`graph: parts of ${step.to} differ in size`);
        last = held(width, height, parts.reduce((sum, { raster }) => sum + raster.channels, 0));
        let at = 0;
        for (const { as, raster } of parts) {
          const source = as === 'mean' ? held(width, height, raster.channels) : raster;
          if (as === 'mean') {
            const row = repeated(meanOf(arena.f32(raster.at, bordered(raster)), raster), width);
            write(source, () => row);
          }
          kernel.exports.place(source.at, source.width, source.channels, as === 'doubled' ? 2 : 1, at, last.channels, width, height, last.at);
          at += raster.channels;
        }
      }
      rasters.set(step.to, last);
    }
    return inside(arena.f32(last.at, bordered(last)), last);
  });
}

/** Sums in double precision, row by row. @param data with a border. */
export function meanOf(data: Float32Array, { width, height, channels }: Omit<Raster, 'data'>): Float32Array {
  const sums = new Float64Array(channels);
  for (let y = 1; y <= height; y++) for (let x = 1; x <= width; x++) {
    const at = (y * (width + 2) + x) * channels;
    for (let c = 0; c < channels; c++) sums[c] = (sums[c] ?? 0) + (data[at + c] ?? 0);
  }
  return Float32Array.from(sums, (sum) => sum / (width * height));
}

function repeated(pixel: Float32Array, times: number): Float32Array {
  const row = new Float32Array(pixel.length * times);
  for (let x = 0; x < times; x++) row.set(pixel, x * pixel.length);
  return row;
}

function inside(data: Float32Array, { width, height, channels }: Held): Raster {
  const out = new Float32Array(width * height * channels);
  for (let y = 0; y < height; y++) out.set(data.subarray(((y + 1) * (width + 2) + 1) * channels, ((y + 1) * (width + 2) + 1 + width) * channels), y * width * channels);
  return { width, height, channels, data: out };
}
