/**
 * How probable a correlation with random signs is. For fixed g and independent ±1 signs s, x = Σ s g / ‖g‖ obeys both
 * P(x ≥ t) ≤ exp(−t²/2) and P(x ≥ t) ≤ c·Q(t), c = 1 / (4 Q(√2)): for any g, whatever the picture and the attack were.
 * Sources: Hoeffding, JASA 58(301), 1963, doi:10.1080/01621459.1963.10500830; Bentkus and Dzindzalieta, Bernoulli 21(2), 2015, doi:10.3150/14-BEJ603.
 */

const LN10 = Math.LN10;
/** 1 / (4 Q(√2)), rounded up. */
const BENTKUS = 3.1787;

/** log10 of the bound on P(x ≥ t), ≤ 0. */
export function log10Tail(t: number): number {
  if (!(t > 0)) return 0;
  const hoeffding = (-t * t) / 2;
  return Math.min(0, hoeffding, t < 1 ? 0 : Math.log(BENTKUS) + lnQ(t)) / LN10;
}

/** log10 of the bound after this many tries, ≤ 0 (union bound). */
export function log10AfterTrials(t: number, trials: number): number {
  return Math.min(0, log10Tail(t) + Math.log10(Math.max(1, trials)));
}

/** ln of the upper tail of the normal distribution for t ≥ 1. Source: Laplace's continued fraction, Abramowitz and Stegun 26.2.14. */
function lnQ(t: number): number {
  let fraction = t;
  for (let k = 200; k >= 1; k--) fraction = t + k / fraction;
  return (-t * t) / 2 - 0.5 * Math.log(2 * Math.PI) - Math.log(fraction);
}
