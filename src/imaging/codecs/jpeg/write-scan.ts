/** Codes one scan with given tables, or says which tables it needs. */
import { BitWriter } from './bit-writer.ts';
import { visitBlocks } from './blocks.ts';
import { encodeAc, encodeAcBits, encodeBaseline, encodeDc, encodeDcBit, endRun, scanState, type ScanState, type SymbolSink } from './encode-block.ts';
import { optimalTable, type HuffmanDefinition, type HuffmanTable } from './huffman.ts';
import type { HuffmanSlots, Jpeg, JpegComponent, ScanHeader, ScanPart } from './jpeg.types.ts';

/** Thrown within this file when a table has no code for a symbol. */
class NoCode extends Error {}

/** @returns the entropy-coded bytes; `undefined` where the tables lack a symbol that occurs. @throws {InputError} `image/corrupt` — a coefficient that no JPEG can hold. */
export function writeScan(jpeg: Pick<Jpeg, 'progressive' | 'components'>, scan: ScanPart, tables: HuffmanSlots): Uint8Array | undefined {
  const blocks = jpeg.components.reduce((sum, { storedColumns, storedRows }) => sum + storedColumns * storedRows, 0);
  const writer = new BitWriter(16 * blocks);
  const [dc, ac] = [scan.header.components.map((part) => tables.dc[part.dc]), scan.header.components.map((part) => tables.ac[part.ac])];
  const put = (table: HuffmanTable | undefined, symbol: number, value: number, size: number): void => {
    const length = table?.lengths[symbol] ?? 0;
    if (length === 0) throw new NoCode();
    writer.put(table?.codes[symbol] ?? 0, length);
    if (size > 0) writer.put(value, size);
  };
  const sink: SymbolSink = {
    dc: (which, symbol, value, size) => put(dc[which], symbol, value, size),
    ac: (which, symbol, value, size) => put(ac[which], symbol, value, size),
    bits: (value, size) => writer.put(value, size),
  };
  let restarts = 0;
  try {
    encodeScan(jpeg, scan, sink, () => {
      writer.flush(scan.padsWithZeros);
      writer.restart(restarts++);
    });
  } catch (error) {
    if (error instanceof NoCode) return undefined;
    throw error;
  }
  writer.flush(scan.padsWithZeros);
  return writer.bytes();
}

/** The shortest tables for a scan, by the slots it names. */
export function tablesFor(jpeg: Pick<Jpeg, 'progressive' | 'components'>, scan: ScanPart): readonly HuffmanDefinition[] {
  const counts = { dc: new Map<number, Uint32Array>(), ac: new Map<number, Uint32Array>() };
  const countsOf = (kind: 'dc' | 'ac') => scan.header.components.map((part) => {
    const known = counts[kind].get(part[kind]) ?? new Uint32Array(256);
    counts[kind].set(part[kind], known);
    return known;
  });
  const [dc, ac] = [countsOf('dc'), countsOf('ac')];
  const count = (table: Uint32Array | undefined, symbol: number): void => {
    if (table) table[symbol] = (table[symbol] ?? 0) + 1;
  };
  encodeScan(jpeg, scan, { dc: (which, symbol) => count(dc[which], symbol), ac: (which, symbol) => count(ac[which], symbol), bits: () => {} }, () => {});
  return (['dc', 'ac'] as const).flatMap((kind) => [...counts[kind]]
    .filter(([, frequencies]) => frequencies.some((n) => n > 0))
    .map(([slot, frequencies]) => ({ kind, slot, table: optimalTable(frequencies) })));
}

function encodeScan({ components, progressive }: Pick<Jpeg, 'progressive' | 'components'>, { header, restartInterval }: ScanPart, sink: SymbolSink, atRestart: () => void): void {
  const state = scanState(sink, header.components.length);
  const parts = header.components.map(({ index }) => components[index]);
  const encode = encoderOf(header, progressive);
  visitBlocks(header, components, restartInterval, {
    block(which, at) {
      const part = parts[which];
      if (part) encode(state, which, part, at);
      return true;
    },
    restart() {
      endRun(state, 0);
      state.predictors.fill(0);
      atRestart();
      return true;
    },
  });
  endRun(state, 0);
}

type Encode = (state: ScanState, which: number, component: JpegComponent, at: number) => void;

function encoderOf({ spectralStart, spectralEnd, approximationHigh, approximationLow }: ScanHeader, progressive: boolean): Encode {
  if (!progressive) return (state, which, { coefficients }, at) => encodeBaseline(state, which, coefficients, at);
  const band = { start: spectralStart, end: spectralEnd, low: approximationLow };
  if (spectralStart === 0) {
    return approximationHigh === 0
      ? (state, which, { coefficients }, at) => encodeDc(state, which, coefficients, at, approximationLow)
      : (state, _, { coefficients }, at) => encodeDcBit(state, coefficients, at, approximationLow);
  }
  return approximationHigh === 0
    ? (state, which, { coefficients }, at) => encodeAc(state, which, coefficients, at, band)
    : (state, which, { coefficients }, at) => encodeAcBits(state, which, coefficients, at, band);
}
