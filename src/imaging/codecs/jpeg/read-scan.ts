/** Decodes the entropy-coded data of one scan into the coefficients of its components. */
import { visitBlocks, type Layout } from './blocks.ts';
import { decodeAc, decodeBaseline, decodeDc, refineAc, refineDc, type Band, type BlockTarget } from './decode-block.ts';
import type { BitCursor, EntropyData } from './entropy-source.ts';
import { corrupt } from './frame.ts';
import { huffmanTable, type HuffmanTable } from './huffman.ts';
import type { HuffmanSlots, ScanHeader } from './jpeg.types.ts';

export interface ScanJob {
  readonly header: ScanHeader;
  readonly progressive: boolean;
  readonly layouts: readonly Layout[];
  readonly coefficients: readonly Int16Array[];
  readonly tables: HuffmanSlots;
  readonly restartInterval: number;
}

export interface ScanOutcome {
  /** Data ended early, or a code does not exist; the rest of the interval is as it was before. */
  readonly damaged: boolean;
  readonly padsWithZeros: boolean;
}

/** Where a table is not used by this kind of scan. */
const EMPTY = huffmanTable(new Uint8Array(16), new Uint8Array(0));

type Decode = (cursor: BitCursor, target: BlockTarget, at: number) => boolean;

/** A restart marker begins anew after damage, so what follows it is still read. @throws {InputError} `image/corrupt` — a table is missing. */
export function readScan(job: ScanJob, { data, bounds }: EntropyData): ScanOutcome {
  const { header, layouts, restartInterval } = job;
  const targets = targetsOf(job);
  const decode = decoderOf(job);
  const cursor: BitCursor = { data, position: 0, run: 0 };
  let interval = 0;
  let limit = 8 * (bounds[1] ?? 0);
  let lost = false;
  let damaged = false;
  let padsWithZeros = false;
  visitBlocks(header, layouts, restartInterval, {
    block(which, at) {
      if (lost) return restartInterval > 0; // wait for the next restart
      const target = targets[which];
      lost = target === undefined || !decode(cursor, target, at) || cursor.position > limit;
      damaged ||= lost;
      return !lost || restartInterval > 0;
    },
    restart() {
      padsWithZeros ||= !lost && endsInZero(cursor, limit);
      interval++;
      if (interval + 1 >= bounds.length) {
        damaged = true;
        return false;
      }
      [cursor.position, cursor.run, lost] = [8 * (bounds[interval] ?? 0), 0, false];
      limit = 8 * (bounds[interval + 1] ?? 0);
      for (const target of targets) target.predictor = 0;
      return true;
    },
  });
  return { damaged, padsWithZeros: padsWithZeros || (!damaged && endsInZero(cursor, limit)) };
}

function endsInZero({ data, position }: BitCursor, limit: number): boolean {
  return position < limit && (((data[position >>> 3] ?? 0) >>> (7 - (position & 7))) & 1) === 0;
}

function targetsOf({ header, coefficients, tables, progressive }: ScanJob): BlockTarget[] {
  const { spectralStart, approximationHigh } = header;
  const needsDc = spectralStart === 0 && approximationHigh === 0;
  const needsAc = !progressive || spectralStart > 0;
  return header.components.map(({ index, dc, ac }) => ({
    coefficients: coefficients[index] ?? new Int16Array(0),
    dc: needsDc ? present(tables.dc[dc]) : EMPTY,
    ac: needsAc ? present(tables.ac[ac]) : EMPTY,
    predictor: 0,
  }));
}

function present(table: HuffmanTable | undefined): HuffmanTable {
  if (!table) throw corrupt('scan: it names a Huffman table that is not there');
  return table;
}

function decoderOf({ header, progressive }: ScanJob): Decode {
  if (!progressive) return decodeBaseline;
  const { spectralStart, spectralEnd, approximationHigh, approximationLow } = header;
  const band: Band = { start: spectralStart, end: spectralEnd, low: approximationLow };
  if (spectralStart === 0) {
    const step = approximationHigh === 0 ? decodeDc : refineDc;
    return (cursor, target, at) => step(cursor, target, at, approximationLow);
  }
  const step = approximationHigh === 0 ? decodeAc : refineAc;
  return (cursor, target, at) => step(cursor, target, at, band);
}
