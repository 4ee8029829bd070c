/** Figures over scored cases. */

/** Probability that a positive scores above a clean one, ties half. Source: Hanley and McNeil, Radiology 143, 1982, doi:10.1148/radiology.143.1.7063747.
 * @returns in [0, 1]; NaN when a side is empty. */
export function auc(positives: readonly number[], cleans: readonly number[]): number {
  if (positives.length === 0 || cleans.length === 0) return Number.NaN;
  let won = 0;
  for (const p of positives) for (const c of cleans) won += p > c ? 1 : p === c ? 0.5 : 0;
  return won / (positives.length * cleans.length);
}

/** Wilson score interval of a share at 95 %. Source: Wilson, JASA 22, 1927, doi:10.1080/01621459.1927.10502953. */
export function wilson(hits: number, trials: number): readonly [number, number] {
  if (trials === 0) return [0, 1];
  const z = 1.96;
  const p = hits / trials;
  const centre = p + (z * z) / (2 * trials);
  const half = z * Math.sqrt((p * (1 - p)) / trials + (z * z) / (4 * trials * trials));
  const scale = 1 + (z * z) / trials;
  return [Math.max(0, (centre - half) / scale), Math.min(1, (centre + half) / scale)];
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : values.reduce((sum, v) => sum + v, 0) / values.length;
}

/** @param share in [0, 1]: 0.5 is the median. Nearest rank. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export interface ScoredFinding {
  readonly score: number;
  readonly isTrue: boolean;
}

export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly meanScore: number;
  /** Share that is true: equals `meanScore` when the scores are calibrated. */
  readonly trueShare: number;
}

/** Findings by score in bins of equal width. Source: Niculescu-Mizil and Caruana, ICML 2005, doi:10.1145/1102351.1102430. */
export function reliability(findings: readonly ScoredFinding[], bins = 5): readonly ReliabilityBin[] {
  return Array.from({ length: bins }, (_, b) => {
    const [from, to] = [b / bins, (b + 1) / bins];
    const inside = findings.filter(({ score }) => score >= from && (score < to || (b === bins - 1 && score <= 1)));
    return { from, to, count: inside.length, meanScore: mean(inside.map(({ score }) => score)), trueShare: mean(inside.map(({ isTrue }) => Number(isTrue))) };
  });
}
