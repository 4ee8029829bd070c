/** Which of many keys a residual speaks for. */
import { signedSlots, signedSums } from '../imaging/kernels/mark.ts';
import { chipBits } from './chips.ts';
import type { KeyDetection, MarkKey } from './engine.types.ts';
import type { Grid } from './canonical-grid.ts';
import { log10AfterTrials } from './p-value.ts';
import { mostLikely, setCount, slotsOf, transformSlotsInto } from './payload.ts';
import type { Residual } from './residual.ts';

/** Keys whose chips lie in memory at once. */
const BATCH = 256;
/** log10 of the p of a second byte that makes a payload ambiguous. */
const SECOND = -6;

export interface ScoreOptions {
  readonly grid: Grid;
  /** `maxPayload` of keys that do not say. */
  readonly maxPayload: number;
  readonly payloadMax?: number;
  readonly log10Threshold: number;
}

export interface KeyScores {
  readonly keys: readonly (KeyDetection & { /** Index of the residual of this x. */ readonly residual: number })[];
  readonly trials: number;
}

/** Every key against every residual; p pays for all of it. */
export function scoreKeys(residuals: readonly Residual[], keys: readonly MarkKey[], options: ScoreOptions): KeyScores {
  const usable = residuals.map((residual, i) => ({ ...residual, i })).filter(({ norm }) => norm > 0);
  const plans = keys.map(({ maxPayload = options.maxPayload }) => {
    const sets = setCount(maxPayload);
    const largest = sets === 0 ? 0 : Math.min(options.payloadMax ?? maxPayload, 256 ** sets - 1);
    return { sets, largest };
  });
  const trials = Math.max(1, residuals.length) * plans.reduce((sum, { largest }) => sum + largest + 1, 0);
  const scores: KeyScores['keys'][number][] = [];
  for (let from = 0; from < keys.length; from += BATCH) {
    const batch = keys.slice(from, from + BATCH);
    const bits = batch.map(({ key }) => chipBits(key, options.grid));
    const plain = usable.map((residual) => signedSums(residual.g, joined(bits)));
    for (const [n, own] of bits.entries()) {
      const { sets, largest } = plans[from + n] ?? { sets: 0, largest: 0 };
      let best: Score = { x: 0, payload: 0, residual: 0, second: false };
      for (const [r, residual] of usable.entries()) {
        const score = sets === 0
          ? { x: (plain[r]?.[n] ?? 0) / residual.norm, payload: 0, residual: residual.i, second: false }
          : withPayload(residual, own, { sets, largest, trials });
        if (score.x > best.x) best = score;
      }
      const log10p = log10AfterTrials(best.x, trials);
      const marked = log10p <= options.log10Threshold;
      scores.push({
        marked, log10p, x: best.x, residual: best.residual,
        ...(marked && sets > 0 ? { payload: best.payload, ambiguous: best.second } : {}),
      });
    }
  }
  return { keys: scores, trials };
}

interface Score {
  readonly x: number;
  readonly payload: number;
  readonly residual: number;
  readonly second: boolean;
}

function withPayload(residual: Residual & { readonly i: number }, bits: Uint8Array, { sets, largest, trials }: { readonly sets: number; readonly largest: number; readonly trials: number }): Score {
  const slots = slotsOf(residual.g.length, sets);
  const correlations = signedSlots(residual.g, bits, slots, sets * 256);
  transformSlotsInto(correlations);
  const { payload, correlation } = mostLikely(correlations, largest);
  const norms = setNorms(residual.g, slots, sets);
  const second = norms.some((norm, set) => {
    const own = (payload >> (8 * set)) & 255;
    const rival = correlations.subarray(256 * set, 256 * (set + 1)).reduce((most, value, byte) => (byte === own ? most : Math.max(most, value)), 0);
    return log10AfterTrials(rival / norm, trials) <= SECOND && rival > 0.2 * (correlations[256 * set + own] ?? 0);
  });
  return { x: correlation / residual.norm, payload, residual: residual.i, second };
}

/** ‖g‖ of each set. */
function setNorms(g: Float32Array, slots: Uint16Array, sets: number): number[] {
  const squares = Array.from({ length: sets }, () => 0);
  for (let i = 0; i < g.length; i++) {
    const set = (slots[i] ?? 0) >> 8;
    squares[set] = (squares[set] ?? 0) + (g[i] ?? 0) ** 2;
  }
  return squares.map((sum) => Math.sqrt(Math.max(1e-30, sum)));
}

function joined(rows: readonly Uint8Array[]): Uint8Array {
  const size = rows[0]?.length ?? 0;
  const out = new Uint8Array(rows.length * size);
  rows.forEach((row, i) => out.set(row, i * size));
  return out;
}
