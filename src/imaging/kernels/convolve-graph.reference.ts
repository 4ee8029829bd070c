/** Graphs of convolutions in plain TypeScript: specification and oracle of convolve-graph.ts. */
import type { GraphStep, Raster } from './convolve-graph.ts';
import { convolveReference, type ConvolutionLayer } from './convolve.reference.ts';

/** As `runGraph`, square rasters only. */
export function runGraphReference(input: Raster, steps: readonly GraphStep<ConvolutionLayer>[]): Raster {
  const rasters = new Map([['input', input]]);
  let last = input;
  for (const step of steps) {
    if ('layer' in step) {
      const from = rasters.get(step.from) ?? input;
      const side = from.width / step.layer.stride;
      last = { width: side, height: side, channels: step.layer.outputs, data: convolveReference(from.data, from.width, step.layer) };
    } else {
      const parts = step.join.map(({ from, as }) => ({ as, raster: rasters.get(from) ?? input }));
      const side = Math.max(...parts.map(({ as, raster }) => (as === 'doubled' ? 2 : 1) * raster.width));
      const channels = parts.reduce((sum, { raster }) => sum + raster.channels, 0);
      const data = new Float32Array(side * side * channels);
      for (let y = 0; y < side; y++) for (let x = 0, at = 0; x < side; x++, at = 0) for (const { as, raster } of parts) for (let c = 0; c < raster.channels; c++) {
        const [u, v] = as === 'doubled' ? [x >> 1, y >> 1] : [x, y];
        data[(y * side + x) * channels + at++] = as === 'mean' ? meanOfChannel(raster, c) : raster.data[(v * raster.width + u) * raster.channels + c] ?? 0;
      }
      last = { width: side, height: side, channels, data };
    }
    rasters.set(step.to, last);
  }
  return last;
}

function meanOfChannel({ width, height, channels, data }: Raster, c: number): number {
  let sum = 0;
  for (let i = c; i < data.length; i += channels) sum += data[i] ?? 0;
  return sum / (width * height);
}
