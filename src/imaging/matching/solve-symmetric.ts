/** Small systems of normal equations. */

/** x of A x = b for a symmetric positive definite A (n × n, row-major), by Cholesky; `undefined` when it is nearly singular. @param ridge share of each diagonal entry added to it. */
export function solveSymmetric(A: Float64Array, b: Float64Array, ridge = 0): Float64Array | undefined {
  const n = b.length;
  const L = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) {
    let sum = (A[i * n + j] ?? 0) * (i === j ? 1 + ridge : 1);
    for (let k = 0; k < j; k++) sum -= (L[i * n + k] ?? 0) * (L[j * n + k] ?? 0);
    if (i !== j) L[i * n + j] = sum / (L[j * n + j] ?? 1);
    else if (sum > 1e-12 * Math.max(1e-30, A[i * n + i] ?? 0)) L[i * n + i] = Math.sqrt(sum);
    else return undefined;
  }
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] = (x[i] ?? 0) - (L[i * n + k] ?? 0) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / (L[i * n + i] ?? 1);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] = (x[i] ?? 0) - (L[k * n + i] ?? 0) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / (L[i * n + i] ?? 1);
  }
  return x;
}
