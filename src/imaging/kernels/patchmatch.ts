/** One PatchMatch sweep in WebAssembly. Twin: patchmatch.reference.ts. */
import { loadKernel } from './kernel.ts';
import { STEPS, type SweepOptions, type SweepState } from './patchmatch.reference.ts';

type Sweep = (features: number, usable: number, target: number, cost: number, width: number, height: number,
  steps: number, reverse: number, minShift2: number, anywhere: number, radius: number, seed: number) => number;

const kernel = loadKernel<{ sweep: Sweep }>('patchmatch');

/**
 * Several sweeps in turn, forwards and backwards; the field given is not changed.
 *
 * @param options.sweeps number of sweeps; the others as in the twin.
 * @returns target and cost of every point, as in `SweepState`.
 * Limits: sides up to 65 535 px.
 *
 * @throws {RangeError} an array does not fit the size, or a point's target lies outside.
 */
export function sweepField(
  { width, height, features, usable, target, cost }: SweepState,
  { sweeps, minShift, anywhere, radius, seed }: Omit<SweepOptions, 'reverse'> & { readonly sweeps: number },
): Pick<SweepState, 'target' | 'cost'> {
  const n = width * height;
  if (features.length !== n * 16 || usable.length !== n || target.length !== n || cost.length !== n) {
    throw new RangeError(`field: expected arrays for ${width} × ${height} points, got ${features.length / 16}, ${usable.length}, ${target.length}, ${cost.length}`);
  }
  if (target.some((t) => t < 0 || t >= n)) throw new RangeError('field: a target lies outside the image');

  return kernel.scope((arena) => {
    const at = { features: arena.push(features), usable: arena.push(usable), target: arena.push(target), cost: arena.push(cost) };
    const forward = arena.push(Int32Array.from(STEPS.flat()));
    const backward = arena.push(Int32Array.from(STEPS.flat(), (step) => -step));
    let state = seed;
    for (let i = 0; i < sweeps; i++) {
      const reverse = i % 2;
      state = kernel.exports.sweep(at.features, at.usable, at.target, at.cost, width, height,
        reverse ? backward : forward, reverse, minShift * minShift, anywhere, radius, state) >>> 0;
    }
    return { target: arena.i32(at.target, n), cost: arena.i32(at.cost, n) };
  });
}
