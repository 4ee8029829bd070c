import { expect, test } from 'vitest';
import { LAYERS, WIDTH } from './features.ts';
import { oddnessOf, type Channel } from './score.ts';

const size = { columns: 3, rows: 3 };
const knots = [0, 1, 2, 3, 4, 5];
const channels: readonly Channel[] = [{ layer: 'cloned-glyph/same', sign: 1, knots, weight: 0.3 }, { layer: 'cloned-patch/exactness', sign: 1, knots, weight: 0.2 }];

/** Every block of the page has these values. */
function page(values: Readonly<Partial<Record<Channel['layer'], number>>>): Float32Array {
  const features = new Float32Array(size.columns * size.rows * WIDTH);
  for (let i = 0; i < size.columns * size.rows; i++) for (const [layer, value] of Object.entries(values)) features[i * WIDTH + LAYERS.indexOf(layer as Channel['layer'])] = value;
  return features;
}

const oddness = (values: Parameters<typeof page>[0]): number => oddnessOf(page(values), channels, size)[4] ?? 0;

test('where letters were not compared, copied patches have the weight of both', () => {
  const rare = 3.22;

  expect(oddness({ 'cloned-glyph/same': 5, 'cloned-patch/exactness': 5 })).toBeCloseTo(0.5 * rare, 5);
  expect(oddness({ 'cloned-glyph/same': -1, 'cloned-patch/exactness': 5 })).toBeCloseTo(0.2 * rare, 5);
  expect(oddness({ 'cloned-patch/exactness': 5 })).toBeCloseTo(0.5 * rare, 5);
});
