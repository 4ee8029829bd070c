/** Stacks of 3 × 3 convolutions in plain TypeScript: specification and oracle of kernels/convolve.ts. */

/** Window 3 × 3, zeros around, then the rectifier max(0, x). */
export interface ConvolutionLayer {
  readonly inputs: number;
  /** A multiple of 16. */
  readonly outputs: number;
  readonly stride: 1 | 2;
  /** Adds the layer's input before the rectifier; stride 1, as many inputs as outputs. */
  readonly skip: boolean;
  /** outputs × 3 × 3 × inputs: output, row, column, input. */
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

/** One layer in single precision, products and sums in a fixed order. @param input side × side × inputs, pixel by pixel. */
export function convolveReference(input: Float32Array, side: number, { inputs, outputs, stride, skip, weights, bias }: ConvolutionLayer): Float32Array {
  const size = side / stride;
  const out = new Float32Array(size * size * outputs);
  for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) for (let o = 0; o < outputs; o++) {
    let sum = bias[o] ?? 0;
    for (let row = 0; row < 3; row++) for (let column = 0; column < 3; column++) {
      const [v, u] = [y * stride + row - 1, x * stride + column - 1];
      if (v < 0 || u < 0 || v >= side || u >= side) continue;
      for (let i = 0; i < inputs; i++) sum = Math.fround(sum + Math.fround((input[(v * side + u) * inputs + i] ?? 0) * (weights[((o * 3 + row) * 3 + column) * inputs + i] ?? 0)));
    }
    if (skip) sum = Math.fround(sum + (input[(y * side + x) * inputs + o] ?? 0));
    out[(y * size + x) * outputs + o] = Math.max(sum, 0);
  }
  return out;
}

/** As `stackMeans`. */
export function stackMeansReference(pictures: readonly Float32Array[], side: number, layers: readonly ConvolutionLayer[]): readonly Float64Array[] {
  return pictures.map((picture) => {
    let [raster, size] = [picture, side];
    for (const layer of layers) {
      raster = convolveReference(raster, size, layer);
      size /= layer.stride;
    }
    const channels = layers.at(-1)?.outputs ?? 1;
    const means = new Float64Array(channels);
    for (let i = 0; i < raster.length; i++) means[i % channels] = (means[i % channels] ?? 0) + (raster[i] ?? 0);
    return means.map((sum) => sum / (size * size));
  });
}
