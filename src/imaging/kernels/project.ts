/** Projections of u8 descriptors onto i8 directions in WebAssembly. Twin: project.reference.ts. */
import { loadKernel } from './kernel.ts';

interface ProjectExports {
  project(rows: number, count: number, directions: number, directionCount: number, out: number): void;
}

const kernel = loadKernel<ProjectExports>('project');

/**
 * Dot products of each row with each direction; exact.
 *
 * @param rows N × 128.
 * @param directions D × 128.
 * @returns N × D.
 * @throws {RangeError} a length is not a multiple of 128.
 */
export function project(rows: Uint8Array, directions: Int8Array): Int32Array {
  if (rows.length % 128 !== 0 || directions.length % 128 !== 0) throw new RangeError(`project: ${rows.length} or ${directions.length} bytes are not N × 128`);
  const [count, directionCount] = [rows.length / 128, directions.length / 128];
  return kernel.scope((arena) => {
    const out = arena.reserve(count * directionCount * 4);
    const lines = arena.push(new Uint8Array(directions.buffer, directions.byteOffset, directions.byteLength));
    kernel.exports.project(arena.push(rows), count, lines, directionCount, out);
    return arena.i32(out, count * directionCount);
  });
}
