/** Loads a WebAssembly kernel and lends it scratch memory. One instance per thread; the arena is reset on every call. */
import { readFileSync } from 'node:fs';

const PAGE = 65536;
/** Bytes kept free below the arena for static data of the module. */
const HEAP_BASE = 65536;

/** Scratch memory of one call. Offsets are 16-byte aligned; everything read out is copied, no view escapes. */
export interface Arena {
  push(data: Uint8Array | Uint16Array | Int32Array | Float32Array): number;
  reserve(bytes: number): number;
  /** Puts other data where some were pushed or reserved in this call. */
  rewrite(offset: number, data: Uint8Array | Float32Array): void;
  u8(offset: number, length: number): Uint8Array;
  u16(offset: number, length: number): Uint16Array;
  i32(offset: number, length: number): Int32Array;
  f32(offset: number, length: number): Float32Array;
  f64(offset: number, length: number): Float64Array;
}

export interface Kernel<E> {
  readonly exports: E;
  scope<R>(use: (arena: Arena) => R): R;
}

/** @throws {Error} `npm run build` has not been run. */
export function loadKernel<E>(name: string): Kernel<E> {
  const memory = new WebAssembly.Memory({ initial: 32, maximum: 65536 });
  const file = new URL(`../../../build/kernels/${name}.wasm`, import.meta.url);
  const module = new WebAssembly.Module(readFileSync(file));
  const instance = new WebAssembly.Instance(module, { env: { memory, abort: () => { throw new Error(`${name}: aborted`); } } });

  let top = HEAP_BASE;
  const reserve = (bytes: number): number => {
    const at = top;
    top = (top + bytes + 31) & ~15;
    if (top > memory.buffer.byteLength) memory.grow(Math.ceil((top - memory.buffer.byteLength) / PAGE));
    return at;
  };
  const arena: Arena = {
    reserve,
    push(data) {
      const at = reserve(data.byteLength);
      new Uint8Array(memory.buffer, at, data.byteLength).set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
      return at;
    },
    rewrite(at, data) {
      new Uint8Array(memory.buffer, at, data.byteLength).set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    },
    u8: (at, n) => new Uint8Array(memory.buffer, at, n).slice(),
    u16: (at, n) => new Uint16Array(memory.buffer, at, n).slice(),
    i32: (at, n) => new Int32Array(memory.buffer, at, n).slice(),
    f32: (at, n) => new Float32Array(memory.buffer, at, n).slice(),
    f64: (at, n) => new Float64Array(memory.buffer, at, n).slice(),
  };

  return {
    exports: instance.exports as unknown as E,
    scope(use) {
      top = HEAP_BASE;
      return use(arena);
    },
  };
}
