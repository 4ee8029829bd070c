/** Centre and spread that a few odd values do not move. */

export interface Spread {
  readonly median: number;
  /** 1.4826 × median absolute deviation: the standard deviation of a normal sample. Source: Rousseeuw and Croux, JASA 88, 1993, doi:10.1080/01621459.1993.10476408. */
  readonly deviation: number;
}

/** @param values at least one; not changed. */
export function robustSpread(values: Float32Array): Spread {
  const sorted = values.slice().sort();
  const median = middle(sorted);
  const distances = sorted.map((v) => Math.abs(v - median)).sort();
  return { median, deviation: 1.4826 * middle(distances) };
}

/** Nearest rank. @param share in [0, 1]. */
export function quantileOf(values: Float32Array, share: number): number {
  const sorted = values.slice().sort();
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.floor(share * sorted.length)))] ?? Number.NaN;
}

function middle(sorted: Float32Array): number {
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[half] ?? 0) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
}
