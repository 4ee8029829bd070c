import { expect, test } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { stackMeansReference, type ConvolutionLayer } from './convolve.reference.ts';
import { packLayer, stackMeans } from './convolve.ts';

const random = seededRandom('convolve');
const values = (n: number): Float32Array => Float32Array.from({ length: n }, () => random.next() * 2 - 1);
const layer = (inputs: number, outputs: number, stride: 1 | 2, skip = false): ConvolutionLayer => ({ inputs, outputs, stride, skip, weights: values(outputs * 9 * inputs), bias: values(outputs) });

test('gives what its twin gives, to the last bit: strides, skips, several pictures', () => {
  const layers = [layer(5, 16, 1), layer(16, 32, 2), layer(32, 32, 1, true)];
  const pictures = [values(12 * 12 * 5), values(12 * 12 * 5)];

  expect(stackMeans(pictures, 12, layers.map(packLayer))).toEqual(stackMeansReference(pictures, 12, layers));
});

test('says what does not fit', () => {
  expect(() => packLayer(layer(3, 12, 1))).toThrow(/multiple of 16/);
  expect(() => packLayer(layer(16, 32, 1, true))).toThrow(/skip/);
  expect(() => stackMeans([values(5)], 4, [packLayer(layer(3, 16, 1))])).toThrow(/expected 4 × 4 × 3/);
  expect(() => stackMeans([values(6 * 6 * 3)], 6, [packLayer(layer(3, 16, 2))])).toThrow(/side 3/);
});
