/** Stacks of 3 × 3 convolutions in WebAssembly. Twin: convolve.reference.ts. Single precision without fused or re-ordered sums: the same bits on every machine. */
import type { ConvolutionLayer } from './convolve.reference.ts';
import { loadKernel } from './kernel.ts';

export type { ConvolutionLayer } from './convolve.reference.ts';

interface ConvolveExports {
  convolve(input: number, inputWidth: number, inputs: number, weights: number, bias: number, outputs: number, stride: number, skip: number, width: number, height: number, out: number): void;
}

const kernel = loadKernel<ConvolveExports>('convolve');
const BLOCK = 16;

/** Weights in the order that the kernel reads them: made once for a network. */
export interface PackedLayer extends ConvolutionLayer {
  readonly packed: Float32Array;
}

/** @throws {RangeError} outputs are no multiple of 16, a skip changes the shape, or lengths do not agree. */
export function packLayer(layer: ConvolutionLayer): PackedLayer {
  const { inputs, outputs, stride, skip, weights, bias } = layer;
  if (outputs % BLOCK !== 0) throw new RangeError(`convolve: ${outputs} outputs are no multiple of ${BLOCK}`);
  if (skip && (stride !== 1 || inputs !== outputs)) throw new RangeError(`convolve: a skip from ${inputs} to ${outputs} at stride ${stride}`);
  if (weights.length !== outputs * 9 * inputs || bias.length !== outputs) throw new RangeError(`convolve: expected ${outputs * 9 * inputs} weights and ${outputs} biases, got ${weights.length} and ${bias.length}`);
  const taps = 9 * inputs;
  const packed = new Float32Array(weights.length);
  for (let o = 0; o < outputs; o++) for (let t = 0; t < taps; t++) {
    packed[(Math.floor(o / BLOCK) * taps + t) * BLOCK + (o % BLOCK)] = weights[o * taps + t] ?? 0;
  }
  return { ...layer, packed };
}

/**
 * What the last layer gives, as the mean over its pixels.
 *
 * @param pictures each side × side × inputs of the first layer, pixel by pixel.
 * @param side px; stays even through every stride.
 * @returns one row a picture, as long as the last layer has outputs.
 * @throws {RangeError} a picture or a layer does not fit the one before it.
 */
export function stackMeans(pictures: readonly Float32Array[], side: number, layers: readonly PackedLayer[]): readonly Float64Array[] {
  const [first] = layers;
  if (!first) throw new RangeError('convolve: no layers');
  checkShapes(pictures, side, layers);
  return kernel.scope((arena) => {
    let size = side;
    const start = arena.reserve(bordered(side, first.inputs));
    const steps = layers.map((layer) => {
      const from = size;
      size /= layer.stride;
      return { layer, from, to: size, weights: arena.push(layer.packed), bias: arena.push(layer.bias), out: arena.push(new Uint8Array(bordered(size, layer.outputs))) };
    });
    const border = new Float32Array(bordered(side, first.inputs) / 4);
    const pitch = (side + 2) * first.inputs;
    return pictures.map((picture) => {
      for (let y = 0; y < side; y++) border.set(picture.subarray(y * side * first.inputs, (y + 1) * side * first.inputs), (y + 1) * pitch + first.inputs);
      arena.rewrite(start, border);
      let input = start;
      for (const { layer: { inputs, outputs, stride, skip }, from, to, weights, bias, out } of steps) {
        kernel.exports.convolve(input, from, inputs, weights, bias, outputs, stride, skip ? 1 : 0, to, to, out);
        input = out;
      }
      const outputs = layers.at(-1)?.outputs ?? 1;
      return meansOf(arena.f32(input, bordered(size, outputs) / 4), size, outputs);
    });
  });
}

/** Bytes of a raster with a border of one pixel. */
const bordered = (side: number, channels: number): number => (side + 2) ** 2 * channels * 4;

function meansOf(raster: Float32Array, side: number, channels: number): Float64Array {
  const means = new Float64Array(channels);
  for (let y = 1; y <= side; y++) for (let x = 1; x <= side; x++) {
    const at = (y * (side + 2) + x) * channels;
    for (let c = 0; c < channels; c++) means[c] = (means[c] ?? 0) + (raster[at + c] ?? 0);
  }
  return means.map((sum) => sum / (side * side));
}

function checkShapes(pictures: readonly Float32Array[], side: number, layers: readonly PackedLayer[]): void {
  let [size, channels] = [side, layers[0]?.inputs ?? 0];
  const wrong = pictures.find((picture) => picture.length !== side * side * channels);
  if (wrong) throw new RangeError(`convolve: expected ${side} × ${side} × ${channels} values, got ${wrong.length}`);
  for (const { inputs, outputs, stride } of layers) {
    size /= stride;
    if (inputs !== channels || !Number.isInteger(size / 2)) throw new RangeError(`convolve: ${inputs} inputs after ${channels}, side ${size}`);
    channels = outputs;
  }
}
