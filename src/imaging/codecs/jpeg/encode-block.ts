/** Turns quantised coefficients into symbols and bits, as libjpeg does, so that a file it wrote comes out byte for byte. Source: ITU-T T.81 §F.1.2, §G.1.2. */
import { corrupt } from './frame.ts';
import { ZIGZAG } from './jpeg.types.ts';
import type { Band } from './decode-block.ts';

/** Takes what a scan consists of; one counts symbols, one writes them. */
export interface SymbolSink {
  /** @param which place of the component in the scan. */
  dc(which: number, symbol: number, value: number, size: number): void;
  ac(which: number, symbol: number, value: number, size: number): void;
  bits(value: number, size: number): void;
}

/** The state of one scan between blocks. */
export interface ScanState {
  readonly sink: SymbolSink;
  readonly predictors: Int32Array;
  /** Blocks without new coefficients that were not yet written (EOBRUN). */
  run: number;
  /** Correction bits of those blocks. */
  readonly pending: Uint8Array;
  pendingCount: number;
}

/** libjpeg's MAX_CORR_BITS: its runs end where this would be passed, so ours do. */
const MAX_CORRECTIONS = 1000;

export function scanState(sink: SymbolSink, components: number): ScanState {
  return { sink, predictors: new Int32Array(components), run: 0, pending: new Uint8Array(MAX_CORRECTIONS + 64), pendingCount: 0 };
}

/** bit of a magnitude; 0 for 0. */
function sizeOf(magnitude: number): number {
  return 32 - Math.clz32(magnitude);
}

/** The bits that follow the symbol: the value, or its one's complement where negative. */
function bitsOf(value: number, size: number): number {
  return (value < 0 ? value - 1 : value) & ((1 << size) - 1);
}

export function encodeBaseline(state: ScanState, which: number, coefficients: Int16Array, at: number): void {
  encodeDc(state, which, coefficients, at, 0);
  const { sink } = state;
  let run = 0;
  for (let k = 1; k < 64; k++) {
    const value = coefficients[at + (ZIGZAG[k] ?? 0)] ?? 0;
    if (value === 0) {
      run++;
      continue;
    }
    for (; run > 15; run -= 16) sink.ac(which, 0xf0, 0, 0);
    const size = sizeOf(Math.abs(value));
    if (size > 15) throw corrupt('coefficient');
    sink.ac(which, (run << 4) | size, bitsOf(value, size), size);
    run = 0;
  }
  if (run > 0) sink.ac(which, 0, 0, 0);
}

export function encodeDc({ sink, predictors }: ScanState, which: number, coefficients: Int16Array, at: number, low: number): void {
  const value = (coefficients[at] ?? 0) >> low;
  const difference = value - (predictors[which] ?? 0);
  predictors[which] = value;
  const size = sizeOf(Math.abs(difference));
  if (size > 15) throw corrupt('coefficient');
  sink.dc(which, size, bitsOf(difference, size), size);
}

export function encodeDcBit({ sink }: ScanState, coefficients: Int16Array, at: number, low: number): void {
  sink.bits(((coefficients[at] ?? 0) >> low) & 1, 1);
}

export function encodeAc(state: ScanState, which: number, coefficients: Int16Array, at: number, { start, end, low }: Band): void {
  const { sink } = state;
  let run = 0;
  for (let k = start; k <= end; k++) {
    const value = coefficients[at + (ZIGZAG[k] ?? 0)] ?? 0;
    const magnitude = Math.abs(value) >> low;
    if (magnitude === 0) {
      run++;
      continue;
    }
    if (state.run > 0) endRun(state, which);
    for (; run > 15; run -= 16) sink.ac(which, 0xf0, 0, 0);
    const size = sizeOf(magnitude);
    if (size > 15) throw corrupt('coefficient');
    sink.ac(which, (run << 4) | size, bitsOf(value < 0 ? -magnitude : magnitude, size), size);
    run = 0;
  }
  if (run > 0 && ++state.run === 0x7fff) endRun(state, which);
}

export function encodeAcBits(state: ScanState, which: number, coefficients: Int16Array, at: number, { start, end, low }: Band): void {
  const { sink, pending } = state;
  const lastNew = lastNewlyNonzero(coefficients, at, { start, end, low });
  let run = 0;
  let first = state.pendingCount; // correction bits of this block begin here
  for (let k = start; k <= end; k++) {
    const value = coefficients[at + (ZIGZAG[k] ?? 0)] ?? 0;
    const magnitude = Math.abs(value) >> low;
    if (magnitude === 0) {
      run++;
      continue;
    }
    for (; run > 15 && k <= lastNew; run -= 16) {
      first = flushRun(state, which, first);
      sink.ac(which, 0xf0, 0, 0);
      first = flushOwn(state, first);
    }
    if (magnitude > 1) {
      pending[state.pendingCount++] = magnitude & 1;
      continue;
    }
    first = flushRun(state, which, first);
    sink.ac(which, (run << 4) | 1, value < 0 ? 0 : 1, 1);
    first = flushOwn(state, first);
    run = 0;
  }
  if (run > 0 || state.pendingCount > first) {
    state.run++;
    if (state.run === 0x7fff || state.pendingCount > MAX_CORRECTIONS - 63) endRun(state, which);
  }
}

function lastNewlyNonzero(coefficients: Int16Array, at: number, { start, end, low }: Band): number {
  for (let k = end; k >= start; k--) if (Math.abs(coefficients[at + (ZIGZAG[k] ?? 0)] ?? 0) >> low === 1) return k;
  return 0;
}

/** Writes the run before this block with its corrections; this block's own move to the front. @returns where they now begin. */
function flushRun(state: ScanState, which: number, first: number): number {
  if (state.run === 0) return first;
  const own = state.pending.slice(first, state.pendingCount);
  state.pendingCount = first;
  endRun(state, which);
  state.pending.set(own);
  state.pendingCount = own.length;
  return 0;
}

function flushOwn(state: ScanState, first: number): number {
  for (let i = first; i < state.pendingCount; i++) state.sink.bits(state.pending[i] ?? 0, 1);
  state.pendingCount = first;
  return first;
}

/** Writes the waiting run of blocks and the correction bits that belong to it. */
export function endRun(state: ScanState, which: number): void {
  if (state.run === 0) return;
  const size = sizeOf(state.run) - 1;
  state.sink.ac(which, size << 4, state.run & ((1 << size) - 1), size);
  for (let i = 0; i < state.pendingCount; i++) state.sink.bits(state.pending[i] ?? 0, 1);
  state.run = 0;
  state.pendingCount = 0;
}
