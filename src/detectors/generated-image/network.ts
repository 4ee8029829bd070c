/** The patch network: seven convolutions over residuals, then a weighted sum. Trained by training/generated-image; single precision, the same bits everywhere. */
import { readFileSync } from 'node:fs';
import type { RgbImage } from '../../core/image.ts';
import { packLayer, stackMeans, type PackedLayer } from '../../imaging/kernels/convolve.ts';
import { checkWeights, halfReader } from '../../imaging/kernels/read-weights.ts';
import { PATCH, residualsOf } from './residuals.ts';

interface Network {
  readonly layers: readonly PackedLayer[];
  readonly head: Float32Array;
  readonly bias: number;
}

/** Inputs, outputs, stride, and whether the input is added before the rectifier. */
const LAYERS = [
  [24, 32, 1, false], [32, 48, 2, false], [48, 48, 1, true], [48, 64, 2, false], [64, 64, 1, true], [64, 96, 2, false], [96, 96, 1, true],
] as const;
const MAGIC = 'TSGEN1\0\0';

let shipped: Network | undefined;

/** One logit a patch, positive where it looks generated. @param patches in the common form. */
export function logitsOf(patches: readonly RgbImage[]): readonly number[] {
  shipped ??= decodeNetwork(new Uint8Array(readFileSync(new URL('network.bin', import.meta.url))));
  const { layers, head, bias } = shipped;
  const means = stackMeans(patches.map((patch) => residualsOf(patch, 0, 0)), PATCH / 2, layers);
  return means.map((row) => row.reduce((sum, v, i) => sum + v * (head[i] ?? 0), bias));
}

/** The file: magic, then 16-bit floats: of every layer weights (output, row, column, input) and biases, of the head weights and bias. @throws {RangeError} it is none. */
export function decodeNetwork(bytes: Uint8Array): Network {
  const count = LAYERS.reduce((sum, [inputs, outputs]) => sum + outputs * (9 * inputs + 1), 0) + 97;
  checkWeights(bytes, MAGIC, count);
  const take = halfReader(bytes.subarray(8));
  const layers = LAYERS.map(([inputs, outputs, stride, skip]) => packLayer({ inputs, outputs, stride, skip, weights: take(outputs * 9 * inputs), bias: take(outputs) }));
  return { layers, head: take(96), bias: take(1)[0] ?? 0 };
}
