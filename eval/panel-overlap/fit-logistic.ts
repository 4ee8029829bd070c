/** Logistic regression with weights that cannot be negative: more evidence never lowers a score. */

export interface Example {
  readonly terms: readonly number[];
  readonly isTrue: boolean;
}

export interface Logistic {
  readonly bias: number;
  readonly weights: readonly number[];
}

/**
 * Maximum likelihood with an L2 penalty on standardised terms, by projected gradient descent. Deterministic.
 * @param penalty per example; keeps weights finite where the examples can be parted completely.
 */
export function fitLogistic(examples: readonly Example[], { penalty = 0.003, steps = 20_000 } = {}): Logistic {
  const size = examples[0]?.terms.length ?? 0;
  const column = (k: number): number[] => examples.map(({ terms }) => terms[k] ?? 0);
  const means = Array.from({ length: size }, (_, k) => column(k).reduce((a, b) => a + b, 0) / examples.length);
  const spreads = means.map((mean, k) => Math.sqrt(column(k).reduce((sum, v) => sum + (v - mean) ** 2, 0) / examples.length) || 1);
  const rows = examples.map(({ terms, isTrue }) => ({ z: terms.map((v, k) => (v - (means[k] ?? 0)) / (spreads[k] ?? 1)), y: isTrue ? 1 : 0 }));

  let bias = 0;
  const weights = new Array<number>(size).fill(0);
  for (let step = 0; step < steps; step++) {
    let slope = 0;
    const slopes = new Array<number>(size).fill(0);
    for (const { z, y } of rows) {
      const p = 1 / (1 + Math.exp(-(bias + z.reduce((sum, v, k) => sum + v * (weights[k] ?? 0), 0))));
      slope += p - y;
      for (let k = 0; k < size; k++) slopes[k] = (slopes[k] ?? 0) + (p - y) * (z[k] ?? 0);
    }
    bias -= (0.5 * slope) / rows.length;
    for (let k = 0; k < size; k++) weights[k] = Math.max(0, (weights[k] ?? 0) - 0.5 * ((slopes[k] ?? 0) / rows.length + penalty * (weights[k] ?? 0)));
  }
  const plain = weights.map((weight, k) => weight / (spreads[k] ?? 1));
  return { weights: plain, bias: bias - plain.reduce((sum, weight, k) => sum + weight * (means[k] ?? 0), 0) };
}
