/** PatchMatch sweeps and meetings of like points in WebAssembly. Twin: patchmatch.reference.ts. */
import { loadKernel } from './kernel.ts';
import { STEPS, type MeetOptions, type SweepOptions, type SweepState } from './patchmatch.reference.ts';

type Sweep = (features: number, usable: number, target: number, cost: number, width: number, height: number,
  steps: number, reverse: number, minShift2: number, anywhere: number, radius: number, seed: number) => number;

type Meet = (features: number, order: number, count: number, target: number, cost: number, width: number, minShift2: number, reach: number) => void;

const kernel = loadKernel<{ sweep: Sweep; meet: Meet }>('patchmatch');

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

/**
 * Points meet those near them in each order in turn; the field given is not changed.
 *
 * @param orders indices of points that take part, alike ones near each other.
 * @returns target and cost of every point, as in `SweepState`.
 *
 * @throws {RangeError} an array does not fit the size, or an index lies outside.
 */
export function meetField(
  { width, height, features, target, cost }: Omit<SweepState, 'usable'>, orders: readonly Int32Array[], { minShift, reach }: MeetOptions,
): Pick<SweepState, 'target' | 'cost'> {
  const n = width * height;
  if (features.length !== n * 16 || target.length !== n || cost.length !== n) {
    throw new RangeError(`field: expected arrays for ${width} × ${height} points, got ${features.length / 16}, ${target.length}, ${cost.length}`);
  }
  if (orders.some((order) => order.some((p) => p < 0 || p >= n))) throw new RangeError('field: a point of an order lies outside the image');

  return kernel.scope((arena) => {
    const at = { features: arena.push(features), target: arena.push(target), cost: arena.push(cost) };
    for (const order of orders) kernel.exports.meet(at.features, arena.push(order), order.length, at.target, at.cost, width, minShift * minShift, reach);
    return { target: arena.i32(at.target, n), cost: arena.i32(at.cost, n) };
  });
}
