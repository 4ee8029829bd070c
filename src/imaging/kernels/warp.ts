/** Resampling along a plane transform, in WebAssembly. Twin: warp.reference.ts. */
import type { Matrix } from '../../core/geometry.ts';
import { loadKernel, type Arena } from './kernel.ts';
import type { Plane } from './sift.ts';

interface WarpExports {
  warp(source: number, width: number, height: number, target: number, inside: number, targetWidth: number, targetHeight: number, matrix: number): void;
  warp_flow(
    source: number, width: number, height: number, target: number, inside: number, targetWidth: number, targetHeight: number, matrix: number,
    flow: number, flowWidth: number, flowHeight: number, cell: number,
  ): void;
}

const kernel = loadKernel<WarpExports>('warp');

/** A plane that several transforms are seen through; it must not change as long as this is used. */
export interface WarpSource extends Plane {
  /** Tells it from every other, so that the kernel need not copy it twice in a row. */
  readonly token: symbol;
}

export function warpSource({ width, height, data }: Plane): WarpSource {
  if (data.length !== width * height) throw new RangeError(`plane: expected ${width} × ${height} samples, got ${data.length}`);
  return { width, height, data, token: Symbol('warp source') };
}

/** The source that lies at the start of the kernel's memory; every call puts its own there. */
let lying: symbol | undefined;

function place(arena: Arena, { data, token }: WarpSource): number {
  if (lying === token) return arena.reserve(data.byteLength);
  const at = arena.push(data);
  lying = token;
  return at;
}

export interface Warped extends Plane {
  /** 1 where the target pixel's centre falls inside the source, else 0 (and the sample is 0). */
  readonly inside: Uint8Array;
}

/**
 * The source seen through a transform, by bicubic interpolation; its border pixels are repeated outwards for the taps.
 * No low-pass is applied: shrink or blur first where the target is coarser.
 *
 * @param toSource maps continuous target coordinates to source coordinates.
 * Source: Keys, IEEE TASSP 29(6), 1981, doi:10.1109/TASSP.1981.1163711.
 */
export function warped(source: Plane | WarpSource, toSource: Matrix, target: { readonly width: number; readonly height: number }): Warped {
  const { width, height } = source;
  const count = target.width * target.height;
  return kernel.scope((arena) => {
    const from = place(arena, 'token' in source ? source : warpSource(source));
    const [out, inside] = [arena.reserve(4 * count), arena.reserve(count)];
    const matrix = arena.push(new Uint8Array(Float64Array.from(toSource).buffer));
    kernel.exports.warp(from, width, height, out, inside, target.width, target.height, matrix);
    return { width: target.width, height: target.height, data: arena.f32(out, count), inside: arena.u8(inside, count) };
  });
}

/** A smooth displacement, px of the target, known at the middles of square cells and linear between them. */
export interface Flow {
  /** Cells. */
  readonly width: number;
  readonly height: number;
  /** px, side of a cell. */
  readonly cell: number;
  /** (dx, dy) of each cell, rows first. */
  readonly data: Float32Array;
}

/** As `warped`, after every target point has been displaced by the flow. */
export function warpedWithFlow(source: Plane | WarpSource, toSource: Matrix, flow: Flow, target: { readonly width: number; readonly height: number }): Warped {
  const { width, height } = source;
  if (flow.data.length !== 2 * flow.width * flow.height) throw new RangeError(`flow: expected ${flow.width} × ${flow.height} × 2 numbers, got ${flow.data.length}`);
  const count = target.width * target.height;
  return kernel.scope((arena) => {
    const from = place(arena, 'token' in source ? source : warpSource(source));
    const [out, inside] = [arena.reserve(4 * count), arena.reserve(count)];
    const matrix = arena.push(new Uint8Array(Float64Array.from(toSource).buffer));
    kernel.exports.warp_flow(from, width, height, out, inside, target.width, target.height, matrix, arena.push(flow.data), flow.width, flow.height, flow.cell);
    return { width: target.width, height: target.height, data: arena.f32(out, count), inside: arena.u8(inside, count) };
  });
}
