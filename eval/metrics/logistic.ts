/** Fits the constants that turn raw measures into a calibrated score. */

export interface Sample {
  /** One value for each feature. */
  readonly x: readonly number[];
  readonly isTrue: boolean;
}

export interface LogisticFit {
  /** score = 1 / (1 + exp(−(bias + Σ weights · x))). */
  readonly weights: readonly number[];
  readonly bias: number;
  /** Mean negative log-likelihood on the samples, nat. */
  readonly loss: number;
}

export interface FitOptions {
  /** Pull of the standardised weights to zero: keeps them finite on separable samples. */
  readonly ridge?: number;
  /** Both outcomes weigh alike, whatever their counts. */
  readonly balanced?: boolean;
  /** Of a true sample, where they are not balanced; 1 for a false one. */
  readonly trueWeight?: number;
}

/** Maximum-likelihood logistic regression with a ridge, by Newton's method on standardised features; targets smoothed after Platt (1999, §2.2).
 * @throws {RangeError} no samples, one outcome only, or rows of unequal length. */
export function fitLogistic(samples: readonly Sample[], { ridge = 1e-2, balanced = true, trueWeight = 1 }: FitOptions = {}): LogisticFit {
  const width = samples[0]?.x.length ?? 0;
  const trues = samples.filter(({ isTrue }) => isTrue).length;
  const falses = samples.length - trues;
  if (trues === 0 || falses === 0) throw new RangeError(`samples: ${trues} true and ${falses} false, both are needed`);
  if (samples.some(({ x }) => x.length !== width)) throw new RangeError(`samples: not all have ${width} features`);

  const centre = Array.from({ length: width }, (_, j) => samples.reduce((sum, { x }) => sum + (x[j] ?? 0), 0) / samples.length);
  const spread = centre.map((m, j) => Math.sqrt(samples.reduce((sum, { x }) => sum + ((x[j] ?? 0) - m) ** 2, 0) / samples.length) || 1);
  const rows = samples.map(({ x, isTrue }) => ({
    z: [1, ...x.map((v, j) => (v - (centre[j] ?? 0)) / (spread[j] ?? 1))],
    y: isTrue ? (trues + 1) / (trues + 2) : 1 / (falses + 2),
    w: balanced ? samples.length / (2 * (isTrue ? trues : falses)) : isTrue ? trueWeight : 1,
  }));

  let theta: readonly number[] = new Array<number>(width + 1).fill(0);
  for (let step = 0; step < 60; step++) {
    const gradient = theta.map((t, j) => (j === 0 ? 0 : ridge * samples.length * t));
    const hessian = theta.map((_, i) => theta.map((_t, j) => (i === j && i > 0 ? ridge * samples.length : 0)));
    for (const { z, y, w } of rows) {
      const p = sigmoid(dot(theta, z));
      for (const [i, zi] of z.entries()) {
        gradient[i] = (gradient[i] ?? 0) + w * (p - y) * zi;
        const line = hessian[i] ?? [];
        for (const [j, zj] of z.entries()) line[j] = (line[j] ?? 0) + w * p * (1 - p) * zi * zj;
      }
    }
    const delta = solve(hessian, gradient);
    theta = theta.map((t, j) => t - (delta[j] ?? 0));
    if (Math.max(...delta.map(Math.abs)) < 1e-9) break;
  }

  const weights = spread.map((s, j) => (theta[j + 1] ?? 0) / s);
  const bias = (theta[0] ?? 0) - dot(weights, centre);
  const loss = samples.reduce((sum, { x, isTrue }) => sum - Math.log(Math.max(1e-12, isTrue ? sigmoid(bias + dot(weights, x)) : 1 - sigmoid(bias + dot(weights, x)))), 0) / samples.length;
  return { weights, bias, loss };
}

export function sigmoid(v: number): number {
  return 1 / (1 + Math.exp(-v));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, v, i) => sum + v * (b[i] ?? 0), 0);
}

/** Gaussian elimination with partial pivoting. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] {
  const n = right.length;
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  for (let k = 0; k < n; k++) {
    const pivot = rows.slice(k).reduce((best, row, i) => (Math.abs(row[k] ?? 0) > Math.abs(rows[best]?.[k] ?? 0) ? k + i : best), k);
    const [top, chosen] = [rows[k], rows[pivot]];
    if (!top || !chosen) break;
    rows[k] = chosen;
    rows[pivot] = top;
    for (let i = 0; i < n; i++) {
      const row = rows[i];
      if (i === k || !row) continue;
      const factor = (row[k] ?? 0) / ((chosen[k] ?? 0) || 1e-12);
      for (let j = k; j <= n; j++) row[j] = (row[j] ?? 0) - factor * (chosen[j] ?? 0);
    }
  }
  return rows.map((row, i) => (row[n] ?? 0) / ((row[i] ?? 0) || 1e-12));
}
